using Metamers.Evaluation.Sensitivity;
using Metamers.Stimuli;
using Metamers.Stimuli.Synthetic;
using static TorchSharp.torch;

namespace Metamers.Notebook.Exercises;

/// <summary>The exercises of notebook 17.</summary>
internal static class DistortionExercises
{
    public static IReadOnlyList<ExerciseTask> All { get; } =
    [
        ExerciseTask.Of<Func<double[], double[], double>>("17.1", Spread),
        ExerciseTask.Of<Func<Eigendistortions, double, bool>>("17.2", IsMetamer),
    ];

    private static IEnumerable<Finding> Spread(Func<double[], double[], double> spread)
    {
        const string Hint = "take the logarithm of each ratio, and of these the standard deviation over all networks";
        yield return Finding.Number(spread([1, 1], [1, 1]), 0, "two networks that are alike", Hint);
        yield return Finding.Number(spread([Math.E, 1], [1, Math.E]), 1, "log ratios of 1 and −1", Hint);
        yield return Finding.Number(
            spread([10 * Math.E, 1], [10, Math.E]),
            1,
            "the same networks, one with ten times larger activations",
            "a network's ratio does not depend on the scale of its activations"
        );
        yield return Finding.Number(
            spread([1, 1, Math.Exp(3)], [1, 1, 1]),
            Math.Sqrt(2),
            "log ratios of 0, 0 and 3",
            Hint
        );
    }

    private static IEnumerable<Finding> IsMetamer(Func<Eigendistortions, double, bool> isMetamer)
    {
        ImageStimulus picture = SyntheticStimuli.DeadLeaves(8, 0);
        const string Hint =
            "compare the sensitivity to the least noticeable distortion with that to the most noticeable";
        yield return Finding.Truth(isMetamer(Make(4, 0), 0.01), true, "a change that the stage does not notice", Hint);
        yield return Finding.Truth(isMetamer(Make(4, 1), 0.01), false, "a change that it notices half as much", Hint);
        yield return Finding.Truth(
            isMetamer(Make(4, 0.01), 0.1),
            true,
            "eigenvalues 4 and 0.01, a tenth allowed",
            Hint
        );
        yield return Finding.Truth(
            isMetamer(Make(4, 0.01), 0.01),
            false,
            "eigenvalues 4 and 0.01, a hundredth allowed",
            "a sensitivity is the root of an eigenvalue"
        );

        Eigendistortions Make(double most, double least) =>
            new("network", "stage", picture, One(most), One(least), 192, 192, 1);

        Eigendistortion One(double value) => new(new Distortion(picture, ones(3, 8, 8)), value, 0, true);
    }
}
