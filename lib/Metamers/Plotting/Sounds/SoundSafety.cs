using Metamers.Runtime;
using TorchSharp;
using static TorchSharp.torch;

namespace Metamers.Plotting.Sounds;

/// <summary>
/// The playback level of every player. A metamer is matched for a network, not for an ear, and can be loud noise; so
/// nothing is played at its stored level: the mean is removed, the root mean square (RMS) of the whole sound is set to
/// a stated value, and the level is lowered further if the peak would exceed 0.99. The sound itself is not changed.
/// </summary>
internal static class SoundSafety
{
    /// <summary>Default RMS of playback: 26 dB below that of a full-scale square wave.</summary>
    public const double Rms = 0.05;

    /// <summary>Largest magnitude of a played sample.</summary>
    public const double Peak = 0.99;

    /// <summary>Sets a sound to the playback level.</summary>
    /// <param name="samples">(T) float32 in [−1, 1].</param>
    /// <param name="rms">RMS of playback, above 0 and at most 0.2.</param>
    /// <returns>The samples to play, with the change of level. Silence stays silence.</returns>
    /// <exception cref="MetamerException">The samples are not such a sound, or the RMS is out of range.</exception>
    public static Playback Normalise(Tensor samples, double rms = Rms)
    {
        if (!(rms > 0 && rms <= 0.2))
        {
            throw new MetamerException(
                FormattableString.Invariant(
                    $"A playback RMS of {rms} was asked for; it must be above 0 and at most 0.2, which is loud "
                ) + FormattableString.Invariant($"already. {Rms} is the usual one.")
            );
        }

        Stimuli.Sounds.SoundCheck.RequireSound(samples, "The sound to play");
        float[] values = ToArray(samples);
        double mean = values.Average(value => (double)value);
        double[] centred = [.. values.Select(value => value - mean)];
        double own = Math.Sqrt(centred.Average(value => value * value));
        double peak = centred.Max(Math.Abs);
        // A constant is silence, whatever rounding error remains.
        bool silent = peak <= 1e-6 * Math.Abs(mean) || peak == 0;
        double gain = silent ? 0 : Math.Min(rms / own, Peak / peak);
        return new(
            [.. centred.Select(value => (float)(gain * value))],
            gain * own,
            gain * peak,
            silent ? 0 : 20 * Math.Log10(gain)
        );
    }

    internal static float[] ToArray(Tensor samples)
    {
        using DisposeScope scope = NewDisposeScope();
        return samples.detach().cpu().contiguous().data<float>().ToArray();
    }
}
