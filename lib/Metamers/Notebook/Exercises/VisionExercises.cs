using System.Globalization;
using Metamers.Models;
using Metamers.Models.Architectures;
using Metamers.Models.Zoo;
using Metamers.Statistics;
using Metamers.Stimuli;
using Metamers.Synthesis;
using static TorchSharp.torch;

namespace Metamers.Notebook.Exercises;

/// <summary>The exercises of notebooks 01 to 03.</summary>
internal static class VisionExercises
{
    public static IReadOnlyList<ExerciseTask> All { get; } =
    [
        ExerciseTask.Of<Func<Tensor, Tensor, double>>("01.1", NormalisedLoss),
        ExerciseTask.Of<Func<StagedModel, ImageStimulus, Metamer>>("01.2", Another),
        ExerciseTask.Of<Func<StagedModel, string, double>>("02.1", UnitsPerPixelValue),
        ExerciseTask.Of<Func<MetamerSet, double, string>>("02.2", FirstToPart),
        ExerciseTask.Of<Func<double, int>>("03.1", PairsFor),
        ExerciseTask.Of<Func<bool, MatchMeasures, MatchMeasures, bool>>("03.2", IsMetamer),
    ];

    private static IEnumerable<Finding> NormalisedLoss(Func<Tensor, Tensor, double> loss)
    {
        Tensor a = tensor(new[] { 3f, 4f }),
            b = tensor(new[] { 3f, 0f });
        yield return Finding.Number(
            loss(a, b),
            0.8,
            "the reference (3, 4) and the candidate (3, 0)",
            "divide the length of the difference by the length of the reference"
        );
        yield return Finding.Number(loss(a, a), 0, "two equal vectors", "their difference has no length");
        yield return Finding.Number(
            loss(b, a),
            4 / 3.0,
            "the reference (3, 0) and the candidate (3, 4)",
            "the length below the line is that of the reference, which comes first"
        );
        yield return Finding.Number(
            loss(10 * a, 10 * b),
            0.8,
            "both vectors times ten",
            "the loss does not depend on the units, so nothing may be added to it"
        );
        Tensor maps = ExerciseMetamers.Noise(1, 2, 3, 4);
        yield return Finding.Number(
            loss(maps, 0 * maps),
            1,
            "feature maps of 2 × 3 × 4 and a silent candidate",
            "take the length over all numbers, whatever the shape"
        );
    }

    private static IEnumerable<Finding> Another(Func<StagedModel, ImageStimulus, Metamer> make)
    {
        using StagedModel model = ModelZoo.Load("resnet20-standard-seed0");
        ImageStimulus picture = ExerciseMetamers.Leaves();
        Metamer made = make(model, picture);
        foreach (Finding finding in ExerciseMetamers.Check(made, picture, "layer3"))
        {
            yield return finding;
        }

        yield return Finding.That(
            made.Options.Seed == 7,
            $"It starts from the noise of seed {made.Options.Seed}: set another start by MetamerOptions.Quick "
                + $"with {{ Seed = 7 }}."
        );
    }

    private static IEnumerable<Finding> UnitsPerPixelValue(Func<StagedModel, string, double> units)
    {
        using StagedModel model = new CifarResNet(20);
        foreach (string stage in new[] { "conv1_relu1", "avgpool", "layer2", "final" })
        {
            yield return Finding.Number(
                units(model, stage),
                model.Stages.Single(known => known.Name == stage).Units / 3072.0,
                stage,
                "divide the units of the stage by 3 × 32 × 32"
            );
        }

        using StagedModel another = new CifarResNet(8, 4);
        yield return Finding.Number(
            units(another, "final"),
            4 / 3072.0,
            "a network of four classes",
            "ask the network that is given, not the one of the notebook"
        );
    }

    private static IEnumerable<Finding> FirstToPart(Func<MetamerSet, double, string> first)
    {
        ImageStimulus picture = ExerciseMetamers.Leaves();
        Tensor noise = ExerciseMetamers.Noise(2, 3, 32, 32);
        Metamer Mixed(string stage, double share) =>
            ExerciseMetamers.Of(picture, ((1 - share) * picture.Pixels + share * noise).clamp(0, 1), stage);
        using MetamerSet metamers = new(Mixed("early", 0), Mixed("middle", 0.3), Mixed("late", 1));
        const string Hint =
            "correlate the pixels of each metamer with those of its reference, and take the first stage, in "
            + "the order of the set, whose mean is below the limit";
        foreach ((double limit, string expected) in new[] { (0.999, "middle"), (0.2, "late"), (1.01, "early") })
        {
            string given = first(metamers, limit);
            yield return Finding.That(
                given == expected,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"For three stages with more and more noise and a limit of {limit} it gives {given} where "
                        + $"{expected} is right: {Hint}."
                )
            );
        }
    }

    private static IEnumerable<Finding> PairsFor(Func<double, int> pairs)
    {
        const string Hint = "solve 1/(n + 1) ≤ p for n, and round up to a whole pair";
        foreach ((double p, int expected) in new[] { (0.001, 999), (0.05, 19), (0.5, 1), (0.03, 33) })
        {
            yield return Finding.Number(pairs(p), expected, FormattableString.Invariant($"p = {p}"), Hint);
        }
    }

    private static IEnumerable<Finding> IsMetamer(Func<bool, MatchMeasures, MatchMeasures, bool> judge)
    {
        MatchMeasures largest = new(0.5, 0.6, 3),
            close = new(0.9, 0.95, 12);
        yield return Finding.Truth(
            judge(true, close, largest),
            true,
            "a close match and a kept decision",
            "it passes both conditions"
        );
        yield return Finding.Truth(
            judge(false, close, largest),
            false,
            "a close match and a lost decision",
            "the first condition asks for the decision"
        );
        const string All = "every one of the three measures must exceed the largest of the unrelated pairs";
        yield return Finding.Truth(
            judge(true, close with { Spearman = 0.4 }, largest),
            false,
            "a low rank correlation",
            All
        );
        yield return Finding.Truth(
            judge(true, close with { Pearson = 0.4 }, largest),
            false,
            "a low linear correlation",
            All
        );
        yield return Finding.Truth(
            judge(true, close with { DecibelSnr = 2 }, largest),
            false,
            "a low signal-to-noise ratio",
            All
        );
        yield return Finding.Truth(
            judge(true, close with { Spearman = 0.5 }, largest),
            false,
            "a rank correlation equal to the largest of the unrelated pairs",
            "equal is not more"
        );
    }
}
