using System.Net;
using SkiaSharp;
using TorchSharp;

namespace Metamers.Plotting.Pictures;

/// <summary>
/// One picture, enlarged by a whole factor, so that the pixels of a small one stay visible. Holds no tensor.
/// </summary>
/// <example>
/// <code>
/// Picture.From(Photographs.Take(1)[0].Pixels, scale: 6, caption: "a photograph")
/// </code>
/// </example>
public sealed record Picture : Illustration
{
    private readonly byte[] png;
    private readonly int scale;

    private Picture(byte[] png, int width, int height, int scale, string? caption)
    {
        this.png = png;
        this.scale = scale;
        Caption = caption;
        Size = (width * scale, height * scale);
    }

    /// <summary>Text below the picture.</summary>
    public string? Caption { get; }

    /// <inheritdoc/>
    public override (int Width, int Height) Size { get; }

    /// <inheritdoc/>
    public override string Description => $"{Caption ?? "Picture"}, {Size.Width / scale}×{Size.Height / scale} pixels";

    /// <summary>Makes a picture from a tensor.</summary>
    /// <param name="pixels">(3, H, W) or (1, 3, H, W): float32 in [0, 1], or bytes.</param>
    /// <param name="scale">Factor of the enlargement; null for about 256 pixels on the page.</param>
    /// <param name="caption">Text below the picture, with its source.</param>
    /// <exception cref="Metamers.Runtime.MetamerException">The tensor has another shape, type or range.</exception>
    public static Picture From(torch.Tensor pixels, int? scale = null, string? caption = null)
    {
        using SKBitmap bitmap = PixelImage.ToBitmap(pixels);
        return new(
            PixelImage.Png(bitmap),
            bitmap.Width,
            bitmap.Height,
            scale ?? Math.Max(1, 256 / bitmap.Width),
            caption
        );
    }

    /// <inheritdoc/>
    public override byte[] ToPng()
    {
        using SKBitmap bitmap = SKBitmap.Decode(png);
        using SKBitmap enlarged = bitmap.Resize(
            new SKSizeI(Size.Width, Size.Height),
            new SKSamplingOptions(SKFilterMode.Nearest)
        )!;
        return PixelImage.Png(enlarged);
    }

    /// <inheritdoc/>
    public override string ToHtml() =>
        Image(png, Size.Width, Description, "image-rendering:pixelated;max-width:100%")
        + (
            Caption is null
                ? ""
                : $"""<div style="max-width:{Math.Max(Size.Width, 320)}px;font:12px {FigureStyle.FontFamily}">"""
                    + $"{WebUtility.HtmlEncode(Caption)}</div>"
        );
}
