using System.Buffers.Binary;
using Metamers.Stimuli;
using static Metamers.Tests.Stimuli.Sounds.SoundFileParts;

namespace Metamers.Tests.Stimuli.Sounds;

/// <summary>Whole WAV files that programs write otherwise than the specification says.</summary>
public class ForeignWaveTests
{
    private static readonly byte[] Format8 = WaveBytes.Format(Pcm, 1, 8000, 8);
    private static readonly float[] Expected = [1 / 128f, 2 / 128f, 3 / 128f, 4 / 128f, 5 / 128f];
    private static readonly byte[] Data = [129, 130, 131, 132, 133];

    [Theory]
    [InlineData(0x7ffff000u)]
    [InlineData(0x7ffff000u - 36)]
    [InlineData(0xffffffffu)]
    [InlineData(0u)]
    public void Sizes_of_a_pipe_stand_for_all_that_follows(uint announced) =>
        Assert.Equal(Expected, Values(WaveBytes.File(Format8, Data, announced)[..^1]));

    [Fact]
    public void An_empty_data_chunk_with_chunks_behind_it_stays_empty() =>
        AssertRefused(
            [.. WaveBytes.File(Format8, []), .. WaveBytes.Chunk("LIST", new byte[8])],
            "contains no samples: its header is good but its data chunk is empty"
        );

    [Theory]
    [InlineData("LIST")]
    [InlineData("bext")]
    [InlineData("fact")]
    public void An_odd_chunk_may_lack_the_byte_that_pads_it(string name)
    {
        byte[] odd = WaveBytes.Chunk(name, new byte[7])[..^1];
        Assert.Equal(Expected, Values(WaveBytes.File(Format8, Data, between: odd)));
        Assert.Equal(Expected, Values(WaveBytes.File(Format8, Data, before: odd)));
        Assert.Equal(Expected, Values(WaveBytes.File(Format8, Data, between: WaveBytes.Chunk(name, new byte[7]))));
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(300, 0)]
    [InlineData(301, 0x10)]
    public void An_ID3_tag_may_come_first(int bytes, byte flags)
    {
        byte[] tag =
        [
            .. "ID3"u8,
            4,
            0,
            flags,
            0,
            0,
            (byte)(bytes >> 7),
            (byte)(bytes & 127),
            .. new byte[bytes],
            .. new byte[flags == 0 ? 0 : 10],
        ];
        Assert.Equal(Expected, Values([.. tag, .. WaveBytes.File(Format8, Data)]));
        byte[] odd = WaveBytes.Chunk("LIST", new byte[7]);
        Assert.Equal(Expected, Values([.. tag, .. WaveBytes.File(Format8, Data, between: odd)]));
        AssertRefused([.. tag, .. "\u00ff\u00fb"u8], "is an MP3 file");
    }

    [Fact]
    public void BW64_is_read_as_RF64_is()
    {
        byte[] lengths = new byte[28];
        BinaryPrimitives.WriteInt64LittleEndian(lengths.AsSpan(8), 5);
        byte[] file = WaveBytes.File(
            Format8,
            [.. Data, 9],
            announced: uint.MaxValue,
            riff: "BW64",
            before: WaveBytes.Chunk("ds64", lengths)
        );
        Assert.Equal(Expected, Values(file));
    }

    [Fact]
    public void A_second_data_chunk_is_told()
    {
        byte[] second = WaveBytes.Chunk("data", [1, 2, 3, 4]);
        string message = AssertRefused(
            [.. WaveBytes.File(Format8, Data), .. WaveBytes.Chunk("LIST", new byte[3]), .. second],
            "has two data chunks, of 5 and 4 bytes"
        );
        Assert.Contains("ffmpeg -i FILE NEW.wav", message);
        Assert.Equal(Expected, Values([.. WaveBytes.File(Format8, Data), .. WaveBytes.Chunk("data", [])]));
        Assert.Equal(Expected, Values([.. WaveBytes.File(Format8, Data), .. "some words of data"u8]));
    }

    private static float[] Values(byte[] file)
    {
        SoundStimulus sound = Read(file, 8000);
        return sound.Samples.data<float>().ToArray();
    }
}
