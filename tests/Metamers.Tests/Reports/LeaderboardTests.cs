using Metamers.Plotting.Reports;
using Metamers.Reports;
using Metamers.Reports.Records;
using Metamers.Runtime;
using Metamers.Statistics;

namespace Metamers.Tests.Reports;

/// <summary>Records beside one another; they are made from one report.</summary>
[Collection(nameof(ModelReportTests))]
public sealed class LeaderboardTests(ModelReportTests.Made made)
{
    private readonly ReportRecord record = made.Report.Record;

    [Fact]
    public void Differences_are_paired_over_stimuli_and_judges()
    {
        ReportComparison none = ReportComparison.Measure(record, record with { });
        Estimate zero = new(0, 0, 0, 0); // whatever is drawn, both have the same answers
        Assert.Equal((zero, zero, zero), (none.Reach, none.Idiosyncrasy, none.Yield));

        // Another network that answered alike may differ where nobody looked.
        ReportComparison alike = ReportComparison.Measure(record, Named(record, "alike"));
        Assert.Equal(0, alike.Reach!.Value);
        Assert.Equal(1 - Math.Pow(0.025, 1.0 / 8), alike.Reach.High, 6); // 8 stimuli
        Assert.Equal(-alike.Yield!.High, alike.Yield.Low);
        Assert.Equal(alike.Reach.High, alike.Yield.High, 6);

        // A network whose metamers all judges recognise at every stage is better in every draw.
        PanelRecognition panel = record.Recognition!;
        ReportRecord better = Named(record, "better") with
        {
            Recognition = panel with
            {
                Stages =
                [
                    .. panel.Stages.Select(stage => stage with { Judges = [.. stage.Judges.Select(_ => "11111111")] }),
                ],
            },
        };
        Estimate gain = ReportComparison.Measure(better, record).Reach!;
        Assert.True(gain.Low > 0);
        Assert.Equal(1 - record.Reach.Found!.Value, gain.Value, 5);

        // A judge that only one of the two has does not count.
        ReportRecord fewer = Named(record, "fewer") with
        {
            Recognition = panel with
            {
                Judges = [.. panel.Judges.Skip(1)],
                Stages = [.. panel.Stages.Select(stage => stage with { Judges = [.. stage.Judges.Skip(1)] })],
            },
        };
        Assert.Equal(0, ReportComparison.Measure(fewer, record).Reach!.Value);
    }

    [Theory]
    [InlineData("11111000", true)] // five of eight, all in one direction: p = 2/32
    [InlineData("11111100", false)] // p = 2/64
    public void Few_stimuli_that_differ_do_not_tell_two_networks_apart(string recognised, bool reaches)
    {
        ReportComparison difference = ReportComparison.Measure(Answered("all", recognised), Answered("n", "00000000"));
        Assert.All(
            [difference.Reach!, difference.Yield!],
            found =>
            {
                Assert.Equal(recognised.Count(answer => answer == '1') / 8.0, found.Value, 5);
                Assert.Equal(reaches, found.Low == 0);
                Assert.True(found.Low >= 0);
            }
        );

        // What judges recognise is accepted, and nothing else.
        ReportRecord Answered(string name, string answers) =>
            Named(record, name) with
            {
                Stages =
                [
                    .. record.Stages.Select(stage =>
                        stage with
                        {
                            Refused =
                            [
                                .. record
                                    .Settings.Stimuli.Index()
                                    .Where(stimulus => answers[stimulus.Index] == '0')
                                    .Select(stimulus => new RefusedMetamer(stimulus.Item.Name, "none")),
                            ],
                        }
                    ),
                ],
                Recognition = record.Recognition! with
                {
                    Stages =
                    [
                        .. record.Recognition.Stages.Select(stage =>
                            stage with
                            {
                                Accepted = "11111111",
                                Judges = [.. stage.Judges.Select(_ => answers)],
                            }
                        ),
                    ],
                },
            };
    }

    [Fact]
    public void Records_of_two_panels_are_not_ranked_together()
    {
        ReportRecord other = Named(record, "other") with
        {
            Recognition = record.Recognition! with { Panel = "cifar10-00000000" },
        };
        Leaderboard board = Leaderboard.Make([record, other]);
        Assert.Equal(2, board.Tables.Count);
        Assert.All(board.Tables, table => Assert.Single(table.Rows));
        Assert.Contains("cannot be compared", board.ToHtml());

        board = Leaderboard.Make([record, other, Named(other, "third")]);
        Assert.Equal([2, 1], board.Tables.Select(table => table.Rows.Count)); // that of most networks first
    }

    [Fact]
    public void Records_of_two_starts_or_null_distributions_are_not_ranked_together()
    {
        ReportSettings settings = record.Settings;
        ReportSettings[] others =
        [
            settings with
            {
                Schedule = settings.Schedule with { StartMean = 0.4 },
            },
            settings with
            {
                Schedule = settings.Schedule with { StartDeviation = 0.1 },
            },
            settings with
            {
                Nulls = settings.Nulls! with { Data = "svhn" },
            },
            settings with
            {
                Nulls = settings.Nulls! with { Pairs = 7 },
            },
        ];
        Assert.All(
            others,
            other => Assert.Equal(2, Leaderboard.Make([record, record with { Settings = other }]).Tables.Count)
        );
    }

    [Fact]
    public void Networks_are_sorted_by_any_column_and_written()
    {
        ReportRecord low = Named(record, "a-low") with
        {
            Reach = record.Reach with { Found = new(0.01, 0.01, 0, 0.02) },
            Idiosyncrasy = record.Idiosyncrasy with { Found = new(-0.5, 0.1, -0.7, -0.3) },
        };
        string[] Order(string column) =>
            [.. Leaderboard.Make([record, low], column).Tables[0].Rows.Select(row => row.Record.Network.Label)];
        Assert.Equal([ReportExamples.Key, "a-low"], Order("reach"));
        Assert.Equal(["a-low", ReportExamples.Key], Order("idiosyncrasy"));
        Assert.Equal(["a-low", ReportExamples.Key], Order("network"));

        // Equal networks share a place; one without the number has none, and there are none by name.
        ReportRecord alike = Named(record, "same");
        ReportRecord unsaid = Named(record, "unsaid") with { Reach = new(null, "Reach cannot be said: nothing.") };
        int?[] Places(string column) =>
            [.. Leaderboard.Make([unsaid, low, record, alike], column).Tables[0].Rows.Select(row => row.Place)];
        Assert.Equal([1, 1, 3, null], Places("reach"));
        Assert.Equal([null, null, null, null], Places("network"));
        Assert.Contains("| – | unsaid |", Leaderboard.Make([record, unsaid]).ToMarkdown());

        using TemporaryFolder folder = new();
        Leaderboard.Make([record, low]).Save(Path.GetRelativePath(Directory.GetCurrentDirectory(), folder.Path));
        Assert.Equal(3, File.ReadAllLines(folder["leaderboard.csv"]).Length);
        Assert.Contains("a-low", File.ReadAllText(folder["leaderboard.md"]));
        Assert.DoesNotContain("<script", File.ReadAllText(folder["leaderboard.html"]));
        Assert.True(File.Exists(folder["figures/leaderboard-1.png"]));

        File.Delete(folder["leaderboard.html"]); // then a file of that name is somebody else's
        Assert.Contains(
            "leaderboard.md would be replaced, and no leaderboard was written there",
            Assert.Throws<MetamerException>(() => Leaderboard.Make([record]).Save(folder.Path)).Message
        );
        Assert.Contains("a-low", File.ReadAllText(folder["leaderboard.md"]));
    }

    [Fact]
    public void A_name_that_looks_like_markup_stays_a_name()
    {
        string markdown = Leaderboard.Make([record, Named(record, "<b>**a** __c__ conv1_relu1|`d`")]).ToMarkdown();
        Assert.Contains(@"\<b\>\*\*a\*\* \_\_c\_\_ conv1_relu1\|\`d\`", markdown);
    }

    [Theory]
    [InlineData("reach", "Reach", "reach")]
    [InlineData("idiosyncrasy", "Idiosyncrasy", "idiosyncrasy")]
    [InlineData("yield", "Yield", "yield")]
    [InlineData("accuracy", "Reach", "reach")]
    public void Differences_are_of_the_column_that_is_sorted_by(string column, string heading, string compared)
    {
        // As the others, but all metamers of its first stage are refused, and no judge recognises any.
        ReportRecord low = Named(record, "z-low") with
        {
            Reach = record.Reach with { Found = new(0.01, 0.01, 0, 0.02) },
            Idiosyncrasy = record.Idiosyncrasy with { Found = new(0.9, 0.1, 0.7, 1) },
            Yield = record.Yield with { Found = new(0.01, 0.01, 0, 0.02) },
            Stages =
            [
                record.Stages[0] with
                {
                    Refused = [.. record.Settings.Stimuli.Select(one => new RefusedMetamer(one.Name, "none"))],
                },
                .. record.Stages.Skip(1),
            ],
            Recognition = record.Recognition! with
            {
                Stages =
                [
                    .. record.Recognition.Stages.Select(stage =>
                        stage with
                        {
                            Judges = [.. stage.Judges.Select(_ => "00000000")],
                        }
                    ),
                ],
            },
        };
        ReportComparison difference = ReportComparison.Measure(low, record);
        Estimate expected = compared switch
        {
            "reach" => difference.Reach!,
            "yield" => difference.Yield!,
            _ => difference.Idiosyncrasy!,
        };
        Assert.Equal(
            3,
            new[] { difference.Reach!.Value, difference.Yield!.Value, difference.Idiosyncrasy!.Value }
                .Distinct()
                .Count()
        );
        using TemporaryFolder folder = new();
        Leaderboard.Make([record, low], column).Save(folder.Path);
        string text = File.ReadAllText(folder["leaderboard.md"]);
        Assert.Contains($"| {heading} minus that of the first |", text);
        Assert.Contains($"is the difference of {compared} from the network at the top", text);
        Assert.Contains($"| {ReportText.Text(expected.Value)} ({ReportText.Interval(expected)}) |", text);
        string row = File.ReadAllLines(folder["leaderboard.csv"])[2];
        Assert.Contains(FormattableString.Invariant($",{compared},{expected.Value},{expected.Low},"), row);
    }

    [Fact]
    public void What_cannot_be_ranked_is_said()
    {
        void Refused(string expected, IReadOnlyList<ReportRecord> records, string column = "reach") =>
            Assert.Contains(expected, Assert.Throws<MetamerException>(() => Leaderboard.Make(records, column)).Message);
        Refused("There are no records", []);
        Refused("There is no column 'size'", [record], "size");
        Refused("are one network, tested twice", [record, record]);
    }

    [Fact]
    public void Records_of_other_conditions_are_not_compared()
    {
        ReportRecord other = Named(record, "other") with { Settings = record.Settings with { StimulusSet = "others" } };
        Assert.Contains(
            "were tested under different conditions",
            Assert.Throws<MetamerException>(() => ReportComparison.Measure(record, other)).Message
        );
    }

    private static ReportRecord Named(ReportRecord record, string label) =>
        record with
        {
            Network = record.Network with { Label = label, WeightsSha256 = new string(label[0], 64) },
        };
}
