using System.Text.Json.Nodes;
using Metamers.Plotting.Pictures;
using Metamers.Runtime;

namespace Workbook.Notebooks;

/// <summary>The figure that a notebook has saved as the output of a cell; no kernel runs.</summary>
internal static class SavedFigure
{
    private const string Png = "image/png";

    /// <summary>Writes it to a file.</summary>
    /// <param name="notebook">The notebook with its outputs.</param>
    /// <param name="cell">Id of the cell; of several figures the last is taken.</param>
    /// <param name="path">The file, which ends in <c>.png</c> or <c>.jpg</c>.</param>
    /// <returns>
    /// What was written: a grid of pictures is drawn again in full, without the players of sounds; of anything else it
    /// is the picture that the notebook keeps.
    /// </returns>
    /// <exception cref="MetamerException">
    /// The file has another ending or cannot be written, or the cell has no figure.
    /// </exception>
    public static string Write(NotebookFile notebook, string cell, string path)
    {
        string ending = Path.GetExtension(path);
        bool jpeg = Is(ending, ".jpg") || Is(ending, ".jpeg");
        if (!jpeg && !Is(ending, ".png"))
        {
            throw new MetamerException(
                $"A figure is written as PNG or JPEG; '{path}' ends in neither. Give a name that ends in .png or .jpg."
            );
        }

        JsonObject data = Find(notebook, cell);
        PictureGrid? grid = GridOf(data);
        byte[] png = grid?.ToPng() ?? Decode(notebook, cell, NotebookCell.JoinLines(data[Png]));
        byte[] file = jpeg ? PixelImage.Jpeg(png) : png;
        AtomicFile.Write(path, stream => stream.Write(file));
        return grid is null ? $"{path}: the picture that the notebook keeps of this output"
            : Html(data).Contains("<audio", StringComparison.Ordinal)
                ? $"{path}: {grid.Title}, drawn again from its pictures; the players of its sounds are left out"
            : $"{path}: {grid.Title}, drawn again from its pictures";
    }

    /// <summary>The grid of pictures in an output; null if it is another figure.</summary>
    internal static PictureGrid? GridOf(JsonObject data) => PictureGridReader.Read(Html(data));

    private static string Html(JsonObject data) => NotebookCell.JoinLines(data["text/html"]);

    private static bool Is(string ending, string wanted) => ending.Equals(wanted, StringComparison.OrdinalIgnoreCase);

    private static JsonObject Find(NotebookFile notebook, string cell) =>
        notebook.Cells.Where(found => found.Id == cell).Select(FigureOf).FirstOrDefault(found => found is not null)
        ?? throw new MetamerException(
            $"{notebook.Name} has no saved figure in a cell '{cell}'. The cells with figures are: "
                + $"{string.Join(", ", notebook.Cells.Where(one => FigureOf(one) is not null).Select(one => one.Id))}. "
                + $"Name one of them, or run the notebook and save it: run {notebook.Name} --save."
        );

    private static JsonObject? FigureOf(NotebookCell cell) =>
        cell.Outputs.Select(output => output["data"] as JsonObject).LastOrDefault(data => data?[Png] is not null);

    private static byte[] Decode(NotebookFile notebook, string cell, string base64)
    {
        try
        {
            return Convert.FromBase64String(base64);
        }
        catch (FormatException error)
        {
            throw new MetamerException(
                $"The picture of the cell '{cell}' of {notebook.Path} is damaged: {error.Message} Run the notebook and "
                    + $"save it: run {notebook.Name} --save.",
                error
            );
        }
    }
}
