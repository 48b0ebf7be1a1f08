using MathNet.Numerics;
using TorchSharp;
using static TorchSharp.torch;
using TensorPrimitives = System.Numerics.Tensors.TensorPrimitives;

namespace Metamers.Stimuli;

/// <summary>
/// Changes the sampling rate of a sound by a sinc filter under a Kaiser window: frequencies up to 0.9 of the lower of the two
/// Nyquist frequencies keep their level within 0.01 dB, those from that Nyquist frequency on are lowered by at least 90 dB.
/// Nothing is delayed: sample i of the result is the sound at the time i / rate.
/// </summary>
/// <remarks>
/// The filter reaches over 64 samples of the lower rate to either side, and the sound is taken to be zero outside. The design
/// follows Smith, Digital audio resampling, https://ccrma.stanford.edu/~jos/resample/, with one row of weights for each
/// position between two samples; each row sums to 1, so that a constant stays what it is.
/// </remarks>
public static class SoundResample
{
    /// <summary>Highest rate that is read or made, Hz; a header can claim any.</summary>
    internal const int HighestRate = 768_000;

    private const int Crossings = 64;
    private const double Cutoff = 0.95; // of the lower Nyquist frequency, the middle of the transition
    private const double Beta = 0.1102 * (100 - 8.7); // Kaiser's formula for 100 dB
    private const int MostRows = 4096;

    /// <summary>A sound at another sampling rate.</summary>
    /// <param name="samples">(T) float32.</param>
    /// <param name="fromRate">Its sampling rate, Hz, 1 to 768,000.</param>
    /// <param name="toRate">The rate wanted, Hz, 1 to 768,000.</param>
    /// <returns>(T · toRate / fromRate, rounded, at least 1) float32.</returns>
    public static Tensor Convert(Tensor samples, int fromRate, int toRate)
    {
        ArgumentNullException.ThrowIfNull(samples);
        RequireRate(fromRate, nameof(fromRate));
        RequireRate(toRate, nameof(toRate));
        using DisposeScope scope = NewDisposeScope();
        using IDisposable noGradient = no_grad();
        return tensor(Convert(samples.to(float32).cpu().contiguous().data<float>().ToArray(), fromRate, toRate)).MoveToOuterDisposeScope();
    }

    /// <summary>As the public method, on arrays.</summary>
    internal static float[] Convert(float[] samples, int fromRate, int toRate)
    {
        if (fromRate == toRate)
        {
            return samples;
        }

        int divisor = (int)Euclid.GreatestCommonDivisor(fromRate, toRate);
        (int up, int down) = (toRate / divisor, fromRate / divisor);
        Filter filter = new(up, down);
        float[] padded = new float[samples.Length + 2 * filter.Reach];
        samples.CopyTo(padded, filter.Reach);
        float[] result = new float[Math.Max(1, (int)Math.Round((double)samples.Length * up / down))];
        for (int i = 0; i < result.Length; i++)
        {
            long position = (long)i * down; // in steps of 1 / up of an input sample
            int first = (int)Math.Min(position / up, samples.Length - 1);
            float[] row = filter.Row((int)(position - (long)first * up));
            result[i] = TensorPrimitives.Dot(row, padded.AsSpan(first + 1, row.Length));
        }

        return result;
    }

    private static void RequireRate(int rate, string name)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(rate, 1, name);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(rate, HighestRate, name);
    }

    /// <summary>Weights for each of <paramref name="up"/> positions between two samples.</summary>
    private sealed class Filter(int up, int down)
    {
        private static readonly double PeakOfWindow = SpecialFunctions.BesselI0(Beta);

        // Of the lower rate's Nyquist frequency, in units of the input's.
        private readonly double _scale = Math.Min(1.0, (double)up / down);

        private readonly Dictionary<int, float[]> _rows = [];

        /// <summary>Samples of the input to either side of a position.</summary>
        public int Reach => (int)Math.Ceiling(Crossings / _scale);

        /// <summary>Weights of the samples −Reach + 1 to Reach around a position <paramref name="step"/> / up behind sample 0.</summary>
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
                weights[k] = inside <= 0 ? 0 : Trig.Sinc(Math.PI * Cutoff * x) * SpecialFunctions.BesselI0(Beta * Math.Sqrt(inside)) / PeakOfWindow;
            }

            double sum = weights.Sum();
            row = Array.ConvertAll(weights, weight => (float)(weight / sum));
            if (_rows.Count < MostRows)
            {
                _rows.Add(step, row);
            }

            return row;
        }
    }
}
