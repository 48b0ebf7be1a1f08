using Metamers.Plotting.Sounds;
using SkiaSharp;
using TorchSharp;

namespace Metamers.Plotting.Pictures;

/// <summary>One picture of a <see cref="PictureGrid"/>, with what is said of it. Holds no tensor.</summary>
public sealed record GridPicture
{
    // Larger pictures are reduced: a grid shows many, and a notebook must stay small.
    private const int LargestSide = 128;

    private GridPicture(byte[] png, int width, int height, bool smooth = false) =>
        (Png, Width, Height, Smooth) = (png, width, height, smooth);

    /// <summary>What is written under it, as what the network says; null for nothing.</summary>
    public string? Caption { get; init; }

    /// <summary>Whether the caption is right, shown by a tick or a cross before it; null for neither.</summary>
    public bool? Correct { get; init; }

    /// <summary>More about it, shown under the pointer.</summary>
    public string? Hover { get; init; }

    /// <summary>What is heard by the player under it; null for none.</summary>
    public SoundPlayer? Sound { get; init; }

    internal byte[] Png { get; }

    /// <summary>
    /// Whether it may have more pixels than it is wide, and is shown smoothly; otherwise each pixel is a square.
    /// </summary>
    internal bool Smooth { get; }

    internal int Width { get; }

    internal int Height { get; }

    /// <summary>The caption with its tick or cross: the mark differs in shape, not in colour alone.</summary>
    internal string Said => $"{Mark} {Caption}".Trim();

    internal string Mark =>
        Correct switch
        {
            true => "✓",
            false => "✗",
            null => "",
        };

    internal string MarkColour => FigureStyle.Colour(Correct is true ? 2 : 1);

    /// <summary>The picture in a tensor; one of more than 128 pixels a side is reduced.</summary>
    /// <param name="pixels">(3, H, W): float32 in [0, 1], or bytes.</param>
    /// <param name="caption">What is written under it.</param>
    /// <param name="correct">Whether the caption is right.</param>
    /// <exception cref="Metamers.Runtime.MetamerException">The tensor has another shape, type or range.</exception>
    public static GridPicture From(torch.Tensor pixels, string? caption = null, bool? correct = null)
    {
        using SKBitmap bitmap = PixelImage.ToBitmap(pixels);
        double reduction = Math.Min(1, (double)LargestSide / Math.Max(bitmap.Width, bitmap.Height));
        SKSizeI size = new((int)Math.Ceiling(bitmap.Width * reduction), (int)Math.Ceiling(bitmap.Height * reduction));
        using SKBitmap shown =
            reduction < 1
                ? bitmap.Resize(size, new SKSamplingOptions(SKFilterMode.Linear, SKMipmapMode.Linear))!
                : bitmap.Copy();
        return new(PixelImage.Png(shown), shown.Width, shown.Height) { Caption = caption, Correct = correct };
    }

    /// <summary>
    /// A heat map without axes, of a size on the page in CSS pixels, with at most as many of its own: of noise, each
    /// costs a byte.
    /// </summary>
    internal static GridPicture From(HeatMap heat, int width, int height) =>
        new(
            HeatMapImage.Png(heat, Math.Min(heat.Columns, width), Math.Min(heat.Rows, height)),
            width,
            height,
            smooth: true
        );
}
