using Metamers.Runtime;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Metamers.Models.Textures;

/// <summary>
/// The texture model of Portilla and Simoncelli (2000): statistics of the responses of a steerable pyramid, averaged
/// over the whole picture, which were chosen so that two pictures with equal statistics look like the same texture. Its
/// invariances are those of a person by design; nothing is learned. It takes grey pictures
/// (<see cref="Metamers.Stimuli.ImageStimulus.ToGrey"/>). Each stage after <c>input_after_preproc</c> is one family of
/// statistics, named as in plenoptic, and the last, <c>statistics</c>, is all of them; numbers agree with those of
/// plenoptic 1.2. It is frozen from the start, and makes no decision.
/// </summary>
/// <example>
/// <code>
/// var model = new PortillaSimoncelli(64, 64, new TextureOptions { Scales = 3, CorrelationWidth = 7 });
/// var grass = ShippedPhotographs.Textures(64)[0].ToGrey();
/// model.Activations(grass.Pixels.unsqueeze(0), "pixel_statistics")
/// </code>
/// </example>
public sealed class PortillaSimoncelli : StagedModel
{
    /// <summary>Name of the last stage: all statistics that are not redundant, in plenoptic's order.</summary>
    public const string StatisticsStage = "statistics";

    private readonly TextureFilters filters;
    private readonly IReadOnlyList<StatisticsFamily> families;

    /// <summary>Makes the model for pictures of one size.</summary>
    /// <param name="height">Rows, a multiple of 2 to the power of the number of scales.</param>
    /// <param name="width">Columns, likewise.</param>
    /// <param name="options">Which statistics; the defaults of the paper if null.</param>
    /// <exception cref="MetamerException">
    /// The size cannot be divided by the pyramid or is too small, or an option is out of range.
    /// </exception>
    public PortillaSimoncelli(int height, int width, TextureOptions? options = null)
        : base(nameof(PortillaSimoncelli), new InputNormalization(0, 1, [0], [1]), 1, height, width)
    {
        Options = options ?? new TextureOptions();
        Options.Check(height, width);
        HasDecision = false;
        filters = new TextureFilters(height, width, Options);
        families = StatisticsFamily.All(Options);
        foreach (StatisticsFamily family in families)
        {
            AddStage(family.Name);
        }

        AddStage(StatisticsStage);

        // Two models with different options are different functions: the identity is computed from this.
        register_buffer(
            "settings",
            tensor([height, width, Options.Scales, Options.Orientations, (long)Options.CorrelationWidth])
        );
        register_parameter("none", new Parameter(empty(0), requires_grad: false)); // tells type and device
        Freeze();
        Card = new NetworkCard
        {
            Name = "Texture model of Portilla and Simoncelli",
            Input = Input,
            Citation =
                "Portilla and Simoncelli (2000). A parametric texture model based on joint statistics of complex "
                + "wavelet coefficients. International Journal of Computer Vision 40, 49–71.",
        };
    }

    /// <summary>Which statistics are measured.</summary>
    public TextureOptions Options { get; }

    /// <summary>The statistics as named arrays, to look at them one by one.</summary>
    /// <param name="statistics">(N, number of statistics): activations at <see cref="StatisticsStage"/>.</param>
    /// <returns>
    /// (N, shape of the family) by the name of the family, as plenoptic's; NaN where a value is redundant.
    /// </returns>
    /// <exception cref="MetamerException">It has another number of statistics.</exception>
    public IReadOnlyDictionary<string, Tensor> ToArrays(Tensor statistics)
    {
        long count = families.Sum(family => (long)family.Places.Length);
        if (statistics.dim() != 2 || statistics.shape[1] != count)
        {
            throw new MetamerException(
                $"{Name} has {count} statistics of each picture; given the shape "
                    + $"({string.Join(", ", statistics.shape)}). Give it Activations(pictures, \"{StatisticsStage}\")."
            );
        }

        using DisposeScope scope = NewDisposeScope();
        Dictionary<string, Tensor> arrays = [];
        long first = 0;
        foreach (StatisticsFamily family in families)
        {
            long[] shape = [statistics.shape[0], .. family.Shape.Select(length => (long)length)];
            Tensor values = full(shape, double.NaN, statistics.dtype, statistics.device).flatten(1);
            Tensor kept = statistics.narrow(1, first, family.Places.Length);
            Tensor array = values.index_copy(1, tensor(family.Places, device: statistics.device), kept).view(shape);
            arrays.Add(family.Name, array.MoveToOuterDisposeScope());
            first += family.Places.Length;
        }

        return arrays;
    }

    private protected override bool ComputesStageByStage => false;

    private protected override IReadOnlyDictionary<int, Tensor> Run(
        Tensor input,
        IReadOnlySet<int> wanted,
        int identityAt
    )
    {
        Tensor pictures = Compute(0, input, identityGradient: false);
        TextureInput.RequireVaried(
            input,
            item =>
                $"Picture {item} of the batch (from 0) is constant: it has no texture, and its correlations would be 0 "
                + "divided by 0."
        );
        TextureMeasurement measurement = new(pictures.squeeze(1), filters);
        int last = families.Count + 1;
        Dictionary<int, Tensor> found = wanted.Contains(0) ? new() { [0] = pictures } : [];
        for (int i = 1; i < last; i++)
        {
            if (wanted.Contains(i) || wanted.Contains(last))
            {
                StatisticsFamily family = families[i - 1];
                Tensor array = measurement.Measure(family.Name).flatten(1);
                found[i] = array.index_select(1, tensor(family.Places, device: array.device));
            }
        }

        if (wanted.Contains(last))
        {
            found[last] = cat([.. Enumerable.Range(1, families.Count).Select(i => found[i])], 1);
        }

        return wanted.ToDictionary(index => index, index => found[index]);
    }

    private protected override IReadOnlyList<Stage> MeasureStages() =>
        [
            new(InputStage, false, InputShape),
            .. families.Select(family => new Stage(family.Name, false, [family.Places.Length])),
            new(StatisticsStage, false, [families.Sum(family => (long)family.Places.Length)]),
        ];

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            filters.Dispose();
        }

        base.Dispose(disposing);
    }
}
