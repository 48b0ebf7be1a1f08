using ScottPlot;
using ScottPlot.Colormaps;

namespace Metamers.Plotting.Pictures;

/// <summary>Draws a <see cref="HeatMap"/> without axes as a small PNG, for figures that show many.</summary>
internal static class HeatMapImage
{
    private static readonly int[] Palette =
    [
        .. Enumerable.Range(0, HeatMap.Levels).Select(level => Colour((double)level / (HeatMap.Levels - 1))),
    ];

    /// <summary>The PNG with the given size; values that share a pixel are averaged.</summary>
    public static byte[] Png(HeatMap heat, int width, int height)
    {
        heat.Check();
        byte[] levels = new byte[width * height];
        for (int y = 0; y < height; y++)
        {
            (int bottom, int top) = Span(height - 1 - y, height, heat.Rows);
            for (int x = 0; x < width; x++)
            {
                (int left, int right) = Span(x, width, heat.Columns);
                levels[y * width + x] = (byte)heat.LevelOf(Mean(heat.Values, bottom, top, left, right));
            }
        }

        return IndexedPng.Encode(levels, width, height, Palette);
    }

    private static (int From, int To) Span(int pixel, int pixels, int values) =>
        (pixel * values / pixels, Math.Max(pixel * values / pixels + 1, (pixel + 1) * values / pixels));

    private static double Mean(float[,] values, int bottom, int top, int left, int right)
    {
        double sum = 0;
        for (int row = bottom; row < top; row++)
        {
            for (int column = left; column < right; column++)
            {
                sum += values[row, column];
            }
        }

        return sum / ((top - bottom) * (right - left));
    }

    private static int Colour(double position)
    {
        Color colour = new Viridis().GetColor(position);
        return colour.Red << 16 | colour.Green << 8 | colour.Blue;
    }
}
