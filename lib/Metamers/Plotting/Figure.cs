using Metamers.Plotting.Charts;
using Metamers.Plotting.Interactive;
using Metamers.Plotting.Pictures;
using Metamers.Plotting.Static;

namespace Metamers.Plotting;

/// <summary>
/// A chart, defined once: <see cref="PlotlyChart"/> makes an interactive Plotly.NET chart of it and
/// <see cref="StaticPicture"/> a PNG. The figures of the library, such as <see cref="LossCurves"/>, return one; change
/// it with <c>with { }</c>.
/// </summary>
/// <param name="Title">What the figure shows.</param>
/// <param name="X">The horizontal axis.</param>
/// <param name="Y">The vertical axis.</param>
/// <param name="Series">What is drawn, the first at the back.</param>
/// <example>
/// <code>
/// var line = new Series("squares", [0, 1, 2], [0, 1, 4]);
/// new Figure("A parabola", new("x"), new("x²") { Minimum = 0 }, [line])
/// </code>
/// </example>
public sealed record Figure(string Title, Axis X, Axis Y, IReadOnlyList<Series> Series) : Illustration
{
    /// <summary>Values as colours behind everything else, with a colour bar at the right; null for none.</summary>
    public HeatMap? Heat { get; init; }

    /// <summary>What the marks mean, as "Line: median over 8 pictures; band: 25–75 %"; shown under the title.</summary>
    public string? Note { get; init; }

    /// <summary>Thin lines across: chance, criteria, boundaries.</summary>
    public IReadOnlyList<ReferenceLine> Lines { get; init; } = [];

    /// <summary>Width on the page in CSS pixels.</summary>
    public int Width { get; init; } = 760;

    /// <summary>Height on the page in CSS pixels.</summary>
    public int Height { get; init; } = 430;

    /// <inheritdoc/>
    public override (int Width, int Height) Size => (Width, Height);

    /// <inheritdoc/>
    public override string Description =>
        (
            $"{Title}. {InWords(Y)}, against {InWords(X)}. "
            + (Note is null ? "" : Note.TrimEnd('.') + ". ")
            + (
                Heat is null
                    ? ""
                    : (
                        $"Colour: {Heat.Meaning}, from {NumberText.Format(Heat.Low, 3)} "
                        + $"to {NumberText.Format(Heat.High, 3)}. "
                    )
            )
            + (Names.Any() ? $"Shown: {string.Join(", ", Names)}." : "")
        ).TrimEnd();

    private static string InWords(Axis axis) => axis.Title + (axis.Logarithmic ? ", logarithmic" : "");

    private IEnumerable<string> Names =>
        Legend.Select(series => series.Name).Concat(Lines.Select(line => line.Label).OfType<string>());

    /// <summary>
    /// The interactive chart, for a cell that changes it with Plotly.NET: its title, size, axes and legend, or another
    /// chart drawn over it. A cell that ends in it shows it as it shows a reader's own chart.
    /// </summary>
    public Plotly.NET.GenericChart ToPlotly() => PlotlyChart.From(Checked());

    /// <inheritdoc/>
    public override byte[] ToPng() => StaticPicture.Render(Checked());

    /// <inheritdoc/>
    public override string ToHtml() => FigureHtml.Render(this);

    internal IEnumerable<Series> Legend => Series.Where(series => series.InLegend);

    /// <summary>The title in one line and the note in as many as it needs, for a given width.</summary>
    internal (IReadOnlyList<string> Title, IReadOnlyList<string> Note) Headings() =>
        (
            Typeface.Wrap(Title, FigureStyle.TitleSize, bold: true, Width - 24),
            Typeface.Wrap(Note ?? "", FigureStyle.SubtitleSize, bold: false, Width - 24)
        );

    /// <summary>Whether there is a legend at all: one name alone is said by the title.</summary>
    internal bool HasLegend => Legend.Skip(1).Any();

    /// <summary>Whether the figure is too narrow for a legend at its right, so that it stands below.</summary>
    internal bool LegendBelow => Width < 560;

    /// <summary>Whether the names of the categories are too close to stand upright, each beside the next.</summary>
    internal bool SlantsCategories =>
        X.Categories is { Count: > 0 } categories
        && (Heat is not null || (Width - (HasLegend && !LegendBelow ? 210.0 : 90.0)) / categories.Count < 66);

    internal (double Low, double High) RangeX() =>
        X.Range(
            Series
                .SelectMany(series => series.X)
                .Concat(Heat is null ? [] : [Heat.Left, Heat.Right])
                .Concat(Lines.Where(line => line.Vertical).Select(line => line.Value))
        );

    internal (double Low, double High) RangeY() =>
        Y.Range(
            Series
                .SelectMany(series => series.Y.Concat(series.Low ?? []).Concat(series.High ?? []))
                .Concat(Heat is null ? [] : [Heat.Bottom, Heat.Top])
                .Concat(Lines.Where(line => !line.Vertical).Select(line => line.Value))
        );

    internal Figure Checked()
    {
        Heat?.Check();
        foreach (Series series in Series)
        {
            series.Check();
        }

        return this;
    }
}
