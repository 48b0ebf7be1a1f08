using TorchSharp;
using static TorchSharp.torch;

namespace Metamers.Stimuli.Synthetic;

/// <summary>
/// Sounds that need no download: the backgrounds that speech is mixed with in training, in place of the paper's, which
/// come from AudioSet. All have a mean of 0 and a root mean square of 1, so that a single factor scales them to a
/// signal-to-noise ratio; they are not stimuli before that, since their samples exceed 1.
/// </summary>
/// <remarks>
/// The methods that take a seed draw their numbers from SplitMix64 and give the same result on every machine, up to
/// rounding of the Fourier transform. Those that take a generator make a whole batch and are fast.
/// </remarks>
/// <example>
/// <code>
/// var word = SyntheticWords.Take(1)[0];
/// var noise = SyntheticSounds.PinkNoise((int)word.Samples.numel(), samplingRate: 16000, seed: 0);
/// SyntheticSounds.InBackground(word, noise, snr: 0)
/// </code>
/// </example>
public static class SyntheticSounds
{
    private const double LowestFrequency = 20; // Hz; lower frequencies are inaudible
    private const double SlowestModulation = 2,
        FastestModulation = 8; // Hz; the modulations are those of syllables
    private const int Modulations = 6;
    private const double ModulationDepth = 0.8; // of the envelope's logarithm, about 7 dB
    private const int EnvelopeRate = 100; // Hz
    private const int FewestTalkers = 4,
        MostTalkers = 8;

    /// <summary>
    /// Noise whose power falls as 1 / f above 20 Hz, like that of many natural sounds, and is 0 below.
    /// </summary>
    /// <param name="samples">T, at least 2.</param>
    /// <param name="samplingRate">Hz.</param>
    /// <param name="seed">Any number; each gives another noise.</param>
    /// <returns>(T) float32.</returns>
    public static Tensor PinkNoise(int samples, int samplingRate, long seed) =>
        Noise(samples, samplingRate, seed, pink: true, modulated: false);

    /// <summary>
    /// Noise whose level fluctuates at random, at 2 to 8 Hz like that of speech. The envelope is the exponential of a
    /// sum of six cosines with random frequency and phase, with a standard deviation of 7 dB.
    /// </summary>
    /// <param name="samples">T, at least 2.</param>
    /// <param name="samplingRate">Hz.</param>
    /// <param name="seed">Any number; each gives another noise.</param>
    /// <param name="pink">Whether the noise is pink; otherwise it is white.</param>
    /// <returns>(T) float32.</returns>
    public static Tensor ModulatedNoise(int samples, int samplingRate, long seed, bool pink = true) =>
        Noise(samples, samplingRate, seed, pink, modulated: true);

    /// <summary>
    /// Clicks at random times, like a fire: each is a burst of white noise of a random level that dies away in about 3
    /// ms.
    /// </summary>
    /// <param name="samples">T, at least 2.</param>
    /// <param name="samplingRate">Hz.</param>
    /// <param name="seed">Any number; each gives other clicks.</param>
    /// <param name="perSecond">How many clicks there are in a second on average, above 0.</param>
    /// <returns>(T) float32.</returns>
    public static Tensor Crackle(int samples, int samplingRate, long seed, double perSecond = 20)
    {
        RequireSizes(1, samples, samplingRate);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(perSecond);
        SplitMix64 random = new(seed);
        double decay = Math.Exp(-1 / (0.001 * samplingRate)); // to a twentieth in 3 ms
        double[] values = new double[samples];
        double level = 0;
        for (int i = 0; i < samples; i++)
        {
            bool clicks = random.Uniform() < perSecond / samplingRate;
            level = clicks ? Math.Max(level, random.Uniform(0.1, 1)) : level * decay;
            values[i] = level * random.Bell();
        }

        using DisposeScope scope = NewDisposeScope();
        return Normalised(tensor(values).to(float32)).MoveToOuterDisposeScope();
    }

    /// <summary>Several talkers at once, none of whom is intelligible.</summary>
    /// <param name="words">At least one sound (T) float32, all with the same sampling rate.</param>
    /// <param name="samples">T, at least 1.</param>
    /// <param name="talkers">At least 1.</param>
    /// <param name="seed">Any number; each gives another babble.</param>
    /// <returns>(T) float32.</returns>
    public static Tensor Babble(IReadOnlyList<Tensor> words, int samples, int talkers, long seed)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(talkers, 1);
        SplitMix64 random = new(seed);
        using DisposeScope scope = NewDisposeScope();
        using BabbleTape tape = new(words, seed);
        return tape.Mix(samples, talkers, [.. Enumerable.Range(0, talkers).Select(_ => random.Uniform())])[0]
            .MoveToOuterDisposeScope();
    }

    /// <summary>
    /// A batch of backgrounds, each of a kind drawn at random: pink noise, modulated pink noise, modulated white noise
    /// and, if there is a tape, a babble of four to eight talkers (the same number for the whole batch), as often as
    /// all of the others together.
    /// </summary>
    /// <param name="count">N, at least 1.</param>
    /// <param name="samples">T, at least 2.</param>
    /// <param name="samplingRate">Hz.</param>
    /// <param name="random">Draws everything; the result is on its device.</param>
    /// <param name="tape">The speech of the talkers, with the same sampling rate; null for noise alone.</param>
    /// <returns>(N, T) float32.</returns>
    internal static Tensor Backgrounds(
        int count,
        int samples,
        int samplingRate,
        Generator random,
        BabbleTape? tape = null
    )
    {
        RequireSizes(count, samples, samplingRate);
        using DisposeScope scope = NewDisposeScope();
        using IDisposable noGradient = no_grad();
        Tensor kind = randint(0, 3, [count, 1], device: random.device, generator: random);
        Tensor noise = Shape(
            randn([count, samples], float32, random.device, generator: random),
            rand([2, count, Modulations, 1], float32, random.device, generator: random),
            kind.ne(0),
            kind.ne(1),
            samplingRate
        );
        if (tape is not null)
        {
            int talkers =
                FewestTalkers
                + (int)(
                    rand(1, float64, random.device, generator: random).item<double>()
                    * (MostTalkers - FewestTalkers + 1)
                );
            Tensor speaks = randint(0, 2, [count, 1], device: random.device, generator: random).to(ScalarType.Bool);
            noise = where(speaks, tape.Mix(count, samples, talkers, random).to(random.device), noise);
        }

        return noise.MoveToOuterDisposeScope();
    }

    /// <summary>Mixes a sound with a background, at the level that the sound had alone.</summary>
    /// <param name="sound">The sound.</param>
    /// <param name="background">(T), of the same length, with a root mean square of 1.</param>
    /// <param name="snr">Ratio of the sound's level to the background's, dB.</param>
    /// <returns>The mixture, with the sound's name, label and class; samples are kept between −1 and 1.</returns>
    /// <exception cref="ArgumentException">The background has another length.</exception>
    public static SoundStimulus InBackground(SoundStimulus sound, Tensor background, double snr)
    {
        if (!background.shape.SequenceEqual(sound.Samples.shape))
        {
            throw new ArgumentException(
                $"The background has the shape ({string.Join(", ", background.shape)}) and the sound "
                    + $"'{sound.Name}' {sound.Samples.shape[0]} samples; make them equally long.",
                nameof(background)
            );
        }

        using DisposeScope scope = NewDisposeScope();
        Tensor level = sound.Samples.pow(2).mean().sqrt();
        Tensor mixture = Normalised(sound.Samples + level * Math.Pow(10, -snr / 20) * background) * level;
        return sound with
        {
            Samples = mixture.clamp(-1, 1).DetachFromDisposeScope(),
            Source = FormattableString.Invariant($"{sound.Source}; in a background at {snr} dB"),
        };
    }

    /// <summary>Mean 0 and root mean square 1 along the last dimension; silence stays silence.</summary>
    internal static Tensor Normalised(Tensor sounds)
    {
        Tensor centred = sounds - sounds.mean([-1L], keepdim: true);
        return centred / centred.pow(2).mean([-1L], keepdim: true).sqrt().clamp_min(1e-12);
    }

    private static Tensor Noise(int samples, int samplingRate, long seed, bool pink, bool modulated)
    {
        RequireSizes(1, samples, samplingRate);
        SplitMix64 random = new(seed);
        float[] white = [.. Enumerable.Range(0, samples).Select(_ => (float)random.Bell())];
        float[] uniform = [.. Enumerable.Range(0, 2 * Modulations).Select(_ => (float)random.Uniform())];
        using DisposeScope scope = NewDisposeScope();
        Tensor noise = Shape(
            tensor(white, [1, samples]),
            tensor(uniform, [2, 1, Modulations, 1]),
            tensor(new[] { pink }),
            tensor(new[] { modulated }),
            samplingRate
        );
        return noise[0].MoveToOuterDisposeScope();
    }

    /// <summary>Gives white noise (N, T) a spectrum and an envelope.</summary>
    /// <param name="white">(N, T), variance 1.</param>
    /// <param name="uniform">(2, N, 6, 1) in [0, 1): frequency and phase of each modulation.</param>
    /// <param name="pink">(N, 1): whether the spectrum is pink.</param>
    /// <param name="modulated">(N, 1): whether the level varies.</param>
    /// <param name="samplingRate">Hz.</param>
    private static Tensor Shape(Tensor white, Tensor uniform, Tensor pink, Tensor modulated, int samplingRate)
    {
        long samples = white.shape[1];
        Tensor frequency = fft.rfftfreq(samples, 1.0 / samplingRate, device: white.device);
        Tensor heard = frequency.ge(Math.Min(LowestFrequency, samplingRate / 2.0));
        Tensor gain = heard * where(pink, frequency.clamp_min(1).rsqrt(), ones_like(frequency));
        Tensor noise = fft.irfft(fft.rfft(white) * gain, samples);

        // The envelope is computed at a low rate and interpolated.
        long steps = Math.Max(2, samples * EnvelopeRate / samplingRate + 1);
        Tensor time = linspace(0, (double)samples / samplingRate, steps, device: white.device);
        Tensor modulation = SlowestModulation + (FastestModulation - SlowestModulation) * uniform[0];
        Tensor waves =
            (2 * Math.PI * (modulation * time + uniform[1])).cos().sum(1, keepdim: true) * Math.Sqrt(2.0 / Modulations);
        Tensor envelope = nn
            .functional.interpolate(
                waves.mul(ModulationDepth).exp(),
                [samples],
                mode: InterpolationMode.Linear,
                align_corners: true
            )
            .squeeze(1);
        return Normalised(noise * where(modulated, envelope, ones_like(envelope)));
    }

    private static void RequireSizes(int count, int samples, int samplingRate)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(samples, 2);
        ArgumentOutOfRangeException.ThrowIfLessThan(samplingRate, 1);
    }
}
