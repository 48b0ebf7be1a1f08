using System.Globalization;
using System.Text.Json.Serialization;
using Metamers.Models;
using Metamers.Runtime;
using Metamers.Synthesis.Objectives;

namespace Metamers.Synthesis;

/// <summary>
/// How metamers are made. The defaults are the published procedure for pictures (method: the authors'
/// make_metamers_imagenet_16_category_val_400_only_save_metamer_layers.py): gradient steps of a fixed L2 length, whose
/// length halves from one repetition to the next, starting from nearly grey noise, with the identity gradient at the
/// matched stage's last ReLU. Every deviation is a visible <c>with { }</c>.
/// </summary>
/// <example>
/// <code>
/// var options = MetamerOptions.Paper with { StepsPerRepetition = 400 };
/// options.Describe()
/// </code>
/// </example>
public sealed record MetamerOptions
{
    /// <summary>The published procedure: 8 repetitions of 3,000 steps, 24,000 in all.</summary>
    public static MetamerOptions Paper { get; } = new();

    /// <summary>What the authors' README recommends for a quick look: 4 repetitions of 100 steps.</summary>
    public static MetamerOptions PaperQuick { get; } =
        new()
        {
            Repetitions = 4,
            StepsPerRepetition = 100,
            ReportEvery = 10,
        };

    /// <summary>
    /// For a reader's run on a CPU: 8 repetitions of 25 steps, so that the step still shrinks to 1/128.
    /// </summary>
    public static MetamerOptions Quick { get; } = new() { StepsPerRepetition = 25, ReportEvery = 5 };

    /// <summary>
    /// The published procedure for sounds: as for pictures, but from noise of a deviation of 1e-7, which is nearly
    /// silence (method: the authors' make_metamers_wsj400_behavior_only_save_metamer_layers.py).
    /// </summary>
    public static MetamerOptions PaperSound { get; } = Paper with { StartMean = 0, StartDeviation = 1e-7 };

    /// <summary>
    /// <see cref="Quick"/> from the start noise of sounds, and through a coarse cochleagram until the last segment.
    /// </summary>
    public static MetamerOptions QuickSound { get; } =
        Quick with
        {
            StartMean = 0,
            StartDeviation = 1e-7,
            CoarseOversampling = 4,
        };

    /// <summary>
    /// A schedule for pictures of 2,200 steps, an eleventh of the published ones: 1,300 steps of length 1.5 wander
    /// about as far from the start noise as the published ones do, and 800 steps with momentum then settle. How its
    /// metamers resemble the published ones and how they differ was measured for a network of 32×32 pixels in the
    /// study <c>schedules-pictures</c>, which notebook 15 shows. The same step lengths are used at 224×224 pixels,
    /// where the kind of its metamers has not been compared.
    /// </summary>
    public static MetamerOptions Fast { get; } =
        new() { Segments = [new(100, 1), new(1300, 1.5), .. Settling(100, 0.15)] };

    /// <summary>
    /// <see cref="Fast"/> from the start noise of sounds. No study has compared its metamers with the published ones.
    /// </summary>
    public static MetamerOptions FastSound { get; } = Fast with { StartMean = 0, StartDeviation = 1e-7 };

    /// <summary>
    /// For models whose stages are statistics (<see cref="Metamers.Models.Textures.PortillaSimoncelli"/>): 700
    /// evaluations of L-BFGS from faint noise, as is usual for texture models. The noise has the deviation of
    /// plenoptic's start, a tenth of uniform noise, and the mean of its reference: statistics of a dark or bright
    /// picture are far from those of grey noise, and the descent would get stuck on the way.
    /// </summary>
    public static MetamerOptions Texture { get; } =
        new()
        {
            StartsAtReferenceMean = true,
            StartDeviation = 0.0289,
            Segments = [new(700, 1) { Optimizer = SynthesisOptimizer.Lbfgs, History = 100 }],
            ReportEvery = 10,
        };

    /// <summary>
    /// The first 60 evaluations of <see cref="Texture"/>, after which textures hardly change to the eye.
    /// </summary>
    public static MetamerOptions QuickTexture { get; } =
        Texture with
        {
            Segments = [new(60, 1) { Optimizer = SynthesisOptimizer.Lbfgs, History = 100 }],
            ReportEvery = 5,
        };

    /// <summary>Number of repetitions; each begins where the last ended, with half its step. At least 1.</summary>
    public int Repetitions { get; init; } = 8;

    /// <summary>Steps of each repetition. At least 1.</summary>
    public int StepsPerRepetition { get; init; } = 3000;

    /// <summary>
    /// L2 length of a step over the whole stimulus in the first repetition, in units of the input. Above 0.
    /// </summary>
    public double StepSize { get; init; } = 1;

    /// <summary>Whether the ReLU that ends the matched stage passes the gradient unchanged.</summary>
    public bool IdentityGradient { get; init; } = true;

    /// <summary>Mean of the start noise, in units of the input.</summary>
    public double StartMean { get; init; } = 0.5;

    /// <summary>
    /// Whether the start noise of each metamer has the mean of its reference, over all values, in place of <see
    /// cref="StartMean"/>.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool StartsAtReferenceMean { get; init; }

    /// <summary>
    /// Standard deviation of the start noise, which is normal and then clamped to the input's range. 0 or more.
    /// </summary>
    public double StartDeviation { get; init; } = 0.05;

    /// <summary>Sets the start noise. As published, one seed gives one noise for all stimuli and all stages.</summary>
    public long Seed { get; init; }

    /// <summary>Number of steps between two records of the losses and reports of progress. At least 1.</summary>
    public int ReportEvery { get; init; } = 100;

    /// <summary>
    /// A schedule of another form, which takes the place of <see cref="Repetitions"/>, <see cref="StepsPerRepetition"/>
    /// and <see cref="StepSize"/>; these must then have their published values. Null for the published form.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public SynthesisSchedule? Segments { get; init; }

    /// <summary>
    /// What is asked of the stimulus besides, or instead of, the same activations at the stage; null for the published
    /// metamer, <see cref="SynthesisObjective.Published"/>.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public SynthesisObjective? Objective { get; init; }

    /// <summary>
    /// For auditory models: the cochleagram's
    /// <see cref="Metamers.Models.Cochleagrams.CochleagramOptions.Oversampling"/> in all steps before the last segment,
    /// which has the model's own, as the references have throughout. At least 2; null for the model's own everywhere.
    /// It has no effect where the model's own is lower, on other networks of an objective, and on pictures.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? CoarseOversampling { get; init; }

    /// <summary>Number of steps in all.</summary>
    public int TotalSteps => Segments?.TotalSteps ?? Repetitions * StepsPerRepetition;

    /// <summary>The segments of either form.</summary>
    internal SynthesisSchedule Schedule =>
        Segments ?? SynthesisSchedule.Published(Repetitions, StepsPerRepetition, StepSize);

    /// <summary>
    /// These options with one seed and one interval of reports, which do not change how a metamer is made: metamers
    /// for which this is equal are of one schedule.
    /// </summary>
    internal MetamerOptions ForAnySeed => this with { Seed = 0, ReportEvery = 1 };

    /// <summary>
    /// Length of a step along the gradient, before momentum; for Adam its rate, for L-BFGS the length of its first step
    /// (<see cref="SynthesisSegment.StepLength"/>).
    /// </summary>
    /// <param name="step">Step from 0.</param>
    /// <returns>
    /// That of its segment; without segments, <see cref="StepSize"/> halved once for each repetition before this one.
    /// </returns>
    public double StepSizeAt(int step) =>
        Segments is null
            ? StepSize * Math.Pow(0.5, step / StepsPerRepetition)
            : Segments[Segments.At(step).Index].StepLength;

    /// <summary>One line, for figures and messages.</summary>
    /// <returns>For example "8 × 3000 steps of length 1 to 0.00781, identity gradient on, seed 0".</returns>
    public string Describe() => Describe([Seed]);

    /// <summary>The same of metamers of several seeds.</summary>
    /// <param name="seeds">The seeds in their order, at least one.</param>
    internal string Describe(IReadOnlyList<long> seeds) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{DescribeSteps()}, identity gradient {(IdentityGradient ? "on" : "off")}, "
        )
        + (
            seeds.Count == 1
                ? FormattableString.Invariant($"seed {seeds[0]}")
                : FormattableString.Invariant($"seeds {string.Join(", ", seeds.SkipLast(1))} and {seeds[^1]}")
        )
        + (StartsAtReferenceMean ? ", from the mean of the reference" : StartText)
        + (
            CoarseOversampling is { } coarse
                ? string.Create(CultureInfo.InvariantCulture, $", oversampling {coarse:G3} before the last segment")
                : ""
        )
        + (Objective is null ? "" : $", objective: {Objective}");

    /// <summary>The start noise, where it is neither that of pictures nor that of sounds.</summary>
    private string StartText =>
        (StartMean, StartDeviation) == (Paper.StartMean, Paper.StartDeviation)
        || (StartMean, StartDeviation) == (PaperSound.StartMean, PaperSound.StartDeviation)
            ? ""
            : string.Create(CultureInfo.InvariantCulture, $", start {StartMean:G3} ± {StartDeviation:G3}");

    private string DescribeSteps() =>
        Segments is not null
            ? $"{PresetName}{TotalSteps} steps: {Segments}"
            : string.Create(
                CultureInfo.InvariantCulture,
                $"{Repetitions} × {StepsPerRepetition} steps of length {StepSize:G3} to "
                    + $"{StepSizeAt(TotalSteps - 1):G3}"
            );

    /// <summary>Both fast schedules have the same segments; the start noise tells them apart.</summary>
    private string PresetName =>
        Segments?.Equals(Fast.Segments) != true ? ""
        : (StartMean, StartDeviation) == (FastSound.StartMean, FastSound.StartDeviation) ? "FastSound, "
        : "Fast, ";

    /// <summary>Eight segments with a momentum of 0.95, each with half the step of the one before.</summary>
    private static IEnumerable<SynthesisSegment> Settling(int steps, double length) =>
        SynthesisSchedule.Published(8, steps, length).Select(segment => segment with { Momentum = 0.95 });

    /// <summary>Refuses values out of range.</summary>
    /// <exception cref="MetamerException">Names each such value and what is allowed.</exception>
    internal void Check() =>
        Rules.Check(
            "These MetamerOptions cannot be used.",
            [
                (Repetitions is >= 1 and <= 60, $"Repetitions = {Repetitions}: 1 to 60"),
                (StepsPerRepetition >= 1, $"StepsPerRepetition = {StepsPerRepetition}: at least 1"),
                (
                    (long)Repetitions * StepsPerRepetition <= int.MaxValue,
                    $"Repetitions × StepsPerRepetition = {(long)Repetitions * StepsPerRepetition}: at "
                        + $"most {int.MaxValue}"
                ),
                (
                    StepSize > 0 && double.IsFinite(StepSize),
                    FormattableString.Invariant($"StepSize = {StepSize}: above 0")
                ),
                .. SegmentRules(),
                (double.IsFinite(StartMean), FormattableString.Invariant($"StartMean = {StartMean}: a number")),
                (
                    StartDeviation >= 0 && double.IsFinite(StartDeviation),
                    FormattableString.Invariant($"StartDeviation = {StartDeviation}: 0 or more")
                ),
                (ReportEvery >= 1, $"ReportEvery = {ReportEvery}: at least 1"),
                (
                    CoarseOversampling is null or >= 2,
                    FormattableString.Invariant($"CoarseOversampling = {CoarseOversampling}: at least 2")
                ),
                // The published form follows the gradient; its schedule cannot be made of values out of range.
                .. Objective?.Rules([.. Segments?.Select(segment => segment.Optimizer) ?? []]) ?? [],
            ]
        );

    /// <summary>A step across the whole range cannot settle: a length for another range was given.</summary>
    /// <param name="model">The network that the metamers are made for.</param>
    /// <exception cref="MetamerException">The last steps are as long as that.</exception>
    internal void CheckFor(StagedModel model) => Schedule[^1].CheckFor(model);

    private IEnumerable<(bool Right, string Rule)> SegmentRules() =>
        Segments is null
            ? []
            :
            [
                (Segments.Count > 0, "Segments = []: at least one, as [new(100, 1)]"),
                (Segments.Sum <= int.MaxValue, $"Segments have {Segments.Sum} steps: at most {int.MaxValue}"),
                (
                    (Repetitions, StepsPerRepetition, StepSize)
                        == (Paper.Repetitions, Paper.StepsPerRepetition, Paper.StepSize),
                    "Segments besides Repetitions, StepsPerRepetition or StepSize: one of the two forms, for example "
                        + "MetamerOptions.Paper with { Segments = [new(100, 1)] }"
                ),
                .. Segments.SelectMany((segment, i) => segment.Rules(i + 1)),
            ];
}
