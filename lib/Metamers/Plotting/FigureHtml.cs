using System.Security.Cryptography;
using System.Text;
using Plotly.NET;

namespace Metamers.Plotting;

/// <summary>
/// The HTML of a figure. It holds the static picture and, in a script, the definition of the interactive chart, but not
/// plotly.js. The picture is shown first; where the page has a global <c>Plotly</c>, or gets one later from
/// <see cref="PlotlyScript"/>, the chart takes its place. Without one, or where scripts are not run, the picture stays.
/// A heat map is the picture alone: twice its size in the file would show no more.
/// </summary>
internal static class FigureHtml
{
    public static string Render(Figure figure)
    {
        if (figure.Heat is not null)
        {
            return $"<div style=\"max-width:{figure.Width}px\">{Illustration.Image(figure.ToPng(), figure.Width, figure.Description)}</div>";
        }

        // Kept from ending the script early by a text with "</script>".
        string definition = GenericChart.toFigureJson(figure.ToPlotly()).Replace("</", "<\\/");
        string name = Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(definition)))[..12].ToLowerInvariant();
        return $$"""
            <div data-metamer-figure="{{name}}" style="max-width:{{figure.Width}}px">{{Illustration.Image(
                figure.ToPng(),
                figure.Width,
                figure.Description
            )}}</div>
            <script>
            (function () {
              var figure = {{definition}};
              var settings = { responsive: true, displaylogo: false, modeBarButtonsToRemove: ['select2d', 'lasso2d', 'autoScale2d'] };
              function draw() {
                document.querySelectorAll('[data-metamer-figure="{{name}}"]:not([data-drawn])').forEach(function (box) {
                  box.setAttribute('data-drawn', '');
                  var picture = box.querySelector('img');
                  var chart = document.createElement('div');
                  box.insertBefore(chart, picture);
                  Plotly.newPlot(chart, figure.data, figure.layout, settings).then(
                    function () { picture.style.display = 'none'; },
                    function () { chart.remove(); });
                });
              }
              if (window.Plotly) { draw(); } else { window.addEventListener('{{PlotlyScript.ReadyEvent}}', draw, { once: true }); }
            })();
            </script>
            """;
    }
}
