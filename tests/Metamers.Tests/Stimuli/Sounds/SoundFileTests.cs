using System.Buffers.Binary;
using Metamers.Stimuli;
using static Metamers.Tests.Stimuli.Sounds.SoundFileParts;

namespace Metamers.Tests.Stimuli.Sounds;

/// <summary>What is read out of the bytes of a sound.</summary>
public sealed class SoundFileTests
{
    public static IEnumerable<object[]> Formats =>
        from format in Samples
        from channels in new ushort[] { 1, 2, 5 }
        from extensible in new[] { false, true }
        select new object[] { format.Encoding, format.Bits, channels, extensible };

    [Theory]
    [MemberData(nameof(Formats))]
    public void Every_format_is_read_to_the_exact_values(ushort encoding, ushort bits, ushort channels, bool extensible)
    {
        double[] values = [-1, -0.5, 0, 0.25, 0.4921875, 0.75, -0.0078125, 0.5]; // integers in every format
        byte[] data =
        [
            .. values.SelectMany(value =>
                Enumerable
                    .Range(0, channels)
                    .SelectMany(channel => Sample(encoding, bits, value * Share(channel, channels)))
            ),
        ];
        byte[] format = extensible
            ? ExtensibleFormat(encoding, channels, 11_025, bits)
            : WaveBytes.Format(encoding, channels, 11_025, bits);
        SoundStimulus sound = Read(WaveBytes.File(format, data), 11_025);
        Assert.Equal(11_025, sound.SamplingRate);
        double mix = Enumerable.Range(0, channels).Average(channel => Share(channel, channels));
        Assert.Equal(values.Select(value => (float)(value * mix)), sound.Samples.data<float>().ToArray());
    }

    [Fact]
    public void The_smallest_steps_of_each_format_are_kept()
    {
        Assert.Equal([1 / 128f, -1 / 128f, 127 / 128f], Raw(Pcm, 8, 129, 127, 255));
        Assert.Equal([1 / 32768f, -1f, 32767 / 32768f], Raw(Pcm, 16, 1, -32768, 32767));
        Assert.Equal([1 / 8388608f, -1f, 8388607 / 8388608f], Raw(Pcm, 24, 1, -8388608, 8388607));
        Assert.Equal([1 / 2147483648f, -1f, 0.5f], Raw(Pcm, 32, 1, int.MinValue, 1 << 30));
    }

    [Fact]
    public void Other_chunks_and_odd_lengths_are_passed_over()
    {
        byte[] format = WaveBytes.Format(Pcm, 1, 8000, 8);
        byte[] odd = [.. WaveBytes.Chunk("LIST", new byte[7]), .. WaveBytes.Chunk("fact", new byte[4])];
        Assert.Equal(3, Read(WaveBytes.File(format, [1, 2, 3], before: odd, between: odd), 8000).Samples.shape[0]);
        byte[] after = [.. WaveBytes.File(format, [1, 2, 3]), .. WaveBytes.Chunk("LIST", new byte[600])];
        Assert.Equal(3, Read(after, 8000).Samples.shape[0]);
        Assert.Equal(
            2,
            Read(WaveBytes.File(WaveBytes.Format(Pcm, 1, 8000, 16), [0, 64, 0, 32, 9]), 8000).Samples.shape[0]
        ); // half a sample at the end
    }

    [Fact]
    public void A_length_left_open_and_one_of_64_bits_are_understood()
    {
        byte[] format = WaveBytes.Format(Pcm, 1, 8000, 8);
        Assert.Equal(
            6,
            Read(WaveBytes.File(format, [1, 2, 3, 4, 5, 6], announced: uint.MaxValue), 8000).Samples.shape[0]
        );

        byte[] lengths = new byte[28];
        BinaryPrimitives.WriteInt64LittleEndian(lengths.AsSpan(8), 3);
        byte[] large = WaveBytes.File(
            format,
            [1, 2, 3, 4],
            announced: uint.MaxValue,
            riff: "RF64",
            before: WaveBytes.Chunk("ds64", lengths)
        );
        Assert.Equal(3, Read(large, 8000).Samples.shape[0]);
        BinaryPrimitives.WriteInt64LittleEndian(lengths.AsSpan(8), long.MaxValue);
        AssertRefused(
            WaveBytes.File(
                format,
                [1, 2],
                announced: uint.MaxValue,
                riff: "RF64",
                before: WaveBytes.Chunk("ds64", lengths)
            ),
            "is truncated: its header announces 9,223,372,036,854,775,807 bytes"
        );
    }

    /// <summary>The channels differ: each has another share of the value, a power of two.</summary>
    private static double Share(int channel, int channels) =>
        channels == 1 ? 1
        : channel % 2 == 0 ? 1
        : 0;

    private static float[] Raw(ushort encoding, ushort bits, params int[] steps)
    {
        byte[] data = [.. steps.SelectMany(step => BitConverter.GetBytes(step).Take(bits / 8))];
        return Read(WaveBytes.File(WaveBytes.Format(encoding, 1, 8000, bits), data), 8000)
            .Samples.data<float>()
            .ToArray();
    }
}
