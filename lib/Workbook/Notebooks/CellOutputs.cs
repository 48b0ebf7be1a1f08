using System.Text.Json.Nodes;
using Metamers.Plotting.Interactive;
using Microsoft.DotNet.Interactive.Events;
using Microsoft.DotNet.Interactive.Formatting;

namespace Workbook.Notebooks;

/// <summary>
/// Collects what a cell shows while it runs, as nbformat 4 outputs in order: pieces of one stream are joined, and an
/// update of a displayed value replaces what it showed before, so that a progress display ends as one output.
/// plotly.js, which a live page gets from the setup cell, is left out: the saved file is small and shows the static
/// pictures.
/// </summary>
internal sealed class CellOutputs(int executionCount)
{
    private readonly List<JsonObject> outputs = [];
    private readonly Dictionary<string, JsonObject> displayed = [];

    public IReadOnlyList<JsonObject> Outputs => outputs;

    /// <summary>What the cell wrote to standard error.</summary>
    public string Warnings =>
        string.Concat(
            outputs
                .Where(output => (string?)output["name"] == "stderr")
                .Select(output => NotebookCell.JoinLines(output["text"]))
        );

    /// <summary>Adds an event of the kernel; events that show nothing are ignored.</summary>
    public void Add(KernelEvent shown)
    {
        switch (shown)
        {
            case StandardOutputValueProduced text:
                AddStream("stdout", Plain(text));
                break;
            case StandardErrorValueProduced text:
                AddStream("stderr", Plain(text));
                break;
            case DisplayedValueUpdated update when displayed.TryGetValue(update.ValueId, out JsonObject? before):
                before["data"] = Data(update.FormattedValues);
                break;
            case DisplayedValueProduced library
                when library.FormattedValues.Any(value => PlotlyScript.IsIn(value.Value)):
                break;
            case ReturnValueProduced value:
                JsonObject result = Display("execute_result", value);
                result["execution_count"] = executionCount;
                break;
            case DisplayedValueProduced or DisplayedValueUpdated:
                Display("display_data", (DisplayEvent)shown);
                break;
        }
    }

    /// <summary>Adds the error that ended the cell.</summary>
    public void AddError(string name, string message, string trace) =>
        outputs.Add(
            new JsonObject
            {
                ["output_type"] = "error",
                ["ename"] = name,
                ["evalue"] = message,
                ["traceback"] = new JsonArray([.. trace.Split('\n').Select(line => JsonValue.Create(line))]),
            }
        );

    private void AddStream(string name, string text)
    {
        if (text.Length == 0)
        {
            return;
        }

        if (outputs.LastOrDefault() is { } last && (string?)last["name"] == name)
        {
            last["text"] = NotebookCell.SplitLines(NotebookCell.JoinLines(last["text"]) + text);
            return;
        }

        outputs.Add(
            new JsonObject
            {
                ["output_type"] = "stream",
                ["name"] = name,
                ["text"] = NotebookCell.SplitLines(text),
            }
        );
    }

    private JsonObject Display(string type, DisplayEvent shown)
    {
        JsonObject output = new()
        {
            ["output_type"] = type,
            ["metadata"] = new JsonObject(),
            ["data"] = Data(shown.FormattedValues),
        };
        outputs.Add(output);
        if (shown.ValueId is { } id)
        {
            displayed[id] = output;
        }

        return output;
    }

    private static JsonObject Data(IEnumerable<FormattedValue> values)
    {
        JsonObject data = [];
        foreach (FormattedValue value in values)
        {
            bool binary =
                value.MimeType.StartsWith("image/", StringComparison.Ordinal) && value.MimeType != "image/svg+xml";
            data[value.MimeType] = binary ? JsonValue.Create(value.Value) : NotebookCell.SplitLines(value.Value);
        }

        return data;
    }

    private static string Plain(DisplayEvent text) =>
        string.Concat(text.FormattedValues.Take(1).Select(value => value.Value)).ReplaceLineEndings("\n");
}
