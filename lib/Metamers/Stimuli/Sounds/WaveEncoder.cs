using NAudio.Wave;
using static TorchSharp.torch;

namespace Metamers.Stimuli.Sounds;

/// <summary>Writes WAV files with one channel.</summary>
internal static class WaveEncoder
{
    /// <summary>The bytes of a file of 16-bit PCM (value × 32,768, rounded) or of 32-bit floating point.</summary>
    public static byte[] Encode(Tensor samples, int samplingRate, int bits)
    {
        float[] values;
        using (NewDisposeScope())
        using (no_grad())
        {
            values = samples.cpu().contiguous().data<float>().ToArray();
        }

        using MemoryStream stream = new();
        WaveFormat format =
            bits == 32 ? WaveFormat.CreateIeeeFloatWaveFormat(samplingRate, 1) : new WaveFormat(samplingRate, bits, 1);
        using (WaveFileWriter writer = new(stream, format))
        {
            if (bits == 32)
            {
                writer.WriteSamples(values, 0, values.Length);
            }
            else
            {
                short[] steps = Array.ConvertAll(
                    values,
                    value => (short)Math.Min(short.MaxValue, Math.Round(value * 32768f))
                );
                writer.WriteSamples(steps, 0, steps.Length);
            }
        }

        return stream.ToArray();
    }
}
