using System.Net;
using System.Text.Json.Nodes;
using Workbook.Notebooks;

namespace Workbook.Pages;

/// <summary>An output of a cell as HTML.</summary>
internal static class OutputHtml
{
    /// <summary>Renders the richest form that the output has.</summary>
    public static string Render(JsonObject output) =>
        (string?)output["output_type"] switch
        {
            "stream" => Pre(
                (string?)output["name"] == "stderr" ? "stream stderr" : "stream",
                NotebookCell.JoinLines(output["text"])
            ),
            "error" => Pre(
                "error",
                NotebookCell.JoinLines(output["ename"]) + ": " + NotebookCell.JoinLines(output["evalue"])
            ),
            _ => Rich(output["data"] as JsonObject ?? []),
        };

    private static string Rich(JsonObject data)
    {
        string? Text(string type) => data[type] is { } value ? NotebookCell.JoinLines(value) : null;

        return Text("text/html")
            ?? Text("image/svg+xml")
            ?? (Text("image/png") is { } png ? Image("png", png, Text("text/plain")) : null)
            ?? (Text("image/jpeg") is { } jpeg ? Image("jpeg", jpeg, Text("text/plain")) : null)
            ?? (Text("text/markdown") is { } markdown ? MarkdownHtml.Render(markdown) : null)
            ?? Pre("value", Text("text/plain") ?? "");
    }

    private static string Image(string type, string base64, string? description) =>
        $"""<img alt="{WebUtility.HtmlEncode(description ?? "")}" """
        + $"""src="data:image/{type};base64,{base64.ReplaceLineEndings("")}">""";

    private static string Pre(string style, string text) =>
        text.Length == 0 ? "" : $"<pre class=\"{style}\">{WebUtility.HtmlEncode(text.TrimEnd('\n'))}</pre>";
}
