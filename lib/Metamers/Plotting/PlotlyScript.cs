using System.IO.Compression;
using Plotly.NET;

namespace Metamers.Plotting;

/// <summary>
/// plotly.js for a page, from the copy inside Plotly.NET, never from a network. It is too large (3.6 MB, 1.5 MB packed)
/// to be in every output, so it is in none: a page gets it once. In a live notebook the setup cell displays <see
/// cref="Html"/>; the library then serves all outputs of the page, also those shown before. Whoever saves an executed
/// notebook leaves out the output for which <see cref="IsIn"/> is true, so that the saved file is small and shows the
/// static pictures; an HTML page made of the notebook holds <see cref="Html"/> once.
/// </summary>
public static class PlotlyScript
{
    internal const string ReadyEvent = "metamers-plotly";

    private const string Mark = "data-metamers-plotly";

    private static readonly Lazy<string> Packed = new(Pack);

    /// <summary>
    /// A script element that defines the global <c>Plotly</c>, if the page has none, and then has the figures of the
    /// page drawn. The library is packed with gzip; browsers since 2023 and VS Code unpack it, in others the static
    /// pictures stay.
    /// </summary>
    // Put in as an inline script: fetching a data URI is forbidden in the webview of VS Code. An AMD loader on the
    // page, as that of the classic notebook, must not take the library, so its `define` is hidden.
    public static string Html =>
        $$"""
            <script {{Mark}}>
            (async function () {
              if (!window.Plotly) {
                var bytes = Uint8Array.from(atob("{{Packed.Value}}"), function (c) { return c.charCodeAt(0); });
                var text = await new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"))).text();
                var script = document.createElement("script");
                script.text = "(function (define, module, exports) {" + text + "\n}).call(window);";
                document.head.appendChild(script);
              }
              window.dispatchEvent(new Event("{{ReadyEvent}}"));
            })();
            </script>
            """;

    /// <summary>Whether an HTML output is that of <see cref="Html"/>, to be left out of a saved notebook.</summary>
    /// <param name="html">The <c>text/html</c> of an output.</param>
    public static bool IsIn(string html) => html.Contains($"<script {Mark}>", StringComparison.Ordinal);

    private static string Pack()
    {
        System.Reflection.Assembly assembly = typeof(Layout).Assembly;
        string name = assembly
            .GetManifestResourceNames()
            .Single(name => name.EndsWith(".min.js", StringComparison.Ordinal));
        using Stream library = assembly.GetManifestResourceStream(name)!;
        using MemoryStream packed = new();
        using (GZipStream gzip = new(packed, CompressionLevel.SmallestSize, leaveOpen: true))
        {
            library.CopyTo(gzip);
        }

        return Convert.ToBase64String(packed.ToArray());
    }
}
