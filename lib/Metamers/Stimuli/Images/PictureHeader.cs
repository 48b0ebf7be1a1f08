using System.Buffers.Binary;

namespace Metamers.Stimuli.Images;

/// <summary>
/// Reads what SkiaSharp does not report: the colour components of a JPEG file and the orientation of a PNG file.
/// </summary>
internal static class PictureHeader
{
    /// <summary>
    /// Number of colour components in the frame header of a JPEG file (ITU-T T.81, B.2.2), or 0 if it has none.
    /// </summary>
    public static int JpegComponents(string path)
    {
        using FileStream file = File.OpenRead(path);
        file.Position = 2;
        Span<byte> segment = stackalloc byte[10];
        while (file.ReadAtLeast(segment, 10, throwOnEndOfStream: false) == 10 && segment[0] == 0xFF)
        {
            // Start of frame; C4, C8 and CC in that range are other segments.
            if (segment[1] is >= 0xC0 and <= 0xCF and not (0xC4 or 0xC8 or 0xCC))
            {
                return segment[9];
            }

            bool fill = segment[1] == 0xFF;
            file.Position += fill ? -9 : BinaryPrimitives.ReadUInt16BigEndian(segment[2..]) - 8;
        }

        return 0;
    }

    /// <summary>
    /// EXIF orientation, 1 to 8, in the <c>eXIf</c> chunk of a PNG file (PNG specification, third edition, 11.3.4.4); 1
    /// if it has none.
    /// </summary>
    public static int PngOrientation(string path)
    {
        using FileStream file = File.OpenRead(path);
        file.Position = 8;
        Span<byte> chunk = stackalloc byte[8];
        while (file.ReadAtLeast(chunk, 8, throwOnEndOfStream: false) == 8)
        {
            uint length = BinaryPrimitives.ReadUInt32BigEndian(chunk);
            if (chunk[4..].SequenceEqual("eXIf"u8) && length <= ushort.MaxValue)
            {
                byte[] exif = new byte[length];
                return file.ReadAtLeast(exif, exif.Length, throwOnEndOfStream: false) == exif.Length
                    ? ExifOrientation(exif)
                    : 1;
            }

            file.Position += length + 4L; // and the checksum
        }

        return 1;
    }

    /// <summary>Tag 0x0112 of the first directory of a TIFF structure.</summary>
    private static int ExifOrientation(ReadOnlySpan<byte> exif)
    {
        const int entrySize = 12;
        if (exif.Length < 8 || (exif[0] != 'I' && exif[0] != 'M'))
        {
            return 1;
        }

        bool little = exif[0] == 'I';
        uint directory = little
            ? BinaryPrimitives.ReadUInt32LittleEndian(exif[4..])
            : BinaryPrimitives.ReadUInt32BigEndian(exif[4..]);
        for (long entry = directory + 2L; entry + entrySize <= exif.Length; entry += entrySize)
        {
            if (Short(exif, (int)entry, little) == 0x0112)
            {
                int orientation = Short(exif, (int)entry + 8, little);
                return orientation is >= 1 and <= 8 ? orientation : 1;
            }
        }

        return 1;
    }

    private static int Short(ReadOnlySpan<byte> bytes, int at, bool little) =>
        little
            ? BinaryPrimitives.ReadUInt16LittleEndian(bytes[at..])
            : BinaryPrimitives.ReadUInt16BigEndian(bytes[at..]);
}
