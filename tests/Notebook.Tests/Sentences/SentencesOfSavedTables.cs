using Metamers.Evaluation;
using Metamers.Models.Zoo;
using Metamers.Stimuli.Data.Sets;
using static Metamers.Claims.ClaimedRange;
using static Notebook.Tests.Sentences.Judged;
using static Notebook.Tests.Sentences.SavedNumbers;

namespace Notebook.Tests.Sentences;

/// <summary>What notebooks 09, 10, 15 and 16 and the README say of results that are saved.</summary>
internal static class SentencesOfSavedTables
{
    public static IEnumerable<Sentence> All =>
        [
            new(
                "09",
                "With its statistics set, the untrained network's metamers are recognised no more often than before, "
                    + "at about the rate of chance, and those of the trained network are recognised far more often "
                    + "than either",
                Both(
                    Verdicts("09", "cell-08d", CannotBeSaid, Agrees),
                    In(
                        Below(0.2),
                        () => new[] { "set", "never set" }.Select(set => (set, At("09", "cell-08c", set, "recognised")))
                    ),
                    In(
                        Above(0.3),
                        () =>
                            new[] { "set", "never set" }.Select(set =>
                                (
                                    set,
                                    At("09", "cell-08c", "trained", "recognised")
                                        - At("09", "cell-08c", set, "recognised")
                                )
                            )
                    )
                )
            ),
            new(
                "10",
                "each of which stands for between 1 and 109 of the 1,000 classes",
                Numbers(() =>
                    [
                        ImageNet16.Names.Min(name => ImageNet16.ClassesOf(name).Count),
                        ImageNet16.Names.Max(name => ImageNet16.ClassesOf(name).Count),
                        ModelZoo.Find("resnet50").Classes,
                    ]
                )
            ),
            new(
                "10",
                "says dog every second time (exercise 10.1), and two of its answers agree once in three",
                Both(
                    In(new(0.45, 0.55), () => [("dog", Shares().Max())]),
                    In(new(0.3, 0.37), () => [("two agree", Shares().Sum(share => share * share))])
                )
            ),
            new(
                "10",
                "On one thread of this CPU that is about two years",
                If(() =>
                {
                    string text = SavedTable.Text("10", "cell-15");
                    string hours = text.Split("about ")[1].Split(" hours")[0].Replace(",", "");
                    double years = double.Parse(hours, System.Globalization.CultureInfo.InvariantCulture) / 24 / 365;
                    return (years is > 1.5 and < 2.5, FormattableString.Invariant($"{years:0.00} years"));
                })
            ),
            new(
                "10",
                "On a CPU one metamer of a late stage of ResNet-50 takes hours by the published schedule",
                In(
                    Above(2),
                    () =>
                        new[] { "layer3", "layer4", "avgpool", "final" }.Select(stage =>
                            (stage, At("10", "cell-13", stage, "hours_per_metamer"))
                        )
                )
            ),
            new(
                "10",
                "30 vision models with released answers of participants",
                Numbers(() => [SavedTable.Of("10", "cell-03").Count])
            ),
            new(
                "15",
                "By loss and decision all would pass",
                Both(
                    In(
                        Below(0.01),
                        () => SavedTable.Of("15", "cell-05").Numbers("largest_loss").Select(loss => ("loss", loss))
                    ),
                    In(new(10, 10), () => SavedTable.Of("15", "cell-05").Numbers("kept").Select(kept => ("kept", kept)))
                )
            ),
            new(
                "15",
                "L-BFGS, which needs the fewest evaluations by far, would be the cheapest choice",
                In(
                    Below(0.2),
                    () =>
                    {
                        IReadOnlyList<double> evaluations = [.. SavedTable.Of("15", "cell-05").Numbers("evaluations")];
                        return [("share of the next", evaluations[^1] / evaluations.SkipLast(1).Min())];
                    }
                )
            ),
            new(
                "15",
                "L-BFGS hardly leaves the start.",
                In(Below(0.1), () => [("share of the published distance", Start("second") / Start("first"))])
            ),
            new(
                "15",
                "Ten pictures are few: where the verdict is",
                Numbers(() => [SavedTable.Of("15", "cell-05").Numbers("kept")[0]])
            ),
            new(
                "16",
                "Of the grey photographs they recognise 0.73, of what the texture model makes of them 0.35.",
                Numbers(() =>
                    [
                        SavedTable.Of("16", "cell-21d").At("natural", "recognised"),
                        SavedTable.Of("16", "cell-21d").At("texture model", "recognised"),
                    ]
                )
            ),
            new(
                "16",
                "In the three families shown, only the fire fails, in its modulations.",
                If(() =>
                {
                    SavedTable table = SavedTable.Of("16", "cell-21");
                    string[] failing =
                    [
                        .. from family in new[] { "moments", "correlations", "modulations" }
                        from sound in table.Words("sound")
                        where table.At(sound, family) < 10
                        select $"{sound}, {family}",
                    ];
                    return (failing is ["fire, modulations"], $"below 10: {string.Join("; ", failing)}");
                })
            ),
            new(
                "16",
                "The second model has more values than the picture has pixels",
                In(Above(128 * 128), () => [("values", At("16", "cell-18d", "v2", "values"))])
            ),
            new(
                "16",
                "the signal to noise ratio in dB of the fovea's pixels, which should be high, and of the whole "
                    + "picture, which may be low",
                In(
                    Above(10),
                    () =>
                        new[] { "v1", "v2" }.Select(stage =>
                            (
                                stage,
                                At("16", "cell-18d", stage, "fovea_snr") - At("16", "cell-18d", stage, "picture_snr")
                            )
                        )
                )
            ),
            new(
                "16",
                "The references are the six textures that the project ships and one photograph that is no texture.",
                Numbers(() => [ShippedPhotographs.Textures(32).Count, 1])
            ),
            new("README", "so are thirty photographs", Numbers(() => [ShippedPhotographs.All(32).Count])),
        ];

    /// <summary>Which share of the classes that belong to a category belongs to each.</summary>
    private static IEnumerable<double> Shares()
    {
        double all = ImageNet16.Names.Sum(name => ImageNet16.ClassesOf(name).Count);
        return ImageNet16.Names.Select(name => ImageNet16.ClassesOf(name).Count / all);
    }

    private static double Start(string column) => At("15", "cell-11", "RMS distance to the start", column);
}
