using Metamers.Reports.Records;
using Metamers.Runtime;
using Metamers.Statistics;

namespace Metamers.Reports.Making;

/// <summary>
/// Who is right about what, as numbers: the answers of <see cref="RecognisedStage"/> for the stimuli that have a class,
/// and the three headline numbers computed from them (<see cref="ReportRecord"/> defines them).
/// </summary>
internal sealed class AnswerTable
{
    /// <summary>Fewest stimuli by which anything is said: with fewer, bootstrapped intervals are too narrow.</summary>
    public const int LeastStimuli = 8;

    /// <summary>Fewest accepted metamers of a stage, for the same reason.</summary>
    public const int LeastAccepted = 4;

    private readonly (string Stage, double Depth, bool Made, bool[] Accepted, bool[] Own, bool[][] Judges)[] stages;

    /// <summary>Reads the answers.</summary>
    /// <param name="stages">The references first, then the stages in the order of their depth.</param>
    /// <param name="stimuli">Indices of the stimuli that are counted; all with a class if null.</param>
    /// <param name="judges">Indices of the judges that are counted; all if null.</param>
    public AnswerTable(
        IReadOnlyList<RecognisedStage> stages,
        IReadOnlyList<int>? stimuli = null,
        IReadOnlyList<int>? judges = null
    )
    {
        IReadOnlyList<int> counted = stimuli ?? WithClass(stages);
        IReadOnlyList<int> asked = judges ?? [.. Enumerable.Range(0, stages[0].Judges.Count)];
        (Stimuli, Judges) = (counted.Count, asked.Count);
        this.stages =
        [
            .. stages.Select(stage =>
                (
                    stage.Stage,
                    stage.Depth,
                    counted.Any(stimulus => stage.Accepted[stimulus] != '-'),
                    Bits(stage.Accepted),
                    Bits(stage.Own),
                    asked.Select(judge => Bits(stage.Judges[judge])).ToArray()
                )
            ),
        ];

        bool[] Bits(string answers) => [.. counted.Select(stimulus => answers[stimulus] == '1')];
    }

    /// <summary>Number of stimuli that are counted.</summary>
    public int Stimuli { get; }

    /// <summary>Number of judges that are counted.</summary>
    public int Judges { get; }

    /// <summary>Indices of the stimuli that have a class.</summary>
    public static IReadOnlyList<int> WithClass(IReadOnlyList<RecognisedStage> stages) =>
        [.. stages[0].Own.Index().Where(answer => answer.Item != '-').Select(answer => answer.Index)];

    /// <summary>Why reach or idiosyncrasy cannot be said; null if they can.</summary>
    /// <param name="lastAlone">Whether only the last stage matters, as for idiosyncrasy.</param>
    public string? Hindrance(bool lastAlone) =>
        Stimuli < LeastStimuli
            ? $"{Counted.Of(Stimuli, "stimulus has", "stimuli have")} a class, and with fewer than "
                + $"{LeastStimuli} an interval would be too narrow"
        : (lastAlone ? stages[^1..] : stages).FirstOrDefault(stage => stage.Accepted.Count(yes => yes) < LeastAccepted)
            is { Stage: { } stage } few
            ? few.Made
                    ? $"{few.Accepted.Count(yes => yes)} of {Stimuli} metamers are accepted at '{stage}', and at least "
                        + $"{LeastAccepted} are needed; more steps make more of them"
                : $"no metamers could be made at '{stage}', and at least {LeastAccepted} that are accepted are needed"
        : null;

    /// <summary>Number of accepted metamers of a stage.</summary>
    public int Accepted(int stage) => stages[stage].Accepted.Count(yes => yes);

    /// <summary>Recognition by the judges at a stage, R; NaN if no accepted metamer was drawn.</summary>
    /// <param name="stage">Index of the stage; 0 for the references.</param>
    /// <param name="items">How often each stimulus was drawn.</param>
    /// <param name="judges">How often each judge was drawn.</param>
    public double Recognition(int stage, int[] items, int[] judges)
    {
        (_, _, _, bool[] accepted, _, bool[][] right) = stages[stage];
        double correct = 0;
        double weight = 0;
        for (int judge = 0; judge < judges.Length; judge++)
        {
            for (int item = 0; judges[judge] > 0 && item < items.Length; item++)
            {
                int times = accepted[item] ? judges[judge] * items[item] : 0;
                weight += times;
                correct += right[judge][item] ? times : 0;
            }
        }

        return weight == 0 ? double.NaN : correct / weight;
    }

    /// <summary>Reach: the area under <see cref="Recognition"/> over relative depth, by trapezoids.</summary>
    public double Reach(int[] items, int[] judges)
    {
        double area = 0;
        double before = Recognition(0, items, judges);
        for (int stage = 1; stage < stages.Length; stage++)
        {
            double here = Recognition(stage, items, judges);
            area += (here + before) / 2 * (stages[stage].Depth - stages[stage - 1].Depth);
            before = here;
        }

        return area;
    }

    /// <summary>Idiosyncrasy: the network's own recognition minus the judges', at the last stage.</summary>
    public double Idiosyncrasy(int[] items, int[] judges)
    {
        (_, _, _, bool[] accepted, bool[] own, _) = stages[^1];
        double weight = items.Index().Sum(item => accepted[item.Index] ? item.Item : 0);
        double right = items.Index().Sum(item => accepted[item.Index] && own[item.Index] ? item.Item : 0);
        return weight == 0 ? double.NaN : right / weight - Recognition(stages.Length - 1, items, judges);
    }

    /// <summary>
    /// Cohen's kappa between the network and a judge over the accepted metamers of all stages; null if it is not
    /// defined, or with too few stimuli.
    /// </summary>
    public double? Kappa(int judge)
    {
        (bool Own, bool Judge)[] answers =
        [
            .. stages
                .Skip(1)
                .SelectMany(stage =>
                    Enumerable
                        .Range(0, Stimuli)
                        .Where(item => stage.Accepted[item])
                        .Select(item => (stage.Own[item], stage.Judges[judge][item]))
                ),
        ];
        return Stimuli < LeastStimuli || answers.Length == 0
            ? null
            : ErrorConsistency.Kappa([.. answers.Select(pair => pair.Own)], [.. answers.Select(pair => pair.Judge)]);
    }

    /// <summary>A number of this table with its uncertainty over stimuli and judges.</summary>
    /// <exception cref="ArgumentException">The answers do not determine it.</exception>
    public Estimate Measure(Func<int[], int[], double> number, int resamples) =>
        CrossedBootstrap.Measure(Stimuli, Judges, number, resamples);

    /// <summary><see cref="Recognition"/> of a stage with its uncertainty.</summary>
    /// <exception cref="ArgumentException">No metamer of it is accepted.</exception>
    public Estimate MeasureRecognition(int stage, int resamples) =>
        Measure((items, judges) => Recognition(stage, items, judges), resamples)
            .AllowingExceptions(Accepted(stage), lowest: 0);
}
