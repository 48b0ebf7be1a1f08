using Metamers.Models;
using Metamers.Models.Zoo;
using Metamers.Published;
using Metamers.Reports.Making;
using Metamers.Reports.Records;
using Metamers.Statistics;

namespace Metamers.Tests.Reports;

/// <summary>What is predicted of people, and what is not.</summary>
public sealed class HumanPredictionTests
{
    private const double Chance = 1 / 16.0;

    [Fact]
    public void People_are_predicted_by_the_line_through_the_published_points()
    {
        RecognitionByOthers[] points = [.. new PublishedData().OtherModels.Where(row => row.Modality == "vision")];
        PredictionLine line = new(
            [.. points.Select(point => (point.OtherModelsMean - Chance) / (1 - Chance))],
            [.. points.Select(point => (point.HumanMean - Chance) / (1 - Chance))]
        );
        PredictedRecognition found = HumanPrediction.Predict("vision", Panel((20, 0.9), (20, 0.5)), null);
        Assert.Null(found.Refused);
        Assert.Equal(points.Length, found.Points);
        PredictedStage stage = Assert.Single(found.Stages);
        double expected = line.Predict((0.5 - Chance) / (1 - Chance)).Value * (1 - Chance) + Chance;
        Assert.Equal(expected, stage.Predicted!.Value, 5);
        Assert.InRange(stage.Predicted.Value, stage.Low!.Value, stage.High!.Value);
    }

    [Theory]
    [InlineData(0, "no metamer is accepted, and at least 4 are needed")]
    [InlineData(1, "1 metamer is accepted, and at least 4 are needed")]
    [InlineData(3, "3 metamers are accepted, and at least 4 are needed")]
    public void The_number_of_metamers_that_are_accepted_is_told(int accepted, string expected) =>
        Assert.Equal(
            expected,
            Assert.Single(HumanPrediction.Predict("vision", Panel((20, 0.9), (accepted, null)), null).Stages).Refused
        );

    [Fact]
    public void What_is_not_known_is_not_predicted_from()
    {
        PanelRecognition panel = Panel((20, 0.9), (20, 0.5));
        Refused("since there is no null distribution: nowhere", panel, "nowhere");
        Refused("5 natural stimuli have a class, and at least 8 are needed", Panel((5, null), (5, null)));
        Refused("the panel does not recognise the natural stimuli well enough", Panel((20, 0.1), (20, 0.1)));
        Refused("another task", panel with { Chance = 0.5 });
        Refused("the panel has 4 judges", panel with { Judges = [.. panel.Judges.Skip(1)] });

        void Refused(string expected, PanelRecognition given, string? withoutNull = null)
        {
            PredictedRecognition found = HumanPrediction.Predict("vision", given, withoutNull);
            Assert.Contains(expected, found.Refused);
            Assert.Empty(found.Stages);
        }
    }

    [Fact]
    public void With_fewer_than_eight_stimuli_nothing_is_said_of_recognition()
    {
        using StagedModel model = ModelZoo.Load(ReportExamples.Key);
        PanelRecognition panel = new PanelMaker(
            model,
            ModelIdentity.Compute(model),
            JudgePanel.All[0],
            ReportExamples.Pictures[..5],
            [],
            100
        ).Make(_ => { }, default);
        Assert.All(panel.Groups, group => Assert.Null(group.Recognition), throwIfEmpty: true);
        Assert.All(panel.Groups, group => Assert.Equal(5, group.Metamers));
        Assert.Contains("5 natural stimuli", HumanPrediction.Predict("vision", panel, null).Refused);
    }

    /// <summary>Five judges' recognition of the natural stimuli and of the metamers of one stage.</summary>
    private static PanelRecognition Panel((int Count, double? Share) natural, (int Count, double? Share) stage)
    {
        return new(
            "pictures",
            Chance,
            [.. Enumerable.Range(0, 5).Select(i => new ReportedJudge($"judge {i}", "alike", null, null))],
            [],
            [],
            [Group("natural", natural), Group("final", stage)]
        );

        static GroupRecognition Group(string stage, (int Count, double? Share) found) =>
            new(
                stage,
                PanelNumbers.AllJudges,
                5,
                found.Count,
                found.Share is { } share ? new(share, 0, share, share) : null
            );
    }
}
