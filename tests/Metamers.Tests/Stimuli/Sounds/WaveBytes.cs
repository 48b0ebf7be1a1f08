using System.Buffers.Binary;

namespace Metamers.Tests.Stimuli.Sounds;

/// <summary>WAV files written byte by byte, so that reading is not tested with a library's writing.</summary>
internal static class WaveBytes
{
    /// <summary>One channel of 16-bit samples.</summary>
    public static byte[] Pcm16(short[] samples, int rate)
    {
        byte[] data = new byte[2 * samples.Length];
        for (int i = 0; i < samples.Length; i++)
        {
            BinaryPrimitives.WriteInt16LittleEndian(data.AsSpan(2 * i), samples[i]);
        }

        return File(Format(1, 1, rate, 16), data);
    }

    /// <summary>The first 16 bytes of a format chunk.</summary>
    public static byte[] Format(ushort encoding, ushort channels, int rate, ushort bits)
    {
        byte[] format = new byte[16];
        BinaryPrimitives.WriteUInt16LittleEndian(format, encoding);
        BinaryPrimitives.WriteUInt16LittleEndian(format.AsSpan(2), channels);
        BinaryPrimitives.WriteInt32LittleEndian(format.AsSpan(4), rate);
        BinaryPrimitives.WriteInt32LittleEndian(format.AsSpan(8), rate * channels * bits / 8);
        BinaryPrimitives.WriteUInt16LittleEndian(format.AsSpan(12), (ushort)(channels * bits / 8));
        BinaryPrimitives.WriteUInt16LittleEndian(format.AsSpan(14), bits);
        return format;
    }

    /// <summary>A WAV file with a format chunk and a data chunk.</summary>
    /// <param name="format">Content of the format chunk.</param>
    /// <param name="data">Content of the data chunk.</param>
    /// <param name="announced">The length that the data chunk claims; null for the true one.</param>
    /// <param name="riff">The first four letters of the file.</param>
    /// <param name="before">Chunks before the format.</param>
    /// <param name="between">Chunks between format and data.</param>
    public static byte[] File(
        byte[] format,
        byte[] data,
        uint? announced = null,
        string riff = "RIFF",
        byte[]? before = null,
        byte[]? between = null
    )
    {
        byte[] chunks =
        [
            .. before ?? [],
            .. Chunk("fmt ", format),
            .. between ?? [],
            .. Chunk("data", data, announced),
        ];
        return [.. Letters(riff), .. Number((uint)chunks.Length + 4), .. Letters("WAVE"), .. chunks];
    }

    /// <summary>A chunk with its name and length, padded to an even number of bytes.</summary>
    public static byte[] Chunk(string name, byte[] content, uint? announced = null) =>
        [.. Letters(name), .. Number(announced ?? (uint)content.Length), .. content, .. new byte[content.Length % 2]];

    private static byte[] Letters(string text) => System.Text.Encoding.ASCII.GetBytes(text);

    private static byte[] Number(uint value)
    {
        byte[] bytes = new byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, value);
        return bytes;
    }
}
