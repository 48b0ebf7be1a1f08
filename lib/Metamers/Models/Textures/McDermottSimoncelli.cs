using Metamers.Models.Cochleagrams;
using Metamers.Runtime;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Metamers.Models.Textures;

/// <summary>
/// The model of sound textures of McDermott and Simoncelli (2011): statistics of a cochleagram, averaged over time,
/// that two sounds of rain share. Each stage after the cochleagram is one family: the moments of each channel's
/// envelope (mean, variance over squared mean, skew, kurtosis), correlations between channels, the power of their
/// modulations in bands of constant Q, and correlations of modulations across channels and across bands an octave
/// apart. The last stage, <c>statistics</c>, is all of them. It is frozen from the start, and makes no decision.
/// </summary>
/// <example>
/// <code>
/// var model = new McDermottSimoncelli();
/// var wind = SyntheticSounds.ModulatedNoise((int)model.InputShape[0], model.SamplingRate!.Value, seed: 0);
/// model.Activations(0.05 * wind.clamp(-5, 5).unsqueeze(0), "envelope_moments").shape
/// </code>
/// </example>
public sealed class McDermottSimoncelli : StagedModel
{
    /// <summary>Name of the last stage: all statistics.</summary>
    public const string StatisticsStage = "statistics";

    private readonly SoundStatistics statistics;
    private readonly string[] families;

    /// <summary>Makes the model for sounds of one rate and length.</summary>
    /// <param name="cochleagram">Rate, length and filters; <see cref="TwoSeconds"/> if null.</param>
    /// <exception cref="MetamerException">An option is out of range, or the sound is too short.</exception>
    public McDermottSimoncelli(CochleagramOptions? cochleagram = null)
        : base(nameof(McDermottSimoncelli), new Cochleagram(cochleagram ?? TwoSeconds))
    {
        HasDecision = false;
        (int channels, int frames) = (Cochleagram!.CenterFrequencies.Count, Cochleagram.FrameTimes.Count);
        double rate = Cochleagram.Options.EnvelopeRate;
        if (frames / rate < 0.8 || rate < 100 || channels < 2)
        {
            throw new MetamerException(
                FormattableString.Invariant(
                    $"A cochleagram of {channels} channels and {frames / rate:G3} s at {rate} frames a second is too "
                )
                    + "little for statistics of a texture: give at least 2 channels, 0.8 s and 100 Hz "
                    + "(CochleagramOptions.Samples and EnvelopeRate); the authors took 7 s."
            );
        }

        statistics = new SoundStatistics(channels, frames, rate);
        families = [.. statistics.Families.Select(family => family.Name)];
        foreach (string family in families)
        {
            AddStage(family);
        }

        AddStage(StatisticsStage);
        register_parameter("none", new Parameter(empty(0), requires_grad: false)); // tells type and device
        Freeze();
        Card = new NetworkCard
        {
            Name = "Sound texture model of McDermott and Simoncelli",
            Input = Input,
            Citation =
                "McDermott and Simoncelli (2011). Sound texture perception via statistics of the auditory periphery: "
                + "evidence from sound synthesis. Neuron 71, 926–940.",
        };
    }

    /// <summary>
    /// 2 s at 16 kHz, 30 filters that tile 50 Hz to 8 kHz, and 400 frames a second, as the authors sample envelopes.
    /// The offset of the compression is a threshold below which nothing is heard; with it the slope needs no limit, and
    /// gradients are exact, without which L-BFGS gets stuck.
    /// </summary>
    public static CochleagramOptions TwoSeconds { get; } =
        CochleagramOptions.OneSecond with
        {
            Samples = 32_000,
            Filters = 30,
            SampleFactor = 1,
            EnvelopeRate = 400,
            KaiserTaps = 501,
            Offset = 1e-4,
            LargestSlope = double.PositiveInfinity,
        };

    /// <summary>Centre frequencies of the modulation bands, Hz.</summary>
    public IReadOnlyList<double> ModulationFrequencies => statistics.Frequencies;

    private protected override bool ComputesStageByStage => false;

    private protected override IReadOnlyDictionary<int, Tensor> Run(
        Tensor input,
        IReadOnlySet<int> wanted,
        int identityAt
    )
    {
        TextureInput.RequireVaried(
            input,
            item =>
                $"Sound {item} of the batch (from 0) is silent: its envelopes are constant, and their correlations "
                + "would be 0 divided by 0."
        );
        Tensor cochleagram = Compute(0, input, identityGradient: false);
        int last = families.Length + 1;
        string[] needed = [.. families.Where((_, i) => wanted.Contains(i + 1) || wanted.Contains(last))];
        Dictionary<int, Tensor> found = new() { [0] = cochleagram };
        if (needed.Length > 0)
        {
            foreach ((string family, Tensor values) in statistics.Measure(cochleagram.squeeze(1), needed))
            {
                found[1 + Array.IndexOf(families, family)] = values;
            }
        }

        if (wanted.Contains(last))
        {
            found[last] = cat([.. Enumerable.Range(1, families.Length).Select(i => found[i].flatten(1))], 1);
        }

        return wanted.ToDictionary(index => index, index => found[index]);
    }

    private protected override IReadOnlyList<Stage> MeasureStages() =>
        [
            new(InputStage, false, [1, Cochleagram!.CenterFrequencies.Count, Cochleagram.FrameTimes.Count]),
            .. statistics.Families.Select(family => new Stage(family.Name, false, family.Shape)),
            new(
                StatisticsStage,
                false,
                [statistics.Families.Sum(family => family.Shape.Aggregate(1L, (product, length) => product * length))]
            ),
        ];

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            statistics.Dispose();
        }

        base.Dispose(disposing);
    }
}
