using System.Globalization;
using Metamers.Published;
using Metamers.Statistics;

namespace Metamers.Plotting.Charts;

/// <summary>
/// The figures of people's recognition of metamers against recognition by other models or the prediction of brain
/// responses, with one point per model and stage.
/// </summary>
/// <example>
/// <code>
/// var pictures = new PublishedData().OtherModels.Where(row => row.Modality == "vision").ToList();
/// HumanAgainstOthers.Draw(pictures, "Pictures: people and other networks")
/// </code>
/// </example>
public static class HumanAgainstOthers
{
    /// <summary>How many points are named at most.</summary>
    private const int Named = 4;

    private static readonly Series Equal = new("as often as people", [0, 1], [0, 1])
    {
        Style = FigureStyle.Grey,
        Faint = true,
    };

    /// <summary>
    /// Draws recognition by people against recognition by the models that the metamers were not made for (figures 8E
    /// and 8F).
    /// </summary>
    /// <param name="points">At least three.</param>
    /// <param name="title">The title.</param>
    public static Figure Draw(IReadOnlyList<RecognitionByOthers> points, string title)
    {
        (double[] x, double[] y) = (
            [.. points.Select(point => point.OtherModelsMean)],
            [.. points.Select(point => point.HumanMean)]
        );
        Figure figure = Draw(
            title,
            new("Recognition by other models, proportion correct") { Minimum = 0, Maximum = 1 },
            x,
            y,
            [.. points.Select(point => point.HumanSem)],
            [.. points.Select(point => $"{PaperNames.Model(point.Model)}: {PaperNames.Stage(point.Stage)}")],
            [.. points.Select(point => PaperNames.Model(point.Model))]
        );
        return figure with
        {
            Series = [.. figure.Series, Equal, Chance(points[0].Modality, 0, 1)],
            Note = string.Create(
                CultureInfo.InvariantCulture,
                $"R² = {CorrelationTest.Pearson(x, y).Squared:0.000}, rho "
                    + $"= {CorrelationTest.Spearman(x, y).Coefficient:0.000}, tau "
                    + $"= {CorrelationTest.Kendall(x, y).Coefficient:0.000}; {points.Count} points; bars: ± one "
                    + $"standard error of the "
                    + $"mean over people; named: {NamedIn(figure)} points far from the line of regression."
            ),
            Width = 900,
            Height = Math.Max(430, 110 + 21 * (figure.Legend.Count() + 2)), // one column of names
        };
    }

    /// <summary>
    /// Draws recognition by people against the prediction of a region of the brain, at the stage that predicts it best
    /// (figure 7).
    /// </summary>
    /// <param name="points">Of one region, at least three.</param>
    /// <param name="comparisons">How many regions are tested together, for Bonferroni's correction.</param>
    public static Figure Draw(IReadOnlyList<BrainPrediction> points, int comparisons)
    {
        (double[] x, double[] y) = (
            [.. points.Select(point => point.Score)],
            [.. points.Select(point => point.HumanRecognition)]
        );
        CorrelationTest rho = CorrelationTest.Spearman(x, y);
        string score = points[0].Modality == "vision" ? "Brain-Score" : "Variance explained, corrected for noise";
        Figure figure = Draw(
            PaperNames.Region(points[0].Region),
            new(score),
            x,
            y,
            [.. points.Select(point => point.HumanSem)],
            [.. points.Select(point => $"{PaperNames.Model(point.Model)}: {PaperNames.Stage(point.BestStage)}")],
            [.. points.Select(point => PaperNames.Kind(point.Model))]
        );
        return figure with
        {
            Series = [.. figure.Series, Chance(points[0].Modality, x.Min(), x.Max())],
            Note = string.Create(
                CultureInfo.InvariantCulture,
                $"rho = {rho.Coefficient:0.00}, p = {rho.P:0.000}, times {comparisons} "
                    + $"regions {rho.Bonferroni(comparisons).P:0.00}; R² "
                    + $"= {CorrelationTest.Pearson(x, y).Squared:0.00}; {points.Count} models. "
                    + $"Named: {NamedIn(figure)} far from the line of regression."
            ),
            Width = 470,
            Height = 510,
        };
    }

    private static Figure Draw(
        string title,
        Axis x,
        double[] across,
        double[] up,
        double[] error,
        string[] names,
        string[] groups
    )
    {
        string?[] labels = Outliers(across, up, names, groups);
        return new(
            title,
            x,
            new("Recognition by people, proportion correct") { Minimum = 0, Maximum = 1 },
            [
                .. groups
                    .Distinct()
                    .Select(
                        (group, style) =>
                        {
                            int[] members = [.. Enumerable.Range(0, groups.Length).Where(i => groups[i] == group)];
                            return new Series(
                                group,
                                [.. members.Select(i => across[i])],
                                [.. members.Select(i => up[i])]
                            )
                            {
                                Mark = SeriesMark.Points,
                                Style = style,
                                Hover = [.. members.Select(i => names[i])],
                                Labels = [.. members.Select(i => labels[i])],
                            }.WithErrors([.. members.Select(i => error[i])]);
                        }
                    ),
            ]
        );
    }

    /// <summary>
    /// What people reach by guessing: they chose one of 16 categories, or one of 793 words. Named in the legend, since
    /// points are where the label of a line would be.
    /// </summary>
    private static Series Chance(string modality, double from, double to)
    {
        double chance = modality == "vision" ? 1.0 / 16 : 1.0 / 793;
        return new(FormattableString.Invariant($"chance, {chance:0.####}"), [from, to], [chance, chance])
        {
            Style = FigureStyle.Grey,
        };
    }

    private static int NamedIn(Figure figure) =>
        figure.Series.Sum(series => series.Labels!.Count(label => label is not null));

    /// <summary>
    /// The names of the points farthest from the line of regression, one of a group so that names do not cover one
    /// another; null for the others.
    /// </summary>
    private static string?[] Outliers(double[] x, double[] y, string[] names, string[] groups)
    {
        (double intercept, double slope) = MathNet.Numerics.Fit.Line(x, y);
        double Distance(int i) => Math.Abs(y[i] - intercept - slope * x[i]);
        int[] named =
        [
            .. Enumerable
                .Range(0, x.Length)
                .GroupBy(i => groups[i])
                .Select(group => group.MaxBy(Distance))
                .OrderByDescending(Distance)
                .Take(Named),
        ];
        return [.. names.Select((name, i) => named.Contains(i) ? name : null)];
    }
}
