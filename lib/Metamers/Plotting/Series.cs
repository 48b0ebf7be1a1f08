namespace Metamers.Plotting;

/// <summary>Values that belong together in a <see cref="Figure"/>: a line, points, with their uncertainty.</summary>
/// <param name="Name">Its name in the legend.</param>
/// <param name="X">Positions on the x axis; on a categorical axis 0 is the first category.</param>
/// <param name="Y">Values, one for each position.</param>
/// <example>
/// <code>
/// var points = new Series("squares", [0, 1, 2], [0, 1, 4]) { Mark = SeriesMark.Points };
/// new Figure("A parabola", new("x"), new("x²"), [points])
/// </code>
/// </example>
public sealed record Series(string Name, IReadOnlyList<double> X, IReadOnlyList<double> Y)
{
    /// <summary>How the values are marked.</summary>
    public SeriesMark Mark { get; init; } = SeriesMark.Line;

    /// <summary>
    /// Number of the colour, dash and marker of <see cref="FigureStyle"/>: 0, 1, 2, …, or
    /// <see cref="FigureStyle.Grey"/>.
    /// </summary>
    public int Style { get; init; }

    /// <summary>Whether it is drawn thin and pale, like single items behind their mean.</summary>
    public bool Faint { get; init; }

    /// <summary>Lower ends of the uncertainty, one for each value; null for none.</summary>
    public IReadOnlyList<double>? Low { get; init; }

    /// <summary>Upper ends of the uncertainty.</summary>
    public IReadOnlyList<double>? High { get; init; }

    /// <summary>Whether the uncertainty is a band; otherwise it is error bars.</summary>
    public bool Band { get; init; }

    /// <summary>Whether it is shown in the legend.</summary>
    public bool InLegend { get; init; } = true;

    /// <summary>
    /// Hover text of each value in a live notebook, e.g. the name of an item; null for the value alone.
    /// </summary>
    public IReadOnlyList<string>? Hover { get; init; }

    /// <summary>
    /// Text beside each value, in the figure and in its static picture; null, or null for a value, for none.
    /// </summary>
    public IReadOnlyList<string?>? Labels { get; init; }

    /// <summary>The same with error bars that reach as far down as up.</summary>
    /// <param name="errors">One for each value; null for none.</param>
    internal Series WithErrors(IReadOnlyList<double>? errors) =>
        errors is null
            ? this
            : this with
            {
                Low = [.. Y.Zip(errors, (value, error) => value - error)],
                High = [.. Y.Zip(errors, (value, error) => value + error)],
            };

    /// <summary>
    /// The same with error bars that end where values can be: a standard error about a proportion near 1 would reach
    /// beyond it.
    /// </summary>
    /// <param name="low">The lowest possible value.</param>
    /// <param name="high">The highest.</param>
    internal Series Within(double low, double high) =>
        this with
        {
            Low = Low?.Select(end => Math.Max(end, low)).ToArray(),
            High = High?.Select(end => Math.Min(end, high)).ToArray(),
        };

    internal void Check()
    {
        CheckLength(Y, "y values");
        CheckLength(Low, "lower ends");
        CheckLength(High, "upper ends");
        CheckLength(Hover, "hover texts");
        CheckLength(Labels, "labels");
        if (Low is null != High is null)
        {
            throw new ArgumentException(
                $"Series '{Name}' has only one end of its uncertainty. Give both Low and High, or neither."
            );
        }
    }

    private void CheckLength<T>(IReadOnlyList<T>? values, string what)
    {
        if (values is not null && values.Count != X.Count)
        {
            throw new ArgumentException(
                $"Series '{Name}' has {X.Count} x values and {values.Count} {what}. Give as many of each."
            );
        }
    }
}
