using Metamers.Evaluation;
using Metamers.Evaluation.Robustness;
using Metamers.Perturbations;
using Metamers.Plotting;
using Metamers.Plotting.Charts;
using Metamers.Plotting.Pictures;
using Metamers.Runtime;
using Metamers.Synthesis;
using Metamers.Tests.Synthesis;

namespace Metamers.Tests.Plotting.Charts;

/// <summary>Figures that compare several networks.</summary>
public sealed class FiguresOfNetworksTests
{
    [Fact]
    public void A_grid_of_networks_has_a_row_for_each_and_all_their_stages()
    {
        using Metamer metamer = MetamerExamples.Noise(1);
        PictureGrid grid = new MetamerSet(
            metamer,
            Of("robust", metamer, metamer.Reference.Name, metamer.Stage),
            Of("robust", metamer, metamer.Reference.Name, "other")
        ).Grid(new Dictionary<string, string> { [metamer.Model.Label] = "standard", ["robust"] = "L2-trained" });
        Assert.Equal(["natural", metamer.Stage, "other"], grid.Columns);
        Assert.Equal(["standard", "L2-trained"], grid.Rows.Select(row => row.Heading));
        Assert.Equal($"Metamers of {metamer.Reference.Name}", grid.Title);
        Assert.Null(grid.Rows[0].Pictures[2]);
        Assert.NotNull(grid.Rows[1].Pictures[2]);
        Assert.NotEmpty(grid.ToPng());
    }

    [Fact]
    public void A_grid_of_networks_shows_one_reference_and_no_row_without_metamers()
    {
        using Metamer metamer = MetamerExamples.Noise(1);
        MetamerSet mixed = new(metamer, Of("robust", metamer, "dog", metamer.Stage));
        Assert.Equal(
            $"The metamers are of 2 networks and 2 references: {metamer.Reference.Name}, dog. A grid of several "
                + "networks shows one reference; choose it: metamers.Of(reference).",
            Assert.Throws<ArgumentException>(() => mixed.Grid()).Message
        );
        Assert.Contains("no metamers to draw", Assert.Throws<ArgumentException>(() => new MetamerSet().Grid()).Message);
    }

    [Fact]
    public void A_grid_of_one_network_names_references_classes_and_sources_by_itself()
    {
        using Metamer metamer = MetamerExamples.Noise(1);
        PictureGrid grid = new MetamerSet(
            metamer,
            MetamerExamples.Like(metamer, "dog", "layer3", metamer.Judgement)
        ).Grid();
        Assert.Equal(["dead_leaves_7", "dog"], grid.Rows.Select(row => row.Heading));
        Assert.Equal(["natural", "layer3"], grid.Columns);
        Assert.Equal(["dog", "cat"], grid.Rows[0].Pictures.Select(picture => picture!.Caption));
        Assert.False(grid.Rows[0].Pictures[1]!.Correct);
        Assert.EndsWith("Pictures: drawn for tests.", grid.Note);
    }

    private static Metamer Of(string network, Metamer metamer, string reference, string stage) =>
        MetamerExamples.Of(network, MetamerExamples.Like(metamer, reference, stage, metamer.Judgement));

    [Fact]
    public void Robustness_against_recognition_is_a_point_with_its_error_for_each_network()
    {
        Transfer transfer = new([
            Result("a", "b", 0.2),
            Result("a", "c", 0.4),
            Result("b", "a", 0.8),
            Result("b", "c", 0.6),
        ]);
        Figure figure = RobustnessAgainstRecognition.Draw(
            transfer,
            [("plain", "a", "final", Evaluation(0.05)), ("robust", "b", "final", Evaluation(0.6))],
            Small,
            chance: 0.1
        );
        Assert.Equal(["plain", "robust"], figure.Series.Select(series => series.Name));
        Assert.Equal((5, 0.3), (figure.Series[0].X[0], Math.Round(figure.Series[0].Y[0], 12)));
        // 0.8 and 0.6 have a standard error of 0.1.
        Assert.Equal(0.1, figure.Series[1].High![0] - figure.Series[1].Y[0], 12);
        Assert.Equal("Correct under attack, L2 norm of 0.5 (%)", figure.X.Title);
        Assert.NotEmpty(figure.ToPng());

        Assert.Contains(
            "'plain' was not evaluated under perturbations of the Input of L2 norm 2. Its evaluations: Input L2 0.5.",
            Assert
                .Throws<ArgumentException>(() =>
                    RobustnessAgainstRecognition.Draw(
                        transfer,
                        [("plain", "a", "final", Evaluation(0.05))],
                        Small with
                        {
                            Radius = 2,
                        },
                        0.1
                    )
                )
                .Message
        );
        Assert.Contains(
            "No other network",
            Assert
                .Throws<MetamerException>(() =>
                    RobustnessAgainstRecognition.Draw(transfer, [("x", "a", "layer1", Evaluation(0.05))], Small, 0.1)
                )
                .Message
        );
    }

    [Fact]
    public void Robustness_of_a_network_that_hears_is_read_in_one_space()
    {
        Transfer transfer = new([Result("a", "b", 0.2)]);
        AdversarialEvaluation both = new([
            .. Evaluation(0.05).Results,
            .. Evaluation(0.6, PerturbationSpace.Cochleagram).Results,
        ]);
        double Robustness(PerturbationSpace space) =>
            RobustnessAgainstRecognition.Draw(transfer, [("plain", "a", "final", both)], Small, 0.1, space).Series[0].X[
                0
            ];
        Assert.Equal(5, Robustness(PerturbationSpace.Input));
        Assert.Equal(60, Robustness(PerturbationSpace.Cochleagram));
    }

    private static PerturbationSet Small => new(PerturbationNorm.L2, 0.5);

    private static AdversarialEvaluation Evaluation(
        double accuracy,
        PerturbationSpace space = PerturbationSpace.Input
    ) => new([new(Small, space, AttackOptions.TwentySteps, 0, accuracy, 1, 200)]);

    private static TransferResult Result(string generator, string evaluator, double accuracy) =>
        new(generator, "final", evaluator, 20, accuracy, 0.05);
}
