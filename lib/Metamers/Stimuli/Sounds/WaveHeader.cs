using System.Buffers.Binary;
using System.Globalization;
using NAudio.Wave;

namespace Metamers.Stimuli.Sounds;

/// <summary>
/// The contents of the header of a WAV file (Multimedia Programming Interface and Data Specifications 1.0, IBM and
/// Microsoft 1991; WAVE_FORMAT_EXTENSIBLE; RF64, EBU Tech 3306; BW64, ITU-R BS.2088). Every number is checked before it
/// is used, since a damaged file can contain any number; NAudio's reader would allocate what the header claims.
/// </summary>
/// <param name="Format">Integer PCM of 8, 16, 24 or 32 bits, or floating point of 32 or 64 bits.</param>
/// <param name="Start">First byte of the samples.</param>
/// <param name="Length">Bytes of samples, a whole number of frames, at least one.</param>
internal sealed record WaveHeader(WaveFormat Format, int Start, int Length)
{
    private const uint LengthUnknown = uint.MaxValue; // from programs that write to a pipe, and in RF64
    private const uint SoxUnknown = 0x7ffff000; // what SoX writes to a pipe
    private const int HeaderBytes = 64; // by which some programs lower that number

    private static readonly string[] Chunks =
    [
        "data",
        "fmt ",
        "fact",
        "LIST",
        "ds64",
        "JUNK",
        "junk",
        "bext",
        "PEAK",
        "cue ",
        "smpl",
        "inst",
        "plst",
        "note",
        "labl",
        "iXML",
        "axml",
        "chna",
        "id3 ",
        "ID3 ",
        "PAD ",
        "FLLR",
        "acid",
        "_PMX",
        "afsp",
        "DISP",
        "umid",
        "wavl",
    ];
    private const string Readable =
        "WAV files of 8, 16, 24 and 32-bit PCM and of 32 and 64-bit floating point can be read";

    /// <summary>Reads the header.</summary>
    /// <param name="file">The whole file.</param>
    /// <exception cref="InvalidDataException">
    /// The file is not such a file, or is damaged: the message is the rest of a sentence that begins with "the file".
    /// </exception>
    public static WaveHeader Read(ReadOnlySpan<byte> file)
    {
        int riff = SoundSignature.TagLength(file);
        WaveHeader header = ReadRiff(file[riff..]);
        return header with { Start = header.Start + riff };
    }

    private static WaveHeader ReadRiff(ReadOnlySpan<byte> file)
    {
        if (SoundSignature.Problem(file) is { } problem)
        {
            throw new InvalidDataException($"{problem}; {Readable}{SoundSignature.Cure(problem)}");
        }

        WaveFormat? format = null;
        long? longLength = null;
        for (long at = 12; at + 8 <= file.Length; )
        {
            ReadOnlySpan<byte> name = file.Slice((int)at, 4);
            uint length = BinaryPrimitives.ReadUInt32LittleEndian(file[(int)(at + 4)..]);
            ReadOnlySpan<byte> content = file[(int)(at + 8)..];
            if (name.SequenceEqual("data"u8))
            {
                long bytes =
                    length == LengthUnknown ? longLength ?? content.Length
                    : IsOpen(length, file, at) ? content.Length
                    : length;
                RequireOne(file, at, bytes);
                return Samples(
                    format ?? throw new InvalidDataException("is damaged: its samples come before their format"),
                    file.Length - content.Length,
                    bytes,
                    content.Length
                );
            }

            if (name.SequenceEqual("fmt "u8))
            {
                format = ReadFormat(content[..(int)Math.Min(length, content.Length)]);
            }
            else if (name.SequenceEqual("ds64"u8) && content.Length >= 16)
            {
                longLength = BinaryPrimitives.ReadInt64LittleEndian(content[8..]);
            }

            at = Next(file, at, length);
        }

        throw new InvalidDataException(
            format is null
                ? "is truncated or damaged: it has no format chunk"
                : "is truncated or damaged: its header is good but it has no data chunk"
        );
    }

    /// <summary>Whether a program that wrote to a pipe left the length of the samples open.</summary>
    private static bool IsOpen(uint length, ReadOnlySpan<byte> file, long at) =>
        (length is <= SoxUnknown and >= SoxUnknown - HeaderBytes && at + 8 + length > file.Length)
        || (length == 0 && at + 8 < file.Length && !IsChunk(file, at + 8));

    /// <summary>
    /// Where the next chunk begins: at an even position, unless the program forgot the byte that pads an odd one.
    /// </summary>
    private static long Next(ReadOnlySpan<byte> file, long at, uint length)
    {
        long end = at + 8L + length;
        return end % 2 == 1 && IsChunk(file, end) && !IsChunk(file, end + 1) ? end : end + (end % 2);
    }

    private static bool IsChunk(ReadOnlySpan<byte> file, long at) =>
        at + 8 <= file.Length && Chunks.Contains(System.Text.Encoding.Latin1.GetString(file.Slice((int)at, 4)));

    /// <summary>A second data chunk would be passed over by every program, whatever is in it.</summary>
    private static void RequireOne(ReadOnlySpan<byte> file, long data, long length)
    {
        long at = length < 0 || data + 8 + length > file.Length ? file.Length : Next(file, data, (uint)length);
        while (IsChunk(file, at))
        {
            uint more = BinaryPrimitives.ReadUInt32LittleEndian(file[(int)(at + 4)..]);
            if (more > 0 && file.Slice((int)at, 4).SequenceEqual("data"u8))
            {
                throw new InvalidDataException(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"has two data chunks, of {length:N0} and {more:N0} bytes; a WAV file has one, and programs "
                            + $"differ in what they play. Save it again as one sound, for example with ffmpeg -i FILE "
                            + $"NEW.wav, and listen to it"
                    )
                );
            }

            at = Next(file, at, more);
        }
    }

    private static WaveHeader Samples(WaveFormat format, int start, long length, int available)
    {
        if (length > available || length < 0)
        {
            throw new InvalidDataException(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"is truncated: its header announces {length:N0} bytes of samples but only {available:N0} are "
                        + $"there. Download it again"
                )
            );
        }

        // A last incomplete frame is left out.
        int whole = (int)length / format.BlockAlign * format.BlockAlign;
        return whole > 0
            ? new WaveHeader(format, start, whole)
            : throw new InvalidDataException("contains no samples: its header is good but its data chunk is empty");
    }

    private static WaveFormat ReadFormat(ReadOnlySpan<byte> chunk)
    {
        if (chunk.Length < 16)
        {
            throw new InvalidDataException(
                $"is truncated or damaged: its format chunk has {chunk.Length} bytes, but needs at least 16"
            );
        }

        WaveFormatEncoding encoding = (WaveFormatEncoding)BinaryPrimitives.ReadUInt16LittleEndian(chunk);
        if (encoding == WaveFormatEncoding.Extensible && chunk.Length >= 26)
        {
            // The first bytes of the sub-format's GUID.
            encoding = (WaveFormatEncoding)BinaryPrimitives.ReadUInt16LittleEndian(chunk[24..]);
        }

        int channels = BinaryPrimitives.ReadUInt16LittleEndian(chunk[2..]);
        uint rate = BinaryPrimitives.ReadUInt32LittleEndian(chunk[4..]);
        int block = BinaryPrimitives.ReadUInt16LittleEndian(chunk[12..]);
        int bits = BinaryPrimitives.ReadUInt16LittleEndian(chunk[14..]);
        if (
            !(
                (encoding == WaveFormatEncoding.Pcm && bits is 8 or 16 or 24 or 32)
                || (encoding == WaveFormatEncoding.IeeeFloat && bits is 32 or 64)
            )
        )
        {
            throw new InvalidDataException(
                $"contains {encoding} samples of {bits} bits; {Readable}. "
                    + "Convert it, for example with ffmpeg -i FILE -c:a pcm_s16le NEW.wav"
            );
        }

        if (channels == 0 || block != channels * bits / 8)
        {
            throw new InvalidDataException(
                $"is damaged: its header announces {channels} channels of {bits} bits in frames of {block} bytes"
            );
        }

        if (rate is < SoundResample.LowestRate or > SoundResample.HighestRate)
        {
            throw new InvalidDataException(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"is damaged: its header announces a sampling rate of {rate:N0} Hz; {SoundResample.LowestRate} "
                        + $"to {SoundResample.HighestRate:N0} Hz are allowed"
                )
            );
        }

        return WaveFormat.CreateCustomFormat(
            encoding,
            (int)rate,
            channels,
            (int)Math.Min(int.MaxValue, (long)rate * block),
            block,
            bits
        );
    }
}
