using Metamers.Runtime;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Metamers.Models.Textures;

/// <summary>
/// The model of crowding of Freeman and Simoncelli (2011), called by its authors as the other models of statistics are:
/// statistics of the responses of a steerable pyramid, averaged in windows that grow with the distance from the centre
/// of the picture, where the eye is taken to rest. What a window averages is lost, as a letter is between its
/// neighbours at the edge of sight. Nothing is learned, and nothing is a decision. It takes grey pictures (<see
/// cref="Metamers.Stimuli.ImageStimulus.ToGrey"/>).
/// </summary>
/// <remarks>
/// <para>
/// The stage <see cref="PrimaryStage"/> has the pixels of the fovea and, of each window, the mean luminance and the
/// mean magnitude of each band, as complex cells of area V1 would respond. <see cref="SecondaryStage"/> has besides the
/// families of <see cref="PortillaSimoncelli"/>, measured in each window: moments of the pixels and of the low-pass
/// pictures (without the least and the largest value, which are no averages), standard deviations, autocorrelations,
/// and correlations across orientations and scales. The other stages are the single families.
/// </para>
/// <para>
/// The authors adjust one family after the other, which leaves open how much each counts. Here all are matched at once.
/// In the two stages, the values of a family are divided by their typical spread between windows of photographs and by
/// the root of their number in a window, so that families count alike. Luminance counts five times as much, since
/// people see a change of mean luminance far more easily than one of contrast (Broderick et al. 2023 find a critical
/// scaling of a quarter), and so does each pixel of the fovea. Each window counts the same, as in cortex, where the
/// small windows near the fovea take as much room as the large ones far from it.
/// </para>
/// <para>
/// A window has no variances or correlations of a band of which fewer than two samples fit into its narrower direction,
/// and no autocorrelations at shifts that reach out of it; the authors also shrink the neighbourhood in small windows.
/// Standard deviations and correlations are those of responses with noise of <see cref="PoolingOptions.Contrast"/>
/// added: responses weaker than that count little, as they do for neurons.
/// </para>
/// </remarks>
/// <example>
/// <code>
/// var pooling = new PoolingOptions { Texture = new() { Scales = 3, CorrelationWidth = 3 } };
/// var model = new FreemanSimoncelli(64, 64, pooling);
/// var cat = ShippedPhotographs.All(64)[0].ToGrey();
/// model.Activations(cat.Pixels.unsqueeze(0), FreemanSimoncelli.SecondaryStage)
/// </code>
/// </example>
public sealed class FreemanSimoncelli : StagedModel
{
    /// <summary>Name of the stage that pools like area V1: fovea, luminance and magnitudes.</summary>
    public const string PrimaryStage = "v1";

    /// <summary>Name of the last stage, which pools like area V2: all statistics.</summary>
    public const string SecondaryStage = "v2";

    private const string FoveaStage = "fovea";
    private const double FoveaSpread = PooledFamily.LuminanceSpread;

    private readonly TextureFilters filters;
    private readonly PoolingWindows windows;
    private readonly long[] fovea; // places of its pixels
    private readonly List<(PooledFamily Family, long[] Places)> primary;
    private readonly List<(PooledFamily Family, long[] Places)> secondary;
    private readonly string[] names;

    /// <summary>Makes the model for pictures of one size.</summary>
    /// <param name="height">Rows, a multiple of 2 to the power of the number of scales.</param>
    /// <param name="width">Columns, likewise.</param>
    /// <param name="options">The windows and what is measured in them; the defaults of the paper if null.</param>
    /// <exception cref="MetamerException">
    /// The size cannot be divided by the pyramid or is too small, windows would be smaller than a pixel or too many, or
    /// an option is out of range.
    /// </exception>
    public FreemanSimoncelli(int height, int width, PoolingOptions? options = null)
        : base(nameof(FreemanSimoncelli), new InputNormalization(0, 1, [0], [1]), 1, height, width)
    {
        Options = options ?? new PoolingOptions();
        Options.Check(height, width);
        HasDecision = false;
        WindowLayout layout = new(height, width, Options);
        filters = new TextureFilters(height, width, Options.Texture);
        windows = PoolingWindows.From(layout);
        fovea =
        [
            .. Enumerable
                .Range(0, height * width)
                .Where(place => layout.Eccentricity(place / width, place % width) < layout.FoveaRadius)
                .Select(place => (long)place),
        ];
        primary = Placed(PooledFamily.Primary(Options.Texture));
        secondary = Placed(PooledFamily.Secondary(Options.Texture));
        names =
        [
            InputStage,
            FoveaStage,
            .. primary.Select(family => family.Family.Name),
            PrimaryStage,
            .. secondary.Select(family => family.Family.Name),
            SecondaryStage,
        ];
        foreach (string name in names.Skip(1))
        {
            AddStage(name);
        }

        // Two models with different options are different functions: the identity is computed from this.
        TextureOptions texture = Options.Texture;
        double[] pooling = [Options.Scaling, Options.Aspect, Options.Fovea, Options.Contrast];
        double[] measured = [texture.Scales, texture.Orientations, texture.CorrelationWidth];
        register_buffer("settings", tensor([height, width, .. pooling, .. measured]));
        register_parameter("none", new Parameter(empty(0), requires_grad: false)); // tells type and device
        Freeze();
        Card = new NetworkCard
        {
            Name = "Crowding model of Freeman and Simoncelli",
            Input = Input,
            Citation =
                "Freeman and Simoncelli (2011). Metamers of the ventral stream. Nature Neuroscience 14, 1195–1201.",
        };
    }

    /// <summary>The windows and what is measured in them.</summary>
    public PoolingOptions Options { get; }

    /// <summary>Number of windows.</summary>
    public int Windows => windows.Count;

    private protected override bool ComputesStageByStage => false;

    private protected override IReadOnlyDictionary<int, Tensor> Run(
        Tensor input,
        IReadOnlySet<int> wanted,
        int identityAt
    )
    {
        Tensor pictures = Compute(0, input, identityGradient: false);
        PooledMeasurement measurement = new(pictures.squeeze(1), filters, windows, Options);
        Dictionary<string, Tensor> known = [];
        return wanted.ToDictionary(index => index, index => Stage(names[index]));

        Tensor Stage(string name) =>
            name switch
            {
                InputStage => pictures,
                FoveaStage => Selected(pictures, fovea),
                PrimaryStage => cat([Selected(pictures, fovea) / FoveaSpread, .. primary.Select(Weighted)], 1),
                SecondaryStage => cat([Stage(PrimaryStage), .. secondary.Select(Weighted)], 1),
                _ => Measured(primary.Concat(secondary).First(family => family.Family.Name == name)),
            };

        Tensor Measured((PooledFamily Family, long[] Places) family)
        {
            if (!known.TryGetValue(family.Family.Name, out Tensor? values))
            {
                values = Selected(measurement.Measure(family.Family.Name), family.Places);
                known[family.Family.Name] = values;
            }

            return values.alias();
        }

        Tensor Weighted((PooledFamily Family, long[] Places) family) =>
            Measured(family) / (family.Family.Spread * Math.Sqrt(family.Family.Room.Count));
    }

    private protected override IReadOnlyList<Stage> MeasureStages()
    {
        long count = fovea.Length + Count(primary);
        return
        [
            new(InputStage, false, InputShape),
            new(FoveaStage, false, [fovea.Length]),
            .. primary.Select(family => new Stage(family.Family.Name, false, [family.Places.Length])),
            new(PrimaryStage, false, [count]),
            .. secondary.Select(family => new Stage(family.Family.Name, false, [family.Places.Length])),
            new(SecondaryStage, false, [count + Count(secondary)]),
        ];

        static long Count(List<(PooledFamily Family, long[] Places)> families) =>
            families.Sum(family => (long)family.Places.Length);
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            filters.Dispose();
            windows.Dispose();
        }

        base.Dispose(disposing);
    }

    private List<(PooledFamily Family, long[] Places)> Placed(IEnumerable<PooledFamily> families) =>
        [
            .. families
                .Select(family => (Family: family, Places: family.Places(windows.Widths).ToArray()))
                .Where(family => family.Places.Length > 0),
        ];

    private static Tensor Selected(Tensor values, long[] places) =>
        values.flatten(1).index_select(1, tensor(places, device: values.device));
}
