using System.Buffers.Binary;
using Metamers.Runtime;
using Metamers.Stimuli;
using Metamers.Stimuli.Sounds;
using static TorchSharp.torch;

namespace Metamers.Tests.Stimuli.Sounds;

/// <summary>
/// Sounds on disk: where they are found, how they are saved; and samples and arguments without a file.
/// </summary>
public sealed class SoundFolderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Missing_and_misplaced_files_are_refused()
    {
        Assert.Contains("There is no sound at", Message(() => SoundFile.Load(_folder["nothing.wav"], 16_000)));
        Assert.Contains("is a folder; SoundFile.LoadFolder", Message(() => SoundFile.Load(_folder.Path, 16_000)));
        using (FileStream large = File.Create(_folder["large.wav"]))
        {
            large.SetLength(600_000_000); // sparse, so it takes no disk space
        }

        Assert.Contains(
            "has 600,000,000 bytes; at most 500,000,000 are read",
            Message(() => SoundFile.Load(_folder["large.wav"], 16_000))
        );
    }

    [Fact]
    public void A_folder_is_read_in_the_order_of_names()
    {
        byte[] sound = WaveBytes.Pcm16([.. Enumerable.Range(0, 50).Select(i => (short)(i * 100))], 8000);
        foreach (
            string name in new[] { "b.wav", "a.WAV", "c.wav", "c.wave", ".hidden.wav", "notes.txt", "deeper/d.wav" }
        )
        {
            _folder.Write(name, sound);
        }

        Assert.Equal(
            ["a", "b", "c.wav", "c.wave"],
            SoundFile.LoadFolder(_folder.Path, 16_000).Select(stimulus => stimulus.Name)
        );
        _folder.Write("b.wav", sound[..50]);
        Assert.Contains(_folder["b.wav"], Message(() => SoundFile.LoadFolder(_folder.Path, 16_000)));
        Assert.Contains(
            "has no sound (.wav, .wave) directly in it",
            Message(() => SoundFile.LoadFolder(Directory.CreateDirectory(_folder["none"]).FullName, 16_000))
        );
        Assert.Contains("There is no folder", Message(() => SoundFile.LoadFolder(_folder["absent"], 16_000)));
    }

    [Fact]
    public void A_saved_sound_is_loaded_bit_by_bit()
    {
        Tensor samples = (rand(1001) * 2 - 1).requires_grad_(true)[TensorIndex.Slice(0, 1001, 2)];
        SoundFile.Save(_folder["deep/noise.wav"], samples, 20_000);
        SoundStimulus sound = SoundFile.Load(_folder["deep/noise.wav"], 20_000, level: null);
        Assert.True(sound.Samples.equal(samples).all().item<bool>());
        Assert.Single(_folder.Files());
    }

    [Fact]
    public void Sixteen_bits_are_rounded()
    {
        byte[] wave = SoundFile.Encode(
            tensor(new[] { 1f, -1f, 0.4f / 32768, 0.6f / 32768, -0.6f / 32768, 0.5f }),
            16_000,
            bits: 16
        );
        Assert.Equal(44 + 12, wave.Length);
        Assert.Equal(
            [32767, -32768, 0, 1, -1, 16384],
            Enumerable.Range(0, 6).Select(i => (int)BinaryPrimitives.ReadInt16LittleEndian(wave.AsSpan(44 + 2 * i)))
        );
        Assert.Equal(
            "bits",
            Assert.Throws<ArgumentOutOfRangeException>(() => SoundFile.Encode(zeros(5), 16_000, 24)).ParamName
        );
    }

    [Fact]
    public void What_is_no_sound_is_not_saved()
    {
        Assert.Contains("shape (1, 8)", Message(() => Save(zeros(1, 8))));
        Assert.Contains("Float64 values", Message(() => Save(zeros(8, dtype: float64))));
        Assert.Contains("samples from 0 to 2", Message(() => Save(tensor(new[] { 0f, 2f }))));
        Assert.Contains("contain no NaN", Message(() => Save(full([8], float.NaN))));
        Assert.Contains("sampling rate of 0 Hz", Message(() => SoundFile.Save(_folder["x.wav"], zeros(8), 0)));
        Assert.Contains("must end in .wav", Message(() => SoundFile.Save(_folder["x.mp3"], zeros(8), 16_000)));
        Assert.Empty(_folder.Files());
        void Save(Tensor samples) => SoundFile.Save(_folder["x.wav"], samples, 16_000);
    }

    [Fact]
    public void Samples_are_prepared_as_those_of_a_file()
    {
        short[] tone = [.. Enumerable.Range(0, 4000).Select(i => (short)(9000 * Math.Sin(0.2 * i) + 100))];
        Tensor prepared = SoundFile.Prepare(tensor(tone.Select(step => step / 32768f).ToArray()), 8000, 16_000, 1);
        Assert.InRange(
            prepared
                .sub(SoundFile.Load(WaveBytes.Pcm16(tone, 8000), "x.wav", 16_000, 1).Samples)
                .abs()
                .max()
                .item<float>(),
            0,
            1e-6f
        );
        Assert.Contains("contains NaN", Message(() => SoundFile.Prepare(full([10], float.NaN), 8000, 8000)));
        Assert.Contains("The sound to prepare is silent", Message(() => SoundFile.Prepare(ones(10), 8000, 8000)));
    }

    [Fact]
    public void Arguments_out_of_range_are_refused()
    {
        byte[] sound = WaveBytes.Pcm16([1, 2, 3], 8000);
        Assert.Equal("samplingRate", Refused(() => SoundFile.Load(sound, "x.wav", 0)));
        Assert.Equal("seconds", Refused(() => SoundFile.Load(sound, "x.wav", 8000, 0)));
        Assert.Equal("seconds", Refused(() => SoundFile.Load(sound, "x.wav", 8000, double.NaN)));
        Assert.Equal("seconds", Refused(() => SoundFile.Load(sound, "x.wav", 8000, 601)));
        Assert.Equal("level", Refused(() => SoundFile.Load(sound, "x.wav", 8000, level: 0)));
        Assert.Equal("level", Refused(() => SoundFile.Prepare(ones(5), 8000, 8000, level: 1.5)));
    }

    private static string Message(Action action) => Assert.Throws<MetamerException>(action).Message;

    private static string Refused(Action action) => Assert.Throws<ArgumentOutOfRangeException>(action).ParamName!;
}
