using System.Globalization;
using Metamers.Runtime;
using SkiaSharp;
using static TorchSharp.torch;

namespace Metamers.Stimuli.Images;

/// <summary>
/// Reads pictures in the way the paper's stimuli were made (largest centred square, then Pillow's default resize, then
/// / 255) and writes them in the way the paper's metamers were saved (× 255, truncated to 8 bits, PNG).
/// </summary>
/// <example>
/// <code>
/// var file = Path.Combine(folder, "leaves.png");
/// ImageFile.Save(file, SyntheticStimuli.DeadLeaves(64).Pixels);
/// ImageFile.Load(file, size: 32)
/// </code>
/// </example>
public static class ImageFile
{
    internal static readonly string[] Extensions = [".png", ".jpg", ".jpeg", ".webp", ".bmp"];

    /// <summary>Reads one PNG, JPEG, WebP or BMP file.</summary>
    /// <remarks>
    /// A picture is first turned upright according to its EXIF orientation. Grey becomes three equal channels; 16-bit
    /// values are reduced to 8 bits; colour profiles are ignored; an alpha channel is dropped, as in Pillow's
    /// <c>convert('RGB')</c>, so transparent pixels show their stored colour.
    /// </remarks>
    /// <param name="path">The file.</param>
    /// <param name="size">Height and width of the result, at least 1.</param>
    /// <param name="enlarge">
    /// Whether a picture whose shorter side is below <paramref name="size"/> may be enlarged.
    /// </param>
    /// <returns>Pixels (3, size, size); the file's name without extension as its name.</returns>
    /// <exception cref="MetamerException">
    /// The file is missing, empty, damaged, CMYK, of another format, too small or too large.
    /// </exception>
    public static ImageStimulus Load(string path, int size, bool enlarge = false)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentOutOfRangeException.ThrowIfLessThan(size, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(size, 4096);
        (int side, byte[] rgb) = ImageDecoder.CentredSquare(path);
        if (side < size && !enlarge)
        {
            throw new MetamerException(
                $"The picture {path} is too small: its shorter side has {side} pixels but {size} are needed. "
                    + "Stimuli are not enlarged by default, since that blurs them: choose a larger picture, or pass "
                    + "enlarge: true."
            );
        }

        byte[] resized = PillowResize.Square(rgb, side, size);
        float[] planes = new float[3 * size * size];
        for (int i = 0; i < planes.Length; i++)
        {
            // (H, W, 3) bytes to (3, H, W) floats.
            planes[i] = resized[i % (size * size) * 3 + i / (size * size)] / 255f;
        }

        string source = $"{Path.GetFileName(path)}, given by the user; its licence is not known";
        return new ImageStimulus(FileName.Shown(path), null, null, tensor(planes, [3, size, size]), source);
    }

    /// <summary>Reads every PNG, JPEG, WebP and BMP file directly in a folder, sorted by file name.</summary>
    /// <param name="folder">
    /// The folder. Other files and subfolders are passed over: a line on the error output, and the result, say how many
    /// and which. Hidden files are ignored.
    /// </param>
    /// <param name="size">As in <see cref="Load"/>.</param>
    /// <param name="enlarge">As in <see cref="Load"/>.</param>
    /// <exception cref="MetamerException">
    /// There is no such folder or no picture in it, or one cannot be read: the message names it.
    /// </exception>
    public static StimulusList<ImageStimulus> LoadFolder(string folder, int size, bool enlarge = false) =>
        StimulusFolder.Load(folder, "picture", Extensions, path => Load(path, size, enlarge));

    /// <summary>Writes a picture as an 8-bit PNG file, completely or not at all.</summary>
    /// <param name="path">Path of the file; must end in <c>.png</c>.</param>
    /// <param name="pixels">As in <see cref="ToPng"/>.</param>
    /// <param name="scale">As in <see cref="ToPng"/>.</param>
    /// <exception cref="MetamerException">
    /// The pixels are not a picture, the name is wrong or the file cannot be written.
    /// </exception>
    public static void Save(string path, Tensor pixels, int scale = 1)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (!Path.GetExtension(path).Equals(".png", StringComparison.OrdinalIgnoreCase))
        {
            throw new MetamerException($"Pictures are saved as PNG, which is lossless; '{path}' must end in .png.");
        }

        byte[] png = ToPng(pixels, scale);
        AtomicFile.Write(path, stream => stream.Write(png));
    }

    /// <summary>
    /// A picture as the bytes of an 8-bit RGB PNG file: value × 255, truncated, as the paper's metamers were saved.
    /// </summary>
    /// <param name="pixels">(3, H, W) float32 in [0, 1], on any device.</param>
    /// <param name="scale">
    /// Every pixel becomes a square of scale × scale pixels, 1 to 64, so that small pictures can be seen.
    /// </param>
    /// <exception cref="MetamerException">The pixels have another shape, type or range, or contain NaN.</exception>
    public static byte[] ToPng(Tensor pixels, int scale = 1)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(scale, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(scale, 64);
        PictureCheck.RequirePicture(pixels, "The picture to write");
        (int height, int width) = ((int)pixels.shape[1], (int)pixels.shape[2]);
        if ((long)height * scale * width * scale > ImageDecoder.MostPixels)
        {
            throw new MetamerException(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"A picture of {width} × {height} pixels enlarged {scale} times is too large; at "
                        + $"most {ImageDecoder.MostPixels:N0} pixels are written."
                )
            );
        }

        byte[] planes;
        using (NewDisposeScope())
        using (no_grad())
        {
            planes = PictureCheck
                .InColour(pixels)
                .cpu()
                .mul(255)
                .to(ScalarType.Byte)
                .contiguous()
                .data<byte>()
                .ToArray();
        }

        byte[] rgba = new byte[height * scale * width * scale * 4];
        for (int i = 0; i < rgba.Length; i++)
        {
            int x = i / 4 % (width * scale) / scale;
            int y = i / 4 / (width * scale) / scale;
            rgba[i] = i % 4 == 3 ? (byte)255 : planes[(i % 4 * height + y) * width + x];
        }

        SKImageInfo info = new(width * scale, height * scale, SKColorType.Rgba8888, SKAlphaType.Opaque);
        using SKImage image = SKImage.FromPixelCopy(info, rgba);
        using SKData png = image.Encode(SKEncodedImageFormat.Png, 100);
        return png.ToArray();
    }
}
