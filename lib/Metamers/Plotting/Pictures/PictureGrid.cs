using Metamers.Plotting.Static;

namespace Metamers.Plotting.Pictures;

/// <summary>
/// A grid of pictures: rows are stimuli; columns are the natural picture and the metamers of each stage. The pictures
/// are enlarged by a whole factor. The HTML is a table that contains each picture once, in its own size.
/// </summary>
/// <example>
/// <code>
/// var pictures = Photographs.Take(2).Select(picture => GridPicture.From(picture.Pixels)).ToList();
/// new PictureGrid("Two photographs", ["first", "second"], [new("photographs", pictures)])
/// </code>
/// </example>
public sealed record PictureGrid : Illustration
{
    internal const int HeadingWidth = 112;
    internal const int Gap = 6;

    private const int LargestWidth = 952;

    private readonly double reduction;

    /// <summary>Makes a grid.</summary>
    /// <param name="title">What the grid shows.</param>
    /// <param name="columns">Headings of the columns, e.g. "natural" and the stages.</param>
    /// <param name="rows">From top to bottom, with a picture for each column.</param>
    /// <param name="note">What the captions mean, and the source of the pictures; null for nothing.</param>
    /// <exception cref="ArgumentException">
    /// There are no rows, or a row does not have one picture per column.
    /// </exception>
    public PictureGrid(string title, IReadOnlyList<string> columns, IReadOnlyList<PictureRow> rows, string? note = null)
    {
        if (rows.Count == 0 || columns.Count == 0)
        {
            throw new ArgumentException(
                $"A grid of {rows.Count} rows and {columns.Count} columns holds no picture. Give at least one of each."
            );
        }

        if (rows.FirstOrDefault(row => row.Pictures.Count != columns.Count) is { } wrong)
        {
            throw new ArgumentException(
                $"The row '{wrong.Heading}' has {wrong.Pictures.Count} pictures for {columns.Count} columns. Give "
                    + "one a column, null for an empty place."
            );
        }

        (Title, Columns, Rows, Note) = (title, columns, rows, note);
        int largest = rows.SelectMany(row => row.Pictures)
            .OfType<GridPicture>()
            .Select(picture => picture.Width)
            .DefaultIfEmpty(32)
            .Max();
        Scale = Math.Clamp(RoomFor(columns.Count) / largest, 1, Math.Max(1, 128 / largest));
        // Only pictures that have more pixels than they show can be made smaller without loss.
        bool shrinks = rows.SelectMany(row => row.Pictures).OfType<GridPicture>().All(picture => picture.IsReduced);
        reduction = shrinks ? Math.Min(1, (double)RoomFor(columns.Count) / largest) : 1;
        CellWidth = (int)(largest * Scale * reduction);
    }

    /// <summary>What the grid shows.</summary>
    public string Title { get; }

    /// <summary>Headings of the columns.</summary>
    public IReadOnlyList<string> Columns { get; }

    /// <summary>The rows from top to bottom.</summary>
    public IReadOnlyList<PictureRow> Rows { get; }

    /// <summary>What the captions mean, and the source of the pictures.</summary>
    public string? Note { get; }

    /// <summary>The factor by which the pictures are enlarged.</summary>
    public int Scale { get; }

    /// <summary>The largest possible width of the pictures for this number of columns.</summary>
    internal static int RoomFor(int columns) => (LargestWidth - HeadingWidth) / columns - Gap;

    internal int CellWidth { get; }

    internal int Width => HeadingWidth + Columns.Count * (CellWidth + Gap);

    /// <inheritdoc/>
    public override (int Width, int Height) Size => (Width, PictureGridDrawing.Height(this));

    /// <inheritdoc/>
    public override string Description =>
        $"{Title}. A grid of pictures, {Rows.Count} rows ({string.Join(", ", Rows.Select(row => row.Heading))}) "
        + $"and {Columns.Count} columns ({string.Join(", ", Columns)}).{(Note is null ? "" : " " + Note)}";

    /// <inheritdoc/>
    public override byte[] ToPng() => PictureGridDrawing.Render(this, StaticPicture.Scale);

    /// <summary>Width of a picture on the page, in CSS pixels.</summary>
    internal int WidthOf(GridPicture picture) => (int)(picture.Width * Scale * reduction);

    /// <summary>Height of a picture on the page, in CSS pixels.</summary>
    internal int HeightOf(GridPicture picture) => (int)(picture.Height * Scale * reduction);

    /// <inheritdoc/>
    internal override byte[] ToPreviewPng() =>
        Rows.SelectMany(row => row.Pictures).OfType<GridPicture>().Any(picture => picture.IsReduced)
            ? PictureGridDrawing.Render(this, scale: 1, coarse: true)
            : ToPng();

    /// <inheritdoc/>
    public override string ToHtml() => PictureGridHtml.Render(this);

    /// <summary>The alternative text of a picture.</summary>
    internal string Alternative(PictureRow row, int column) =>
        $"{row.Heading}, {Columns[column]}"
        + (row.Pictures[column] is { Said.Length: > 0 } picture ? ": " + picture.Said : "");
}
