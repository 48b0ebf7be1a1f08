using System.IO.Compression;
using Metamers.Plotting.Static;
using Plotly.NET;

namespace Metamers.Plotting.Interactive;

/// <summary>
/// plotly.js for a page, from the copy inside Plotly.NET, never from the network. It is too large (3.6 MB, 1.5 MB
/// compressed) for every output, so a page gets it once, separately. In a live notebook the setup cell displays
/// <see cref="Live"/>; the library then serves all outputs of the page, including earlier ones. When an executed
/// notebook is saved, the output for which <see cref="IsIn"/> is true is left out, so that the file is small and shows
/// the static pictures; an HTML page of the notebook contains <see cref="Html"/> once.
/// </summary>
public static class PlotlyScript
{
    internal const string ReadyEvent = "metamers-plotly";

    private const string Mark = "data-metamers-plotly";

    private static readonly Lazy<string> Packed = new(Pack);

    /// <summary>
    /// A script element that defines the global <c>Plotly</c>, if the page has none, and then draws the figures of the
    /// page. The library is compressed with gzip; browsers since 2023 and VS Code decompress it, in others the static
    /// pictures stay.
    /// </summary>
    public static string Html => Script("");

    /// <summary>
    /// The same for a notebook in an editor, whose page has no font of this project: it brings the font first. The
    /// notes of figures are broken into lines for it, and in a wider one they would be cut off at the right.
    /// </summary>
    internal static string Live =>
        Script(
            $$"""
            try {
                var known = function (face) { return face.family.replaceAll('"', "") === "{{Typeface.Name}}"; };
                if (![...document.fonts].some(known)) {
                  var font = Uint8Array.from(atob("{{Typeface.Base64()}}"), function (c) { return c.charCodeAt(0); });
                  document.fonts.add(await new FontFace("{{Typeface.Name}}", font).load());
                }
              } catch (error) { console.warn(error); }

            """
        );

    /// <summary>
    /// Whether an HTML output comes from <see cref="Html"/> and is to be left out of a saved notebook.
    /// </summary>
    /// <param name="html">The <c>text/html</c> of an output.</param>
    public static bool IsIn(string html) => html.Contains($"<script {Mark}>", StringComparison.Ordinal);

    // Added as an inline script: fetching a data URI is forbidden in the webview of VS Code. An AMD loader on the page,
    // like that of the classic notebook, must not capture the library, so its `define` is hidden.
    private static string Script(string first) =>
        $$"""
            <script {{Mark}}>
            (async function () {
              {{first}}if (!window.Plotly) {
                var bytes = Uint8Array.from(atob("{{Packed.Value}}"), function (c) { return c.charCodeAt(0); });
                var packed = new Blob([bytes]).stream();
                var text = await new Response(packed.pipeThrough(new DecompressionStream("gzip"))).text();
                var script = document.createElement("script");
                script.text = "(function (define, module, exports) {" + text + "\n}).call(window);";
                document.head.appendChild(script);
              }
              window.dispatchEvent(new Event("{{ReadyEvent}}"));
            })();
            </script>
            """;

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
