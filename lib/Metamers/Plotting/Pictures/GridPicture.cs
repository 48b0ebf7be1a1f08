using Metamers.Plotting.Sounds;
using SkiaSharp;
using TorchSharp;

namespace Metamers.Plotting.Pictures;

/// <summary>One picture of a <see cref="PictureGrid"/>, with its caption. Holds no tensor.</summary>
/// <example>
/// <code>
/// GridPicture.From(Photographs.Take(1)[0].Pixels, "a photograph").Caption
/// </code>
/// </example>
public sealed record GridPicture
{
    /// <summary>The marks before a caption.</summary>
    internal const string Right = "✓",
        Wrong = "✗";

    // A grid shows many pictures, and a notebook must stay small.
    private const int LargestSide = 128;
    private const int LargestStored = 224;

    private GridPicture(byte[] file, int width, int height) => (File, Width, Height) = (file, width, height);

    /// <summary>Text below the picture, e.g. the network's decision; null for none.</summary>
    public string? Caption { get; init; }

    /// <summary>Whether the caption is correct, shown by a tick or a cross before it; null for neither.</summary>
    public bool? Correct { get; init; }

    /// <summary>More about the picture, shown as hover text.</summary>
    public string? Hover { get; init; }

    /// <summary>The player below the picture; null for none.</summary>
    public SoundPlayer? Sound { get; init; }

    /// <summary>The bytes of a PNG or JPEG file.</summary>
    internal byte[] File { get; }

    /// <summary>
    /// Whether it may have more pixels than its width on the page and is scaled smoothly; otherwise each pixel is shown
    /// as a square.
    /// </summary>
    internal bool Smooth => IsReduced || HasFewColours;

    /// <summary>Whether it is a heat map, which has few colours.</summary>
    internal bool HasFewColours { get; private init; }

    /// <summary>Whether it is stored as JPEG, with more pixels than it has on the page.</summary>
    internal bool IsReduced { get; private init; }

    internal int Width { get; }

    internal int Height { get; }

    /// <summary>The caption with its tick or cross: the mark differs in shape, not in colour alone.</summary>
    internal string Said => $"{Mark} {Caption}".Trim();

    internal string Mark =>
        Correct switch
        {
            true => Right,
            false => Wrong,
            null => "",
        };

    internal string MarkColour => FigureStyle.Colour(Correct is true ? 2 : 1);

    /// <summary>
    /// Makes a picture from a tensor. One with more than 128 pixels along a side is shown with 128 on the page and
    /// stored as JPEG, with up to 224 of its own: the noise of a metamer would fade if neighbouring pixels were
    /// averaged.
    /// </summary>
    /// <param name="pixels">(3, H, W): float32 in [0, 1], or bytes.</param>
    /// <param name="caption">Text below the picture.</param>
    /// <param name="correct">Whether the caption is correct.</param>
    /// <exception cref="Metamers.Runtime.MetamerException">The tensor has another shape, type or range.</exception>
    public static GridPicture From(torch.Tensor pixels, string? caption = null, bool? correct = null)
    {
        using SKBitmap bitmap = PixelImage.ToBitmap(pixels);
        SKSizeI shown = Within(bitmap, LargestSide);
        if (shown == new SKSizeI(bitmap.Width, bitmap.Height))
        {
            return new(PixelImage.Png(bitmap), shown.Width, shown.Height) { Caption = caption, Correct = correct };
        }

        using SKBitmap stored = bitmap.Resize(
            Within(bitmap, LargestStored),
            new SKSamplingOptions(SKFilterMode.Linear, SKMipmapMode.Linear)
        )!;
        return new(PixelImage.Jpeg(stored), shown.Width, shown.Height)
        {
            IsReduced = true,
            Caption = caption,
            Correct = correct,
        };
    }

    /// <summary>A picture of any size on the page, in CSS pixels, that is scaled smoothly.</summary>
    internal static GridPicture From(byte[] file, int width, int height) =>
        new(file, width, height) { IsReduced = true };

    /// <summary>A picture that a saved figure holds.</summary>
    /// <param name="file">The bytes of its PNG or JPEG file.</param>
    /// <param name="page">
    /// Its size on the page if it is scaled smoothly; null if each pixel is shown as a square.
    /// </param>
    /// <exception cref="FormatException">They are no such file.</exception>
    internal static GridPicture FromSaved(byte[] file, (int Width, int Height)? page)
    {
        SKImageInfo own = SKBitmap.DecodeBounds(file);
        if (own.IsEmpty)
        {
            throw new FormatException($"The {file.Length} bytes of a picture are neither a PNG nor a JPEG.");
        }

        if (page is not { } size)
        {
            return new(file, own.Width, own.Height);
        }

        bool few = IndexedPng.IsIndexed(file);
        return new(file, size.Width, size.Height) { HasFewColours = few, IsReduced = !few };
    }

    private static SKSizeI Within(SKBitmap bitmap, int largest)
    {
        double reduction = Math.Min(1, (double)largest / Math.Max(bitmap.Width, bitmap.Height));
        return new((int)Math.Ceiling(bitmap.Width * reduction), (int)Math.Ceiling(bitmap.Height * reduction));
    }

    /// <summary>
    /// A heat map without axes, with a size on the page in CSS pixels and at most as many pixels of its own: in noise,
    /// each pixel costs a byte.
    /// </summary>
    internal static GridPicture From(HeatMap heat, int width, int height) =>
        new(HeatMapImage.Png(heat, Math.Min(heat.Columns, width), Math.Min(heat.Rows, height)), width, height)
        {
            HasFewColours = true,
        };
}
