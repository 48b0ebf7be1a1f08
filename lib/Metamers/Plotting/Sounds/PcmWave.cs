using System.Runtime.InteropServices;
using NAudio.Wave;

namespace Metamers.Plotting.Sounds;

/// <summary>A WAV file of 16-bit samples, half the size of float samples, which every browser plays.</summary>
internal static class PcmWave
{
    /// <summary>The bytes of the file.</summary>
    /// <param name="samples">In [−1, 1].</param>
    /// <param name="samplingRate">Hz.</param>
    public static byte[] Encode(IReadOnlyList<float> samples, int samplingRate)
    {
        short[] steps = [.. samples.Select(sample => (short)MathF.Round(sample * short.MaxValue))];
        using MemoryStream file = new();
        using (WaveFileWriter writer = new(file, new WaveFormat(samplingRate, 16, 1)))
        {
            writer.Write(MemoryMarshal.AsBytes<short>(steps));
        }

        return file.ToArray();
    }
}
