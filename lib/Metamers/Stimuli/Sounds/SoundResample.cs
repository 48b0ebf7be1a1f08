using System.Globalization;
using MathNet.Numerics;
using Metamers.Runtime;
using TorchSharp;
using static TorchSharp.torch;
using TensorPrimitives = System.Numerics.Tensors.TensorPrimitives;

namespace Metamers.Stimuli.Sounds;

/// <summary>
/// Changes the sampling rate of a sound with a sinc filter in a Kaiser window: frequencies up to 0.9 of the lower of
/// the two Nyquist frequencies keep their level within 0.001 dB, those at or above that Nyquist frequency are
/// attenuated by at least 100 dB. There is no delay: sample i of the result is the sound at time i / rate.
/// </summary>
/// <remarks>
/// The filter extends over 64 samples of the lower rate on either side, and the sound is assumed to be zero outside its
/// limits. The design follows Smith, Digital audio resampling, https://ccrma.stanford.edu/~jos/resample/, with one row
/// of weights for each position between two samples; each row sums to 1, so a constant remains unchanged.
/// </remarks>
internal static class SoundResample
{
    /// <summary>Lowest and highest rate that is accepted, Hz; a header can claim any.</summary>
    internal const int LowestRate = 100,
        HighestRate = 768_000;

    private const int MostSamples = 100_000_000;

    private const int Crossings = 64;
    private const double Cutoff = 0.95; // of the lower Nyquist frequency, the middle of the transition
    private const double Beta = 0.1102 * (100 - 8.7); // Kaiser's formula for 100 dB
    private const int MostKept = 16_000_000; // weights

    /// <summary>Converts a sound to another sampling rate.</summary>
    /// <param name="samples">(T) float32.</param>
    /// <param name="fromRate">Its sampling rate, Hz, 100 to 768,000.</param>
    /// <param name="toRate">Sampling rate of the result, Hz, 100 to 768,000.</param>
    /// <returns>(T · toRate / fromRate, rounded, at least 1) float32.</returns>
    /// <exception cref="MetamerException">The result would have more than 100,000,000 samples.</exception>
    public static Tensor Convert(Tensor samples, int fromRate, int toRate)
    {
        ArgumentNullException.ThrowIfNull(samples);
        RequireRate(fromRate, nameof(fromRate));
        RequireRate(toRate, nameof(toRate));
        if (samples.dim() != 1 || samples.shape[0] == 0)
        {
            throw new MetamerException(
                $"The sound to resample has the shape ({string.Join(", ", samples.shape)}); a sound is (samples), "
                    + "one channel without a batch dimension."
            );
        }

        using DisposeScope scope = NewDisposeScope();
        using IDisposable noGradient = no_grad();
        return tensor(
                Convert(
                    samples.to(float32).cpu().contiguous().data<float>().ToArray(),
                    fromRate,
                    toRate,
                    "The sound to resample"
                )
            )
            .MoveToOuterDisposeScope();
    }

    /// <summary>As the public method, on arrays.</summary>
    /// <param name="samples">At least one.</param>
    /// <param name="fromRate">Their rate, Hz.</param>
    /// <param name="toRate">Sampling rate of the result, Hz.</param>
    /// <param name="what">Subject of the error's first sentence.</param>
    internal static float[] Convert(float[] samples, int fromRate, int toRate, string what)
    {
        if (fromRate == toRate)
        {
            return samples;
        }

        double length = Math.Round((double)samples.Length * toRate / fromRate);
        if (length > MostSamples)
        {
            throw new MetamerException(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{what} has {samples.Length:N0} samples at {fromRate:N0} Hz, which makes {length:N0} at "
                        + $"{toRate:N0} Hz; at most {MostSamples:N0} are allowed. Check its sampling rate, or cut it."
                )
            );
        }

        int divisor = (int)Euclid.GreatestCommonDivisor(fromRate, toRate);
        (int up, int down) = (toRate / divisor, fromRate / divisor);
        Filter filter = new(up, down);
        float[] padded = new float[samples.Length + 2 * filter.Reach];
        samples.CopyTo(padded, filter.Reach);
        float[] result = new float[Math.Max(1, (int)length)];
        for (int i = 0; i < result.Length; i++)
        {
            long position = (long)i * down; // in steps of 1 / up of an input sample
            int first = (int)Math.Min(position / up, samples.Length - 1);
            float[] row = filter.Row((int)(position - (long)first * up));
            result[i] = TensorPrimitives.Dot(row, padded.AsSpan(first + 1, row.Length));
        }

        return result;
    }

    /// <summary>Throws if a rate is outside the range.</summary>
    internal static void RequireRate(int rate, string name)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(rate, LowestRate, name);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(rate, HighestRate, name);
    }

    /// <summary>Weights for each of <paramref name="up"/> positions between two samples.</summary>
    private sealed class Filter(int up, int down)
    {
        private static readonly double PeakOfWindow = SpecialFunctions.BesselI0(Beta);

        // The lower rate's Nyquist frequency, in units of the input's.
        private readonly double _scale = Math.Min(1.0, (double)up / down);

        private readonly Dictionary<int, float[]> _rows = [];

        /// <summary>Number of input samples on either side of a position.</summary>
        public int Reach => (int)Math.Ceiling(Crossings / _scale);

        /// <summary>
        /// Weights of the samples −Reach + 1 to Reach around a position <paramref name="step"/> / up after sample 0.
        /// </summary>
        public float[] Row(int step)
        {
            if (_rows.TryGetValue(step, out float[]? row))
            {
                return row;
            }

            double[] weights = new double[2 * Reach];
            for (int k = 0; k < weights.Length; k++)
            {
                double x = (k - Reach + 1 - (double)step / up) * _scale; // in samples of the lower rate
                double inside = 1 - x / Crossings * (x / Crossings);
                weights[k] =
                    inside <= 0
                        ? 0
                        : Trig.Sinc(Cutoff * x) * SpecialFunctions.BesselI0(Beta * Math.Sqrt(inside)) / PeakOfWindow;
            }

            double sum = weights.Sum();
            row = Array.ConvertAll(weights, weight => (float)(weight / sum));
            if ((_rows.Count + 1L) * row.Length <= MostKept)
            {
                _rows.Add(step, row);
            }

            return row;
        }
    }
}
