namespace Metamers.Plotting;

/// <summary>How the values of a <see cref="Series"/> are marked.</summary>
/// <example>
/// <code>
/// new Series("squares", [0, 1, 2], [0, 1, 4]) { Mark = SeriesMark.LineAndPoints }
/// </code>
/// </example>
public enum SeriesMark
{
    /// <summary>A line through the values, dashed by the style.</summary>
    Line,

    /// <summary>A line with a point at each value.</summary>
    LineAndPoints,

    /// <summary>A point at each value.</summary>
    Points,

    /// <summary>A short horizontal stroke at each value, as for medians.</summary>
    Strokes,

    /// <summary>Nothing at the values: only the band or the error bars are drawn.</summary>
    None,
}
