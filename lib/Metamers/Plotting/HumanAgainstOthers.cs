using Metamers.Evaluation;
using Metamers.Statistics;

namespace Metamers.Plotting;

/// <summary>The figure of people's recognition of metamers against that by other things, one point a model and stage: other models, or the brain.</summary>
public static class HumanAgainstOthers
{
    /// <summary>Draws recognition by people against recognition by the models that the metamers were not made for (figures 8E and 8F).</summary>
    /// <param name="points">At least three.</param>
    /// <param name="title">The title.</param>
    public static Figure Models(IReadOnlyList<RecognitionByOthers> points, string title) => Draw(
        title,
        new("Recognition by other models, proportion correct") { Minimum = 0, Maximum = 1 },
        [.. points.Select(point => (point.OtherModelsMean, point.HumanMean, point.HumanSem, $"{point.Model}: {point.Stage.Replace("_fake_relu", "", StringComparison.Ordinal)}"))]) with
    { Height = 520, Width = 640 };

    /// <summary>Draws recognition by people against the prediction of a region of the brain, at the stage that predicts it best (figure 7).</summary>
    /// <param name="points">Of one region, at least three.</param>
    /// <param name="comparisons">How many regions are tested together, for Bonferroni's correction.</param>
    public static Figure Brain(IReadOnlyList<BrainPrediction> points, int comparisons)
    {
        double[] x = [.. points.Select(point => point.Score)];
        double[] y = [.. points.Select(point => point.HumanRecognition)];
        CorrelationTest rho = CorrelationTest.Spearman(x, y);
        return Draw(points[0].Region, new(points[0].Modality == "vision" ? "Brain-Score" : "Variance explained, corrected for noise"), [.. points.Select(point => (point.Score, point.HumanRecognition, point.HumanSem, $"{point.Model}: {point.BestStage.Replace("_fake_relu", "", StringComparison.Ordinal)}"))]) with
        {
            Note = FormattableString.Invariant($"rho = {rho.Coefficient:0.00}, p = {rho.P:0.000}, times {comparisons} regions {rho.Bonferroni(comparisons).P:0.00}; R² = {CorrelationTest.Pearson(x, y).Squared:0.00}; {points.Count} models."),
            Width = 440,
            Height = 380,
        };
    }

    private static Figure Draw(string title, Axis x, (double X, double Y, double Error, string Name)[] points)
    {
        (double[] across, double[] up) = ([.. points.Select(point => point.X)], [.. points.Select(point => point.Y)]);
        return new(title, x, new("Recognition by people, proportion correct") { Minimum = 0, Maximum = 1 },
        [
            new("one stage of one model", across, up)
            {
                Mark = SeriesMark.Points,
                Low = [.. points.Select(point => point.Y - point.Error)],
                High = [.. points.Select(point => point.Y + point.Error)],
                Hover = [.. points.Select(point => point.Name)],
            },
        ])
        {
            Note = FormattableString.Invariant($"R² = {CorrelationTest.Pearson(across, up).Squared:0.000}, rho = {CorrelationTest.Spearman(across, up).Coefficient:0.000}, tau = {CorrelationTest.Kendall(across, up).Coefficient:0.000}; {points.Length} points; bars: ± one standard error of the mean over people."),
        };
    }
}
