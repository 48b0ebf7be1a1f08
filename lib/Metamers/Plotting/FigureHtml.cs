using System.Security.Cryptography;
using System.Text;
using Plotly.NET;

namespace Metamers.Plotting;

/// <summary>
/// The HTML of a figure. It contains the static picture and, in a script, the definition of the interactive chart, but
/// not plotly.js. The picture is shown first; if the page has a global <c>Plotly</c>, or gets one later from
/// <see cref="PlotlyScript"/>, the chart replaces it. Otherwise, or if scripts are not run, the picture stays. A heat
/// map is the picture alone: an interactive one would double its size in the file and show no more.
/// </summary>
internal static class FigureHtml
{
    private const string HiddenButtons = "['select2d', 'lasso2d', 'autoScale2d']";

    public static string Render(Figure figure)
    {
        string image = Illustration.Image(figure.ToPng(), figure.Width, figure.Description);
        if (figure.Heat is not null)
        {
            return $"<div style=\"max-width:{figure.Width}px\">{image}</div>";
        }

        // Escaped, so that a text with "</script>" does not end the script early.
        string definition = GenericChart.toFigureJson(figure.ToPlotly()).Replace("</", "<\\/");
        string name = Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(definition)))[..12].ToLowerInvariant();
        const string ready = PlotlyScript.ReadyEvent;
        return $$"""
            <div data-metamer-figure="{{name}}" style="max-width:{{figure.Width}}px">{{image}}</div>
            <script>
            (function () {
              var figure = {{definition}};
              var settings = { responsive: true, displaylogo: false, modeBarButtonsToRemove: {{HiddenButtons}} };
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
              if (window.Plotly) { draw(); } else { window.addEventListener('{{ready}}', draw, { once: true }); }
            })();
            </script>
            """;
    }
}
