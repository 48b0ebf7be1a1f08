using System.Text.Json;
using System.Text.Json.Nodes;
using Json.Schema;
using Metamers.Experiments;
using Metamers.Models;
using Metamers.Models.Zoo;
using Metamers.Plotting.Reports;
using Metamers.Reports;
using Metamers.Reports.Records;
using Metamers.Runtime;
using Metamers.Synthesis;
using TorchSharp;

namespace Metamers.Tests.Reports;

/// <summary>A report of a network of the zoo, made once for the tests of this collection.</summary>
[Collection(nameof(ModelReportTests))]
public sealed class ModelReportTests(ModelReportTests.Made made)
{
    private const string StandardSeed1 = "resnet20-standard-seed1";

    private static readonly Lazy<JsonSchema> Schema = new(() =>
        JsonSchema.FromText(File.ReadAllText(Path.Combine(ProjectFolder.Data, "reports", "record.schema.json")))
    );

    private readonly ReportRecord record = made.Report.Record;

    [Fact]
    public void The_three_numbers_follow_from_the_answers_of_the_record()
    {
        Assert.Null(record.Problem);
        PanelRecognition panel = record.Recognition!;
        Assert.Equal([ReportExamples.Key], panel.LeftOut); // never judges itself
        Assert.Equal(8, panel.Judges.Count);
        Assert.Equal("trained by the same recipe from another seed", panel.Judges[0].Note);
        Assert.Equal("same architecture, standard", panel.Judges[0].Group);
        Assert.Equal(
            ["natural", .. record.Stages.Select(stage => stage.Stage)],
            panel.Stages.Select(stage => stage.Stage)
        );
        Assert.Equal((0.0, 1.0), (panel.Stages[0].Depth, panel.Stages[^1].Depth));
        Assert.Equal("11111111", panel.Stages[0].Own);
        Assert.Equal(record.Stages.Average(stage => stage.Accepted!.Value / 8.0), record.Yield.Found!.Value, 5);
        foreach ((StageValidity stage, RecognisedStage answers) in record.Stages.Zip(panel.Stages.Skip(1)))
        {
            Assert.Equal(stage.Accepted, answers.Accepted.Count(answer => answer == '1'));
            Assert.Equal(8 - stage.Accepted, stage.Refused.Count);
        }

        double own = panel
            .Stages[^1]
            .Own.Zip(panel.Stages[^1].Accepted)
            .Where(a => a.Second == '1')
            .Average(a => a.First - '0');
        GroupRecognition last = panel.Groups.Last(group => group.Group == "all judges");
        Assert.Equal(own - last.Recognition!.Value, record.Idiosyncrasy.Found!.Value, 5);
        Assert.InRange(record.Reach.Found!.Value, record.Reach.Found.Low, record.Reach.Found.High);
        Assert.False(record.LacksNumbers);
    }

    [Fact]
    public void A_second_run_gives_the_same_record_to_the_byte()
    {
        using TemporaryFolder elsewhere = new();
        string first = elsewhere.Write("first.json", System.Text.Encoding.UTF8.GetBytes(record.ToJson()));
        using StagedModel model = ModelZoo.Load(ReportExamples.Key);
        using ModelReport again = ModelReport.Make(
            model,
            ReportExamples.Options(elsewhere.Path) with
            {
                Against = [first],
            }
        );
        Assert.Equal(record.ToJson(), again.Record.ToJson());
        // Against itself there is no difference, whatever is drawn.
        Assert.Contains("0.000 (0.000 to 0.000)", again.ToHtml());
    }

    [Fact]
    public void Other_scores_stand_beside_the_metamers()
    {
        BesideMetamers beside = record.Beside!;
        Assert.Equal([0, 0.25, 0.5], beside.Accuracy.Select(attacked => attacked.Radius));
        Assert.True(beside.Accuracy[2].Accuracy < beside.Accuracy[0].Accuracy); // it was not trained against attacks
        Assert.Contains("nothing points to a search that fails", beside.RobustnessChecks);
        Assert.Contains($" of the stimuli; the other network is {StandardSeed1}.)", beside.RobustnessChecks);
        string[] stages = [.. record.Stages.Select(stage => stage.Stage)];
        Assert.Equal(stages, beside.Sensitivity.Select(stage => stage.Stage));
        Assert.Equal(stages, beside.Similarity.Select(stage => stage.Stage));
        Assert.All(beside.Sensitivity, stage => Assert.True(stage is { LargestEigenvalue: > 0, Relative: > 0 }));
        Assert.All(beside.Similarity, stage => Assert.InRange(stage.CenteredKernelAlignment!.Value, 0.3, 1));
        Assert.All(beside.Similarity, stage => Assert.InRange(stage.Procrustes!.Value, 0.3, 1));
        Assert.Contains("Beside the metamers", made.Report.ToHtml());
    }

    [Fact]
    public void The_files_are_complete_and_load_again()
    {
        made.Report.Save(made.Folder);
        string Text(string file) => File.ReadAllText(Path.Combine(made.Folder, file));

        AssertValid(Text("record.json"));
        Assert.Equal(Text("record.json"), ReportRecord.Load(Path.Combine(made.Folder, "record.json")).ToJson());
        Assert.DoesNotContain(
            made.Report.Run.Began.Year.ToString(),
            Text("record.json").Replace("Neuroscience 26, 2023", "")
        );
        Assert.Contains("torch_sharp", Text("run.json"));
        string page = Text("report.html");
        Assert.DoesNotContain("<script", page);
        Assert.DoesNotContain("http", page.Replace("http-equiv", "").Replace("https://", "cited://")); // loads nothing
        Assert.Contains("data:image/png;base64,", page);
        Assert.Contains("Predicted, not measured", page);
        Assert.Contains("![", Text("report.md"));
        Assert.True(File.Exists(Path.Combine(made.Folder, "figures", "recognition.png")));
        // Stimuli, conditions, observers.
        Assert.Equal(1 + 8 * 7 * 9, Text("tables.csv").TrimEnd('\n').Split('\n').Length);
        using MetamerSet metamers = MetamerSet.Load(Path.Combine(made.Folder, "metamers"));
        Assert.Equal(8 * record.Stages.Count, metamers.Count);
        Assert.Contains(
            ExperimentStimuli.FromFolder(Path.Combine(made.Folder, "stimuli")),
            stimulus => stimulus.Condition == $"{ReportExamples.Key}/final"
        );
    }

    [Fact]
    public void The_card_with_versions_time_and_machine_comes_before_the_numbers()
    {
        made.Report.Save(made.Folder);
        RunManifest manifest = made.Report.Run.Manifest;
        string[] inOrder =
        [
            "The network and the test",
            record.Network.WeightsSha256,
            "Licence",
            "gradients from every stage",
            "start noise 0, null distribution 0",
            $"TorchSharp {manifest.TorchSharp}, libtorch {manifest.LibTorch}",
            $"{made.Report.Run.Began.Year}-",
            $"device cpu, {manifest.Threads} thread",
            "Three numbers",
            record.Reach.Sentence,
            "Are the metamers valid?",
        ];
        foreach (string file in new[] { "report.html", "report.md" })
        {
            string text = System.Net.WebUtility.HtmlDecode(File.ReadAllText(Path.Combine(made.Folder, file)));
            int[] places = [.. inOrder.Select(part => text.IndexOf(part, StringComparison.Ordinal))];
            Assert.DoesNotContain(-1, places);
            Assert.Equal(places.Order(), places);
            Assert.Contains(manifest.System, text);
        }
    }

    [Fact]
    public void What_an_earlier_report_left_in_the_folder_is_replaced()
    {
        using TemporaryFolder folder = new();
        folder.Write("run.json", "{}"u8.ToArray());
        string[] left = [Path.Combine(folder["metamers"], "old"), Path.Combine(folder["stimuli"], "natural", "cat")];
        Array.ForEach(left, path => Directory.CreateDirectory(path));
        File.WriteAllText(Path.Combine(left[1], "old.png"), "of another report");
        made.Report.Save(folder.Path);
        Assert.All(left[..1], path => Assert.False(Directory.Exists(path), path));
        Assert.False(File.Exists(Path.Combine(left[1], "old.png")));
        using MetamerSet metamers = MetamerSet.Load(folder["metamers"]);
        Assert.Equal(made.Report.Metamers.Count, metamers.Count);
    }

    [Fact]
    public void What_no_report_wrote_is_not_replaced()
    {
        using TemporaryFolder folder = new();
        Directory.CreateDirectory(folder["stimuli"]);
        folder.Write("stimuli/mine.png", [1]);
        Assert.Contains(
            "stimuli would be replaced by the report's, and no report wrote it: there is no run.json beside it",
            Assert.Throws<MetamerException>(() => made.Report.Save(folder.Path)).Message
        );
        Assert.True(File.Exists(folder["stimuli/mine.png"]));

        using TemporaryFolder another = new();
        another.Write("tables.csv", [1]);
        Assert.Contains(
            "tables.csv would be replaced",
            Assert.Throws<MetamerException>(() => made.Report.Save(another.Path)).Message
        );
    }

    [Fact]
    public void A_report_that_replaces_another_leaves_nothing_of_it()
    {
        using TemporaryFolder folder = new();
        folder.Write("run.json", "{}"u8.ToArray());
        folder.Write("figures/old.png", [1]);
        folder.Write("record.json", "of another network"u8.ToArray());
        Directory.CreateDirectory(folder["tables.parquet"]); // the tables cannot be written
        Assert.ThrowsAny<Exception>(() => made.Report.Save(folder.Path));
        Assert.False(File.Exists(folder["record.json"]));
        Assert.False(File.Exists(folder["figures/old.png"]));
    }

    [Fact]
    public void The_schema_refuses_what_is_no_record()
    {
        AssertValid(record.ToJson());
        JsonNode changed = JsonNode.Parse(record.ToJson())!;
        changed["reach"]!["found"] = "much";
        Assert.False(Schema.Value.Evaluate(changed.Deserialize<JsonElement>()).IsValid);
        changed = JsonNode.Parse(record.ToJson())!;
        changed["score"] = 1;
        Assert.False(Schema.Value.Evaluate(changed.Deserialize<JsonElement>()).IsValid);
    }

    [Theory]
    [InlineData("null", "it is null")]
    [InlineData("{", "holds no record")]
    [InlineData("""{ "format_version": 2 }""", "has the format version 2; this version of Metamers reads 1")]
    public void A_record_that_is_none_is_refused(string json, string expected)
    {
        using TemporaryFolder folder = new();
        string path = folder.Write("record.json", System.Text.Encoding.UTF8.GetBytes(json));
        Assert.Contains(expected, Assert.Throws<MetamerException>(() => ReportRecord.Load(path)).Message);
    }

    [Fact]
    public void Answers_for_other_stimuli_are_noticed()
    {
        using TemporaryFolder folder = new();
        string json = record.ToJson().Replace("\"own\": \"11111111\"", "\"own\": \"1111111\"");
        Assert.NotEqual(record.ToJson(), json);
        string path = folder.Write("record.json", System.Text.Encoding.UTF8.GetBytes(json));
        Assert.Contains(
            "'1111111' for 8 stimuli",
            Assert.Throws<MetamerException>(() => ReportRecord.Load(path)).Message
        );
    }

    internal static void AssertValid(string json)
    {
        using JsonDocument document = JsonDocument.Parse(json);
        EvaluationResults results = Schema.Value.Evaluate(
            document.RootElement,
            new EvaluationOptions { OutputFormat = OutputFormat.List }
        );
        Assert.True(
            results.IsValid,
            string.Join(
                '\n',
                (results.Details ?? [])
                    .Where(d => d.Errors is not null)
                    .Select(d => $"{d.InstanceLocation}: {string.Join(", ", d.Errors!.Values)}")
            )
        );
    }

    [CollectionDefinition(nameof(ModelReportTests))]
    public sealed class Shared : ICollectionFixture<Made>;

    /// <summary>The report.</summary>
    public sealed class Made : IDisposable
    {
        private readonly TemporaryFolder folder = new();

        public Made()
        {
            using StagedModel model = ModelZoo.Load(ReportExamples.Key);
            Report = ModelReport.Make(model, ReportExamples.Options(folder.Path));
        }

        public ModelReport Report { get; }

        public string Folder => folder.Path;

        public void Dispose()
        {
            Report.Dispose();
            folder.Dispose();
        }
    }
}
