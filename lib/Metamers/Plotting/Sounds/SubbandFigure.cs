using Metamers.Models.Cochleagrams;
using Metamers.Stimuli;
using TorchSharp;
using static TorchSharp.torch;

namespace Metamers.Plotting.Sounds;

/// <summary>
/// The figure of one channel of a cochleagram: the sound that passes its filter, its envelope, and players for both.
/// </summary>
/// <example>
/// <code>
/// var cochleagram = new Cochleagram(CochleagramOptions.OneSecond);
/// SubbandFigure.Draw(cochleagram, Words.TakeOrSpeak(1)[0], frequency: 500)
/// </code>
/// </example>
public static class SubbandFigure
{
    /// <summary>Draws a stretch of one channel around its loudest moment; the players have the whole sound.</summary>
    /// <param name="cochleagram">The filters.</param>
    /// <param name="sound">A sound with the cochleagram's length and sampling rate.</param>
    /// <param name="frequency">The channel nearest to this frequency is used, Hz.</param>
    /// <param name="seconds">Length of the stretch, above 0.</param>
    /// <exception cref="Runtime.MetamerException">The sound has another length.</exception>
    public static SoundFigure Draw(
        Cochleagram cochleagram,
        SoundStimulus sound,
        double frequency,
        double seconds = 0.06
    )
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(seconds);
        using DisposeScope scope = NewDisposeScope();
        int channel = Enumerable
            .Range(0, cochleagram.Filters.Count)
            .MinBy(i => Math.Abs(cochleagram.CenterFrequencies[i] - frequency));
        (Tensor subband, Tensor envelope) = cochleagram.Subband(sound.Samples.unsqueeze(0), channel);
        float[] values = SoundSafety.ToArray(subband[0]);
        float[] outline = SoundSafety.ToArray(envelope[0]);
        int length = Math.Min(values.Length, (int)(seconds * sound.SamplingRate));
        int loudest = Array.IndexOf(outline, outline.Max());
        int from = Math.Clamp(loudest - length / 2, 0, values.Length - length);
        double[] times = [.. Enumerable.Range(from, length).Select(i => (double)i / sound.SamplingRate)];
        string name = FormattableString.Invariant(
            $"{sound.Name} around {cochleagram.CenterFrequencies[channel]:F0} Hz"
        );
        Figure figure = new(
            $"{name}, {1000 * seconds:F0} ms of it",
            new("Time", "s") { Minimum = times[0], Maximum = times[^1] },
            new("Amplitude"),
            [
                new("filtered sound", times, [.. values[from..(from + length)].Select(v => (double)v)]),
                new("envelope", times, [.. outline[from..(from + length)].Select(v => (double)v)]) { Style = 1 },
            ]
        )
        {
            Width = 640,
            Height = 260,
        };
        return new SoundFigure(figure, SoundPlayer.From(subband[0], sound.SamplingRate, name));
    }
}
