using System.Buffers.Binary;
using System.IO.Compression;
using SkiaSharp;

namespace Metamers.Plotting.Pictures;

/// <summary>
/// Writes a chart as a PNG file with a palette, a third of the size of one in full colour: a chart has few colours and
/// blends of them at edges, a heat map few levels. Photographs have too many colours for this.
/// </summary>
internal static class IndexedPng
{
    private const byte Palette = 3;

    private static readonly uint[] CrcTable = [.. Enumerable.Range(0, 256).Select(CrcOf)];

    /// <summary>The PNG of opaque pixels.</summary>
    public static byte[] Encode(SKBitmap bitmap)
    {
        // Six bits per channel: smaller differences are not visible.
        int[] colours =
        [
            .. bitmap.Pixels.Select(pixel =>
                Quantised(pixel.Red) << 16 | Quantised(pixel.Green) << 8 | Quantised(pixel.Blue)
            ),
        ];
        int[] palette =
        [
            .. colours
                .CountBy(colour => colour)
                .OrderByDescending(entry => entry.Value)
                .ThenBy(entry => entry.Key)
                .Take(256)
                .Select(entry => entry.Key),
        ];
        Dictionary<int, byte> indices = colours
            .Distinct()
            .ToDictionary(colour => colour, colour => (byte)Nearest(palette, colour));

        return Smallest([.. colours.Select(colour => indices[colour])], bitmap.Width, bitmap.Height, palette, 0, 2);
    }

    /// <summary>The PNG of pixels given as indices of colours.</summary>
    /// <param name="indices">Row by row from the top.</param>
    /// <param name="width">Pixels per row.</param>
    /// <param name="height">Rows.</param>
    /// <param name="palette">
    /// At most 256 colours, 0xRRGGBB; if neighbouring colours are similar, so are the indices of neighbouring pixels in
    /// a smooth picture, and the file is smaller.
    /// </param>
    public static byte[] Encode(byte[] indices, int width, int height, int[] palette) =>
        Smallest(indices, width, height, palette, 0, 1, 2);

    /// <summary>Whether a file is a PNG with a palette.</summary>
    public static bool IsIndexed(byte[] file) =>
        file is [0x89, (byte)'P', (byte)'N', (byte)'G', ..] && file.ElementAtOrDefault(25) == Palette;

    private static byte[] Smallest(byte[] indices, int width, int height, int[] palette, params byte[] filters) =>
        filters.Select(filter => File(indices, width, height, palette, filter)).MinBy(file => file.Length)!;

    // Each row begins with its filter: 0 for none, 1 for the difference to the left, 2 for that to the row above.
    private static byte[] File(byte[] indices, int width, int height, int[] palette, byte filter)
    {
        byte[] rows = new byte[height * (width + 1)];
        for (int i = 0; i < indices.Length; i++)
        {
            int before = filter switch
            {
                1 when i % width > 0 => indices[i - 1],
                2 when i >= width => indices[i - width],
                _ => 0,
            };
            rows[i / width * (width + 1)] = filter;
            rows[i / width * (width + 1) + 1 + i % width] = (byte)(indices[i] - before);
        }

        using MemoryStream png = new();
        png.Write([0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A]);
        byte[] header = [.. Bytes((uint)width), .. Bytes((uint)height), 8, Palette, 0, 0, 0]; // 8 bits
        Write(png, "IHDR", header);
        Write(
            png,
            "PLTE",
            [.. palette.SelectMany(colour => new[] { (byte)(colour >> 16), (byte)(colour >> 8), (byte)colour })]
        );
        Write(png, "IDAT", Deflated(rows));
        Write(png, "IEND", []);
        return png.ToArray();
    }

    private static int Quantised(byte channel) => channel & 0xFC | channel >> 6;

    private static int Nearest(int[] palette, int colour)
    {
        int Distance(int other) =>
            Square(colour >> 16, other >> 16)
            + Square(colour >> 8 & 255, other >> 8 & 255)
            + Square(colour & 255, other & 255);
        return Enumerable.Range(0, palette.Length).MinBy(index => Distance(palette[index]));
    }

    private static int Square(int a, int b) => (a - b) * (a - b);

    private static byte[] Deflated(byte[] rows)
    {
        using MemoryStream packed = new();
        using (ZLibStream zlib = new(packed, CompressionLevel.SmallestSize, leaveOpen: true))
        {
            zlib.Write(rows);
        }

        return packed.ToArray();
    }

    private static void Write(Stream png, string kind, byte[] content)
    {
        byte[] chunk = [.. System.Text.Encoding.ASCII.GetBytes(kind), .. content];
        uint crc = ~chunk.Aggregate(uint.MaxValue, (sum, value) => CrcTable[(sum ^ value) & 255] ^ sum >> 8);
        png.Write([.. Bytes((uint)content.Length), .. chunk, .. Bytes(crc)]);
    }

    private static byte[] Bytes(uint value)
    {
        byte[] bytes = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, value);
        return bytes;
    }

    private static uint CrcOf(int index)
    {
        uint crc = (uint)index;
        for (int bit = 0; bit < 8; bit++)
        {
            crc = (crc & 1) == 1 ? 0xEDB88320 ^ crc >> 1 : crc >> 1;
        }

        return crc;
    }
}
