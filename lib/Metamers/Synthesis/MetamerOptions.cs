using Metamers.Runtime;

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

    /// <summary><see cref="Quick"/> from the start noise of sounds.</summary>
    public static MetamerOptions QuickSound { get; } = Quick with { StartMean = 0, StartDeviation = 1e-7 };

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
    /// Standard deviation of the start noise, which is normal and then clamped to the input's range. 0 or more.
    /// </summary>
    public double StartDeviation { get; init; } = 0.05;

    /// <summary>Sets the start noise. As published, one seed gives one noise for all stimuli and all stages.</summary>
    public long Seed { get; init; }

    /// <summary>Number of steps between two records of the losses and reports of progress. At least 1.</summary>
    public int ReportEvery { get; init; } = 100;

    /// <summary>Number of steps in all.</summary>
    public int TotalSteps => Repetitions * StepsPerRepetition;

    /// <summary>Length of a step.</summary>
    /// <param name="step">Step from 0.</param>
    /// <returns><see cref="StepSize"/> halved once for each repetition before this one.</returns>
    public double StepSizeAt(int step) => StepSize * Math.Pow(0.5, step / StepsPerRepetition);

    /// <summary>One line, for figures and messages.</summary>
    /// <returns>For example "8 × 3000 steps of length 1 to 1/128, identity gradient on, seed 0".</returns>
    public string Describe() =>
        $"{Repetitions} × {StepsPerRepetition} steps of length {StepSize:G3} to {StepSizeAt(TotalSteps - 1):G3}, "
        + $"identity gradient {(IdentityGradient ? "on" : "off")}, seed {Seed}";

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
                (StepSize > 0 && double.IsFinite(StepSize), $"StepSize = {StepSize}: above 0"),
                (double.IsFinite(StartMean), $"StartMean = {StartMean}: a number"),
                (
                    StartDeviation >= 0 && double.IsFinite(StartDeviation),
                    $"StartDeviation = {StartDeviation}: 0 or more"
                ),
                (ReportEvery >= 1, $"ReportEvery = {ReportEvery}: at least 1"),
            ]
        );
}
