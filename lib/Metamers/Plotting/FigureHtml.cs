using Metamers.Plotting.Interactive;

namespace Metamers.Plotting;

/// <summary>
/// The HTML of a figure: the static picture, which the interactive chart replaces if there is plotly.js. A heat map
/// is the picture alone: twice its size in the file would show no more.
/// </summary>
internal static class FigureHtml
{
    private const string HiddenButtons = "['select2d', 'lasso2d', 'autoScale2d']";

    public static string Render(Figure figure)
    {
        string picture = Illustration.Image(figure.ToPng(), figure.Width, figure.Description);
        return figure.Heat is null
            ? PlotlyHtml.Render(figure.ToPlotly(), picture, figure.Width)
            : $"<div style=\"max-width:{figure.Width}px\">{picture}</div>";
    }
}
