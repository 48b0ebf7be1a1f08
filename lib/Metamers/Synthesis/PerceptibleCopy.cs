using System.Runtime.InteropServices;
using Metamers.Runtime;
using Metamers.Stimuli.Images;
using Metamers.Stimuli.Sounds;
using NAudio.Wave;
using SkiaSharp;
using TorchSharp;
using static TorchSharp.torch;

namespace Metamers.Synthesis;

/// <summary>
/// The file of a stimulus for eyes or ears, beside its exact values: a PNG of 8 bits (value × 255 truncated), or a WAV
/// of float32 samples without any normalisation of the level; both as published.
/// </summary>
internal static class PerceptibleCopy
{
    public const string PictureExtension = ".png";
    public const string SoundExtension = ".wav";

    /// <summary>The ending of the file's name.</summary>
    public static string ExtensionOf(int? samplingRate) => samplingRate is null ? PictureExtension : SoundExtension;

    /// <summary>Writes a picture (3, H, W), or a sound (T) where there is a sampling rate.</summary>
    public static void Save(string path, Tensor values, int? samplingRate)
    {
        if (samplingRate is { } rate)
        {
            SoundFile.Save(path, values, rate);
        }
        else
        {
            ImageFile.Save(path, values);
        }
    }

    /// <summary>Throws where a file is not the copy of these values.</summary>
    /// <exception cref="MetamerException">It cannot be read, or shows or plays others.</exception>
    public static void Check(string path, Tensor values, int? samplingRate)
    {
        string? fault = samplingRate is { } rate ? SoundFault(path, values, rate) : PictureFault(path, values);
        if (fault is not null)
        {
            string form = samplingRate is null
                ? $"show the exact values beside it ({values.shape[2]}×{values.shape[1]}, × 255, truncated)"
                : $"play the exact values beside it ({values.shape[0]} float32 samples at {samplingRate} Hz)";
            throw new MetamerException(
                $"{path} does not {form}: {fault}. Restore the folder from a copy, or make the metamer again."
            );
        }
    }

    private static string? PictureFault(string path, Tensor pixels)
    {
        using DisposeScope scope = NewDisposeScope();
        byte[] expected = pixels.mul(255).to(ScalarType.Byte).permute(1, 2, 0).contiguous().data<byte>().ToArray(); // (H, W, 3)
        using SKBitmap? bitmap = SKBitmap.Decode(path);
        return bitmap is null ? "it cannot be decoded"
            : bitmap.Width != pixels.shape[2] || bitmap.Height != pixels.shape[1]
                ? $"it is {bitmap.Width}×{bitmap.Height}"
            : !bitmap
                .Pixels.SelectMany(colour => new[] { colour.Red, colour.Green, colour.Blue })
                .SequenceEqual(expected)
                ? "its pixels are others"
            : null;
    }

    private static string? SoundFault(string path, Tensor samples, int samplingRate)
    {
        try
        {
            using WaveFileReader reader = new(path);
            WaveFormat format = reader.WaveFormat;
            if (
                format.Channels != 1
                || format.BitsPerSample != 32
                || format.Encoding != WaveFormatEncoding.IeeeFloat
                || format.SampleRate != samplingRate
            )
            {
                return $"it has {format.Channels} channel{(format.Channels == 1 ? "" : "s")} "
                    + $"of {format.BitsPerSample}-bit {format.Encoding} at {format.SampleRate} Hz";
            }

            byte[] bytes = new byte[reader.Length];
            reader.ReadExactly(bytes);
            return bytes.Length != 4 * samples.shape[0] ? $"it has {bytes.Length / 4} samples"
                : !MemoryMarshal.Cast<byte, float>(bytes).SequenceEqual(samples.data<float>().ToArray())
                    ? "its samples are others"
                : null;
        }
        catch (Exception error)
            when (error
                    is FormatException
                        or EndOfStreamException
                        or InvalidDataException
                        or ArgumentException
                        or InvalidOperationException
            )
        {
            return $"it cannot be read ({error.Message})";
        }
    }
}
