using System.Text.Json.Nodes;

namespace Workbook.Notebooks;

/// <summary>
/// A view on one cell of a <see cref="NotebookFile"/>; what it does not know of the cell (id, metadata) stays as it
/// was.
/// </summary>
public sealed class NotebookCell
{
    private readonly JsonObject json;

    internal NotebookCell(JsonObject json) => this.json = json;

    /// <summary><c>code</c>, <c>markdown</c> or <c>raw</c>.</summary>
    public string Kind => (string?)json["cell_type"] ?? "raw";

    /// <summary>Whether it is a code cell.</summary>
    public bool IsCode => Kind == "code";

    /// <summary>The language of a code cell as its metadata says: <c>csharp</c> where they are silent.</summary>
    public string Language =>
        (string?)json["metadata"]?["polyglot_notebook"]?["kernelName"]
        ?? (string?)json["metadata"]?["dotnet_interactive"]?["language"]
        ?? "csharp";

    /// <summary>Its text, with \n between lines.</summary>
    public string Source => JoinLines(json["source"]).ReplaceLineEndings("\n");

    /// <summary>Its lines that are not blank.</summary>
    public IReadOnlyList<string> Lines => [.. Source.Split('\n').Where(line => !string.IsNullOrWhiteSpace(line))];

    /// <summary>The number of its last run, null where it was not run.</summary>
    public int? ExecutionCount => (int?)json["execution_count"];

    /// <summary>Outputs as nbformat 4 has them, in order.</summary>
    public IReadOnlyList<JsonObject> Outputs => [.. (json["outputs"] as JsonArray ?? []).OfType<JsonObject>()];

    /// <summary>A text field that nbformat keeps as one string or as a list of lines.</summary>
    public static string JoinLines(JsonNode? text) =>
        text switch
        {
            JsonArray lines => string.Concat(lines.Select(line => (string?)line)),
            JsonValue value => value.ToString(),
            _ => "",
        };

    /// <summary>Replaces the outputs by those of a new run.</summary>
    internal void SetOutputs(int executionCount, IEnumerable<JsonObject> outputs)
    {
        json["execution_count"] = executionCount;
        json["outputs"] = new JsonArray([.. outputs]);
    }
}
