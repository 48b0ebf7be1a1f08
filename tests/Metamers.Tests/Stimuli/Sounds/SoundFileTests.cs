using System.Buffers.Binary;
using Metamers.Runtime;
using Metamers.Stimuli;
using Metamers.Stimuli.Sounds;
using static TorchSharp.torch;

namespace Metamers.Tests.Stimuli.Sounds;

/// <summary>Tests what is read from the bytes of a sound, and which are refused.</summary>
public sealed class SoundFileTests : IDisposable
{
    private const ushort Pcm = 1,
        Float = 3,
        Extensible = 0xFFFE;

    private readonly TemporaryFolder _folder = new();

    private static readonly (ushort Encoding, ushort Bits)[] Samples =
    [
        (Pcm, 8),
        (Pcm, 16),
        (Pcm, 24),
        (Pcm, 32),
        (Float, 32),
        (Float, 64),
    ];

    public static IEnumerable<object[]> Formats =>
        from format in Samples
        from channels in new ushort[] { 1, 2, 5 }
        from extensible in new[] { false, true }
        select new object[] { format.Encoding, format.Bits, channels, extensible };

    public void Dispose() => _folder.Dispose();

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

    [Theory]
    [InlineData(0.25)]
    [InlineData(1.0)]
    [InlineData(2.0)]
    [InlineData(null)]
    public void A_stimulus_has_mean_0_and_the_level_over_its_whole_length(double? seconds)
    {
        // A tone at 1 kHz plus a constant, and something else at the ends, 1 s long.
        short[] samples =
        [
            .. Enumerable
                .Range(0, 44_100)
                .Select(i =>
                    (short)(
                        3000 * Math.Sin(2 * Math.PI * 1000 * i / 44_100)
                        + 2000
                        + (Math.Abs(i - 22_050) > 11_025 ? 500 : 0)
                    )
                ),
        ];
        string path = _folder.Write("a tone.wav", WaveBytes.Pcm16(samples, 44_100));
        SoundStimulus sound = SoundFile.Load(path, 20_000, seconds);
        Assert.Equal("a tone", sound.Name);
        Assert.Equal("a tone.wav, given by the user; its licence is not known", sound.Source);
        Assert.Equal((long)(20_000 * (seconds ?? 1)), sound.Samples.shape[0]);
        Assert.InRange(sound.Samples.mean().item<float>(), -1e-7f, 1e-7f);
        Assert.Equal(0.1, sound.Samples.pow(2).mean().sqrt().item<float>(), 1e-7);
        Assert.Equal(
            0.03,
            SoundFile.Load(path, 20_000, seconds, 0.03).Samples.pow(2).mean().sqrt().item<float>(),
            1e-7
        );
        if (seconds == 2)
        {
            Assert.Equal(0, sound.Samples[TensorIndex.Slice(0, 10_000)].abs().max().item<float>());
            Assert.Equal(0, sound.Samples[TensorIndex.Slice(30_000, null)].abs().max().item<float>());
            Assert.True(sound.Samples[TensorIndex.Slice(29_990, 30_000)].abs().max().item<float>() > 0.01);
        }
    }

    [Fact]
    public void A_longer_sound_is_cut_to_its_middle()
    {
        short[] ramp = [.. Enumerable.Range(0, 1000).Select(i => (short)i)];
        float[] cut = SoundFile
            .Load(WaveBytes.Pcm16(ramp, 8000), "ramp.wav", 8000, 0.0125, level: null)
            .Samples.data<float>()
            .ToArray();
        Assert.Equal(Enumerable.Range(450, 100).Select(i => i / 32768f), cut);
    }

    [Fact]
    public void A_sound_whose_peak_would_pass_1_is_lowered_and_says_so()
    {
        short[] clicks = [.. Enumerable.Range(0, 8000).Select(i => (short)(i % 800 == 7 ? 20_000 : 0))];
        SoundStimulus sound = SoundFile.Load(WaveBytes.Pcm16(clicks, 8000), "clicks.wav", 8000);
        Assert.EndsWith("lowered so that its peak is 1", sound.Source);
        Assert.Equal(1, sound.Samples.max().item<float>(), 1e-6f);
        Assert.InRange(sound.Samples.pow(2).mean().sqrt().item<float>(), 0.03, 0.04);
        Assert.Equal(10, sound.Samples.gt(0.5).sum().item<long>());

        byte[] loud = WaveBytes.File(
            WaveBytes.Format(Float, 1, 8000, 32),
            [.. Sample(Float, 32, 4), .. Sample(Float, 32, -2)]
        );
        Assert.Equal([1f, -0.5f], SoundFile.Load(loud, "loud.wav", 8000, level: null).Samples.data<float>().ToArray());
    }

    [Fact]
    public void Silence_and_NaN_are_refused()
    {
        AssertRefused(
            WaveBytes.Pcm16(new short[100], 8000),
            "is silent: without its mean its level is below one 16-bit step"
        );
        AssertRefused(WaveBytes.Pcm16([.. Enumerable.Repeat((short)900, 100)], 8000), "is silent");
        Assert.Contains(
            "is silent in the stretch that was cut from its middle",
            Message(() =>
                SoundFile.Load(
                    WaveBytes.Pcm16(
                        [.. Enumerable.Range(0, 8000).Select(i => (short)(i < 1000 ? 500 * Math.Sin(i) : 0))],
                        8000
                    ),
                    "x.wav",
                    8000,
                    0.1
                )
            )
        );
        byte[] opposed =
        [
            .. Enumerable
                .Range(0, 400)
                .SelectMany(i => Sample(Float, 32, 0.5 * Math.Sin(i)).Concat(Sample(Float, 32, -0.5 * Math.Sin(i)))),
        ];
        AssertRefused(
            WaveBytes.File(WaveBytes.Format(Float, 2, 8000, 32), opposed),
            "whose channels do not cancel each other"
        );
        byte[] bad = [.. Sample(Float, 32, 0.5), .. Sample(Float, 32, double.NaN)];
        AssertRefused(
            WaveBytes.File(WaveBytes.Format(Float, 1, 1000, 32), bad),
            "contains NaN or infinite samples, the first at 0.001 s"
        );
        bad = [.. Sample(Float, 64, 0.5), .. Sample(Float, 64, double.NegativeInfinity)];
        AssertRefused(WaveBytes.File(WaveBytes.Format(Float, 1, 1000, 64), bad), "contains NaN or infinite samples");
        // Taken as it is.
        Assert.Equal(0, Read(WaveBytes.Pcm16(new short[100], 8000), 8000).Samples.abs().max().item<float>());
    }

    [Fact]
    public void A_clipped_recording_is_refused_and_a_loud_one_is_not()
    {
        byte[] Noise(double level, ushort bits = 16) =>
            WaveBytes.File(
                WaveBytes.Format(Pcm, 1, 8000, bits),
                [
                    .. Enumerable
                        .Range(0, 8000)
                        .SelectMany(i =>
                            Sample(
                                Pcm,
                                bits,
                                Math.Clamp(level * (Math.Sin(0.1 * i) + Math.Sin(0.313 * i)), -1, 1 - 1 / 32768.0)
                            )
                        ),
                ]
            );
        AssertRefused(
            Noise(0.9),
            "is clipped: ",
            "% of its samples are in runs at full scale",
            "at most 0.1 % may",
            "level: null"
        );
        AssertRefused(Noise(0.9, 24), "is clipped");
        Assert.True(SoundFile.Load(Noise(0.5), "x.wav", 8000).Samples.shape[0] == 8000);
        Assert.Equal(8000, Read(Noise(0.9), 8000).Samples.shape[0]);

        // A full-scale tone with 16 bits and one with 8 bits, whose steps are coarse.
        foreach (ushort bits in new ushort[] { 8, 16 })
        {
            byte[] tone =
            [
                .. Enumerable
                    .Range(0, 44_100)
                    .SelectMany(i =>
                        Sample(Pcm, bits, (1 - 1.0 / (1 << (bits - 1))) * Math.Sin(2 * Math.PI * 100 * i / 44_100))
                    ),
            ];
            Assert.NotNull(
                SoundFile.Load(WaveBytes.File(WaveBytes.Format(Pcm, 1, 44_100, bits), tone), "tone.wav", 16_000)
            );
        }
    }

    [Fact]
    public void A_truncated_file_is_refused_wherever_it_was_cut()
    {
        byte[] whole = WaveBytes.Pcm16([.. Enumerable.Range(0, 50).Select(i => (short)(i * 100))], 8000);
        AssertRefused([], "is empty (0 bytes)");
        for (int bytes = 1; bytes < whole.Length; bytes++)
        {
            Assert.Matches("truncated|begin with RIFF", AssertRefused(whole[..bytes]));
        }

        AssertRefused(
            whole[..60],
            "is truncated: its header announces 100 bytes of samples but only 16 are there. Download it again"
        );
        AssertRefused(whole[..36], "its header is good but it has no data chunk");
        AssertRefused(whole[..12], "it has no format chunk");
        AssertRefused(
            WaveBytes.File(WaveBytes.Format(Pcm, 1, 8000, 16), []),
            "contains no samples: its header is good but its data chunk is empty"
        );
    }

    [Fact]
    public void Another_format_is_named()
    {
        AssertRefused(
            "<!doctype html><html></html>"u8.ToArray(),
            "is an HTML page, such as an error or log-in page saved in the sound's place"
        );
        AssertRefused("ID3\u0003"u8.ToArray(), "is an MP3 file; WAV files of 8, 16, 24 and 32-bit PCM");
        AssertRefused([0xFF, 0xFB, 0x90, 0], "is an MP3 file");
        AssertRefused("fLaC"u8.ToArray(), "is a FLAC file");
        AssertRefused("OggS"u8.ToArray(), "is an Ogg file");
        AssertRefused("\0\0\0\u0018ftypM4A "u8.ToArray(), "is an MP4 or M4A file");
        AssertRefused("FORM....AIFF"u8.ToArray(), "is an AIFF file");
        AssertRefused("NIST_1A\n   1024"u8.ToArray(), "is a NIST SPHERE file, like those of TIMIT and WSJ");
        AssertRefused("RIFF\0\0\0\0AVI LIST"u8.ToArray(), "is an AVI film");
        AssertRefused(
            "version https://git-lfs.github.com/spec/v1"u8.ToArray(),
            "is a Git LFS pointer in place of the file: run git lfs pull"
        );
        AssertRefused(
            "just some words, no sound"u8.ToArray(),
            "is not a WAV file: it does not begin with RIFF and WAVE"
        );
        AssertRefused(
            WaveBytes.File(WaveBytes.Format(7, 1, 8000, 8), new byte[50]),
            "holds MuLaw samples of 8 bits",
            "ffmpeg -i FILE -c:a pcm_s16le NEW.wav"
        );
        AssertRefused(WaveBytes.File(WaveBytes.Format(Pcm, 1, 8000, 12), new byte[50]), "holds Pcm samples of 12 bits");
        AssertRefused(WaveBytes.File(ExtensibleFormat(6, 2, 8000, 8), new byte[50]), "holds ALaw samples of 8 bits");
    }

    [Fact]
    public void A_header_that_lies_is_refused_before_anything_is_made()
    {
        byte[] Changed(int at, uint value, int bytes)
        {
            byte[] file = WaveBytes.Pcm16(new short[40], 8000);
            BitConverter.GetBytes(value).AsSpan(0, bytes).CopyTo(file.AsSpan(at));
            return file;
        }

        AssertRefused(Changed(22, 0, 2), "announces 0 channels");
        AssertRefused(Changed(22, 65535, 2), "announces 65535 channels of 16 bits in frames of 2 bytes");
        AssertRefused(Changed(32, 0, 2), "in frames of 0 bytes");
        AssertRefused(Changed(24, 0, 4), "announces a sampling rate of 0 Hz; 100 to 768,000 Hz are allowed");
        AssertRefused(Changed(24, uint.MaxValue, 4), "announces a sampling rate of 4,294,967,295 Hz");
        AssertRefused(Changed(16, uint.MaxValue, 4), "truncated or damaged");
        AssertRefused(Changed(16, 3, 4), "its format chunk has 3 bytes, but needs at least 16");
        AssertRefused(Changed(40, int.MaxValue, 4), "announces 2,147,483,647 bytes of samples but only 80 are there");
        byte[] order =
        [
            .. "RIFF\0\0\0\0WAVE"u8,
            .. WaveBytes.Chunk("data", new byte[8]),
            .. WaveBytes.Chunk("fmt ", WaveBytes.Format(Pcm, 1, 8000, 16)),
        ];
        AssertRefused(order, "its samples come before their format");
        AssertRefused(
            WaveBytes.File(WaveBytes.Format(Pcm, 1, 100, 8), new byte[1_000_000]),
            "has 1,000,000 samples at 100 Hz, which makes 160,000,000 at 16,000 Hz"
        );
    }

    [Fact]
    public void Any_damage_gives_a_sound_or_an_error_that_names_the_file()
    {
        Random random = new(7);
        byte[][] sources =
        [
            .. from format in Samples
            from extensible in new[] { false, true }
            let data = Enumerable
                .Range(0, 300)
                .SelectMany(i => Sample(format.Encoding, format.Bits, 0.3 * Math.Sin(i)))
                .ToArray()
            select WaveBytes.File(
                extensible
                    ? ExtensibleFormat(format.Encoding, 1, 8000, format.Bits)
                    : WaveBytes.Format(format.Encoding, 1, 8000, format.Bits),
                data
            ),
        ];
        foreach (byte[] source in sources)
        {
            for (int i = 0; i < 40; i++)
            {
                byte[] bytes = [.. source];
                for (int k = 0; k < 3; k++)
                {
                    bytes[random.Next(80)] = (byte)random.Next(256);
                }

                Exception? error = Record.Exception(() => SoundFile.Load(bytes, "damaged.wav", 8000));
                Assert.True(error is null or MetamerException, $"trial {i}: {error}");
                Assert.Contains("damaged.wav", error?.Message ?? "damaged.wav");
            }
        }
    }

    /// <summary>The channels differ: each has a different share of the value, a power of two.</summary>
    private static double Share(int channel, int channels) =>
        channels == 1 ? 1
        : channel % 2 == 0 ? 1
        : 0;

    private static SoundStimulus Read(byte[] file, int rate) => SoundFile.Load(file, "sound.wav", rate, level: null);

    private static float[] Raw(ushort encoding, ushort bits, params int[] steps)
    {
        byte[] data = [.. steps.SelectMany(step => BitConverter.GetBytes(step).Take(bits / 8))];
        return Read(WaveBytes.File(WaveBytes.Format(encoding, 1, 8000, bits), data), 8000)
            .Samples.data<float>()
            .ToArray();
    }

    private static byte[] Sample(ushort encoding, ushort bits, double value) =>
        (encoding, bits) switch
        {
            (Float, 32) => BitConverter.GetBytes((float)value),
            (Float, 64) => BitConverter.GetBytes(value),
            (_, 8) => [(byte)(128 + Math.Min(127, Math.Round(value * 128)))],
            _ => BitConverter.GetBytes(
                (int)Math.Min(Math.Pow(2, bits - 1) - 1, Math.Round(value * Math.Pow(2, bits - 1)))
            )[..(bits / 8)],
        };

    private static byte[] ExtensibleFormat(ushort encoding, ushort channels, int rate, ushort bits) =>
        [
            .. WaveBytes.Format(Extensible, channels, rate, bits),
            22,
            0,
            (byte)bits,
            0,
            3,
            0,
            0,
            0,
            (byte)encoding,
            (byte)(encoding >> 8),
            0,
            0,
            0,
            0,
            0x10,
            0,
            0x80,
            0,
            0,
            0xAA,
            0,
            0x38,
            0x9B,
            0x71,
        ];

    private static string AssertRefused(byte[] file, params string[] parts)
    {
        string message = Message(() => SoundFile.Load(file, "folder/sound.wav", 16_000));
        Assert.Contains("The sound folder/sound.wav ", message);
        Assert.All(parts, part => Assert.Contains(part, message));
        return message;
    }

    private static string Message(Action action) => Assert.Throws<MetamerException>(action).Message;
}
