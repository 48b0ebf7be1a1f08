using Metamers.Stimuli.Sounds;
using Metamers.Stimuli.Synthetic;
using NAudio.Wave;

namespace Metamers.Experiments;

/// <summary>
/// The headphone check of Woods, Siegel, Traer and McDermott (Headphone screening to facilitate web-based auditory
/// experiments, Attention, Perception and Psychophysics 79, 2017): three tones, one of them 6 dB quieter, another with
/// opposite phase in the two ears. Over loudspeakers, the latter cancels in the air and seems the quietest; over
/// headphones it does not.
/// </summary>
internal static class HeadphoneCheck
{
    /// <summary>Number of trials: each order of the three kinds of tones once.</summary>
    public const int Trials = 6;

    /// <summary>Sampling rate of the sounds, Hz.</summary>
    public const int SamplingRate = 44100;

    private const double Frequency = 200,
        Tone = 1,
        Gap = 0.5,
        Ramp = 0.1; // Hz and s
    private const double Quiet = 0.5011872336272722; // −6 dB

    private static readonly string[] Orders = ["qan", "qna", "aqn", "nqa", "anq", "naq"]; // quiet, antiphase, normal

    /// <summary>The quietest tone of each trial, "1" to "3".</summary>
    /// <param name="seed">Seed of the order of the trials.</param>
    public static IReadOnlyList<string> Answers(long seed) =>
        [.. Drawn(seed).Select(order => $"{order.IndexOf('q', StringComparison.Ordinal) + 1}")];

    /// <summary>The sounds of the trials as WAV files with two channels and 16 bits.</summary>
    /// <param name="seed">As in <see cref="Answers"/>.</param>
    public static IReadOnlyList<byte[]> Sounds(long seed) => [.. Drawn(seed).Select(Sound)];

    /// <summary>Noise for setting the volume, 5 s, as a WAV file.</summary>
    /// <param name="level">Root mean square: that of the stimuli.</param>
    public static byte[] Volume(double level)
    {
        using TorchSharp.torch.Tensor noise = SyntheticSounds.PinkNoise(5 * SamplingRate, SamplingRate, seed: 0);
        float[] samples = noise.data<float>().ToArray();
        return Wave([.. samples.SelectMany(sample => Enumerable.Repeat(sample * level, 2))]);
    }

    private static string[] Drawn(long seed)
    {
        SplitMix64 random = new(seed);
        return
        [
            .. Orders
                .Select(order => (order, Key: random.Uniform()))
                .OrderBy(pair => pair.Key)
                .Select(pair => pair.order),
        ];
    }

    private static byte[] Sound(string order)
    {
        int tone = (int)(Tone * SamplingRate),
            gap = (int)(Gap * SamplingRate),
            ramp = (int)(Ramp * SamplingRate);
        double[] samples = new double[2 * (3 * tone + 2 * gap)]; // left, right, left, …
        for (int place = 0; place < order.Length; place++)
        {
            double level = SoundFile.Level * Math.Sqrt(2) * (order[place] == 'q' ? Quiet : 1);
            for (int i = 0; i < tone; i++)
            {
                double edge = Math.Min(1, Math.Min(i, tone - 1 - i) / (double)ramp);
                double value =
                    level
                    * Math.Pow(Math.Sin(Math.PI / 2 * edge), 2)
                    * Math.Sin(2 * Math.PI * Frequency * i / SamplingRate);
                int at = 2 * (place * (tone + gap) + i);
                samples[at] = value;
                samples[at + 1] = order[place] == 'a' ? -value : value;
            }
        }

        return Wave(samples);
    }

    private static byte[] Wave(double[] samples)
    {
        using MemoryStream file = new();
        using (WaveFileWriter writer = new(file, new WaveFormat(SamplingRate, 16, 2)))
        {
            short[] steps = Array.ConvertAll(
                samples,
                sample => (short)Math.Clamp(Math.Round(sample * 32768), short.MinValue, short.MaxValue)
            );
            writer.WriteSamples(steps, 0, steps.Length);
        }

        return file.ToArray();
    }
}
