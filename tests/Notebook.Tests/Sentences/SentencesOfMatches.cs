using Metamers.Published;
using static Metamers.Claims.ClaimedRange;
using static Notebook.Tests.Sentences.Judged;
using static Notebook.Tests.Sentences.Sources;

namespace Notebook.Tests.Sentences;

/// <summary>What notebook 03 says of matches and null distributions, its own and the published ones.</summary>
internal static class SentencesOfMatches
{
    private static readonly string[] Middle = ["layer1", "layer2", "layer3", "layer4"];
    private static readonly string[] Last = ["avgpool", "final"];

    public static IEnumerable<Sentence> All =>
        [
            new(
                "03",
                "29 vision models and 17 auditory models, as released",
                Numbers(() =>
                    new[] { "vision", "audio" }
                        .Select(modality =>
                            (double)
                                Published
                                    .Matches.Where(row => row.Modality == modality)
                                    .Select(row => row.Model)
                                    .Distinct()
                                    .Count()
                        )
                        .ToArray()
                )
            ),
            new(
                "03",
                "253,952: all pairs of 512 blocks of 32 training pictures",
                Numbers(() => [Null.Pairs, Null.Blocks.Count, Null.Options.BlockSize])
            ),
            new(
                "03",
                "at `final` two, since unrelated pairs reach a rank correlation of 1 there",
                Numbers(() => [2, Null.At("final").Maximum.Spearman])
            ),
            new(
                "03",
                "A quarter of a million pairs of this network",
                In(new(240_000, 260_000), () => [("pairs", Null.Pairs)])
            ),
            new(
                "03",
                "The largest rank correlation at `final` is 1, and nothing can exceed that.",
                Numbers(() => [Null.At("final").Maximum.Spearman])
            ),
            new(
                "03",
                "In the paper it is at least 97 % at every stage of the 37 models whose counts are released.",
                Numbers(() =>
                    [
                        Math.Floor(100 * Published.Transfers.Min(row => row.Metamers) / 400.0),
                        Published.Transfers.Select(row => (row.Modality, row.Generator)).Distinct().Count(),
                    ]
                )
            ),
            new(
                "03",
                "The shorter the descent, the more of the metamers fail",
                If(() =>
                {
                    double[] better = SavedTable.Of("03", "cell-18").Numbers("better_than_null");
                    return (better.SequenceEqual(better.Order().Distinct()), string.Join(", ", better));
                })
            ),
            new(
                "03",
                "In the paper, too, the most similar of the unrelated pairs are more alike at the last two stages "
                    + "than in the middle, though typical pairs hardly are, and the metamers match more closely there.",
                Both(
                    Above("most similar pairs, ρ", "spearman_rho", row => row.NullHighestBin),
                    Above("most similar pairs, dB", "dB_SNR", row => row.NullHighestBin),
                    Above("metamers, dB", "dB_SNR", row => row.Median),
                    In(
                        Near0(0.2),
                        () =>
                            [
                                (
                                    "typical pairs, ρ",
                                    Of("spearman_rho", Last).Average(row => row.NullMedian)
                                        - Of("spearman_rho", Middle).Average(row => row.NullMedian)
                                ),
                            ]
                    )
                )
            ),
            new(
                "03",
                "Its metamers of the middle stages have losses around 0.1 after 24,000 steps.",
                In(new(0.05, 0.15), () => Of("dB_SNR", Middle).Select(row => (row.StageLabel, row.Loss!.Value)))
            ),
            new(
                "03",
                "In this network every metamer keeps the decision, and each matches better than a quarter of a million "
                    + "unrelated pairs",
                In(
                    new(1, 1),
                    () =>
                    {
                        SavedTable table = SavedTable.Of("03", "cell-14");
                        return table
                            .Words("stage")
                            .SelectMany(stage =>
                                new[] { "decisions_kept", "better_than_null" }.Select(column =>
                                    ($"{stage}, {column}", table.At(stage, column) / table.At(stage, "metamers"))
                                )
                            );
                    }
                )
            ),
            new(
                "03",
                "after 8 steps all eight decisions were kept already, but seven of the eight candidates matched no "
                    + "better than unrelated pictures can",
                Numbers(() =>
                {
                    SavedTable table = SavedTable.Of("03", "cell-18");
                    double kept = table.Numbers("decisions_kept")[0];
                    return [table.Numbers("steps")[0], kept, kept - table.Numbers("better_than_null")[0], kept];
                })
            ),
            new(
                "03",
                "After 200 steps all passed both.",
                Both(
                    Numbers(() => [SavedTable.Of("03", "cell-18").Numbers("steps")[^1]]),
                    In(
                        new(8, 8),
                        () =>
                            new[] { "decisions_kept", "better_than_null" }.Select(column =>
                                (column, SavedTable.Of("03", "cell-18").Numbers(column)[^1])
                            )
                    )
                )
            ),
            new(
                "03",
                "such as a correlation of 0.9, would be too strict for some stages and too lax for others",
                If(() =>
                {
                    double[] largest = [.. Null.Stages.Select(stage => stage.Maximum.Spearman)];
                    return (largest.Min() < 0.8 && largest.Max() > 0.9, $"{largest.Min()} to {largest.Max()}");
                })
            ),
            new(
                "03",
                "`conv1_relu1` has eight times as many as `layer4`, and one of the smallest losses",
                If(() =>
                {
                    string[] smallest =
                    [
                        .. Published
                            .Matches.Where(row => row.Model == "resnet50" && row.Measure == "dB_SNR")
                            .OrderBy(row => row.Loss)
                            .Take(2)
                            .Select(row => row.StageLabel),
                    ];
                    return (smallest.Contains("conv1_relu1"), string.Join(", ", smallest));
                })
            ),
        ];

    private static PublishedMatch[] Of(string measure, string[] stages) =>
        [
            .. Published.Matches.Where(row =>
                row.Model == "resnet50" && row.Measure == measure && stages.Contains(row.StageLabel)
            ),
        ];

    /// <summary>A number is larger at both last stages than at each of the middle ones.</summary>
    private static Func<string, Finding> Above(string name, string measure, Func<PublishedMatch, double> number) =>
        If(() =>
        {
            (double least, double most) = (Of(measure, Last).Min(number), Of(measure, Middle).Max(number));
            return (
                least > most,
                FormattableString.Invariant($"{name}: at least {least:0.00}, before it at most {most:0.00}")
            );
        });
}
