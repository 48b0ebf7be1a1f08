using Metamers.Evaluation;
using Metamers.Evaluation.Nulls;
using Metamers.Models;
using Metamers.Notebook;
using Metamers.Plotting;
using Metamers.Plotting.Charts;
using Metamers.Published;
using Metamers.Statistics;
using Metamers.Synthesis;
using Metamers.Tests.Synthesis;
using Microsoft.DotNet.Interactive.Formatting;

namespace Metamers.Tests.Plotting.Charts;

[Collection("formatters")]
public sealed class FiguresOfEvidenceTests
{
    private static readonly PublishedData Published = new();

    private static readonly NullDistribution Nulls = MakeNulls();

    [Fact]
    public void A_histogram_shows_all_pairs_and_all_metamers_and_where_the_largest_pair_lies()
    {
        Figure figure = new MetamerSet(Judged("cat", 0.9), Judged("dog", 0.7)).NullHistogram(
            Nulls,
            MatchMeasure.Spearman
        );
        Assert.Equal(["unrelated pairs", "metamers"], figure.Series.Select(series => series.Name));
        Assert.All(figure.Series, series => Assert.Equal(1, series.Y.Max()), throwIfEmpty: true);
        Assert.Equal(4, figure.Series[1].Y.Count(share => share == 1)); // two metamers, each a step with two ends
        Assert.StartsWith("1,000 unrelated pairs, the largest at the dotted line; 2 metamers", figure.Note);
        Assert.Equal(0.49, Assert.Single(figure.Lines).Value, 6);
        Assert.NotEmpty(figure.ToPng());
        Figure equal = new MetamerSet(
            Judged("cat", 0.9),
            Judged("dog", 0.7, snr: double.PositiveInfinity)
        ).NullHistogram(Nulls, MatchMeasure.DecibelSnr);
        Assert.All(equal.Series, series => Assert.True(series.X.Concat(series.Y).All(double.IsFinite)));
        Assert.Contains("1 with equal activations are in the last bin.", equal.Note);
        Assert.Contains(
            "2 metamers of 2 stages",
            Assert
                .Throws<ArgumentException>(() =>
                    new MetamerSet(Judged("cat", 0.9), Judged("cat", 0.9, "final")).NullHistogram(
                        Nulls,
                        MatchMeasure.Pearson
                    )
                )
                .Message
        );
    }

    [Fact]
    public void A_verdict_is_a_table_in_a_cell_with_its_sentence()
    {
        Formatters.Register();
        string text = Judged("cat", 0.4).Verdict.ToDisplayString("text/plain");
        Assert.StartsWith("cat at layer3: not accepted", text);
        Assert.Matches(@"Spearman ρ\s+0\.4000\s+0\.4900\s+✗", text);
        Assert.Contains("cat at layer3 is not accepted: the decision is the same", text);
        IReadOnlyList<MetamerVerdict> both = new MetamerSet(Judged("cat", 0.4), Judged("dog", 0.9)).Verdicts();
        Assert.Matches(
            @"dog\s+layer3\s+✓\s+0\.9000\s+0\.9000\s+9\.00\s+✓\s+0\.13\s+✓",
            both.ToDisplayString("text/plain")
        );
    }

    [Fact]
    public void The_matches_of_the_paper_are_drawn_for_one_model_and_measure()
    {
        Figure figure = PublishedMatchByStage.Draw(
            Published.Matches.Where(row => row.Model == "resnet50" && row.Measure == "dB_SNR")
        );
        Assert.Equal(
            ["input_after_preproc", "conv1_relu1", "layer1", "layer2", "layer3", "layer4", "avgpool", "final"],
            figure.X.Categories
        );
        Assert.True(figure.Series[1].Y.Zip(figure.Series[0].High!).All(pair => pair.First > pair.Second));
        Assert.NotEmpty(figure.ToPng());
        Assert.Contains(
            "of 29 models",
            Assert
                .Throws<ArgumentException>(() =>
                    PublishedMatchByStage.Draw(Published.Matches.Where(row => row.Modality == "vision"))
                )
                .Message
        );
    }

    [Fact]
    public void Transfer_is_drawn_as_a_matrix_and_as_lines_of_one_generator_or_of_several()
    {
        Transfer vision = Published.Transfers.Where(row => row.Modality == "vision").ToTransfer();
        Figure matrix = TransferMatrix.Draw(vision, [("resnet50", "layer4_fake_relu"), ("alexnet", "relu4_fake_relu")]);
        Assert.Equal(20, matrix.X.Categories!.Count);
        Assert.Equal(
            ["ResNet50 Standard, layer4", "AlexNet Standard, relu4"],
            matrix.Y.TickLabels!.Select(tick => tick.Label)
        );
        double self = Published
            .Transfers.Single(row => row.Generator == "resnet50" && row.Stage == "layer4_fake_relu" && row.IsSelf)
            .Accuracy;
        // The first row is the upper one.
        Assert.Equal(self, matrix.Heat!.Values[1, matrix.X.Categories.ToList().IndexOf("ResNet50 Standard")], 6);
        Assert.NotEmpty(matrix.ToPng());
        Assert.Equal("398 to 400 stimuli in a row. Schedule: the paper's, 24,000 steps.", matrix.Note);
        Assert.Contains(
            " in each row; chance is 0.0625.",
            TransferMatrix.Draw(vision, [("resnet50", "layer4_fake_relu")], chance: 1 / 16.0).Note,
            StringComparison.Ordinal
        );
        // The names of the columns are slanted, in one line each.
        string chart = Plotly.NET.GenericChart.toFigureJson(matrix.ToPlotly());
        Assert.Contains("AlexNet random L2 ", chart, StringComparison.Ordinal);
        Assert.DoesNotContain("AlexNetrandom", chart, StringComparison.Ordinal);

        Transfer matched = Published.Transfers.Where(row => row.Modality == "vision").ToTransfer(Published.Matches);
        PublishedMatch match = Published.Matches.Single(row =>
            row is { Model: "resnet50", StageLabel: "layer4", Measure: "dB_SNR" }
        );
        Assert.Equal(
            [$"ResNet50 Standard, layer4, loss {NumberText.Format(match.Loss!.Value, 2)}"],
            TransferMatrix.Draw(matched, [("resnet50", match.Stage)]).Y.TickLabels!.Select(tick => tick.Label)
        );
        Assert.Equal(
            match.Loss.Value,
            LossByStage.Draw(matched, [("resnet50", "standard")]).Series[0].Y[5] // after the input and four stages
        );

        Transfer few = new([.. vision.Results.Where(row => (row.Generator, row.Evaluator) != ("alexnet", "vgg_19"))]);
        Assert.Contains(
            "'vgg_19' was not asked about the metamers of 'alexnet' at 'relu4_fake_relu'",
            Assert.Throws<ArgumentException>(() => TransferMatrix.Draw(few, [("alexnet", "relu4_fake_relu")])).Message
        );

        Figure one = TransferByStage.Draw(vision, "resnet50", 1 / 16.0);
        Assert.Equal("ResNet50 Standard, itself", one.Series[^1].Name);
        Assert.Equal("layer4", one.X.Categories![^3]);
        Figure several = TransferByStage.Draw(
            vision,
            [("resnet50", "standard"), ("resnet50_l2_3_robust", "L2")],
            1 / 16.0
        );
        Assert.Equal(["standard", "L2"], several.Series.Select(series => series.Name));
        Assert.Equal(vision.OfOthers("resnet50", "final").Mean, several.Series[0].Y[^1]);

        Assert.Contains(
            "Its stages are: input_after_preproc",
            Assert.Throws<ArgumentException>(() => TransferMatrix.Draw(vision, [("resnet50", "layer9")])).Message
        );
        Assert.Contains(
            "other stages than those of 'a'",
            Assert
                .Throws<ArgumentException>(() =>
                    TransferByStage.Draw(vision, [("resnet50", "a"), ("alexnet", "b")], 0.1)
                )
                .Message
        );
        Assert.Contains(
            "no metamers of 'x'",
            Assert.Throws<ArgumentException>(() => TransferByStage.Draw(vision, "x", 0.1)).Message
        );
    }

    private static NullDistribution MakeNulls()
    {
        Histogram ratios = new(-1, 1, 200),
            decibels = new(-40, 40, 200);
        ratios.Add([.. Enumerable.Range(0, 1000).Select(i => -0.49 + 0.98 * i / 999)]);
        decibels.Add([.. Enumerable.Range(0, 1000).Select(i => -2 + 4.0 * i / 999)]);
        return new(
            new ModelIdentity("ResNet20", new string('0', 64)),
            "pictures",
            new NullOptions
            {
                Blocks = 1,
                BlockSize = 2000,
                AllPairs = false,
            },
            [0],
            [new StageNull("layer3", ratios, ratios, decibels)]
        );
    }

    private static Metamer Judged(string name, double correlation, string stage = "layer3", double? snr = null)
    {
        MatchMeasures measures = new(correlation, correlation, snr ?? 10 * correlation);
        using Metamer noise = MetamerExamples.Noise(1);
        return MetamerExamples
            .Like(noise, name, stage, new Judgement([1, 0], [2, 0], [new StageMatch(stage, measures)]))
            .With(new NullMaximum(Nulls.Stages[0].Maximum, Nulls.Pairs));
    }
}
