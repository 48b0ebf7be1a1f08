using Metamers.Statistics;
using Metamers.Stimuli;
using Metamers.Synthesis;
using static TorchSharp.torch;

namespace Metamers.Notebook.Exercises;

/// <summary>The exercises of notebook 15.</summary>
internal static class ScheduleExercises
{
    public static IReadOnlyList<ExerciseTask> All { get; } =
    [
        ExerciseTask.Of<Func<double, double, double>>("15.1", SteadyStep),
        ExerciseTask.Of<Func<MetamerOptions, double>>("15.2", LongestWay),
        ExerciseTask.Of<Func<Metamer, Tensor, double>>("15.3", FromStart),
        ExerciseTask.Of<Func<double[], double[]>>("15.4", Corrected),
    ];

    private static IEnumerable<Finding> SteadyStep(Func<double, double, double> step)
    {
        const string Hint = "the velocity grows to 1 + β + β² + … = 1/(1 − β)";
        foreach ((double length, double momentum) in new[] { (0.15, 0.95), (1, 0), (0.5, 0.5) })
        {
            yield return Finding.Number(
                step(length, momentum),
                length / (1 - momentum),
                FormattableString.Invariant($"s = {length} and β = {momentum}"),
                Hint
            );
        }
    }

    private static IEnumerable<Finding> LongestWay(Func<MetamerOptions, double> way)
    {
        foreach (
            MetamerOptions schedule in new[]
            {
                MetamerOptions.Paper,
                MetamerOptions.Quick,
                MetamerOptions.Quick with
                {
                    StepSize = 3,
                    Repetitions = 2,
                },
                new MetamerOptions { Segments = [new(20, 1.5), new(5, 0.25)] },
            }
        )
        {
            yield return Finding.Number(
                way(schedule),
                Enumerable.Range(0, schedule.TotalSteps).Sum(schedule.StepSizeAt),
                schedule.Describe(),
                "add up the lengths of all steps of the schedule that is given; StepSizeAt gives each"
            );
        }
    }

    private static IEnumerable<Finding> FromStart(Func<Metamer, Tensor, double> distance)
    {
        ImageStimulus leaves = ExerciseMetamers.Leaves();
        Tensor start = ExerciseMetamers.Noise(4, 3, 32, 32) * 0.5 + 0.2;
        Metamer At(Tensor values) => ExerciseMetamers.Of(leaves, values);
        using Metamer still = At(start),
            moved = At(start + 0.1),
            one = At(start + (arange(start.numel()) == 0).view(start.shape) * 0.3);
        yield return Finding.Number(distance(still, start), 0, "a metamer that is its start", "nothing has moved");
        yield return Finding.Number(
            distance(moved, start),
            0.1,
            "a start of which every number moved by 0.1",
            "take the root of the mean of the squares, not of their sum"
        );
        yield return Finding.Number(
            distance(one, start),
            0.3 / Math.Sqrt(3072),
            "a start of which one number of 3,072 moved by 0.3",
            "square the differences before you take the mean"
        );
        yield return Finding.Number(
            distance(moved, start.unsqueeze(0)),
            0.1,
            "a start with a batch of one",
            "StartNoise gives one, and the difference must still be of one picture"
        );
    }

    private static IEnumerable<Finding> Corrected(Func<double[], double[]> corrected)
    {
        const string Hint =
            "go through the p values from the smallest, multiply each by the number of those not yet done, and "
            + "never go below the one before nor above 1; give them in the order in which they came";
        foreach (double[] p in new double[][] { [0.01, 0.04, 0.03, 0.005], [0.5], [0.9, 0.8], [0.02, 0.02, 0.02] })
        {
            double[] given = corrected(p);
            double[] expected = Holm.Adjust(p);
            yield return Finding.That(
                given.Length == p.Length && given.Zip(expected, (a, b) => Math.Abs(a - b)).All(error => error < 1e-9),
                FormattableString.Invariant(
                    $"For {List(p)} it gives {List(given)} where {List(expected)} is right: {Hint}."
                )
            );
        }
    }

    private static string List(double[] values) =>
        string.Join(", ", values.Select(value => FormattableString.Invariant($"{value:G3}")));
}
