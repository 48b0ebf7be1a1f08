using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Metamers.Runtime;

namespace Workbook.Notebooks;

/// <summary>
/// An .ipynb file (nbformat 4). It is kept as JSON and only outputs are replaced, so a saved run differs from the
/// previous file in its outputs alone.
/// </summary>
public sealed class NotebookFile
{
    // A property that is given twice would be found only when it is read.
    private static readonly JsonDocumentOptions Once = new() { AllowDuplicateProperties = false };

    private static readonly JsonSerializerOptions Format = new()
    {
        WriteIndented = true,
        IndentSize = 1,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private readonly JsonObject json;

    private NotebookFile(string path, JsonObject json, JsonArray cells)
    {
        this.json = json;
        Path = path;
        Cells = Read(cells);
    }

    /// <summary>The full path it was read from.</summary>
    public string Path { get; }

    /// <summary>The file name without extension, e.g. <c>02_metamers_by_stage</c>.</summary>
    public string Name => System.IO.Path.GetFileNameWithoutExtension(Path);

    /// <summary>Its cells in order.</summary>
    public IReadOnlyList<NotebookCell> Cells { get; private set; }

    /// <summary>Reads a notebook.</summary>
    /// <exception cref="MetamerException">The file is missing or is not a notebook of nbformat 4.</exception>
    public static NotebookFile Load(string path)
    {
        path = System.IO.Path.GetFullPath(path);
        try
        {
            return
                JsonNode.Parse(File.ReadAllText(path), documentOptions: Once) is JsonObject json
                && json["cells"] is JsonArray cells
                && (int?)json["nbformat"] == 4
                ? new NotebookFile(path, json, cells)
                : throw new MetamerException(
                    $"{path} is not a notebook of nbformat 4 (an object with \"cells\"). Save it again from VS Code "
                        + "or JupyterLab."
                );
        }
        catch (IOException error)
        {
            throw new MetamerException($"Cannot read the notebook {path}: {error.Message}", error);
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            throw new MetamerException(
                $"{path} is not a notebook: {error.Message} If it was merged by git, remove the conflict marks.",
                error
            );
        }
    }

    /// <summary>Replaces some cells; the others stay as they are.</summary>
    /// <param name="old">The cells to leave out.</param>
    /// <param name="cells">What comes in their place, before the cell <paramref name="at"/>.</param>
    /// <param name="at">Position among the cells that stay.</param>
    internal void Replace(Predicate<NotebookCell> old, IEnumerable<JsonObject> cells, int at)
    {
        List<JsonNode?> kept =
        [
            .. json["cells"]!.AsArray().Where(cell => cell is not JsonObject found || !old(new(found))),
        ];
        kept.InsertRange(at, cells);
        JsonArray written = [.. kept.Select(cell => cell?.DeepClone())];
        json["cells"] = written;
        Cells = Read(written);
    }

    private static NotebookCell[] Read(JsonArray cells) =>
        [.. cells.OfType<JsonObject>().Select(cell => new NotebookCell(cell))];

    /// <summary>Writes the notebook with its outputs, completely or not at all.</summary>
    /// <exception cref="MetamerException">The disk is full or the folder cannot be written.</exception>
    public void Save(string path) => AtomicFile.WriteText(path, json.ToJsonString(Format) + "\n");
}
