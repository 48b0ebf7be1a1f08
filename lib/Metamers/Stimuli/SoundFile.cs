using System.Runtime.InteropServices;
using Metamers.Runtime;
using NAudio.Wave;
using TorchSharp;
using static TorchSharp.torch;

namespace Metamers.Stimuli;

/// <summary>Reads and writes sounds.</summary>
public static class SoundFile
{
    /// <summary>Root mean square of the paper's stimuli, over the whole clip.</summary>
    public const double Level = 0.1;

    /// <summary>Added to the source of a sound whose peak would have passed 1.</summary>
    internal const string LoweredNote = ", lowered so that its peak is 1";

    /// <summary>Writes a WAV file of float32 samples, the level as it is; atomically.</summary>
    /// <param name="path">The file.</param>
    /// <param name="samples">(T) float32 in [−1, 1].</param>
    /// <param name="samplingRate">Hz.</param>
    /// <exception cref="MetamerException">No such sound, or the file cannot be written.</exception>
    public static void Save(string path, Tensor samples, int samplingRate)
    {
        byte[] file = Encode(samples, samplingRate);
        AtomicFile.Write(path, stream => stream.Write(file));
    }

    /// <summary>The bytes of such a file.</summary>
    /// <param name="samples">(T) float32 in [−1, 1].</param>
    /// <param name="samplingRate">Hz.</param>
    /// <exception cref="MetamerException">No such sound.</exception>
    public static byte[] Encode(Tensor samples, int samplingRate)
    {
        using DisposeScope scope = NewDisposeScope();
        SoundCheck.RequireRate(samplingRate, "The sound");
        float[] values = SoundCheck.RequireSound(samples, "The sound").cpu().contiguous().data<float>().ToArray();
        using MemoryStream file = new();
        using (WaveFileWriter writer = new(file, WaveFormat.CreateIeeeFloatWaveFormat(samplingRate, 1)))
        {
            writer.Write(MemoryMarshal.AsBytes<float>(values));
        }

        return file.ToArray();
    }
}
