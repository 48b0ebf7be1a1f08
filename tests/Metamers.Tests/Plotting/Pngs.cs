using SkiaSharp;

namespace Metamers.Tests.Plotting;

/// <summary>Reads pictures drawn by the library.</summary>
internal static class Pngs
{
    public static SKBitmap Decode(byte[] png) =>
        SKBitmap.Decode(png) ?? throw new InvalidDataException("Not a picture.");

    /// <summary>Counts the pixels of a rectangle, given in CSS pixels, that are darker than a light grey.</summary>
    public static int Dark(byte[] png, int left, int top, int right, int bottom)
    {
        using SKBitmap bitmap = Decode(png);
        return Enumerable
            .Range(2 * top, 2 * (bottom - top))
            .Sum(y => Enumerable.Range(2 * left, 2 * (right - left)).Count(x => bitmap.GetPixel(x, y).Green < 180));
    }
}
