using SkiaSharp;

namespace Metamers.Tests.Plotting;

/// <summary>Reads pictures drawn by the library.</summary>
internal static class Pngs
{
    public static SKBitmap Decode(byte[] png) =>
        SKBitmap.Decode(png) ?? throw new InvalidDataException("Not a picture.");

    /// <summary>Whether a pixel below a height, given in CSS pixels, has about a colour such as "#0072B2".</summary>
    public static bool Has(byte[] png, string colour, int from)
    {
        using SKBitmap bitmap = Decode(png);
        SKColor wanted = SKColor.Parse(colour);
        return bitmap.Pixels.Skip(2 * from * bitmap.Width).Any(IsNear); // the palette of the picture is a coarse one

        bool IsNear(SKColor pixel) =>
            Math.Abs(pixel.Red - wanted.Red) < 16
            && Math.Abs(pixel.Green - wanted.Green) < 16
            && Math.Abs(pixel.Blue - wanted.Blue) < 16;
    }

    /// <summary>Counts the pixels of a rectangle, given in CSS pixels, that are darker than a light grey.</summary>
    public static int Dark(byte[] png, int left, int top, int right, int bottom)
    {
        using SKBitmap bitmap = Decode(png);
        return Enumerable
            .Range(2 * top, 2 * (bottom - top))
            .Sum(y => Enumerable.Range(2 * left, 2 * (right - left)).Count(x => bitmap.GetPixel(x, y).Green < 180));
    }
}
