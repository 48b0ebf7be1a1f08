namespace Metamers.Plotting.Pictures;

/// <summary>
/// Values over the plane of a <see cref="Figure"/>, drawn as colours (viridis, which is readable with any common form
/// of colour vision).
/// </summary>
/// <param name="Values">Row by row from the bottom, each from left to right; at least one value.</param>
/// <param name="Left">Left edge of the first column, in units of the x axis.</param>
/// <param name="Right">Right edge of the last column.</param>
/// <param name="Bottom">Lower edge of the first row, in units of the y axis.</param>
/// <param name="Top">Upper edge of the last row.</param>
/// <param name="Meaning">Meaning of the colours, written along the colour bar.</param>
public sealed record HeatMap(float[,] Values, double Left, double Right, double Bottom, double Top, string Meaning)
{
    /// <summary>Number of colours: more would not be visible, and would make the files larger.</summary>
    internal const int Levels = 48;

    /// <summary>The value of the darkest colour; smaller values look the same.</summary>
    public double Low { get; init; }

    /// <summary>The value of the brightest colour; larger values look the same.</summary>
    public double High { get; init; } = Values.Cast<float>().Append(0).Max() is var most and > 0 ? most : 1;

    internal int Rows => Values.GetLength(0);

    internal int Columns => Values.GetLength(1);

    /// <summary>The level of a value, 0 to <see cref="Levels"/> − 1; NaN counts as low.</summary>
    internal int LevelOf(double value)
    {
        double place = (value - Low) / (High - Low);
        return place > 0 ? (int)Math.Min(place * Levels, Levels - 1) : 0;
    }

    internal void Check()
    {
        if (Rows == 0 || Columns == 0 || !(High > Low))
        {
            throw new ArgumentException(
                FormattableString.Invariant(
                    $"A heat map of {Rows} rows and {Columns} columns with colours from {Low} to {High} cannot be "
                ) + "drawn. Give at least one value, and High above Low."
            );
        }
    }
}
