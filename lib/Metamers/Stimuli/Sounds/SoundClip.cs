using Metamers.Runtime;

namespace Metamers.Stimuli.Sounds;

/// <summary>
/// Brings samples to a given length and level, on arrays; <see cref="SoundFile"/> is the one for general use.
/// </summary>
internal static class SoundClip
{
    /// <summary>The step of 16-bit samples; anything below it is silence.</summary>
    private const double Silence = 1 / 32768.0;

    /// <summary>
    /// The stretch of <paramref name="length"/> samples with the most energy, the first one if there are several; a
    /// shorter sound is returned unchanged.
    /// </summary>
    public static float[] LoudestStretch(float[] samples, int length)
    {
        if (samples.Length <= length)
        {
            return samples;
        }

        double energy = 0,
            most = double.NegativeInfinity;
        int start = 0;
        for (int end = 1; end <= samples.Length; end++)
        {
            energy += (double)samples[end - 1] * samples[end - 1];
            if (end > length)
            {
                energy -= (double)samples[end - 1 - length] * samples[end - 1 - length];
            }

            if (end >= length && energy > most)
            {
                (most, start) = (energy, end - length);
            }
        }

        return samples[start..(start + length)];
    }

    /// <summary>The samples without their mean.</summary>
    public static float[] Centred(float[] samples)
    {
        double mean = samples.Average(sample => (double)sample);
        return Array.ConvertAll(samples, sample => (float)(sample - mean));
    }

    /// <summary>
    /// Cuts out the middle or pads with zeros on both sides, removes the mean and sets the level. The mean is removed
    /// before zeros are added, so that they stay zeros, and the level is that of the whole result.
    /// </summary>
    /// <param name="samples">Finite numbers.</param>
    /// <param name="length">Number of samples of the result; null keeps the length.</param>
    /// <param name="level">
    /// Root mean square of the result; null keeps level and mean. A sound whose peak would exceed 1 is lowered.
    /// </param>
    /// <param name="what">Subject of the error's first sentence.</param>
    /// <returns>The sound, and whether it was lowered.</returns>
    /// <exception cref="MetamerException">A level is wanted but the sound is silent.</exception>
    public static (float[] Samples, bool Lowered) Prepare(float[] samples, int? length, double? level, string what)
    {
        int surplus = samples.Length - (length ?? samples.Length);
        float[] cut = surplus > 0 ? samples[(surplus / 2)..(surplus / 2 + length!.Value)] : samples;
        double mean = level is null ? 0 : cut.Average(sample => (double)sample);
        float[] result = new float[length ?? cut.Length];
        int offset = (result.Length - cut.Length) / 2;
        double energy = 0,
            peak = 0;
        foreach (float sample in cut)
        {
            energy += (sample - mean) * (sample - mean);
            peak = Math.Max(peak, Math.Abs(sample - mean));
        }

        if (level is not null && Math.Sqrt(energy / cut.Length) < Silence)
        {
            throw new MetamerException(
                $"{what} is silent{(surplus > 0 ? " in the stretch that was cut from its middle" : "")}: "
                    + "without its mean its level is below one 16-bit step. Choose another recording, or "
                    + "one whose channels do not cancel each other."
            );
        }

        double gain = level is null ? 1 : level.Value / Math.Sqrt(energy / result.Length);
        bool lowered = gain * peak > 1;
        gain = lowered ? 1 / peak : gain;
        for (int i = 0; i < cut.Length; i++)
        {
            result[offset + i] = Math.Clamp((float)((cut[i] - mean) * gain), -1, 1);
        }

        return (result, lowered);
    }
}
