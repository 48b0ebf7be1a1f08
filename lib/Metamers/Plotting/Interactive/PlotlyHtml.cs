using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Newtonsoft.Json;
using Plotly.NET;

namespace Metamers.Plotting.Interactive;

/// <summary>
/// The HTML of a Plotly.NET chart: a picture or text that is shown first and, in a script, the definition of the chart,
/// but not plotly.js. Where the page has a global <c>Plotly</c>, or gets one later from <see cref="PlotlyScript"/>, the
/// chart takes the place of the picture or text. Without one, or where scripts are not run, these stay.
/// </summary>
internal static class PlotlyHtml
{
    /// <summary>
    /// A reader's own chart, with a static picture of its lines and points; other charts are described in words until
    /// they are drawn.
    /// </summary>
    public static string Render(GenericChart chart)
    {
        int width = PlotlyReading.Size(chart).Width;
        string before = PlotlyReading.TryRead(chart) is { } figure
            ? Illustration.Image(figure.ToPng(), width, Describe(chart))
            : $"<p>{WebUtility.HtmlEncode(Describe(chart))}</p>";
        return Render(chart, before, width);
    }

    /// <summary>A chart and what is shown until it is drawn.</summary>
    /// <param name="chart">The chart.</param>
    /// <param name="before">One element of HTML.</param>
    /// <param name="width">The width that the chart has at most, in CSS pixels.</param>
    public static string Render(GenericChart chart, string before, int width)
    {
        // Kept from ending the script early by a text with "</script>".
        string definition = GenericChart.toFigureJson(chart).Replace("</", "<\\/");
        string settings = JsonConvert
            .SerializeObject(GenericChart.getConfig(chart), Globals.JSON_CONFIG)
            .Replace("</", "<\\/");
        string name = Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(definition)))[..12].ToLowerInvariant();
        return $$"""
            <div data-metamer-figure="{{name}}" style="max-width:{{width}}px">{{before}}</div>
            <script>
            (function () {
              var figure = {{definition}};
              var buttons = ['select2d', 'lasso2d', 'autoScale2d'];
              var usual = { responsive: true, displaylogo: false, modeBarButtonsToRemove: buttons };
              var settings = Object.assign(usual, {{settings}});
              function draw() {
                document.querySelectorAll('[data-metamer-figure="{{name}}"]:not([data-drawn])').forEach(function (box) {
                  box.setAttribute('data-drawn', '');
                  var before = box.firstElementChild;
                  var chart = document.createElement('div');
                  box.insertBefore(chart, before);
                  Plotly.newPlot(chart, figure.data, figure.layout, settings).then(
                    function () { before.style.display = 'none'; },
                    function () { chart.remove(); });
                });
              }
              if (window.Plotly) { draw(); }
              else { window.addEventListener('{{PlotlyScript.ReadyEvent}}', draw, { once: true }); }
            })();
            </script>
            """;
    }

    /// <summary>A chart in words: its title, axes and traces, and what draws it.</summary>
    public static string Describe(GenericChart chart)
    {
        using JsonDocument definition = JsonDocument.Parse(GenericChart.toFigureJson(chart));
        JsonElement layout = definition.RootElement.GetProperty("layout");
        string title = PlotlyReading.Text(layout, "title", "text") is { Length: > 0 } text ? text : "A chart";
        string x = PlotlyReading.Text(layout, "xaxis", "title", "text");
        string y = PlotlyReading.Text(layout, "yaxis", "title", "text");
        string axes = x.Length > 0 && y.Length > 0 ? $" {y} against {x}." : "";
        string shown = string.Join(
            ", ",
            definition
                .RootElement.GetProperty("data")
                .EnumerateArray()
                .Select(trace => PlotlyReading.Text(trace, "name"))
                .Where(name => name.Length > 0)
                .Distinct()
        );
        return $"{title.TrimEnd('.')}.{axes}{(shown.Length > 0 ? $" Shown: {shown}." : "")} "
            + "Interactive in a live notebook, after its setup cell, and on the notebook's page.";
    }
}
