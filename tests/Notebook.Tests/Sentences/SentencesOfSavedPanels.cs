using static Metamers.Claims.ClaimedRange;
using static Notebook.Tests.Sentences.Judged;
using static Notebook.Tests.Sentences.SavedNumbers;

namespace Notebook.Tests.Sentences;

/// <summary>What notebooks 17 and 18 say of results that they measure themselves and have saved.</summary>
internal static class SentencesOfSavedPanels
{
    public static IEnumerable<Sentence> All =>
        [
            new(
                "17",
                "the least noticeable distortion is one of thousands that, while they are small, leave the scores as "
                    + "they are, and its eigenvalue is 0 up to rounding",
                Both(
                    In(Above(2000), () => AtFinal("null").Select(directions => ("null", directions))),
                    In(
                        Below(1e-6),
                        () => AtFinal("least").Zip(AtFinal("most"), (least, most) => ("ratio", least / most))
                    )
                )
            ),
            new(
                "17",
                "`layer1` has more units than there are pixels",
                In(
                    new(0, 0),
                    () =>
                        SavedTable
                            .Of("17", "cell-05")
                            .Numbers("null")
                            .Zip(SavedTable.Of("17", "cell-05").Words("stage"))
                            .Where(row => row.Second == "layer1")
                            .Select(row => ("null", row.First))
                )
            ),
            new(
                "17",
                "the share would be one eighth on average",
                In(new(8, 8), () => [("networks − 1", SavedTable.Of("17", "cell-17").Numbers("Judges")[0] - 1)])
            ),
            new(
                "17",
                "By chance a share would be one sixth.",
                In(new(6, 6), () => [("networks − 1", SavedTable.Of("17", "cell-17h").Numbers("Judges")[0] - 1)])
            ),
            new(
                "17",
                "The intervals of so few words run below 0, where no share can be.",
                In(
                    Below(0),
                    () => SavedTable.Of("17", "cell-17h").Words("95 %").Take(2).Select(text => ("low", Low(text)))
                )
            ),
            new(
                "17",
                "A stage notices some directions of a photograph far more than others",
                In(
                    Above(100),
                    () =>
                        SavedTable
                            .Of("17", "cell-05")
                            .Numbers("most")
                            .Zip(
                                SavedTable.Of("17", "cell-05").Numbers("least"),
                                (most, least) => ("ratio", most / least)
                            )
                )
            ),
            new(
                "17",
                "The nine networks of the panel answer in the place of nine participants",
                Numbers(() =>
                    [
                        SavedTable.Of("17", "cell-17").Numbers("Judges")[0],
                        SavedTable.Of("17", "cell-17l").Numbers("participants")[0],
                    ]
                )
            ),
            new(
                "18",
                "for 40 small photographs and six large ones",
                Numbers(() => [At("18", "cell-09", "natural", "metamers"), At("18", "cell-11d", "learned", "metamers")])
            ),
            new(
                "18",
                "A prior also makes the descent faster or slower, as the steps show.",
                If(() =>
                {
                    double[] steps = SavedTable.Of("18", "cell-11d").Numbers("steps");
                    return (steps.Skip(1).Min() < steps[0] && steps.Skip(1).Max() > steps[0], string.Join(", ", steps));
                })
            ),
            new(
                "18",
                "up to 0.5 of the range of pixels as a root mean square, more than the distance between two of these "
                    + "photographs",
                In(
                    new(0.25, 0.45),
                    () => [("between references", At("18", "cell-15", "two seeds", "between_references"))]
                )
            ),
            new(
                "18",
                "the answers below are again those of the five networks, each in the place of two or three "
                    + "participants",
                If(() =>
                {
                    double each =
                        At("18", "cell-27c", "natural", "participants")
                        / SavedTable.Of("18", "cell-11").Numbers("Judges")[0];
                    return (each is > 2 and < 3, FormattableString.Invariant($"{each} for each network"));
                })
            ),
            new(
                "18",
                "recognise 0.44 ± 0.09 of the metamers without a prior, and 0.72 to 0.77 of those with one, where they "
                    + "recognise 0.80 ± 0.05 of the photographs.",
                Both(
                    Numbers(() =>
                        [
                            At("18", "cell-09", "no prior", "recognised"),
                            At("18", "cell-09", "no prior", "standard_error"),
                            Priors("recognised").Min(),
                            Priors("recognised").Max(),
                            1,
                            At("18", "cell-09", "natural", "recognised"),
                            At("18", "cell-09", "natural", "standard_error"),
                        ]
                    ),
                    Verdicts("18", "cell-11", Agrees, Agrees, Agrees)
                )
            ),
            new(
                "18",
                "That is after the same number of steps for 40 photographs, when the match is better with a prior too; "
                    + "at the same match, for six photographs, it cannot be said.",
                Both(
                    Numbers(() =>
                        [
                            SavedTable.Of("18", "cell-11").Numbers("Stimuli")[0],
                            SavedTable.Of("18", "cell-11g").Numbers("Stimuli")[0],
                        ]
                    ),
                    Verdicts("18", "cell-11g", CannotBeSaid, CannotBeSaid, CannotBeSaid)
                )
            ),
            new(
                "18",
                "Those of two seeds are already farther from each other, at 0.38, than two of these eight photographs, "
                    + "at 0.32 on average, and they can be pushed to 0.50.",
                Numbers(() =>
                    [
                        2,
                        At("18", "cell-15", "two seeds", "between_metamers"),
                        2,
                        SavedTable.Of("18", "cell-17").Numbers("Stimuli")[0],
                        At("18", "cell-15", "two seeds", "between_references"),
                        At("18", "cell-15", "pushed apart", "between_metamers"),
                    ]
                )
            ),
            new(
                "18",
                "the losses under the pictures are about half of those without one",
                In(
                    new(0.4, 0.6),
                    () =>
                        Priors("median_loss")
                            .Select(loss => ("of that without", loss / At("18", "cell-09", "no prior", "median_loss")))
                )
            ),
            new(
                "18",
                "it helps others to recognise the picture, with two networks matched and with three",
                Verdicts("18", "cell-22", Agrees, Agrees)
            ),
        ];

    /// <summary>A column of the panel of 18, for the sets with a prior.</summary>
    private static double[] Priors(string column) =>
        [.. new[] { "total variation", "1/f", "learned" }.Select(prior => At("18", "cell-09", prior, column))];

    private static IEnumerable<double> AtFinal(string column)
    {
        SavedTable table = SavedTable.Of("17", "cell-05");
        return table
            .Numbers(column)
            .Zip(table.Words("stage"))
            .Where(row => row.Second == "final")
            .Select(row => row.First);
    }

    private static double Low(string interval) =>
        double.Parse(interval.Split(" to ")[0].Replace('−', '-'), System.Globalization.CultureInfo.InvariantCulture);
}
