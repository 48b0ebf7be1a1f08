using Metamers.Models.Cochleagrams;
using Metamers.Plotting.Pictures;
using Metamers.Runtime;
using TorchSharp;
using static TorchSharp.torch;

namespace Metamers.Plotting.Sounds;

/// <summary>
/// The figure of a cochleagram: frequency against time, with low frequencies at the bottom and the amplitude as colour.
/// </summary>
/// <example>
/// <code>
/// var cochleagram = new Cochleagram(CochleagramOptions.OneSecond);
/// CochleagramFigure.Draw(cochleagram, Words.TakeOrSpeak(1)[0].Samples, "A word")
/// </code>
/// </example>
public static class CochleagramFigure
{
    // Kilohertz.
    private static readonly double[] TickFrequencies = [0.1, 0.25, 0.5, 1, 2, 4, 8, 16];

    /// <summary>Computes and draws the cochleagram of a sound.</summary>
    /// <param name="cochleagram">The cochleagram; for an auditory model, its <c>Cochleagram</c>.</param>
    /// <param name="samples">(T) float32, with the cochleagram's length and sampling rate.</param>
    /// <param name="title">The title.</param>
    /// <param name="maximum">
    /// The value of the brightest colour; if null, the largest value. Give the same number to figures that are to be
    /// compared.
    /// </param>
    /// <exception cref="MetamerException">The sound has another length.</exception>
    public static Figure Draw(Cochleagram cochleagram, Tensor samples, string title, double? maximum = null)
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable noGradient = no_grad();
        return Draw(
            cochleagram.Apply(samples.unsqueeze(0)),
            cochleagram.CenterFrequencies,
            cochleagram.Options.EnvelopeRate,
            cochleagram.FrameTimes[0],
            title,
            maximum: maximum
        );
    }

    /// <summary>Draws one cochleagram.</summary>
    /// <param name="cochleagram">
    /// (channels, frames), low frequencies first; leading dimensions of length 1 are removed.
    /// </param>
    /// <param name="centerFrequencies">
    /// Centre frequency of each channel, Hz, in ascending order; the channels are drawn at equal distances, which gives
    /// an ERB scale if they are spaced that way.
    /// </param>
    /// <param name="framesPerSecond">Frames per second, above 0.</param>
    /// <param name="firstFrameTime">Time of the middle of the first frame, s.</param>
    /// <param name="title">The title.</param>
    /// <param name="meaning">Meaning of the colours, written along the colour bar.</param>
    /// <param name="maximum">
    /// The value of the brightest colour; if null, the largest value. Give the same number to figures that are to be
    /// compared.
    /// </param>
    /// <exception cref="MetamerException">
    /// The tensor is not a single cochleagram, or there is not one frequency per channel.
    /// </exception>
    public static Figure Draw(
        Tensor cochleagram,
        IReadOnlyList<double> centerFrequencies,
        double framesPerSecond,
        double firstFrameTime,
        string title,
        string meaning = "Compressed amplitude",
        double? maximum = null
    )
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(framesPerSecond);
        float[,] values = Values(cochleagram);
        (int channels, int frames) = (values.GetLength(0), values.GetLength(1));
        if (centerFrequencies.Count != channels)
        {
            throw new MetamerException(
                $"The cochleagram has {channels} channels, and there are {centerFrequencies.Count} center "
                    + "frequencies. Give one a channel."
            );
        }

        HeatMap heat = new(
            values,
            firstFrameTime - 0.5 / framesPerSecond,
            firstFrameTime + (frames - 0.5) / framesPerSecond,
            -0.5,
            channels - 0.5,
            meaning
        );
        return new(
            title,
            new("Time", "s") { Minimum = heat.Left, Maximum = heat.Right },
            new("Frequency", "kHz")
            {
                Minimum = heat.Bottom,
                Maximum = heat.Top,
                TickLabels = TicksOf(centerFrequencies),
            },
            []
        )
        {
            Heat = heat with { High = maximum ?? heat.High },
            Width = 640,
            Height = 340,
        };
    }

    /// <summary>The values of one cochleagram, row by row from the lowest channel.</summary>
    internal static float[,] Values(Tensor cochleagram)
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable noGradient = no_grad();
        long[] shape = cochleagram.shape;
        if (shape.Length < 2 || shape[..^2].Any(length => length != 1) || cochleagram.numel() == 0)
        {
            throw new MetamerException(
                $"The cochleagram has the shape ({string.Join(", ", shape)}); one is drawn at a time: (channels, "
                    + "frames). Take one item of a batch with batch[i]."
            );
        }

        float[] flat = cochleagram.to(float32).cpu().contiguous().data<float>().ToArray();
        float[,] values = new float[shape[^2], shape[^1]];
        Buffer.BlockCopy(flat, 0, values, 0, flat.Length * sizeof(float));
        return values;
    }

    /// <summary>
    /// Positions of round frequencies among the channels, by linear interpolation between the two neighbouring
    /// channels.
    /// </summary>
    private static IReadOnlyList<(double Position, string Label)> TicksOf(IReadOnlyList<double> frequencies) =>
        [
            .. from kilohertz in TickFrequencies
            let hertz = 1000 * kilohertz
            let below = Enumerable
                .Range(0, Math.Max(frequencies.Count - 1, 0))
                .FirstOrDefault(
                    i => frequencies[i] <= hertz && hertz <= frequencies[i + 1] && frequencies[i] < frequencies[i + 1],
                    -1
                )
            where below >= 0
            select (
                below + (hertz - frequencies[below]) / (frequencies[below + 1] - frequencies[below]),
                NumberText.Format(kilohertz)
            ),
        ];
}
