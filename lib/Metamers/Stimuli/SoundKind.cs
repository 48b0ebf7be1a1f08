using System.Runtime.InteropServices;
using Metamers.Stimuli.Sounds;
using NAudio.Wave;
using static TorchSharp.torch;

namespace Metamers.Stimuli;

/// <summary>Sounds; their files are WAVs of float32 samples at the level that the values have.</summary>
/// <param name="Rate">Samples per second, Hz.</param>
internal sealed record SoundKind(int Rate) : StimulusKind
{
    public override int? SamplingRate => Rate;

    public override string Noun => "sound";

    internal override string Modality => "audio";

    internal override double Minimum => -1;

    internal override string Form => "(samples) of one length";

    internal override string Extension => ".wav";

    internal override Stimulus Make(string name, string? label, int? classIndex, Tensor values, string source) =>
        new SoundStimulus(name, label, classIndex, values, Rate, source);

    internal override Tensor Require(Tensor values, string what) => SoundCheck.RequireSound(values, what);

    internal override Tensor AsShown(Tensor values) => values;

    internal override Stimulus Load(string path, IReadOnlyList<long> shape) => SoundFile.Load(path, Rate, level: null);

    internal override bool IsIn(string folder) => StimulusFolder.HasAny(folder, SoundFile.Extensions);

    internal override IReadOnlyList<Stimulus> LoadFolder(string folder, IReadOnlyList<long> shape) =>
        SoundFile.LoadFolder(folder, Rate, (double)shape[0] / Rate);

    internal override void Write(string path, Tensor values) => SoundFile.Save(path, values, Rate);

    private protected override string? FaultOf(string path, Tensor values)
    {
        try
        {
            using WaveFileReader reader = new(path);
            WaveFormat format = reader.WaveFormat;
            if (
                format.Channels != 1
                || format.BitsPerSample != 32
                || format.Encoding != WaveFormatEncoding.IeeeFloat
                || format.SampleRate != Rate
            )
            {
                return $"it has {format.Channels} channel{(format.Channels == 1 ? "" : "s")} of "
                    + $"{format.BitsPerSample}-bit {format.Encoding} at {format.SampleRate} Hz";
            }

            if (reader.Length != 4 * values.shape[0])
            {
                return $"it has {reader.Length / 4} samples";
            }

            byte[] bytes = new byte[reader.Length];
            reader.ReadExactly(bytes);
            return !MemoryMarshal.Cast<byte, float>(bytes).SequenceEqual(values.data<float>().ToArray())
                ? "its samples are others"
                : null;
        }
        catch (Exception error)
            when (error
                    is FormatException
                        or EndOfStreamException
                        or InvalidDataException
                        or ArgumentException
                        or InvalidOperationException
            )
        {
            return $"it cannot be read ({error.Message})";
        }
    }

    private protected override string Promise(Tensor values) =>
        $"play the exact values beside it ({values.shape[0]} float32 samples at {Rate} Hz)";
}
