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
                "up to 0.3 of the range of pixels as a root mean square, somewhat less than the distance between two "
                    + "of these photographs",
                In(
                    new(0.3, 0.45),
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
                "these data do not decide, neither with the same number of steps for 40 photographs nor at the same "
                    + "match for six",
                Both(
                    Numbers(() =>
                        [
                            SavedTable.Of("18", "cell-11").Numbers("Stimuli")[0],
                            SavedTable.Of("18", "cell-11g").Numbers("Stimuli")[0],
                        ]
                    ),
                    Verdicts("18", "cell-11", CannotBeSaid, CannotBeSaid, CannotBeSaid),
                    Verdicts("18", "cell-11g", CannotBeSaid, CannotBeSaid, CannotBeSaid)
                )
            ),
            new(
                "18",
                "it helps others to recognise the picture when three networks are matched; with two it cannot be said",
                Verdicts("18", "cell-22", CannotBeSaid, Agrees)
            ),
        ];

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
