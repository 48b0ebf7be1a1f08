using Metamers.Published;

namespace Metamers.Plotting.Charts;

/// <summary>
/// The figure of how well the paper's own metamers match, stage by stage, compared with unrelated stimuli.
/// </summary>
/// <example>
/// <code>
/// var matches = new PublishedData().Matches.Where(row => row.Model == "resnet50");
/// PublishedMatchByStage.Draw(matches.Where(row => row.Measure == "spearman_rho"), "ResNet-50 of the paper")
/// </code>
/// </example>
public static class PublishedMatchByStage
{
    private static readonly Dictionary<string, Axis> Axes = new()
    {
        ["spearman_rho"] = new("Spearman correlation ρ"),
        ["pearson_r"] = new("Pearson correlation r"),
        ["dB_SNR"] = new("Signal-to-noise ratio", "dB"),
    };

    /// <summary>Draws one model and measure.</summary>
    /// <param name="matches">Rows of one model and one measure.</param>
    /// <param name="title">The title; if null, the model's name.</param>
    /// <exception cref="ArgumentException">There are no rows, or they belong to several models or measures.</exception>
    public static Figure Draw(IEnumerable<PublishedMatch> matches, string? title = null)
    {
        PublishedMatch[] rows = [.. matches.OrderBy(row => row.StageIndex)];
        if (rows.Select(row => (row.Model, row.Measure)).Distinct().Count() != 1)
        {
            throw new ArgumentException(
                $"{rows.Length} rows of {rows.Select(row => row.Model).Distinct().Count()} models "
                    + $"and {rows.Select(row => row.Measure).Distinct().Count()} measures. Give rows of one model "
                    + "and one measure."
            );
        }

        double[] places = [.. rows.Select((_, place) => (double)place)];
        return new(
            title ?? PaperNames.Model(rows[0].Model),
            new("Stage matched") { Categories = [.. rows.Select(row => PaperNames.Stage(row.Stage))] },
            Axes[rows[0].Measure],
            [
                new("unrelated pairs, median and range", places, [.. rows.Select(row => row.NullMedian)])
                {
                    Mark = SeriesMark.Strokes,
                    Style = FigureStyle.Grey,
                    Low = [.. rows.Select(row => row.NullLowestBin)],
                    High = [.. rows.Select(row => row.NullHighestBin)],
                },
                new(
                    "metamers, median and range",
                    [.. places.Select(place => place + 0.15)],
                    [.. rows.Select(row => row.Median)]
                )
                {
                    Mark = SeriesMark.Points,
                    Style = 0,
                    Low = [.. rows.Select(row => row.LowestBin)],
                    High = [.. rows.Select(row => row.HighestBin)],
                },
            ]
        )
        {
            Note =
                "About 400 metamers a stage and a million unrelated pairs, from the bins of the released histograms.",
        };
    }
}
