using System.Net;
using Metamers.Plotting.Pictures;
using Metamers.Runtime;

namespace Metamers.Plotting;

/// <summary>
/// Something visible that a cell can end with: a chart, a row of charts, a grid of pictures. It provides a static
/// picture (PNG) and HTML that contains the same picture, so that a saved notebook shows it without a kernel.
/// </summary>
public abstract record Illustration
{
    private const byte JpegStart = 0xFF;

    /// <summary>A description in words: the alternative text of the picture and the plain text of the output.</summary>
    public abstract string Description { get; }

    /// <summary>
    /// The size on the page, in CSS pixels. The static picture has twice as many pixels along each side.
    /// </summary>
    public abstract (int Width, int Height) Size { get; }

    /// <summary>Draws the static picture.</summary>
    /// <returns>The bytes of a PNG file.</returns>
    public abstract byte[] ToPng();

    /// <summary>
    /// The static picture that a saved notebook keeps beside the HTML, for viewers that show no HTML. It may be
    /// smaller.
    /// </summary>
    /// <returns>The bytes of a PNG file.</returns>
    internal virtual byte[] ToPreviewPng() => ToPng();

    /// <summary>The illustration as self-contained HTML that loads nothing from elsewhere.</summary>
    public abstract string ToHtml();

    /// <summary>Writes the static picture, for a paper or a talk.</summary>
    /// <param name="path">A file name ending in <c>.png</c>.</param>
    /// <exception cref="MetamerException">The file cannot be written.</exception>
    public void SavePng(string path)
    {
        byte[] png = ToPng();
        AtomicFile.Write(path, stream => stream.Write(png));
    }

    /// <summary>
    /// Writes the static picture as JPEG, for a page: photographs and noise take a quarter of the room of a PNG.
    /// </summary>
    /// <param name="path">A file name ending in <c>.jpg</c>.</param>
    /// <exception cref="MetamerException">The file cannot be written.</exception>
    public void SaveJpeg(string path)
    {
        byte[] jpeg = PixelImage.Jpeg(ToPng());
        AtomicFile.Write(path, stream => stream.Write(jpeg));
    }

    /// <inheritdoc/>
    public sealed override string ToString() => Description;

    /// <summary>An <c>img</c> element with an embedded PNG or JPEG file.</summary>
    /// <param name="file">The bytes of the file.</param>
    /// <param name="width">Width on the page in CSS pixels.</param>
    /// <param name="alternative">The alternative text.</param>
    /// <param name="style">Further CSS.</param>
    internal static string Image(byte[] file, int width, string alternative, string style = "max-width:100%") =>
        $"""<img width="{width}" style="{style}" alt="{WebUtility.HtmlEncode(alternative)}" """
        + $"""src="data:image/{(file[0] == JpegStart ? "jpeg" : "png")};base64,{Convert.ToBase64String(file)}">""";
}
