using Metamers.Stimuli;

namespace Metamers.Plotting.Sounds;

/// <summary>The figure of a sound as it is stored: amplitude against time.</summary>
internal static class Waveform
{
    // A line through the smallest and the largest sample of each piece looks like a line through all samples.
    private const int Pieces = 600;

    /// <summary>Draws one sound, at its stored level, not at its playback level.</summary>
    /// <param name="sound">Any sound.</param>
    /// <param name="title">The title; if null, the sound's name and label.</param>
    public static Figure Draw(SoundStimulus sound, string? title = null)
    {
        float[] samples = SoundSafety.ToArray(sound.Samples);
        (double Time, double Amplitude)[] points =
        [
            .. samples.Length <= 2 * Pieces
                ? samples.Select((sample, i) => ((double)i / sound.SamplingRate, (double)sample))
                : Enumerable.Range(0, Pieces).SelectMany(piece => Extremes(samples, piece, sound.SamplingRate)),
        ];
        double room = 1.05 * Math.Max(points.Max(point => Math.Abs(point.Amplitude)), 1e-12);
        return new(
            title ?? $"{sound.Name}{(sound.Label is null ? "" : $" ({sound.Label})")}",
            new("Time", "s") { Minimum = 0, Maximum = sound.Duration },
            new("Amplitude") { Minimum = -room, Maximum = room },
            [
                new("amplitude", [.. points.Select(point => point.Time)], [.. points.Select(point => point.Amplitude)])
                {
                    InLegend = false,
                },
            ]
        )
        {
            Width = 640,
            Height = 220,
        };
    }

    private static IEnumerable<(double Time, double Amplitude)> Extremes(float[] samples, int piece, int samplingRate)
    {
        int from = (int)((long)piece * samples.Length / Pieces);
        int to = (int)((long)(piece + 1) * samples.Length / Pieces);
        int[] places = [.. Enumerable.Range(from, to - from)];
        return new[] { places.MinBy(i => samples[i]), places.MaxBy(i => samples[i]) }
            .Order()
            .Select(i => ((double)i / samplingRate, (double)samples[i]));
    }
}
