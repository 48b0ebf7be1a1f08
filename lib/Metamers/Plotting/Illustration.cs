using System.Net;
using Metamers.Runtime;

namespace Metamers.Plotting;

/// <summary>
/// Something that a cell can end in and a reader can see: a chart, a row of charts, a grid of pictures. It gives a
/// static picture (PNG) and HTML that holds the same picture, so that a saved notebook shows it without a kernel.
/// </summary>
public abstract record Illustration
{
    /// <summary>
    /// What is shown, in words: the alternative text of the picture and the plain text of the output.
    /// </summary>
    public abstract string Description { get; }

    /// <summary>The size on the page, in CSS pixels. The static picture has twice as many pixels a side.</summary>
    public abstract (int Width, int Height) Size { get; }

    /// <summary>Draws the static picture.</summary>
    /// <returns>The bytes of a PNG file.</returns>
    public abstract byte[] ToPng();

    /// <summary>The illustration as a piece of HTML, complete in itself: nothing is loaded from elsewhere.</summary>
    public abstract string ToHtml();

    /// <summary>Writes the static picture, for a paper or a talk.</summary>
    /// <param name="path">A file name ending in <c>.png</c>.</param>
    /// <exception cref="MetamerException">The file cannot be written.</exception>
    public void SavePng(string path)
    {
        byte[] png = ToPng();
        AtomicFile.Write(path, stream => stream.Write(png));
    }

    /// <inheritdoc/>
    public sealed override string ToString() => Description;

    /// <summary>An <c>img</c> element that holds a PNG file in itself.</summary>
    /// <param name="png">The bytes of the PNG file.</param>
    /// <param name="width">Width on the page in CSS pixels.</param>
    /// <param name="alternative">The alternative text.</param>
    /// <param name="style">Further CSS.</param>
    internal static string Image(byte[] png, int width, string alternative, string style = "max-width:100%") =>
        $"""<img width="{width}" style="{style}" alt="{WebUtility.HtmlEncode(alternative)}" src="data:image/png;base64,{Convert.ToBase64String(png)}">""";
}
