using System.Text;
using System.Text.Json.Nodes;
using Metamers.Reports.Records;
using Metamers.Runtime;

namespace Metamers.Tests.Reports;

public sealed class RecordFaultsTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("settings.stimuli", "[]", "it lists no stimuli")]
    [InlineData("settings.resamples", "2000000000", "2 to 1,000,000 are possible")]
    [InlineData("settings.schedule.repetitions", "-8", "Repetitions = -8")]
    [InlineData("stages", "[]", "it lists no stages")]
    [InlineData("stages.1.depth", "\"NaN\"", "the depth of 'layer1' is NaN")]
    [InlineData("reach.found.value", "\"NaN\"", "reach is NaN")]
    [InlineData("reach.found.value", "5", "reach is 5")]
    [InlineData("yield.found.high", "\"Infinity\"", "yield is 0")]
    [InlineData("idiosyncrasy.found.low", "-1.5", "it is from -1 to 1")]
    [InlineData("idiosyncrasy.found.standard_error", "\"Infinity\"", "idiosyncrasy is")]
    [InlineData("beside.accuracy.0.accuracy", "9e99", "an accuracy is 9E+99")]
    [InlineData("recognition", "null", "no answers of judges")]
    [InlineData("recognition.judges", "[]", "nobody judged")]
    [InlineData("recognition.chance", "0", "chance is 0")]
    [InlineData("recognition.groups", "[]", "all judges first")]
    [InlineData("recognition.groups.0.group", "\"standard\"", "all judges first")]
    [InlineData("recognition.groups.1.stage", "\"layer9\"", "each stage once")]
    [InlineData("recognition.groups.1.recognition.value", "7", "a proportion correct is not from 0 to 1")]
    [InlineData("recognition.stages.1.depth", "0.9", "they rise from 0 to 1")]
    [InlineData("recognition.stages.0.depth", "\"NaN\"", "they rise from 0 to 1")]
    [InlineData("recognition.stages.1.own", "\"10\"", "answers '10' for 20 stimuli")]
    [InlineData("recognition.stages.1.judges", "[]", "0 of 8 judges answered")]
    [InlineData("recognition.stages.1.accepted", "\"00000000000000000000\"", "it has reach, but 0 of 20")]
    [InlineData("recognition.stages.6.accepted", "\"00000000000000000000\"", "it has reach, but 0 of 20")]
    public void What_cannot_be_is_refused_when_it_is_read(string path, string value, string expected)
    {
        JsonNode record = JsonNode.Parse(ReportRecord.LoadShipped("resnet20-standard-seed0").ToJson())!;
        string[] parts = path.Split('.');
        JsonNode place = parts.SkipLast(1).Aggregate(record, (node, part) => At(node, part)!);
        if (int.TryParse(parts[^1], out int index))
        {
            place[index] = JsonNode.Parse(value);
        }
        else
        {
            Assert.True(place.AsObject().ContainsKey(parts[^1]), path);
            place[parts[^1]] = JsonNode.Parse(value);
        }

        string message = Assert
            .Throws<MetamerException>(() =>
                ReportRecord.Load(folder.Write("record.json", Encoding.UTF8.GetBytes(record.ToJsonString())))
            )
            .Message;
        Assert.Contains(expected, message);
        Assert.Contains("holds no record of a report", message);

        static JsonNode? At(JsonNode node, string part) => int.TryParse(part, out int i) ? node[i] : node[part];
    }

    [Fact]
    public void A_shipped_record_has_no_fault() =>
        Assert.All(
            ReportRecord.ShippedKeys,
            key => Assert.Null(RecordFaults.Find(ReportRecord.LoadShipped(key))),
            throwIfEmpty: true
        );

    [Fact]
    public void A_shipped_record_of_a_network_that_works_has_what_is_measured_beside_the_metamers() =>
        Assert.All(
            ReportRecord.ShippedKeys.Select(ReportRecord.LoadShipped).Where(record => record.Problem is null),
            record => Assert.NotNull(record.Beside),
            throwIfEmpty: true
        );

    [Fact]
    public void A_file_without_end_is_not_read_to_it()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "There is no /dev/zero.");
        Assert.Contains(
            "It has more than 100,000,000 characters.",
            Assert.Throws<MetamerException>(() => ReportRecord.Load("/dev/zero")).Message
        );
    }

    [Fact]
    public void A_folder_without_a_record_does_not_hide_a_network_of_the_zoo()
    {
        string before = Environment.CurrentDirectory;
        Directory.CreateDirectory(folder["resnet20-standard-seed0"]);
        try
        {
            Environment.CurrentDirectory = folder.Path;
            Assert.Equal("resnet20-standard-seed0", ReportRecord.Find("resnet20-standard-seed0").Network.Label);
        }
        finally
        {
            Environment.CurrentDirectory = before;
        }
    }
}
