using System.Formats.Tar;
using System.Globalization;
using SkiaSharp;

namespace Metamers.Stimuli.Data.Sets;

/// <summary>Reads the two forms of CIFAR-10 one entry after another, without unpacking them to disk.</summary>
internal static class Cifar10Archive
{
    private const int BinaryRecord = 1 + Cifar10.PixelBytes;

    /// <summary>
    /// Label, index within the class, and a way to read (3, 32, 32) bytes, valid until the next entry.
    /// </summary>
    public static IEnumerable<(int Label, int Index, Func<byte[]> Read)> Entries(string path, DataPart part)
    {
        int[] seen = new int[Cifar10.ClassNames.Count];
        SortedDictionary<string, byte[]> batches = new(StringComparer.Ordinal);
        foreach (TarEntry entry in TarArchive.Files(path))
        {
            string[] parts = entry.Name.Split('/');
            if (parts[^1].EndsWith(".bin", StringComparison.Ordinal))
            {
                if (
                    parts[^1].StartsWith(part == DataPart.Train ? "data_batch" : "test_batch", StringComparison.Ordinal)
                )
                {
                    batches[parts[^1]] = ReadAll(entry);
                }
            }
            else if (ParseJpegName(parts, part) is { } name)
            {
                yield return (name.Label, name.Index, () => DecodeJpeg(entry));
            }
        }

        // The batches are in the archive in any order; the index within a class counts through them by name.
        foreach (byte[] batch in batches.Values)
        {
            for (int start = 0; start + BinaryRecord <= batch.Length; start += BinaryRecord)
            {
                int label = batch[start];
                if (label >= seen.Length)
                {
                    throw new InvalidDataException($"a record has the label {label}, not 0 to {seen.Length - 1}.");
                }

                int offset = start + 1;
                yield return (label, seen[label]++, () => batch[offset..(offset + Cifar10.PixelBytes)]);
            }
        }
    }

    private static (int Label, int Index)? ParseJpegName(string[] parts, DataPart part)
    {
        if (parts.Length < 3 || parts[^3] != (part == DataPart.Train ? "train" : "test"))
        {
            return null;
        }

        int label = Cifar10.ClassNames.ToList().IndexOf(parts[^2]);
        bool number = int.TryParse(
            System.IO.Path.GetFileNameWithoutExtension(parts[^1]),
            NumberStyles.None,
            CultureInfo.InvariantCulture,
            out int index
        );
        return label >= 0 && number ? (label, index) : null;
    }

    private static byte[] ReadAll(TarEntry entry)
    {
        const int largestBatch = 10_000 * BinaryRecord;
        if (entry.Length > largestBatch || entry.Length % BinaryRecord != 0)
        {
            throw new InvalidDataException(
                $"{entry.Name} has {entry.Length} bytes, not a whole number of at most 10,000 records "
                    + $"of {BinaryRecord}."
            );
        }

        byte[] bytes = new byte[entry.Length];
        entry.DataStream!.ReadExactly(bytes);
        return bytes;
    }

    /// <summary>JPEG → planar red, green, blue.</summary>
    private static byte[] DecodeJpeg(TarEntry entry)
    {
        // Not SKBitmap.Decode, which fills what a truncated file lacks with black rows.
        using SKData? data = SKData.Create(entry.DataStream!);
        using SKCodec? codec = data is null ? null : SKCodec.Create(data);
        SKImageInfo info = new(Cifar10.Size, Cifar10.Size, SKColorType.Rgba8888, SKAlphaType.Unpremul);
        byte[] interleaved = [];
        if (codec?.Info.Size != info.Size || codec.GetPixels(info, out interleaved) != SKCodecResult.Success)
        {
            throw new InvalidDataException(
                $"{entry.Name} is not a whole JPEG picture of {Cifar10.Size}×{Cifar10.Size} pixels."
            );
        }

        byte[] planes = new byte[Cifar10.PixelBytes];
        for (int pixel = 0; pixel < Cifar10.Size * Cifar10.Size; pixel++)
        {
            for (int channel = 0; channel < 3; channel++)
            {
                planes[channel * Cifar10.Size * Cifar10.Size + pixel] = interleaved[4 * pixel + channel];
            }
        }

        return planes;
    }
}
