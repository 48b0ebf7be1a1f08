using Metamers.Plotting.Pictures;
using Metamers.Plotting.Reports;
using Metamers.Reports;
using Metamers.Reports.Making;
using Metamers.Reports.Records;
using Metamers.Runtime;
using Metamers.Synthesis;
using Metamers.Tests.Synthesis;
using static TorchSharp.torch;

namespace Metamers.Tests.Plotting.Reports;

/// <summary>
/// At one stage a matches best and c worst; at the next the network makes no decision about c, which matches best, and
/// its activations for b are not finite.
/// </summary>
public class ExampleFigureTests
{
    private static readonly (string Reference, string Stage, Judgement? Judgement)[] Chosen =
    [
        ("a", "relu0", Judged("relu0", 5)),
        ("b", "relu0", Judged("relu0", 3)),
        ("c", "relu0", Judged("relu0", 1)),
        ("a", "relu1", Judged("relu1", 1)),
        ("b", "relu1", null),
        ("c", "relu1", new([], [], [new("relu1", new(1, 1, 9))])),
    ];

    [Fact]
    public void Sounds_are_ranked_at_each_stage_and_failures_are_heard_too()
    {
        using ModelReport report = Report(name => SoundExamples.Noise(name[0]));
        PictureGrid grid = ExampleFigure.Draw(report)!;
        Assert.Equal(["relu0", "relu1"], grid.Columns);
        Assert.Equal(
            [
                "best: reference",
                "best: metamer",
                "median: reference",
                "median: metamer",
                "worst: reference",
                "worst: metamer",
            ],
            grid.Rows.Select(row => row.Heading)
        );
        Assert.Equal(
            [
                ["a, the reference", "c, the reference"],
                ["metamer of a at relu0", "metamer of c at relu1"],
                ["b, the reference", "a, the reference"],
                ["metamer of b at relu0", "metamer of a at relu1"],
                ["c, the reference", "b, the reference"],
                ["metamer of c at relu0", "metamer of b at relu1"],
            ],
            grid.Rows.Select(row => row.Pictures.Select(picture => picture!.Sound!.Name).ToArray())
        );
        AssertSaid(grid);
        Assert.Contains("Under each sound: what ", grid.Note);
        Assert.Contains("played at an RMS of", grid.Note);
        Assert.Contains("noise for tests", grid.Note); // their source
        Assert.NotEmpty(grid.ToPng());
    }

    [Fact]
    public void Pictures_that_were_not_judged_are_shown_and_said()
    {
        using ModelReport report = Report(name => MetamerExamples.Noise(name[0]));
        PictureGrid grid = ExampleFigure.Draw(report)!;
        AssertSaid(grid);
        Assert.Contains("Under each picture: what ", grid.Note);
    }

    private static void AssertSaid(PictureGrid grid)
    {
        string[] first = [.. grid.Rows.Select(row => row.Pictures[0]!.Said)];
        string[] second = [.. grid.Rows.Select(row => row.Pictures[1]!.Said)];
        Assert.Equal(first[0], first[2]);
        Assert.Equal([$"✓ {first[0]}", $"✗ {first[0]}"], new[] { first[1], first[5] });
        Assert.Equal(["no decision", "✗ no decision", first[0], $"✓ {first[0]}", "", "✗ not finite"], second);
        Assert.Contains("not finite: the network's activations for the metamer are not finite", grid.Note);
        Assert.Contains("no decision: the network makes none", grid.Note);
    }

    private static Judgement Judged(string stage, double decibels) =>
        new([1, 0], [1, 0], [new(stage, new(1, 1, decibels))]);

    private static ModelReport Report(Func<string, Metamer> noise)
    {
        ReportRecord record = ReportRecord.LoadShipped("resnet20-l2-seed0");
        return new(
            record,
            [
                .. Chosen
                    .GroupBy(one => one.Stage)
                    .Select(stage => new MadeStage(
                        record.Stages[0],
                        new(
                            stage.Select(one =>
                                MetamerExamples.Like(noise(one.Reference), one.Reference, one.Stage, one.Judgement)
                            )
                        ),
                        [.. stage.Select(one => one.Reference == "a")]
                    )),
            ],
            new(DateTimeOffset.UnixEpoch, 1, RunManifest.Current(CPU, ScalarType.Float32)),
            []
        );
    }
}
