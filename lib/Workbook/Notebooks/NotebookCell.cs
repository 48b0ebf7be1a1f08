using System.Text.Json.Nodes;

namespace Workbook.Notebooks;

/// <summary>
/// A view of one cell of a <see cref="NotebookFile"/>; parts of the cell that it does not know (id, metadata) stay
/// unchanged.
/// </summary>
public sealed class NotebookCell
{
    private readonly JsonObject json;

    internal NotebookCell(JsonObject json) => this.json = json;

    /// <summary>Its id; null in files of nbformat 4.4 and earlier.</summary>
    public string? Id => (string?)json["id"];

    /// <summary>Its id in nbgrader, which survives where an editor writes new ids; null if it has none.</summary>
    public string? GradeId => (string?)json["metadata"]?["nbgrader"]?["grade_id"];

    /// <summary>Whether nbgrader takes it for a cell that students fill in.</summary>
    public bool IsAnswer => (bool?)json["metadata"]?["nbgrader"]?["solution"] ?? false;

    /// <summary><c>code</c>, <c>markdown</c> or <c>raw</c>.</summary>
    public string Kind => (string?)json["cell_type"] ?? "raw";

    /// <summary>Whether it is a code cell.</summary>
    public bool IsCode => Kind == "code";

    /// <summary>The language of a code cell according to its metadata; <c>csharp</c> if they do not name one.</summary>
    public string Language =>
        (string?)json["metadata"]?["polyglot_notebook"]?["kernelName"]
        ?? (string?)json["metadata"]?["dotnet_interactive"]?["language"]
        ?? "csharp";

    /// <summary>Its text, with \n between lines.</summary>
    public string Source => JoinLines(json["source"]).ReplaceLineEndings("\n");

    /// <summary>Its lines that are not blank.</summary>
    public IReadOnlyList<string> Lines => [.. Source.Split('\n').Where(line => !string.IsNullOrWhiteSpace(line))];

    /// <summary>The number of its last run; null if it has not been run.</summary>
    public int? ExecutionCount => (int?)json["execution_count"];

    /// <summary>The outputs in nbformat 4, in order.</summary>
    public IReadOnlyList<JsonObject> Outputs => [.. (json["outputs"] as JsonArray ?? []).OfType<JsonObject>()];

    /// <summary>Joins a text field that nbformat stores as one string or as a list of lines.</summary>
    public static string JoinLines(JsonNode? text) =>
        text switch
        {
            JsonArray lines => string.Concat(lines.Select(line => (string?)line)),
            JsonValue value => value.ToString(),
            _ => "",
        };

    /// <summary>A copy with another text, which has not been run.</summary>
    internal JsonObject With(string source)
    {
        JsonObject copy = (JsonObject)json.DeepClone();
        copy["source"] = SplitLines(source);
        if (IsCode)
        {
            copy["execution_count"] = null;
            copy["outputs"] = new JsonArray();
        }

        return copy;
    }

    /// <summary>
    /// nbformat stores text as lines, each with its line end, so that a diff of two files is easy to read.
    /// </summary>
    internal static JsonArray SplitLines(string text)
    {
        JsonArray lines = [];
        for (int start = 0; start < text.Length; )
        {
            int end = text.IndexOf('\n', start) is int found and >= 0 ? found + 1 : text.Length;
            lines.Add(JsonValue.Create(text[start..end]));
            start = end;
        }

        return lines;
    }

    /// <summary>Replaces the outputs with those of a new run.</summary>
    internal void SetOutputs(int executionCount, IEnumerable<JsonObject> outputs)
    {
        json["execution_count"] = executionCount;
        json["outputs"] = new JsonArray([.. outputs]);
    }
}
