using System.Globalization;
using Metamers.Runtime;
using Metamers.Stimuli.Data;
using SkiaSharp;

namespace Metamers.Stimuli.Images;

/// <summary>Decodes a picture file to the 8-bit pixels of its largest centred square, upright.</summary>
internal static class ImageDecoder
{
    /// <summary>Pictures with more pixels are not decoded: a small file can claim any size in its header.</summary>
    public const long MostPixels = 100_000_000;

    private const int Rotated = 5; // EXIF orientations from this one on

    private const string Readable = "PNG, JPEG, WebP and BMP files can be read";

    /// <summary>Reads the largest centred square.</summary>
    /// <param name="path">The file.</param>
    /// <returns>The side length of the square and its (side, side, 3) bytes.</returns>
    /// <exception cref="MetamerException">
    /// The file is missing, not such a picture, damaged, CMYK or too large.
    /// </exception>
    public static (int Side, byte[] Rgb) CentredSquare(string path)
    {
        (byte[] rgba, int width, int height, int orientation) = Decode(path);
        return UprightSquare(rgba, width, height, orientation);
    }

    /// <summary>Width and height of a picture as it is shown, after all of it has been decoded.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="MetamerException">As <see cref="CentredSquare"/>.</exception>
    public static (int Width, int Height) Size(string path)
    {
        (_, int width, int height, int orientation) = Decode(path);
        return orientation >= Rotated ? (height, width) : (width, height);
    }

    private static (byte[] Rgba, int Width, int Height, int Orientation) Decode(string path)
    {
        byte[] head = RequireContent(path);
        using SKCodec codec =
            SKCodec.Create(path, out SKCodecResult opened)
            ?? throw Refused(
                path,
                PictureSignature.Problem(head, Readable)
                    ?? (
                        opened == SKCodecResult.IncompleteInput
                            ? "is truncated within its header; download it again"
                            : $"is not a picture, or its header is damaged; {Readable}"
                    )
            );
        if (
            codec.EncodedFormat
            is not (
                SKEncodedImageFormat.Png
                or SKEncodedImageFormat.Jpeg
                or SKEncodedImageFormat.Webp
                or SKEncodedImageFormat.Bmp
            )
        )
        {
            string format = codec.EncodedFormat.ToString().ToUpperInvariant();
            string article = format[0] is 'A' or 'I' ? "an" : "a";
            throw Refused(path, $"is {article} {format} file; {Readable}. Convert it to PNG");
        }

        if (codec.EncodedFormat == SKEncodedImageFormat.Jpeg && PictureHeader.JpegComponents(path) == 4)
        {
            throw Refused(
                path,
                "is a CMYK JPEG, made for printing; its colours on a screen are not defined without a profile. "
                    + "Convert it to RGB in a picture editor"
            );
        }

        (int width, int height) = (codec.Info.Width, codec.Info.Height);
        if ((long)width * height > MostPixels)
        {
            throw Refused(
                path,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"claims to have {width:N0} × {height:N0} pixels; at most {MostPixels:N0} pixels are decoded. "
                        + $"Make a smaller copy of it"
                )
            );
        }

        // No colour space in the target, so that stored values are kept, as in Pillow. Unpremultiplied, so that alpha
        // can be dropped.
        SKCodecResult decoded = codec.GetPixels(
            new SKImageInfo(width, height, SKColorType.Rgba8888, SKAlphaType.Unpremul),
            out byte[] rgba
        );
        if (decoded != SKCodecResult.Success)
        {
            throw Refused(
                path,
                decoded == SKCodecResult.IncompleteInput
                    ? "is truncated: its header is good but pixels are missing. Download it again"
                    : $"is damaged: its header is good but its pixels cannot be decoded ({decoded}). Download it again"
            );
        }

        int orientation =
            codec.EncodedFormat == SKEncodedImageFormat.Png
                ? PictureHeader.PngOrientation(path)
                : (int)codec.EncodedOrigin;
        return (rgba, width, height, orientation);
    }

    /// <returns>The first bytes of the file.</returns>
    private static byte[] RequireContent(string path)
    {
        if (Directory.Exists(path))
        {
            throw Refused(path, "is a folder; ImageFile.LoadFolder reads all pictures of one");
        }

        if (!File.Exists(path))
        {
            throw new MetamerException(
                $"There is no picture at {Path.GetFullPath(path)}. Check the name and, if it is relative, the "
                    + "working directory."
            );
        }

        try
        {
            using FileStream stream = File.OpenRead(path);
            byte[] head = new byte[256];
            int count = stream.ReadAtLeast(head, head.Length, throwOnEndOfStream: false);
            if (count == 0)
            {
                throw Refused(path, "is empty (0 bytes). Download it again");
            }

            if (FileIntegrity.LooksLikeHtml(head.AsSpan(0, count)))
            {
                throw Refused(
                    path,
                    "is an HTML page, such as an error or log-in page saved in the picture's place. Download it again"
                );
            }

            return head[..count];
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new MetamerException($"The picture {path} cannot be read: {error.Message}", error);
        }
    }

    /// <summary>
    /// Crops as in the paper, at (width − side) / 2 rounded down, after rotating the picture according to its EXIF
    /// orientation.
    /// </summary>
    private static (int Side, byte[] Rgb) UprightSquare(byte[] rgba, int width, int height, int orientation)
    {
        bool swapped = orientation >= Rotated; // rows of the upright picture are columns of the stored one
        bool mirroredX = orientation is 2 or 3 or 7 or 8;
        bool mirroredY = orientation is 3 or 4 or 6 or 7;
        int side = Math.Min(width, height);
        int left = ((swapped ? height : width) - side) / 2;
        int top = ((swapped ? width : height) - side) / 2;
        byte[] rgb = new byte[side * side * 3];
        for (int y = 0; y < side; y++)
        {
            for (int x = 0; x < side; x++)
            {
                (int column, int row) = swapped ? (top + y, left + x) : (left + x, top + y);
                column = mirroredX ? width - 1 - column : column;
                row = mirroredY ? height - 1 - row : row;
                rgba.AsSpan((row * width + column) * 4, 3).CopyTo(rgb.AsSpan((y * side + x) * 3));
            }
        }

        return (side, rgb);
    }

    private static MetamerException Refused(string path, string why) => new($"The picture {path} {why}.");
}
