using static Metamers.Claims.ClaimedRange;
using static Notebook.Tests.Sentences.Judged;

namespace Notebook.Tests.Sentences;

/// <summary>What notebooks 02, 07, 08, 09 and 15 to 17 say of figures that they have saved.</summary>
internal static class SentencesOfSavedFigures
{
    public static IEnumerable<Sentence> All =>
        [
            new(
                "02",
                "the two medians of a stage differ by about a fifth at most",
                In(Below(0.25), () => ByGradient("median, identity", "median, ordinary", ratio => Math.Abs(ratio - 1)))
            ),
            new(
                "02",
                "at a loss 29 times as large",
                Numbers(() =>
                    [ByGradient("identity gradient", "ordinary gradient", ratio => ratio).Max(one => one.Value)]
                )
            ),
            new(
                "07",
                "the standard network errs on all four of them. The one trained on such examples errs on two",
                If(() =>
                {
                    string[] standard = Of("07", "cell-03", ", standard:");
                    string[] robust = Of("07", "cell-03", ", L2-trained:");
                    return (
                        standard.Length == 4 && standard.All(IsOther) && robust.Count(IsOther) == 2,
                        string.Join("; ", standard.Concat(robust))
                    );
                })
            ),
            new(
                "07",
                "it has made a deer out of the airplane, and a ship out of the car",
                If(() =>
                {
                    string[] robust = Of("07", "cell-05", ", L2-trained:");
                    return (
                        robust.Contains("airplane, L2-trained: ✗ deer")
                            && robust.Contains("automobile, L2-trained: ✗ ship"),
                        string.Join("; ", robust)
                    );
                })
            ),
            new(
                "07",
                "so the test accuracy can be the higher. Its training accuracy rises more slowly",
                If(() =>
                {
                    double[] plain = SavedFigure.Line("07", "cell-10", "training, augmented", chart: 1);
                    double[] robust = SavedFigure.Line("07", "cell-11", "training, augmented", chart: 1);
                    double[] test = SavedFigure.Line("07", "cell-11", "test", chart: 1);
                    return (
                        robust.Zip(plain).All(epoch => epoch.First < epoch.Second) && test[^1] > robust[^1],
                        $"{string.Join(", ", robust)} against {string.Join(", ", plain)}; test {test[^1]}"
                    );
                })
            ),
            new(
                "07",
                "the benefit already shows in the saved figure: more of the test pictures are right under attack",
                If(() =>
                {
                    double[] plain = SavedFigure.Line("07", "cell-13", "live-standard");
                    double[] robust = SavedFigure.Line("07", "cell-13", "live-l2");
                    return (
                        robust.Zip(plain).Skip(1).All(radius => radius.First > radius.Second),
                        $"{string.Join(", ", robust)} against {string.Join(", ", plain)}"
                    );
                })
            ),
            new(
                "08",
                "Every metamer keeps its own network's decision.",
                If(() =>
                {
                    string[] labels = SavedFigure.Labels("08", "cell-06");
                    return (labels.Length == 35 && !labels.Any(IsOther), string.Join("; ", labels.Where(IsOther)));
                })
            ),
            new(
                "09",
                "For this photograph the untrained network decides otherwise at `layer2` and `layer3`",
                If(() =>
                {
                    string[] other = [.. SavedFigure.Labels("09", "cell-04").Where(IsOther)];
                    return (
                        other.Length == 2
                            && other[0].StartsWith("untrained, layer2:", StringComparison.Ordinal)
                            && other[1].StartsWith("untrained, layer3:", StringComparison.Ordinal),
                        string.Join("; ", other)
                    );
                })
            ),
            new(
                "09",
                "The cochleagram is the same for all three, and the first stages hardly differ; later ones do.",
                Both(
                    In(Below(1.15), () => Stages.Take(3).Select(stage => ($"{stage}", Spread(stage)))),
                    In(Above(2), () => Stages.TakeLast(2).Select(stage => ($"{stage}", Spread(stage))))
                )
            ),
            new(
                "09",
                "the same word by two speakers moves closer together, to a third of the distance of different words at "
                    + "`final`, and two words by one speaker move apart",
                Both(
                    In(new(0.28, 0.38), () => [("the same word", Distance("digits", 0)[^1])]),
                    In(Above(2), () => [("two words", Distance("digits", 1)[^1])])
                )
            ),
            new(
                "09",
                "In the network that learned speakers it is the other way round.",
                Both(
                    In(Above(2), () => [("the same word", Distance("speakers", 0)[^1])]),
                    In(Below(0.5), () => [("two words", Distance("speakers", 1)[^1])])
                )
            ),
            new(
                "09",
                "In the untrained network hardly anything changes.",
                In(
                    new(0.85, 1.15),
                    () =>
                        from chart in new[] { 0, 1 }
                        from stage in Stages
                        select ($"{stage}", Distance("untrained", chart)[stage] / Distance("untrained", chart)[0])
                )
            ),
            new(
                "09",
                "babble moves a word nearly twice as far as the distance between two words",
                In(new(1.7, 2), () => [("cochleagram", SavedFigure.Line("09", "cell-13", "trained")[0])])
            ),
            new(
                "09",
                "In the trained network both have come together by `relu2`",
                In(Below(1), () => [("relu2", InBabble("relu2"))])
            ),
            new(
                "09",
                "noise moves a word by less than the distance between two words, at `final` by less than half of it",
                Both(
                    In(
                        Below(1),
                        () =>
                            new[] { "relu2", "relu3", "relu4", "avgpool", "relufc" }.Select(stage =>
                                (stage, InBabble(stage))
                            )
                    ),
                    In(Below(0.5), () => [("final", InBabble("final"))])
                )
            ),
            new(
                "09",
                "In the untrained network the word in babble stays farther away than another word at every stage.",
                In(
                    Above(1),
                    () =>
                        SavedFigure
                            .Line("09", "cell-13", "untrained")
                            .Select((distance, stage) => ($"{stage}", distance))
                )
            ),
            new(
                "16",
                "After some sixty evaluations the loss is a hundredth of that of the start, and after 700 about a "
                    + "two-thousandth.",
                If(() =>
                {
                    double[] loss = SavedFigure.Line("16", "cell-15", "statistics");
                    (double sixty, double end) = (loss[0] / loss[6], loss[0] / loss[^1]);
                    return (
                        loss.Length == 71 && sixty is > 80 and < 125 && end is > 1500 and < 2500,
                        FormattableString.Invariant($"one in {sixty:0} and one in {end:0}")
                    );
                })
            ),
            new(
                "17",
                "By construction, the highest point at each network is that of its own line.",
                If(() =>
                {
                    double[][] lines = SavedFigure.Lines("17", "cell-07");
                    return (
                        lines.Index().All(line => line.Item[line.Index] == lines.Max(other => other[line.Index])),
                        string.Join("; ", lines.Select(line => string.Join(", ", line)))
                    );
                })
            ),
            new(
                "17",
                "These are the pairs after 40 steps, where most of the curves above still rose.",
                If(() =>
                {
                    double[][] curves = SavedFigure.Lines("17", "cell-13");
                    int rising = curves.Count(curve => curve[^1] > curve[^6]);
                    return (
                        curves.All(curve => curve.Length == 41) && 2 * rising > curves.Length,
                        $"{rising} of {curves.Length} rose in the last five steps"
                    );
                })
            ),
            new(
                "15",
                "was enough to bring the loss down about as far",
                In(
                    Near0(0.25),
                    () =>
                        [
                            (
                                "L-BFGS / published − 1",
                                SavedFigure.Line("15", "cell-09", "L-BFGS")[^1]
                                    / SavedFigure.Line("15", "cell-09", "published")[^1]
                                    - 1
                            ),
                        ]
                )
            ),
            new(
                "15",
                "before that, the candidate wanders about at a loss that hardly falls",
                In(
                    new(0.5, 1),
                    () =>
                        [
                            (
                                "after 3,000 steps / after 1,000",
                                SavedFigure.Line("15", "cell-09", "published")[30]
                                    / SavedFigure.Line("15", "cell-09", "published")[10]
                            ),
                        ]
                )
            ),
        ];

    private static IEnumerable<int> Stages => Enumerable.Range(0, SavedFigure.Ticks("09", "cell-13").Length);

    private static string[] Of(string notebook, string cell, string network) =>
        [.. SavedFigure.Labels(notebook, cell).Where(label => label.Contains(network, StringComparison.Ordinal))];

    private static bool IsOther(string label) => label.Contains('✗');

    /// <summary>Distance to the same word of another speaker (chart 0), or to another of the same (1).</summary>
    private static double[] Distance(string network, int chart) => SavedFigure.Line("09", "cell-11", network, chart);

    /// <summary>Largest distance of the three networks at a stage, relative to the smallest.</summary>
    private static double Spread(int stage)
    {
        double[] both =
        [
            .. new[] { 0, 1 }.Select(chart =>
            {
                double[] found =
                [
                    .. new[] { "digits", "speakers", "untrained" }.Select(network => Distance(network, chart)[stage]),
                ];
                return found.Max() / found.Min();
            }),
        ];
        return both.Max();
    }

    private static double InBabble(string stage) =>
        SavedFigure.Line("09", "cell-13", "trained")[Array.IndexOf(SavedFigure.Ticks("09", "cell-13"), stage)];

    /// <summary>Losses of the ordinary gradient in units of those of the identity gradient.</summary>
    private static IEnumerable<(string Name, double Value)> ByGradient(
        string identity,
        string ordinary,
        Func<double, double> of
    ) =>
        SavedFigure
            .Line("02", "cell-21", identity)
            .Zip(SavedFigure.Line("02", "cell-21", ordinary), (one, other) => ("ratio", of(other / one)));
}
