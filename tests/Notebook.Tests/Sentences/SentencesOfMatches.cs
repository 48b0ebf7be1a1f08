using Metamers.Published;
using Metamers.Statistics;
using static Metamers.Claims.ClaimedRange;
using static Notebook.Tests.Sentences.Judged;
using static Notebook.Tests.Sentences.Sources;

namespace Notebook.Tests.Sentences;

/// <summary>What notebook 03 says of matches and null distributions, its own and the published ones.</summary>
internal static class SentencesOfMatches
{
    private static readonly string[] Middle = ["layer1", "layer2", "layer3", "layer4"];
    private static readonly string[] Last = ["avgpool", "final"];
    private static readonly MatchMeasure[] Correlations = [MatchMeasure.Spearman, MatchMeasure.Pearson];

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
                "From `conv1_relu1` to `layer2` nearly all such pairs are positively correlated",
                In(
                    Above(0.99),
                    () =>
                        from stage in new[] { "conv1_relu1", "layer1", "layer2" }
                        from measure in Correlations
                        select ($"{stage}, {measure}", ShareAbove(0, stage, measure))
                )
            ),
            new(
                "03",
                "At `avgpool` and `final` typical pairs hardly are, but some are strongly correlated by chance, most "
                    + "often where there are only ten class scores",
                Both(
                    In(
                        Near0(0.15),
                        () =>
                            from stage in Last
                            from measure in Correlations
                            select ($"{stage}, {measure}", Null.At(stage)[measure].Quantile(0.5))
                    ),
                    In(
                        Above(0.9),
                        () =>
                            from stage in Last
                            from measure in Correlations
                            select ($"{stage}, {measure}", Null.At(stage)[measure].Maximum)
                    ),
                    In(
                        Above(0),
                        () =>
                            Correlations.Select(measure =>
                                (
                                    $"above 0.8, {measure}",
                                    ShareAbove(0.8, "final", measure) - ShareAbove(0.8, "avgpool", measure)
                                )
                            )
                    )
                )
            ),
            new(
                "03",
                "each with eight metamers. The band runs from the smallest to the largest value of the 253,952",
                Numbers(() => [SavedTable.Of("03", "cell-14").Numbers("metamers").Distinct().Single(), Null.Pairs])
            ),
            new(
                "03",
                "The same eight pictures and one stage",
                Numbers(() => [SavedTable.Of("03", "cell-18").Numbers("decisions_kept").Max(), 1])
            ),
            new(
                "03",
                "our last block is `layer3`, that of ResNet-50 is `layer4`, for which we have no number",
                If(() =>
                {
                    SavedTable table = SavedTable.Of("03", "cell-24");
                    string last = table
                        .Words("stage_of_resnet50")
                        .Last(stage => stage.StartsWith("layer", StringComparison.Ordinal));
                    double[] ours =
                    [
                        .. new[] { "layer3", "layer4" }.Select(stage => table.At(stage, "median_loss_here")),
                    ];
                    return (
                        last == "layer4" && double.IsFinite(ours[0]) && double.IsNaN(ours[1]),
                        $"{last}; {string.Join(", ", ours)}"
                    );
                })
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
                    + "than at the middle ones, although typical pairs hardly are. The metamers also match more "
                    + "closely at the last two stages.",
                Both(
                    LargerAtTheEnd("most similar pairs, ρ", "spearman_rho", row => row.NullHighestBin),
                    LargerAtTheEnd("most similar pairs, dB", "dB_SNR", row => row.NullHighestBin),
                    LargerAtTheEnd("metamers, dB", "dB_SNR", row => row.Median),
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

    /// <summary>The share of unrelated pairs whose correlation is above a limit, which is the edge of a bin.</summary>
    private static double ShareAbove(double limit, string stage, MatchMeasure measure)
    {
        Histogram pairs = Null.At(stage)[measure];
        int below = (int)Math.Round((limit - pairs.Low) / (pairs.High - pairs.Low) * pairs.Counts.Count);
        return pairs.Counts.Skip(below).Sum() / (double)pairs.Total;
    }

    private static PublishedMatch[] Of(string measure, string[] stages) =>
        [
            .. Published.Matches.Where(row =>
                row.Model == "resnet50" && row.Measure == measure && stages.Contains(row.StageLabel)
            ),
        ];

    /// <summary>A number is larger at both last stages than at each of the middle ones.</summary>
    private static Func<string, Finding> LargerAtTheEnd(
        string name,
        string measure,
        Func<PublishedMatch, double> number
    ) =>
        If(() =>
        {
            (double least, double most) = (Of(measure, Last).Min(number), Of(measure, Middle).Max(number));
            return (
                least > most,
                FormattableString.Invariant($"{name}: at least {least:0.00}, before it at most {most:0.00}")
            );
        });
}
