using Metamers.Runtime;
using TorchSharp;
using static TorchSharp.torch;

namespace Metamers.Plotting.Sounds;

/// <summary>
/// The level at which every player plays. A metamer is matched by a network, not by an ear, and can be loud noise; so
/// nothing is played at the level it is stored with: the mean is removed, the root mean square (RMS) of the whole sound
/// set to a stated one, and the level lowered further where the peak would pass 0.99. The sound itself stays as it is.
/// </summary>
public static class SoundSafety
{
    /// <summary>RMS of playback where nothing else is said: 26 dB below that of a full square wave.</summary>
    public const double Rms = 0.05;

    /// <summary>No sample is played beyond it.</summary>
    public const double Peak = 0.99;

    /// <summary>What is played of a sound.</summary>
    /// <param name="samples">(T) float32 in [−1, 1].</param>
    /// <param name="rms">The wanted RMS, above 0 and at most 0.2.</param>
    /// <returns>The samples to play, with the change of level. Silence stays silence.</returns>
    /// <exception cref="MetamerException">No such sound, or an RMS out of its range.</exception>
    public static Playback Normalise(Tensor samples, double rms = Rms)
    {
        if (!(rms > 0 && rms <= 0.2))
        {
            throw new MetamerException(
                $"A playback RMS of {rms} was asked for; it must be above 0 and at most 0.2, which is loud "
                    + $"already. {Rms} is the usual one."
            );
        }

        Stimuli.Sounds.SoundCheck.RequireSound(samples, "The sound to play");
        float[] values = ToArray(samples);
        double mean = values.Average(value => (double)value);
        double[] centred = [.. values.Select(value => value - mean)];
        double own = Math.Sqrt(centred.Average(value => value * value));
        double peak = centred.Max(Math.Abs);
        // A constant is silence, whatever rounding leaves of it.
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
