using System.Runtime.InteropServices;
using Metamers.Runtime;
using Metamers.Stimuli.Images;
using SkiaSharp;
using TorchSharp;
using static TorchSharp.torch;

namespace Metamers.Plotting.Pictures;

/// <summary>Converts the pixels of a tensor to a bitmap and to a PNG or JPEG file.</summary>
internal static class PixelImage
{
    /// <summary>Rounds a picture to 8 bits per channel.</summary>
    /// <param name="pixels">
    /// (3, H, W), (1, H, W) in grey, or one of them in a batch: float32 in [0, 1], or bytes.
    /// </param>
    /// <exception cref="MetamerException">The tensor has another shape, type or range.</exception>
    public static SKBitmap ToBitmap(Tensor pixels)
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable noGradient = no_grad();
        Tensor picture = pixels.dim() == 4 && pixels.shape[0] == 1 ? pixels[0] : pixels;
        picture = picture.dtype == ScalarType.Byte ? picture.to(float32) / 255 : picture;
        PictureCheck.RequirePicture(picture, "The picture to show", grey: true);
        (int height, int width) = ((int)picture.shape[1], (int)picture.shape[2]);
        Tensor opaque = cat([PictureCheck.InColour(picture).cpu(), ones(1, height, width)]); // (4, H, W)
        Tensor interleaved = (opaque * 255).round().to(uint8).permute(1, 2, 0).contiguous(); // (H, W, 4)
        byte[] bytes = interleaved.data<byte>().ToArray();
        SKBitmap bitmap = new(new SKImageInfo(width, height, SKColorType.Rgba8888, SKAlphaType.Opaque));
        Marshal.Copy(bytes, 0, bitmap.GetPixels(), bytes.Length);
        return bitmap;
    }

    /// <summary>The PNG file of a bitmap.</summary>
    public static byte[] Png(SKBitmap bitmap)
    {
        using SKPixmap pixels = bitmap.PeekPixels();
        using SKData data = pixels.Encode(new SKPngEncoderOptions(SKPngEncoderFilterFlags.AllFilters, 9))!;
        return data.ToArray();
    }

    /// <summary>Changes a bitmap to 16 levels per colour.</summary>
    /// <returns>The same bitmap.</returns>
    public static SKBitmap WithFewLevels(SKBitmap bitmap)
    {
        bitmap.Pixels = [.. bitmap.Pixels.Select(p => new SKColor(Coarse(p.Red), Coarse(p.Green), Coarse(p.Blue)))];
        return bitmap;
    }

    /// <summary>
    /// A JPEG file of a bitmap: of noise, a sixth of the size of the PNG. Colours keep their resolution.
    /// </summary>
    public static byte[] Jpeg(SKBitmap bitmap)
    {
        using SKPixmap pixels = bitmap.PeekPixels();
        SKJpegEncoderOptions options = new(70, SKJpegEncoderDownsample.Downsample444, SKJpegEncoderAlphaOption.Ignore);
        using SKData data = pixels.Encode(options)!;
        return data.ToArray();
    }

    /// <summary>The JPEG file of a PNG file.</summary>
    /// <exception cref="MetamerException">It is no picture.</exception>
    public static byte[] Jpeg(byte[] png)
    {
        using SKBitmap? bitmap = SKBitmap.DecodeBounds(png).IsEmpty ? null : SKBitmap.Decode(png);
        return bitmap is null
            ? throw new MetamerException(
                FormattableString.Invariant(
                    $"The picture cannot be decoded: its {png.Length:N0} bytes are not a PNG. Draw it again."
                )
            )
            : Jpeg(bitmap);
    }

    /// <summary>Eight bits from the first four: 0 stays 0 and 255 stays 255.</summary>
    private static byte Coarse(byte value) => (byte)((value & 0xF0) | (value >> 4));
}
