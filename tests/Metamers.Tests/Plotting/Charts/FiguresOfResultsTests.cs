using Metamers.Plotting;
using Metamers.Plotting.Charts;
using Metamers.Runtime;
using Metamers.Statistics;
using Metamers.Synthesis;
using Metamers.Training;

namespace Metamers.Tests.Plotting.Charts;

public class FiguresOfResultsTests
{
    private static readonly StageValues[] Stages = [new("conv1", [0.9, 1, 0.8]), new("layer1", [0.5, 0.6, 0.4])];

    [Fact]
    public void Loss_curves_show_the_median_and_the_quartiles_of_the_items()
    {
        Figure figure = LossCurves.Draw([new("layer1", [Fall(1), Fall(2), Fall(3)])], stepsPerRepetition: 10);
        Series line = Assert.Single(figure.Series);
        Assert.Equal([2, 1], line.Y);
        Assert.Equal(3, figure.Series[0].High![0], 0.5);
        Assert.True(line.Low![0] < 2 && line.High![0] > 2);
        Assert.Equal([10, 20], figure.Lines.Select(boundary => boundary.Value)); // 30 steps: no line at the very end
        Assert.Contains("median over 3 pictures; band: first to third quartile", figure.Note);
        Assert.Contains("every 10 steps", figure.Note);
        Assert.True(figure.Y.Logarithmic);

        // An item that was finished early counts on with its last loss.
        line = Assert.Single(LossCurves.Draw([new("layer1", [Fall(4), [new(0, 2)], Fall(4)])]).Series);
        Assert.Equal([4, 2], line.Y);
        Assert.Equal(2, line.Low![1], 0.5);
        line = Assert.Single(
            LossCurves
                .Draw([
                    new(
                        "layer1",
                        [
                            [new(0, 2)],
                            Fall(4),
                        ]
                    ),
                ])
                .Series
        );
        Assert.Equal([3, 2], line.Y);
    }

    [Fact]
    public void Loss_curves_of_nothing_or_of_unlike_steps_are_refused_with_a_reason()
    {
        Assert.Contains(
            "no loss curves",
            Assert.Throws<ArgumentException>(() => LossCurves.Draw(new MetamerSet())).Message
        );
        Assert.Contains(
            "'a' has no reports",
            Assert.Throws<ArgumentException>(() => LossCurves.Draw([new("a", [])])).Message
        );
        Assert.Contains(
            "'a' were reported at different steps",
            Assert
                .Throws<ArgumentException>(() => LossCurves.Draw([new("a", [Fall(1), [new(0, 1), new(5, 1)]])]))
                .Message
        );
    }

    [Fact]
    public void Matches_are_points_with_medians_in_front_of_the_null_distribution()
    {
        Figure figure = MatchByStage.Draw(MatchMeasure.Spearman, Stages, [(-0.1, 0.2), (0, 0.3)]);
        Assert.Equal(["null distribution, 95 %", "one metamer", "median"], figure.Series.Select(series => series.Name));
        Assert.Equal(6, figure.Series[1].Y.Count);
        Assert.Equal([0.9, 0.5], figure.Series[2].Y);
        Assert.Equal([-0.1, -0.1, 0, 0], figure.Series[0].Low!);
        Assert.Equal(["conv1", "layer1"], figure.X.Categories!);
        Assert.Equal("Stage matched", figure.X.Title);
        Assert.StartsWith("Each point is one metamer of 3 at each place, compared", figure.Note);
        StageValues[] unequal = [new("conv1", [0.9]), new("layer1", [0.5, 0.6])];
        Assert.StartsWith(
            "Each point is one metamer of 1 to 2 at each place",
            MatchByStage.Draw(MatchMeasure.Spearman, unequal).Note
        );
        Assert.Equal("Steps", MatchByStage.Draw(MatchMeasure.Spearman, Stages, axis: "Steps").X.Title);
        Assert.Equal("Signal-to-noise ratio (dB)", MatchByStage.Draw(MatchMeasure.DecibelSnr, Stages).Y.Title);
        Assert.NotEmpty(figure.ToPng());
        Assert.Contains(
            "2 stages and 1 null ranges",
            Assert.Throws<ArgumentException>(() => MatchByStage.Draw(MatchMeasure.Pearson, Stages, [(0, 1)])).Message
        );
    }

    [Fact]
    public void Recognition_has_error_bars_that_say_what_they_are_and_a_chance_line()
    {
        Figure figure = RecognitionByStage.Draw(
            ["natural", "final"],
            [new("ResNet20", [1, 0.5], [0, 0.1]), new("VGG", [0.9, 0.2])],
            chance: 0.1
        );
        Assert.Equal([0.4, 0.6], new[] { figure.Series[0].Low![1], figure.Series[0].High![1] });
        Assert.Null(figure.Series[1].Low);
        Assert.Equal("chance, 0.1", Assert.Single(figure.Lines).Label);
        Assert.Contains("standard error of the mean", figure.Note);
        Assert.NotEqual(figure.Series[0].X[0], figure.Series[1].X[0]); // side by side
        Assert.Equal(
            "The curve of 'x' has 1 values for 2 stages. Give one value a stage.",
            Assert.Throws<ArgumentException>(() => RecognitionByStage.Draw(["a", "b"], [new("x", [1])], 0.1)).Message
        );
    }

    [Fact]
    public void The_identity_gradient_comparison_joins_the_losses_of_each_item()
    {
        StageValues[] off = [new("conv1", [1, 1, 1]), new("layer1", [2, 2, 2])];
        Figure figure = IdentityGradientComparison.Draw(Stages, off);
        Assert.Equal(6, figure.Series.Count(series => !series.InLegend));
        Assert.Equal([0.9, 1], figure.Series[0].Y);
        Assert.NotEmpty(figure.ToPng());
        Assert.Contains(
            "conv1: 3 items",
            Assert.Throws<ArgumentException>(() => IdentityGradientComparison.Draw(Stages, [.. off.Take(1)])).Message
        );
    }

    [Fact]
    public void A_training_log_is_read_and_drawn()
    {
        string path = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.csv");
        TrainingLog.Write(path, [new(1, 0.1, 2, 0.3, 1.9, 0.35, 9), new(2, 0.1, 1, 0.6, 1.1, 0.62, 9)]);
        FigureRow row = TrainingCurve.Draw(path);
        Assert.Equal([2, 1], row.Figures[0].Series[0].Y);
        Assert.Equal([35, 62], row.Figures[1].Series[1].Y);
        Assert.Equal("Test set after epoch 2: 62.0 % correct.", row.Figures[1].Note);
        Assert.NotEmpty(row.ToPng());

        File.AppendAllText(path, "3,broken\n");
        Assert.Contains(
            $"{path}, line 4: 2 fields where the header has 7 columns; found: 3,broken. A training log is written by",
            Assert.Throws<MetamerException>(() => TrainingCurve.Draw(path)).Message
        );
        File.WriteAllText(path, "<html>");
        Assert.Contains(
            $"{path} has 1 lines; a table has a header and at least one row. A training log is written by",
            Assert.Throws<MetamerException>(() => TrainingCurve.Draw(path)).Message
        );
        File.Delete(path);
        Assert.Contains(
            $"There is no table {path}. A training log is written by the command train",
            Assert.Throws<MetamerException>(() => TrainingCurve.Draw(path)).Message
        );
    }

    private static LossReport[] Fall(double from) => [new(0, from), new(30, from / 2)];
}
