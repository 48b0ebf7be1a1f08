using Metamers.Runtime;
using Metamers.Stimuli.Data.Sets;
using TorchSharp;
using static TorchSharp.torch;

namespace Metamers.Stimuli.Synthetic;

/// <summary>
/// Six sounds of many similar events, made by rule in place of recordings: wind, fire, rain, a stream, applause, and
/// voices at once in a room that is not quite silent.
/// </summary>
/// <example>
/// <code>
/// SoundTextures.All(samples: 20_000, samplingRate: 20_000)[3]
/// </code>
/// </example>
public static class SoundTextures
{
    private const double Level = 0.05; // root mean square
    private const double DropsPerSecond = 400;
    private const double BubblesPerSecond = 300;
    private const double SmallestBubble = 0.0005,
        LargestBubble = 0.004; // radius, m
    private const double MostRise = 0.1; // of a bubble's pitch, relative to its damping
    private const int People = 30;
    private const double ClapsPerSecond = 4; // of one person
    private const double LowestClap = 800,
        HighestClap = 2500; // Hz, the resonance between two hands
    private const double ClapBandwidth = 500; // Hz
    private const double ClapDecay = 0.003; // s
    private const int Talkers = 6;
    private const double RoomNoise = 0.03; // of the voices, about −30 dB: the words end at 4 kHz, a room does not

    /// <summary>All six.</summary>
    /// <param name="samples">Length of each, at least 2.</param>
    /// <param name="samplingRate">Hz, at least 8,000, since the voices reach 4 kHz.</param>
    /// <returns>
    /// Named wind, fire, rain, stream, applause and voices, with a root mean square of 0.05, of the fire a little less,
    /// since its loudest clicks are clipped; the same ones at every call, up to rounding.
    /// </returns>
    /// <exception cref="MetamerException">The words that the project ships are missing or damaged.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There are too few samples, or the rate is too low.</exception>
    public static IReadOnlyList<SoundStimulus> All(int samples, int samplingRate)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(samples, 2);
        ArgumentOutOfRangeException.ThrowIfLessThan(samplingRate, 8000);
        using DisposeScope scope = NewDisposeScope();
        Tensor[] words = [.. SyntheticWords.All(samplingRate).Select(word => word.Samples)];
        Tensor voices = SyntheticSounds.Babble(words, samples, Talkers, seed: 0);
        Tensor room = SyntheticSounds.PinkNoise(samples, samplingRate, seed: 1);
        return
        [
            Sound("wind", SyntheticSounds.ModulatedNoise(samples, samplingRate, seed: 0)),
            Sound("fire", SyntheticSounds.Crackle(samples, samplingRate, seed: 0)),
            Sound("rain", SyntheticSounds.Crackle(samples, samplingRate, seed: 0, DropsPerSecond)),
            Sound("stream", Stream(samples, samplingRate, new SplitMix64(0))),
            Sound("applause", Applause(samples, samplingRate, new SplitMix64(0))),
            Sound("voices", SyntheticSounds.Normalised(voices + RoomNoise * room)),
        ];

        SoundStimulus Sound(string name, Tensor values) =>
            new(
                name,
                name,
                null,
                (Level * values).clamp(-1, 1).DetachFromDisposeScope(),
                samplingRate,
                "made by SyntheticSounds"
            );
    }

    /// <summary>
    /// Bubbles that ring as air in water does: a bubble with a radius of r metres at 3/r Hz, with a damping of 0.13/r +
    /// 0.0072 r^(−3/2) per second, and with a pitch that rises (K. van den Doel, Physically based models for liquid
    /// sounds, ACM Transactions on Applied Perception 2, 2005).
    /// </summary>
    private static Tensor Stream(int samples, int samplingRate, SplitMix64 random)
    {
        double[] values = new double[samples];
        for (int bubble = Count(samples, samplingRate, BubblesPerSecond); bubble > 0; bubble--)
        {
            int begin = (int)random.Uniform(0, samples);
            double radius = SmallestBubble * Math.Pow(LargestBubble / SmallestBubble, random.Uniform());
            double damping = 0.13 / radius + 0.0072 * Math.Pow(radius, -1.5);
            double rise = random.Uniform(0, MostRise) * damping;
            double amplitude = random.Uniform() * radius;
            int end = Math.Min(samples - begin, (int)(7 / damping * samplingRate)); // to a thousandth
            for (int i = 0; i < end; i++)
            {
                double t = i / (double)samplingRate;
                double phase = 2 * Math.PI * 3 / radius * t * (1 + rise * t / 2);
                values[begin + i] += amplitude * Math.Exp(-damping * t) * Math.Sin(phase);
            }
        }

        return SyntheticSounds.Normalised(tensor(values).to(float32));
    }

    /// <summary>
    /// Claps of a crowd, each person with a tempo and a resonance: a burst of noise that dies away, filtered by two
    /// poles (after L. Peltola et al., Synthesis of hand clapping sounds, IEEE Transactions on Audio, Speech, and
    /// Language Processing 15, 2007).
    /// </summary>
    private static Tensor Applause(int samples, int samplingRate, SplitMix64 random)
    {
        double[] values = new double[samples];
        double radius = Math.Exp(-Math.PI * ClapBandwidth / samplingRate);
        for (int person = 0; person < People; person++)
        {
            double angle = 2 * Math.PI * random.Uniform(LowestClap, HighestClap) / samplingRate;
            double interval = samplingRate / ClapsPerSecond * random.Uniform(0.8, 1.2);
            double loudness = random.Uniform(0.2, 1);
            double next = random.Uniform(0, interval);
            (double level, double last, double before) = (0, 0, 0);
            for (int i = 0; i < samples; i++)
            {
                level *= Math.Exp(-1 / (ClapDecay * samplingRate));
                if (i >= next)
                {
                    level = loudness;
                    next += interval * random.Uniform(0.9, 1.1);
                }

                double value = level * random.Bell() + 2 * radius * Math.Cos(angle) * last - radius * radius * before;
                (last, before) = (value, last);
                values[i] += value;
            }
        }

        return SyntheticSounds.Normalised(tensor(values).to(float32));
    }

    private static int Count(int samples, int samplingRate, double perSecond) =>
        Math.Max(1, (int)(perSecond * samples / samplingRate));
}
