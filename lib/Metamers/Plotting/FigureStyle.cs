using System.Collections.Immutable;
using ScottPlot;
using Symbol = Plotly.NET.StyleParam.MarkerSymbol;
using SymbolStyle = Plotly.NET.StyleParam.SymbolStyle;

namespace Metamers.Plotting;

/// <summary>
/// How every figure looks. Colours are those of Okabe and Ito (2008), which people with any common colour vision can
/// tell apart; dashes and markers repeat the difference, so that a figure printed in grey still reads.
/// </summary>
internal static class FigureStyle
{
    /// <summary>The style number of what stays in the background, as a null distribution.</summary>
    public const int Grey = -1;

    /// <summary>The colours in the order of use, yellow last since it is faint on white.</summary>
    public static ImmutableArray<string> Palette { get; } =
    ["#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#000000", "#B8AD00"];

    /// <summary>
    /// The typefaces of HTML; static pictures are set in the first, which the library holds in itself.
    /// </summary>
    public const string FontFamily = "Inter, system-ui, -apple-system, 'Segoe UI', sans-serif";

    internal const string Ink = "#1F2328";
    internal const string PaleInk = "#59636E";
    internal const string GridColour = "#E7EAEE";
    internal const string GreyColour = "#8C959F";

    internal const float TitleSize = 16;
    internal const float SubtitleSize = 12;
    internal const float LabelSize = 13;
    internal const float TickSize = 12;
    internal const float LineHeight = 1.35f;

    internal const float LineWidth = 2;
    internal const float FaintWidth = 1;
    internal const float MarkerSize = 7;
    internal const float StrokeSize = 20;
    internal const double BandOpacity = 0.18;
    internal const double FaintOpacity = 0.35;

    // Lengths of dashes and gaps in pixels; both renderers take them.
    private static readonly ImmutableArray<float[]> Dashes =
    [
        [],
        [7, 3],
        [2, 2.5f],
        [9, 3, 2, 3],
    ];

    private static readonly ImmutableArray<(Symbol Plotly, MarkerShape Static)> Markers =
    [
        (Symbol.Circle, MarkerShape.FilledCircle),
        (Symbol.Square, MarkerShape.FilledSquare),
        (Symbol.TriangleUp, MarkerShape.FilledTriangleUp),
        (Symbol.Diamond, MarkerShape.FilledDiamond),
        (Symbol.TriangleDown, MarkerShape.FilledTriangleDown),
        (Open(Symbol.XThin), MarkerShape.Eks),
        (Open(Symbol.Circle), MarkerShape.OpenCircle),
        (Open(Symbol.CrossThin), MarkerShape.Cross),
    ];

    /// <summary>The short horizontal stroke of <see cref="SeriesMark.Strokes"/>.</summary>
    internal static Symbol Stroke { get; } = Open(Symbol.LineEW);

    /// <summary>The colour of a style number, as <c>#RRGGBB</c>.</summary>
    /// <param name="style">0, 1, 2, …, beginning anew after the last, or <see cref="Grey"/>.</param>
    public static string Colour(int style) => style < 0 ? GreyColour : Palette[style % Palette.Length];

    // When the colours begin anew, dashes and markers are one further, so that the ninth line is not the first.
    internal static float[] Dash(int style) =>
        style < 0 ? [] : Dashes[(style + style / Palette.Length) % Dashes.Length];

    internal static (Symbol Plotly, MarkerShape Static) Marker(int style) =>
        style < 0 ? Markers[0] : Markers[(style + style / Palette.Length) % Markers.Length];

    private static Symbol Open(Symbol symbol) => Symbol.NewModified(symbol, SymbolStyle.Open);
}
