using SkiaSharp;

namespace Metamers.Tests.Plotting;

/// <summary>Reads what the library drew.</summary>
internal static class Pngs
{
    public static SKBitmap Decode(byte[] png) =>
        SKBitmap.Decode(png) ?? throw new InvalidDataException("Not a picture.");

    /// <summary>How many pixels of a rectangle, in CSS pixels, are darker than a light grey.</summary>
    public static int Dark(byte[] png, int left, int top, int right, int bottom)
    {
        using SKBitmap bitmap = Decode(png);
        return Enumerable
            .Range(2 * top, 2 * (bottom - top))
            .Sum(y => Enumerable.Range(2 * left, 2 * (right - left)).Count(x => bitmap.GetPixel(x, y).Green < 180));
    }
}
