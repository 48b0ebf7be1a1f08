using Metamers.Plotting.Static;
using SkiaSharp;

namespace Metamers.Plotting.Pictures;

/// <summary>The static picture of a <see cref="PictureGrid"/>.</summary>
internal static class PictureGridDrawing
{
    private const float TextSize = 11;
    private const float LineHeight = 14;
    private const int Margin = 8;

    public static int Height(PictureGrid grid) =>
        (int)MathF.Ceiling(HeadingHeight(grid) + grid.Rows.Sum(row => RowHeight(grid, row)) + Margin);

    /// <summary>Draws the grid.</summary>
    /// <param name="grid">What to draw.</param>
    /// <param name="scale">Pixels per CSS pixel of the page.</param>
    /// <param name="coarse">Whether 16 levels per colour are enough, which halves the file of noise.</param>
    /// <returns>The bytes of a PNG file.</returns>
    public static byte[] Render(PictureGrid grid, int scale, bool coarse = false)
    {
        (int width, int height) = grid.Size;
        using SKBitmap bitmap = new(
            new SKImageInfo(width * scale, height * scale, SKColorType.Rgba8888, SKAlphaType.Opaque)
        );
        using SKCanvas canvas = new(bitmap);
        canvas.Clear(SKColors.White);
        canvas.Scale(scale);
        float y = DrawHeadings(canvas, grid);
        foreach (PictureRow row in grid.Rows)
        {
            DrawRow(canvas, grid, row, y);
            y += RowHeight(grid, row);
        }

        // Heat maps have few colours; photographs have many.
        return grid.Rows.SelectMany(row => row.Pictures).OfType<GridPicture>().All(picture => picture.HasFewColours)
            ? IndexedPng.Encode(bitmap)
            : PixelImage.Png(coarse ? PixelImage.WithFewLevels(bitmap) : bitmap);
    }

    private static float DrawHeadings(SKCanvas canvas, PictureGrid grid)
    {
        float y = Margin + FigureStyle.TitleSize;
        using (SKFont title = Typeface.Font(FigureStyle.TitleSize, bold: true))
        {
            Text(
                canvas,
                Typeface.Fit(grid.Title, title, grid.Width - 2 * Margin),
                Margin,
                y,
                title,
                FigureStyle.Ink,
                SKTextAlign.Left
            );
        }

        using SKFont font = Typeface.Font(TextSize);
        foreach (string line in Note(grid))
        {
            Text(canvas, line, Margin, y += LineHeight, font, FigureStyle.PaleInk, SKTextAlign.Left);
        }

        using SKFont bold = Typeface.Font(TextSize, bold: true);
        for (int column = 0; column < grid.Columns.Count; column++)
        {
            string[] lines = HeadingLines(grid, column);
            for (int i = 0; i < lines.Length; i++)
            {
                float baseline = HeadingHeight(grid) - 6 - (lines.Length - 1 - i) * LineHeight;
                Text(
                    canvas,
                    Typeface.Fit(lines[i], bold, grid.CellWidth + PictureGrid.Gap),
                    Center(grid, column),
                    baseline,
                    bold,
                    FigureStyle.Ink,
                    SKTextAlign.Center
                );
            }
        }

        return HeadingHeight(grid);
    }

    private static void DrawRow(SKCanvas canvas, PictureGrid grid, PictureRow row, float y)
    {
        using SKFont bold = Typeface.Font(TextSize, bold: true);
        IReadOnlyList<string> heading = Typeface.Wrap(
            row.Heading,
            TextSize,
            bold: true,
            PictureGrid.HeadingWidth - 2 * Margin
        );
        for (int i = 0; i < heading.Count; i++)
        {
            float baseline = y + (RowHeight(grid, row) + TextSize) / 2 + (i - heading.Count / 2f) * LineHeight;
            string line = Typeface.Fit(heading[i], bold, PictureGrid.HeadingWidth - Margin);
            Text(canvas, line, PictureGrid.HeadingWidth - Margin, baseline, bold, FigureStyle.Ink, SKTextAlign.Right);
        }

        using SKFont font = Typeface.Font(TextSize);
        for (int column = 0; column < grid.Columns.Count; column++)
        {
            if (row.Pictures[column] is not { } picture)
            {
                continue;
            }

            using SKBitmap bitmap = SKBitmap.Decode(picture.File);
            using SKImage image = SKImage.FromBitmap(bitmap);
            float left = Center(grid, column) - grid.WidthOf(picture) / 2f;
            canvas.DrawImage(
                image,
                SKRect.Create(left, y, grid.WidthOf(picture), grid.HeightOf(picture)),
                picture.IsReduced
                    ? new SKSamplingOptions(SKFilterMode.Linear, SKMipmapMode.Linear)
                    : new SKSamplingOptions(SKFilterMode.Nearest)
            );
            DrawCaption(
                canvas,
                picture,
                font,
                grid.CellWidth + PictureGrid.Gap,
                Center(grid, column),
                y + grid.HeightOf(picture) + LineHeight - 2
            );
        }
    }

    private static void DrawCaption(
        SKCanvas canvas,
        GridPicture picture,
        SKFont font,
        float width,
        float center,
        float baseline
    )
    {
        string said = Typeface.Fit(picture.Said, font, width);
        float left = center - font.MeasureText(said) / 2;
        Text(canvas, said, left, baseline, font, FigureStyle.Ink, SKTextAlign.Left);
        Text(canvas, picture.Mark, left, baseline, font, picture.MarkColour, SKTextAlign.Left);
    }

    private static float HeadingHeight(PictureGrid grid) =>
        Margin
        + FigureStyle.TitleSize
        + LineHeight * Note(grid).Count
        + LineHeight * Enumerable.Range(0, grid.Columns.Count).Max(column => HeadingLines(grid, column).Length)
        + 12;

    private static string[] HeadingLines(PictureGrid grid, int column) =>
        new Axis("") { Categories = [grid.Columns[column]] }.CategoryLines()[0];

    private static IReadOnlyList<string> Note(PictureGrid grid) =>
        Typeface.Wrap(grid.Note ?? "", TextSize, bold: false, grid.Width - 2 * Margin);

    private static float RowHeight(PictureGrid grid, PictureRow row)
    {
        int picture = row.Pictures.OfType<GridPicture>().Select(grid.HeightOf).DefaultIfEmpty(0).Max();
        bool captions = row.Pictures.OfType<GridPicture>().Any(picture => picture.Said.Length > 0);
        return picture + (captions ? LineHeight : 0) + PictureGrid.Gap;
    }

    private static float Center(PictureGrid grid, int column) =>
        PictureGrid.HeadingWidth + column * (grid.CellWidth + PictureGrid.Gap) + grid.CellWidth / 2f;

    private static void Text(
        SKCanvas canvas,
        string text,
        float x,
        float y,
        SKFont font,
        string colour,
        SKTextAlign align
    )
    {
        using SKPaint paint = new() { Color = SKColor.Parse(colour), IsAntialias = true };
        canvas.DrawText(text, x, y, align, font, paint);
    }
}
