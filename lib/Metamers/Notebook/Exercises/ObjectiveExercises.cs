using Metamers.Models;
using Metamers.Models.Zoo;
using Metamers.Stimuli;
using Metamers.Synthesis;
using Metamers.Synthesis.Objectives;

namespace Metamers.Notebook.Exercises;

/// <summary>The exercises of notebook 18.</summary>
internal static class ObjectiveExercises
{
    public static IReadOnlyList<ExerciseTask> All { get; } =
    [
        ExerciseTask.Of<Func<StagedModel, Stimulus, Metamer>>("18.1", Smooth),
        ExerciseTask.Of<Func<double[], double[], int, int, double>>("18.2", Score),
    ];

    private static IEnumerable<Finding> Smooth(Func<StagedModel, Stimulus, Metamer> smooth)
    {
        using StagedModel model = ModelZoo.Load("resnet20-standard-seed0");
        ImageStimulus picture = ExerciseMetamers.Leaves();
        Metamer made = smooth(model, picture);
        foreach (Finding finding in ExerciseMetamers.Check(made, picture, "conv1_relu1"))
        {
            yield return finding;
        }

        IReadOnlyList<ObjectiveTerm> terms = made.Options.Objective?.Terms ?? [];
        yield return Finding.That(
            terms.Any(term => term is TotalVariationTerm),
            "The metamer has no prior: give the options an Objective with a TotalVariationTerm."
        );
        yield return Finding.Number(
            terms.OfType<TotalVariationTerm>().Sum(term => term.Weight),
            0.1,
            "the weight of the total variation",
            "set Weight of the TotalVariationTerm"
        );
        yield return Finding.That(
            terms.Any(term => term is MatchTerm),
            "The objective has no match, so that a flat picture would do: begin it with new MatchTerm()."
        );
    }

    private static IEnumerable<Finding> Score(Func<double[], double[], int, int, double> score)
    {
        const string Hint =
            "it is the smaller of two probabilities, that of the first network for its class and that of the "
            + "second for its own";
        yield return Finding.Number(
            score([0.9, 0.1], [0.2, 0.8], 0, 1),
            0.8,
            "0.9 for class 0 and 0.8 for class 1",
            Hint
        );
        yield return Finding.Number(score([0.9, 0.1], [0.9, 0.1], 0, 1), 0.1, "two networks that agree", Hint);
        yield return Finding.Number(score([0.1, 0.2, 0.7], [0.6, 0.3, 0.1], 2, 0), 0.6, "three classes", Hint);
        yield return Finding.Number(
            score([0.1, 0.2, 0.7], [0.6, 0.3, 0.1], 0, 2),
            0.1,
            "the same two networks, with the classes exchanged",
            "each network has a class of its own"
        );
    }
}
