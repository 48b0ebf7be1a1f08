using System.Buffers.Binary;
using System.Globalization;
using NAudio.Wave;

namespace Metamers.Stimuli.Sounds;

/// <summary>
/// The contents of the header of a WAV file (Multimedia Programming Interface and Data Specifications 1.0, IBM and
/// Microsoft 1991; WAVE_FORMAT_EXTENSIBLE; RF64, EBU Tech 3306). Every number is checked before it is used, since a
/// damaged file can contain any number; NAudio's reader would allocate what the header claims.
/// </summary>
/// <param name="Format">Integer PCM of 8, 16, 24 or 32 bits, or floating point of 32 or 64 bits.</param>
/// <param name="Start">First byte of the samples.</param>
/// <param name="Length">Bytes of samples, a whole number of frames, at least one.</param>
internal sealed record WaveHeader(WaveFormat Format, int Start, int Length)
{
    private const uint LengthUnknown = uint.MaxValue; // from programs that write to a pipe, and in RF64
    private const string Readable =
        "WAV files of 8, 16, 24 and 32-bit PCM and of 32 and 64-bit floating point can be read";

    /// <summary>Reads the header.</summary>
    /// <param name="file">The whole file.</param>
    /// <exception cref="InvalidDataException">
    /// The file is not such a file, or is damaged: the message is the rest of a sentence that begins with "the file".
    /// </exception>
    public static WaveHeader Read(ReadOnlySpan<byte> file)
    {
        if (SoundSignature.Problem(file) is { } problem)
        {
            throw new InvalidDataException($"{problem}; {Readable}");
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
                long bytes = length == LengthUnknown ? longLength ?? content.Length : length;
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

            at += 8L + length + length % 2; // chunks begin at even positions
        }

        throw new InvalidDataException(
            format is null
                ? "is truncated or damaged: it has no format chunk"
                : "is truncated or damaged: its header is good but it has no data chunk"
        );
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
