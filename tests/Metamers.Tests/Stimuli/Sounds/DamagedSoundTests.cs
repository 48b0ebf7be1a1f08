using Metamers.Runtime;
using Metamers.Stimuli.Sounds;
using static Metamers.Tests.Stimuli.Sounds.SoundFileParts;

namespace Metamers.Tests.Stimuli.Sounds;

/// <summary>Files that are damaged or no sounds are refused.</summary>
public sealed class DamagedSoundTests
{
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
            "is an HTML page, such as an error or log-in page saved in the sound's place",
            "Download it again"
        );
        AssertRefused("ID3\u0003"u8.ToArray(), "is an MP3 file; WAV files of 8, 16, 24 and 32-bit PCM");
        AssertRefused([0xFF, 0xFB, 0x90, 0], "is an MP3 file");
        AssertRefused("fLaC"u8.ToArray(), "is a FLAC file", "Convert it, for example with ffmpeg -i FILE");
        AssertRefused([.. "riff"u8, 0x2e, 0x91, 0xcf, 0x11, .. new byte[30]], "is a Wave64 file", "ffmpeg");
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
            "contains MuLaw samples of 8 bits",
            "ffmpeg -i FILE -c:a pcm_s16le NEW.wav"
        );
        AssertRefused(
            WaveBytes.File(WaveBytes.Format(Pcm, 1, 8000, 12), new byte[50]),
            "contains Pcm samples of 12 bits"
        );
        AssertRefused(WaveBytes.File(ExtensibleFormat(6, 2, 8000, 8), new byte[50]), "contains ALaw samples of 8 bits");
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
}
