using System.Globalization;
using Metamers.Perturbations;
using Metamers.Synthesis;
using static Metamers.Claims.ClaimedRange;
using static Metamers.Claims.ClaimNetworks;
using static Notebook.Tests.Sentences.Judged;
using static Notebook.Tests.Sentences.ScheduleNumbers;
using static Notebook.Tests.Sentences.Sources;

namespace Notebook.Tests.Sentences;

/// <summary>What notebooks 02, 07, 11 and 14 say of what their cells have saved, and 14 of the studies.</summary>
internal static class SentencesOfSavedCells
{
    public static IEnumerable<Sentence> All =>
        [
            new(
                "02",
                "four at each stage, and each black stroke their median; the grey band runs from the least to the "
                    + "largest value of the 100,192 unrelated pairs",
                Numbers(() =>
                    [
                        SavedTable.Of("02", "cell-13").Numbers("metamers").Distinct().Single(),
                        Leading(SavedTable.Text("02", "ee5690e0")),
                    ]
                )
            ),
            new(
                "07",
                "Each of twenty steps goes up the gradient",
                Numbers(() => [AttackOptions.TwentySteps.Steps]) // which AdversarialExample takes by default
            ),
            new(
                "07",
                "the test accuracy that on natural ones (fifty in the saved figures)",
                In(new(50, 50), () => new[] { "cell-10", "cell-11" }.Select(cell => (cell, Tested("07", cell))))
            ),
            new(
                "07",
                "they leave 0.40 of the pictures right and its own leave 0.38, a difference of one picture in",
                Numbers(() =>
                {
                    double[] right = SavedTable.Of("07", "cell-24").Numbers("accuracy");
                    return [right[^1], right[2], (right[^1] - right[2]) * Tested("07", "cell-11")];
                })
            ),
            new(
                "11",
                "as three of them are here",
                Numbers(() => [SavedTable.Of("11", "cell-03").Words("Ends in ReLU").Count(ends => ends == "yes")])
            ),
            new("11", "tested on 100 other pictures", Numbers(() => [Tested("11", "cell-05")])),
            new(
                "11",
                "The saved pictures are from 2,200 steps.",
                Both(
                    Numbers(() => [MetamerOptions.Fast.TotalSteps]),
                    If(() =>
                    {
                        string shown = SavedTable.Text("11", "cell-07");
                        return (shown.Contains("Fast, 2200 steps", StringComparison.Ordinal), shown);
                    })
                )
            ),
            new(
                "11",
                "this network calls the airplane a bird, and its metamers too",
                If(() =>
                {
                    string[] labels =
                    [
                        .. SavedFigure
                            .Labels("11", "cell-07")
                            .Where(label => label.StartsWith("airplane", StringComparison.Ordinal)),
                    ];
                    return (
                        labels.Length == SavedTable.Of("11", "cell-03").Count
                            && labels.All(label => label.EndsWith("✓ bird", StringComparison.Ordinal)),
                        string.Join("; ", labels)
                    );
                })
            ),
            new(
                "14",
                "these end at about the loss of the published 24,000 or below it (at `layer3` a quarter above it)",
                Both(
                    In(Below(1.05), () => Stages.Where(stage => stage != "layer3").Select(Relative)),
                    In(new(1.2, 1.3), () => [Relative("layer3")])
                )
            ),
            new(
                "14",
                "the metamers are not quite of the same kind",
                In(Above(0), () => [("different", Kinds(PictureStudy, "fast-seed0").Count(IsDifferent))])
            ),
            new(
                "14",
                "over twenty pictures and their metamers by the schedule named above",
                Numbers(() => SavedTable.Of("14", "cell-22b").Numbers("Stimuli").Distinct().ToArray())
            ),
            new(
                "14",
                "Here that is over thirteen copies of one network",
                Numbers(() => [.. SavedTable.Of("14", "cell-22b").Numbers("Judges").Distinct(), 1])
            ),
            new(
                "14",
                "the standard network also recognises late metamers of the robust one about as often",
                In(
                    Near0(0.1),
                    () =>
                        new[] { "layer3", "final" }.Select(stage =>
                            (stage, OfRobust(stage, ResNet) - OfRobust(stage, ResNetLInf))
                        )
                )
            ),
        ];

    /// <summary>Median loss of the fast schedule relative to the larger of the two published ones.</summary>
    private static (string Name, double Value) Relative(string stage) =>
        (
            stage,
            LossOf(PictureStudy, "fast-seed0", stage)
                / Math.Max(
                    LossOf(PictureStudy, "published-seed0", stage),
                    LossOf(PictureStudy, "published-seed1", stage)
                )
        );

    private static double OfRobust(string stage, string judge) =>
        Study("transfer-pictures")
            .ToTransfer()
            .Results.Single(one => one.Generator == ResNetL2 && one.Stage == stage && one.Evaluator == judge)
            .Accuracy;

    /// <summary>The number of test pictures that a training names.</summary>
    private static double Tested(string notebook, string cell) =>
        Leading(SavedTable.Text(notebook, cell).Split("correct")[0].Split("of ")[^1].Trim());

    private static double Leading(string text) =>
        double.Parse(text.Trim().Split(' ')[0].Replace(",", ""), CultureInfo.InvariantCulture);
}
