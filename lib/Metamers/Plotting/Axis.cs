namespace Metamers.Plotting;

/// <summary>One axis of a <see cref="Figure"/>.</summary>
/// <param name="Label">What is measured, in words.</param>
/// <param name="Unit">Its unit, shown in parentheses; null if it has none.</param>
/// <example>
/// <code>
/// var time = new Axis("Time", "s") { Minimum = 0.16, Maximum = 0.84 };
/// new Figure("A ramp", time, new("Amplitude"), [new Series("ramp", [0, 1], [0, 1])])
/// </code>
/// </example>
public sealed record Axis(string Label, string? Unit = null)
{
    /// <summary>Whether the scale is logarithmic (base ten). Values of zero or less are then not drawn.</summary>
    public bool Logarithmic { get; init; }

    /// <summary>Lower end of the axis; null for that of the data.</summary>
    public double? Minimum { get; init; }

    /// <summary>Upper end of the axis; null for that of the data.</summary>
    public double? Maximum { get; init; }

    /// <summary>
    /// Names of the positions 0, 1, 2, … of a categorical axis, such as stages; null for a numeric axis.
    /// </summary>
    public IReadOnlyList<string>? Categories { get; init; }

    /// <summary>
    /// Positions of the ticks, in the axis's units, and their labels; null for round numbers at even distances.
    /// </summary>
    public IReadOnlyList<(double Position, string Label)>? TickLabels { get; init; }

    /// <summary>The label with its unit.</summary>
    public string Title => Unit is null ? Label : $"{Label} ({Unit})";

    /// <summary>
    /// The names of the categories, one array of lines per name; long names are broken after an underscore or at a
    /// space.
    /// </summary>
    internal IReadOnlyList<string[]> CategoryLines() => [.. (Categories ?? []).Select(Break)];

    /// <summary>The limits of the axis, in data units, with a small margin around the data.</summary>
    internal (double Low, double High) Range(IEnumerable<double> data)
    {
        if (Categories is { } categories)
        {
            return (-0.5, categories.Count - 0.5);
        }

        double[] values = [.. data.Where(Shows).Select(Scaled)];
        double low = values.Length == 0 ? 0 : values.Min();
        double high = values.Length == 0 ? 1 : values.Max();
        double room = high > low ? 0.04 * (high - low) : 0.5;
        low = Minimum is { } minimum ? Scaled(minimum) : low - room;
        high = Maximum is { } maximum ? Scaled(maximum) : high + room;
        return Logarithmic ? (Math.Pow(10, low), Math.Pow(10, high)) : (low, high);
    }

    /// <summary>Whether a value can be shown on this axis.</summary>
    internal bool Shows(double value) => double.IsFinite(value) && (!Logarithmic || value > 0);

    /// <summary>The value, or its common logarithm on a logarithmic axis.</summary>
    internal double Scaled(double value) => Logarithmic ? Math.Log10(value) : value;

    private static string[] Break(string name)
    {
        const int longest = 10;
        List<string> lines = [""];
        foreach (string part in name.Replace("_", "_\n").Replace(" ", " \n").Split('\n'))
        {
            if (lines[^1].Length > 0 && lines[^1].Length + part.Length > longest)
            {
                lines.Add("");
            }

            lines[^1] += part;
        }

        return [.. lines.Select(line => line.TrimEnd(' '))];
    }
}
