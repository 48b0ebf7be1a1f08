using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Workbook.Notebooks;

namespace Notebook.Tests.Sentences;

/// <summary>What the saved figures of a cell show: the lines of its charts, and the labels of its pictures.</summary>
internal static partial class SavedFigure
{
    private const string Beginning = "var figure = ";

    /// <summary>The values of a line of a chart.</summary>
    /// <param name="notebook">Number of the notebook.</param>
    /// <param name="cell">Id of the cell.</param>
    /// <param name="line">Name of the line; of several, such as a band and a line, the last.</param>
    /// <param name="chart">Which of the charts side by side.</param>
    public static double[] Line(string notebook, string cell, string line, int chart = 0) =>
        [
            .. Traces(notebook, cell, chart).Last(trace => (string?)trace["name"] == line)["y"]!
                .AsArray()
                .GetValues<double>(),
        ];

    /// <summary>The values of all lines of a chart.</summary>
    public static double[][] Lines(string notebook, string cell) =>
        [
            .. Traces(notebook, cell, 0)
                .Where(trace => trace["y"] is not null)
                .Select(trace => trace["y"]!.AsArray().GetValues<double>().ToArray()),
        ];

    /// <summary>The words at the ticks of a chart's horizontal axis.</summary>
    public static string[] Ticks(string notebook, string cell) =>
        [.. Charts(notebook, cell)[0]["layout"]!["xaxis"]!["ticktext"]!.AsArray().GetValues<string>()];

    /// <summary>The labels of pictures that say what a network sees, for example "cat, standard: ✗ dog".</summary>
    public static string[] Labels(string notebook, string cell) =>
        [
            .. Label()
                .Matches(Html(notebook, cell))
                .Select(match => WebUtility.HtmlDecode(match.Groups["label"].Value))
                .Where(label =>
                    label.Contains(": ✓", StringComparison.Ordinal) || label.Contains(": ✗", StringComparison.Ordinal)
                ),
        ];

    private static IEnumerable<JsonNode> Traces(string notebook, string cell, int chart) =>
        Charts(notebook, cell)[chart]["data"]!.AsArray().Select(trace => trace!);

    private static JsonNode[] Charts(string notebook, string cell) =>
        [
            .. Html(notebook, cell)
                .Split(Beginning)
                .Skip(1)
                .Select(text =>
                {
                    Utf8JsonReader reader = new(Encoding.UTF8.GetBytes(text));
                    return JsonNode.Parse(ref reader)!;
                }),
        ];

    private static string Html(string notebook, string cell) =>
        string.Concat(
            SentenceTexts
                .Notebook(notebook)
                .Cells.Single(one => one.Id == cell)
                .Outputs.Select(output => NotebookCell.JoinLines(output["data"]?["text/html"]))
        );

    [GeneratedRegex("alt=\"(?<label>[^\"]*)\"")]
    private static partial Regex Label();
}
