using System.Text.Json.Nodes;
using Metamers.Models;
using Metamers.Plotting;
using Metamers.Plotting.Reports;
using Metamers.Reports;
using Metamers.Reports.Making;
using Metamers.Reports.Records;
using Metamers.Runtime;
using Metamers.Stimuli;

namespace Metamers.Tests.Reports;

/// <summary>What is said where something could not be made, measured or read.</summary>
[Collection(nameof(ModelReportTests))]
public sealed class ReportWriterTests(ModelReportTests.Made made)
{
    private readonly ReportRecord record = made.Report.Record;

    [Fact]
    public void A_stage_at_which_none_could_be_made_is_named_beside_the_yield()
    {
        StageValidity failed = record.Stages[0] with { Accepted = null, Made = 0, Problem = "It overflows." };
        ReportRecord written = Write([failed, .. record.Stages.Skip(1)]);
        Assert.EndsWith(
            $"% of the metamers that were asked for are accepted; none could be made at {failed.Stage}.",
            written.Yield.Sentence
        );
        Assert.EndsWith("% of the metamers that were made are accepted.", Write(record.Stages).Yield.Sentence);
    }

    [Fact]
    public void The_makers_of_all_stimuli_are_cited()
    {
        ReportedNetwork unknown = record.Network with { Citation = null };
        ReportSettings words = record.Settings with { StimulusSet = "spoken-digits", Nulls = null };
        string Cited(ReportSettings settings, BesideMetamers? beside = null) =>
            string.Concat(ReportWriter.Cite(unknown, settings, beside));
        Assert.Contains("Free Spoken Digit Dataset", Cited(words));
        ReportSettings mine = words with { StimulusSet = "stimuli of one's own" };
        Assert.DoesNotContain("Krizhevsky", Cited(mine));
        ReportedNull nulls = new("cifar10-jpeg, crop padding 4, mirror True", 1, 1, 0);
        Assert.Contains("Krizhevsky", Cited(mine with { Nulls = nulls }));
        Assert.Contains("Krizhevsky", Cited(mine, record.Beside! with { StimulusSet = "cifar10" }));
    }

    [Fact]
    public void A_report_goes_on_without_a_null_distribution_that_cannot_be_measured()
    {
        using TemporaryFolder folder = new();
        using StagedModel model = new FeatureNetwork();
        ReportOptions options = ReportExamples.Options(folder.Path);
        using ModelReport report = ModelReport.Make(
            model,
            options with
            {
                Nulls = new() { Blocks = 1, BlockSize = 99 },
                Schedule = options.Schedule with { Repetitions = 1, StepsPerRepetition = 1 },
                TestStimuli = 0,
            }
        );
        Assert.Null(report.Record.Settings.Nulls);
        Assert.Contains(
            "A block has 99 stimuli and the training set only 16. Take smaller blocks.",
            report.Record.NotTested.Select(part => part.Why)
        );
        Assert.Equal(8 * 2, report.Metamers.Count);
    }

    [Fact]
    public void Nothing_is_accepted_or_refused_where_none_could_be_made()
    {
        using TemporaryFolder folder = new();
        using StagedModel model = new OverflowingNetwork();
        ReportOptions options = ReportExamples.Options(folder.Path);
        options = options with
        {
            References = [OverflowingNetwork.Picture("dark", 0.3f), OverflowingNetwork.Picture("white", 1)],
            Schedule = options.Schedule with { Repetitions = 1, StepsPerRepetition = 1 },
            TestStimuli = 0,
        };
        ReportShard shard = ModelReport.MakeShard(model, options, "1/1");
        Assert.Contains(shard.Failures, why => why.StartsWith("exp: no metamers. ", StringComparison.Ordinal));

        using ModelReport report = ModelReport.Make(model, options);
        StageValidity exp = report.Record.Stages[1];
        Assert.NotNull(exp.Problem);
        Assert.Null(exp.Accepted);
        StageValidity small = report.Record.Stages[0];
        Assert.Equal(2, small.Made);
        Assert.Contains(
            "activations for it are not finite",
            small.Refused.Single(metamer => metamer.Stimulus == "white").Reason
        );
        Assert.DoesNotContain(
            small.Refused,
            metamer => metamer.Stimulus == "dark" && metamer.Reason.Contains("finite", StringComparison.Ordinal)
        );
        ModelReportTests.AssertValid(report.Record.ToJson());
    }

    [Fact]
    public void A_stage_of_which_few_metamers_are_accepted_is_a_gap_in_the_curve_of_the_network_itself()
    {
        PanelRecognition panel = record.Recognition!;
        Figure Drawn(string accepted) =>
            ReportFigures.Recognition(
                record with
                {
                    Recognition = panel with
                    {
                        Stages =
                        [
                            panel.Stages[0],
                            panel.Stages[1] with
                            {
                                Accepted = accepted,
                            },
                            .. panel.Stages.Skip(2),
                        ],
                    },
                }
            );
        Assert.True(double.IsNaN(Drawn("11100000").Series[^1].Y[1]));
        Assert.False(double.IsNaN(Drawn("11110000").Series[^1].Y[1]));
    }

    [Fact]
    public void Only_metamers_that_are_accepted_show_that_a_network_takes_noise_for_the_reference()
    {
        const string Mistaken = "the network mistakes noise for the reference";
        StageValidity stage = record.Stages[0] with { Accepted = 7, Invisible = ["a", "b"] };
        Assert.Contains($"(a, b): {Mistaken}", Said(stage with { Refused = [] }));
        Assert.Contains($"(a, b). By the 1 of these that is accepted, {Mistaken}", Said(Refusing("a")));
        Assert.Contains("(a, b). None of these is accepted.", Said(Refusing("a", "b")));
        Assert.DoesNotContain(Mistaken, Said(Refusing("a", "b")));
        Assert.DoesNotContain(Mistaken, Said(stage with { Refused = [], Accepted = null }));

        StageValidity Refusing(params string[] names) =>
            stage with
            {
                Refused = [.. names.Select(name => new RefusedMetamer(name, "it differs"))],
            };

        string Said(StageValidity told)
        {
            ReportRecord written = record with { Stages = [told] };
            using ModelReport report = new(written, [], made.Report.Run, []);
            return ReportText
                .Of(report)
                .OfType<ReportBlock.Paragraph>()
                .Single(block => block.Text.Contains("invisible change", StringComparison.Ordinal))
                .Text;
        }
    }

    [Theory]
    [InlineData("settings.resamples", "its intervals are of 0 resamples; 2 to 1,000,000 are possible")]
    [InlineData("settings.stimuli", "it lists no stimuli")]
    [InlineData("stages", "it lists no stages")]
    [InlineData("recognition.stages", "it has answers for 0 stages")]
    [InlineData("recognition.judges", "nobody judged")]
    public void A_record_of_which_nothing_can_be_computed_is_refused(string emptied, string expected)
    {
        using TemporaryFolder folder = new();
        JsonNode changed = JsonNode.Parse(record.ToJson())!;
        string[] path = emptied.Split('.');
        JsonNode parent = path.Length == 1 ? changed : changed[path[0]]!;
        parent[path[^1]] = path[^1] == "resamples" ? 0 : new JsonArray();
        string file = folder.Write("record.json", System.Text.Encoding.UTF8.GetBytes(changed.ToJsonString()));
        Assert.Contains(expected, Assert.Throws<MetamerException>(() => ReportRecord.Load(file)).Message);
    }

    private ReportRecord Write(IReadOnlyList<StageValidity> stages) =>
        ReportWriter.Write(
            record.Network,
            record.Settings,
            StimulusKind.Picture,
            null,
            stages,
            record.Recognition,
            null,
            record.Beside,
            new(null, null, null, null, [])
        );
}
