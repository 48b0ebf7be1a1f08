using System.Globalization;
using Metamers.Runtime;
using NAudio.Wave;

namespace Metamers.Stimuli.Sounds;

/// <summary>The content of a WAV file, with its channels mixed to one.</summary>
/// <param name="Samples">
/// Mean of the channels; integers are divided by their largest magnitude (8 bits: (value − 128) / 128).
/// </param>
/// <param name="SamplingRate">Hz.</param>
/// <param name="Clipped">
/// Share of the samples that are in runs of three or more equal ones at full scale, 0 to 1.
/// </param>
internal sealed record WaveDecoder(float[] Samples, int SamplingRate, double Clipped)
{
    private const int ShortestRun = 3;
    private const float FullScale = 32767 / 32768f;

    /// <summary>Decodes a whole file.</summary>
    /// <param name="file">Its bytes.</param>
    /// <param name="name">Its name in errors.</param>
    /// <exception cref="MetamerException">
    /// The file is not a WAV file, is of another format, empty, truncated or damaged, or contains NaN.
    /// </exception>
    public static WaveDecoder Decode(byte[] file, string name)
    {
        WaveHeader header;
        try
        {
            header = WaveHeader.Read(file);
        }
        catch (InvalidDataException error)
        {
            throw new MetamerException($"The sound {name} {error.Message}.", error);
        }

        int channels = header.Format.Channels;
        float[] interleaved = new float[header.Length / (header.Format.BitsPerSample / 8)];
        using RawSourceWaveStream stream = new(file, header.Start, header.Length, header.Format);
        ISampleProvider decoder = stream.ToSampleProvider();
        for (int read = 0, count = 1; read < interleaved.Length && count > 0; read += count)
        {
            count = decoder.Read(interleaved.AsSpan(read));
        }

        float[] mono = new float[interleaved.Length / channels];
        for (int i = 0; i < mono.Length; i++)
        {
            double sum = 0;
            foreach (float sample in interleaved.AsSpan(i * channels, channels))
            {
                sum += sample;
            }

            mono[i] = (float)(sum / channels);
        }

        int bad = Array.FindIndex(mono, sample => !float.IsFinite(sample));
        return bad < 0
            ? new WaveDecoder(
                mono,
                header.Format.SampleRate,
                header.Format.BitsPerSample == 8 ? 0 : ClippedShare(interleaved, channels)
            )
            : throw new MetamerException(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"The sound {name} contains NaN or infinite samples, the first "
                        + $"at {(double)bad / header.Format.SampleRate:0.###} s. Write it again."
                )
            );
    }

    /// <summary>
    /// 8-bit files are not checked: their steps are so coarse that a tone stays on the highest one for several samples.
    /// </summary>
    private static double ClippedShare(float[] interleaved, int channels)
    {
        int clipped = 0;
        for (int channel = 0; channel < channels; channel++)
        {
            int run = 0;
            for (int i = channel; i < interleaved.Length; i += channels)
            {
                bool full = Math.Abs(interleaved[i]) >= FullScale;
                run =
                    !full ? 0
                    : run > 0 && interleaved[i] == interleaved[i - channels] ? run + 1
                    : 1;
                clipped +=
                    run == ShortestRun ? ShortestRun
                    : run > ShortestRun ? 1
                    : 0;
            }
        }

        return (double)clipped / interleaved.Length;
    }
}
