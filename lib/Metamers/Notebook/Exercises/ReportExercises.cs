using Metamers.Statistics;
using Metamers.Synthesis;

namespace Metamers.Notebook.Exercises;

/// <summary>The exercises of notebook 19.</summary>
internal static class ReportExercises
{
    public static IReadOnlyList<ExerciseTask> All { get; } =
    [
        ExerciseTask.Of<Func<double[], double[], double>>("19.1", Reach),
        ExerciseTask.Of<Func<IReadOnlyList<MetamerVerdict>, double>>("19.2", Yield),
    ];

    private static IEnumerable<Finding> Reach(Func<double[], double[], double> reach)
    {
        const string Hint = "add up the trapezoids between neighbouring stages";
        yield return Finding.Number(reach([0, 1], [1, 1]), 1, "metamers that all are recognised", Hint);
        yield return Finding.Number(reach([0, 0.5, 1], [1, 0.5, 0]), 0.5, "a straight fall from 1 to 0", Hint);
        yield return Finding.Number(
            reach([0, 0.25, 1], [1, 0, 0]),
            0.125,
            "a fall from 1 to 0 over the first quarter",
            "stages need not be at equal distances: each trapezoid has its own width"
        );
        yield return Finding.Number(reach([0, 0.5, 1], [0.9, 0.9, 0.1]), 0.7, "0.9, 0.9 and 0.1", Hint);
    }

    private static IEnumerable<Finding> Yield(Func<IReadOnlyList<MetamerVerdict>, double> yield)
    {
        const string Hint = "a metamer counts if both conditions hold";
        yield return Finding.Number(yield([At("layer1", true, 0.9)]), 1, "one metamer that is accepted", Hint);
        yield return Finding.Number(
            yield([At("layer1", true, 0.9), At("layer1", false, 0.9)]),
            0.5,
            "two metamers of a stage, of which one loses the decision",
            Hint
        );
        yield return Finding.Number(
            yield([At("layer1", true, 0.9), At("layer1", true, 0.2)]),
            0.5,
            "two metamers, of which one matches no better than unrelated pairs",
            Hint
        );
        yield return Finding.Number(
            yield([At("layer1", true, 0.9), At("layer1", true, 0.9), At("layer1", true, 0.9), At("final", false, 0.9)]),
            0.5,
            "three accepted metamers of one stage and a refused one of another",
            "take the share of each stage first, and then the mean over the stages"
        );
    }

    private static MetamerVerdict At(string stage, bool kept, double rho) =>
        new("cat", stage, kept, new MatchMeasures(rho, 0.9, 10), new NullMaximum(new MatchMeasures(0.5, 0.5, 3), 1000));
}
