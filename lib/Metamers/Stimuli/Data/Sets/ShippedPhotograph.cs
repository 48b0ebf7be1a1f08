using Metamers.Runtime;
using Metamers.Tables;

namespace Metamers.Stimuli.Data.Sets;

/// <summary>One row of <c>data/photographs/photographs.csv</c>.</summary>
/// <param name="File">Name of the file in that folder.</param>
/// <param name="IsTexture">Whether it is a texture; otherwise it is a photograph of something.</param>
/// <param name="Class">The class of CIFAR-10 that it shows, or null.</param>
/// <param name="Category">The one of the paper's 16 categories that it shows, or null.</param>
/// <param name="Shows">What it shows, in words.</param>
/// <param name="Author">Who made it.</param>
/// <param name="Source">The author's page, or that of the collection it is from.</param>
/// <param name="Licence">Its licence.</param>
/// <param name="Basis">Where that licence is stated.</param>
/// <param name="Package">The Debian package that holds the original.</param>
/// <param name="Version">Version of the package.</param>
/// <param name="Path">Path of the original in the package; after "!" within a resource file.</param>
/// <param name="Left">Left edge in the original of the square that was cut out, in pixels.</param>
/// <param name="Top">Upper edge of the square.</param>
/// <param name="Side">Side of the square.</param>
/// <param name="Bytes">Size of the file.</param>
/// <param name="Sha256">SHA-256 of the file, 64 lower-case hexadecimal digits.</param>
internal sealed record ShippedPhotograph(
    string File,
    bool IsTexture,
    string? Class,
    string? Category,
    string Shows,
    string Author,
    string Source,
    string Licence,
    string Basis,
    string Package,
    string Version,
    string Path,
    int Left,
    int Top,
    int Side,
    int Bytes,
    string Sha256
)
{
    private const string Remedy =
        "The photographs that the project ships are in data/photographs of its checkout. Run from the checkout, or "
        + "restore the folder with git checkout -- data/photographs.";

    private static Dictionary<string, bool> Kinds { get; } = new() { ["photograph"] = false, ["texture"] = true };

    /// <summary>The folder of the photographs.</summary>
    public static string Folder => System.IO.Path.Combine(ProjectFolder.Data, "photographs");

    /// <summary>The table in a folder.</summary>
    public static string Table(string folder) => System.IO.Path.Combine(folder, "photographs.csv");

    /// <summary>Reads the table.</summary>
    /// <param name="folder">The folder that holds it.</param>
    /// <exception cref="MetamerException">It is missing or damaged.</exception>
    public static IReadOnlyList<ShippedPhotograph> Read(string folder) =>
        CsvTable.Read(
            Table(folder),
            row => new ShippedPhotograph(
                FileName.Require(row.Text("file"), "A photograph of the table"),
                row.One("kind", Kinds, "kind"),
                row.OptionalText("class"),
                row.OptionalText("category"),
                row.Text("shows"),
                row.Text("author"),
                row.Text("source"),
                row.Text("licence"),
                row.Text("basis"),
                row.Text("package"),
                row.Text("version"),
                row.Text("path"),
                row.Whole("left"),
                row.Whole("top"),
                row.Whole("side"),
                row.Whole("bytes"),
                row.Text("sha256")
            ),
            Remedy
        );
}
