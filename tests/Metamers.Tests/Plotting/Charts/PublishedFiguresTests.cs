using Metamers.Plotting;
using Metamers.Plotting.Charts;
using Metamers.Plotting.Interactive;
using Metamers.Plotting.Static;
using Metamers.Published;
using SkiaSharp;

namespace Metamers.Tests.Plotting.Charts;

public sealed class PublishedFiguresTests
{
    private static readonly PublishedData Data = new();

    [Fact]
    public void Models_with_the_same_stages_share_a_named_axis_and_others_run_from_first_to_last()
    {
        Figure robust = HumanRecognition.Draw(
            Data.Recognition.Where(row => row is { Modality: "vision", Experiment: 3 })
        );
        Assert.Equal(
            ["natural", "conv1_relu1", "layer1", "layer2", "layer3", "layer4", "avgpool", "final"],
            robust.X.Categories
        );
        Assert.Equal(12, robust.Series.Count); // people and the model itself, for six models
        Series people = robust.Series.Single(series => series.Name == "ResNet50 L2 ε = 3");
        Assert.Equal(0.880, people.Y[5], 0.0005); // method.md 5.8
        Assert.True(people.Low![5] < people.Y[5] && people.Y[5] < people.High![5]);
        Assert.Equal(1 / 16.0, robust.Lines[0].Value);
        Assert.StartsWith("20 participants, 400 stimuli, 8 × 3,000 steps; bars: one standard error", robust.Note);

        Figure standard = HumanRecognition.Draw(
            Data.Recognition.Where(row => row is { Modality: "vision", Experiment: 1 })
        );
        Assert.Null(standard.X.Categories);
        Series cornet = standard.Series.Single(series => series.Name == "CORnet-S Standard");
        Assert.Equal([0, 0.2, 0.4, 0.6, 0.8, 1], cornet.X);
        Assert.Equal(["natural", "V1", "V2", "V4", "IT", "final"], cornet.Hover);
    }

    [Theory]
    [InlineData(@"ResNet50 $L_\infty-norm (\epsilon=8/255)$", "ResNet50 L∞ ε = 8/255")]
    [InlineData(@"CochCNN9 random waveform $L_2-norm (\epsilon=0.5)$", "CochCNN9 random waveform L2 ε = 0.5")]
    [InlineData("CORnet-S Standard", "CORnet-S Standard")]
    public void Names_are_shown_without_the_marks_of_a_formula(string name, string shown) =>
        Assert.Equal(shown, HumanRecognition.Plain(name));

    [Fact]
    public void Every_name_in_the_data_is_plain_then() =>
        Assert.All(Data.Recognition, row => Assert.DoesNotContain('$', HumanRecognition.Plain(row.PaperModel)));

    [Fact]
    public void Points_name_model_and_stage_and_the_note_gives_the_correlations()
    {
        Figure pictures = HumanAgainstOthers.Draw(
            [.. Data.OtherModels.Where(row => row.Modality == "vision")],
            "Pictures"
        );
        Series equal = pictures.Series[^2];
        Assert.Equal(("as often as people", 1.0, 1.0), (equal.Name, equal.X[1], equal.Y[1]));
        Assert.Equal(("chance, 0.0625", 1.0 / 16), (pictures.Series[^1].Name, pictures.Series[^1].Y[1]));
        Series[] models = [.. pictures.Series.SkipLast(2)];
        Assert.Equal(148, models.Sum(series => series.X.Count));
        Assert.Equal(20, models.Select(series => (series.Name, series.Style)).Distinct().Count());
        Assert.Equal("AlexNet Standard: relu0", models[0].Hover![0]);
        Assert.Equal(4, models.Sum(series => series.Labels!.Count(label => label is not null)));
        Assert.StartsWith("R² = 0.860, rho = 0.920, tau = 0.748; 148 points", pictures.Note);
        Assert.Contains("AlexNet L∞ ε = 8/255", pictures.ToHtml(), StringComparison.Ordinal);

        Figure it = HumanAgainstOthers.Draw([.. Data.Brain.Where(row => row.Region == "IT")], comparisons: 4);
        Assert.StartsWith("rho = 0.45, p = 0.020, times 4 regions 0.08; R² = 0.11; 26 models", it.Note);
        Assert.Equal("Brain-Score", it.X.Label);
        Assert.Equal("chance, 0.0625", it.Series[^1].Name);
        Assert.Contains("adversarially trained", it.Series.Select(series => series.Name));
        Assert.All(
            it.Series.SkipLast(1).SelectMany(series => series.Hover!),
            name => Assert.DoesNotContain("fake_relu", name, StringComparison.Ordinal)
        );
    }

    [Theory]
    [InlineData("V1")]
    [InlineData("V2")]
    [InlineData("V4")]
    [InlineData("IT")]
    public void Names_of_points_are_within_the_axes_and_not_over_one_another(string region)
    {
        const float width = 400;
        const float height = 280;
        Figure figure = HumanAgainstOthers.Draw([.. Data.Brain.Where(row => row.Region == region)], comparisons: 4);
        Assert.Contains("Named: 4 far", figure.Note);
        using SKFont font = Typeface.Font(LabelPlaces.Size);
        (double low, double high) = figure.RangeX();
        SKRect[] places =
        [
            .. LabelPlaces
                .Choose(figure, width, height)
                .Select(label =>
                {
                    float wide = font.MeasureText(label.Text);
                    return SKRect.Create(
                        (float)(width * (label.X - low) / (high - low)) + label.Right - wide / 2,
                        (float)(height * (1 - label.Y)) + label.Down - LabelPlaces.Size / 2,
                        wide,
                        LabelPlaces.Size
                    );
                }),
        ];
        Assert.Equal(4, places.Length);
        Assert.All(places, place => Assert.True(new SKRect(-1, -1, width + 1, height + 1).Contains(place)));
        Assert.All(places, place => Assert.Single(places, place.IntersectsWith)); // itself
        Assert.All(
            StaticPicture.Labels(figure),
            label => Assert.Contains($"\"text\":\"{PlotlyObjects.Escape(label.Text)}\"", figure.ToHtml())
        );
    }

    [Fact]
    public void Of_four_models_the_point_farthest_from_the_line_is_named_and_its_name_is_drawn()
    {
        RecognitionByOthers[] points = [.. Data.OtherModels.Where(row => row.Modality == "audio")];
        Figure with = HumanAgainstOthers.Draw(points, "Words");
        Assert.Equal("chance, 0.0013", with.Series[^1].Name);
        Series[] models = [.. with.Series.SkipLast(2)]; // without the lines of chance and of equal recognition
        (double intercept, double slope) = MathNet.Numerics.Fit.Line(
            [.. models.SelectMany(series => series.X)],
            [.. models.SelectMany(series => series.Y)]
        );
        double Farthest(Series series) => series.X.Zip(series.Y, (x, y) => Math.Abs(y - intercept - slope * x)).Max();
        Series[] named = [.. models.Where(series => series.Labels!.Any(label => label is not null))];
        Assert.Equal(4, named.Length);
        Assert.True(named.Min(Farthest) >= models.Except(named).Max(Farthest));
        Assert.All(
            named,
            series =>
            {
                int i = series.Labels!.ToList().FindIndex(label => label is not null);
                Assert.Equal(Farthest(series), Math.Abs(series.Y[i] - intercept - slope * series.X[i]), 1e-12);
                Assert.Equal(series.Hover![i], series.Labels![i]);
            }
        );
        Figure without = with with { Series = [.. with.Series.Select(series => series with { Labels = null })] };
        Assert.NotEqual(without.ToPng(), with.ToPng());
    }

    [Fact]
    public void Every_model_of_the_data_has_the_name_that_the_paper_gives_it() =>
        Assert.All(
            Data.Recognition,
            row => Assert.Equal(HumanRecognition.Plain(row.PaperModel), PaperNames.Model(row.Model))
        );

    [Fact]
    public void Predictions_of_the_brain_run_along_the_stages_of_each_model()
    {
        Figure all = BrainByStage.Draw(Data.BrainByStage.Where(row => row.Region == "all_aud_voxels"), "All voxels");
        Series kell = all.Series.Single(series => series.Name == "CochCNN9 Standard");
        Assert.Equal(0.112, kell.Y[0], 0.0005); // method.md 5.7: the cochleagram
        Assert.Equal(0.746, kell.Y.Max(), 0.0005);
        Assert.Contains("7,694 voxels", all.Note);
        Assert.Equal(0.570, Assert.Single(all.Lines).Value, 0.0005); // the filter bank, one stage
        Assert.Equal(6, all.Series.Count);
    }

    [Fact]
    public void Rows_of_several_experiments_or_regions_do_not_make_one_figure()
    {
        Assert.Contains(
            "Give rows of one experiment",
            Assert.Throws<ArgumentException>(() => HumanRecognition.Draw(Data.Recognition)).Message
        );
        Assert.Contains(
            "Give rows of one region",
            Assert.Throws<ArgumentException>(() => BrainByStage.Draw(Data.BrainByStage, "All")).Message
        );
    }
}
