using static TorchSharp.torch;

namespace Metamers.Models.Architectures.Blocks;

/// <summary>
/// The fixed filters of <see cref="VOneAlexNet"/>: Gabor functions whose orientation, size, spatial frequency and phase
/// follow measurements of neurons in primary visual cortex (De Valois et al. 1982, Schiller et al. 1976, Ringach 2002;
/// chosen by Dapello, Marques et al. 2020). They are drawn from torch's seed; a checkpoint contains its own, so these
/// are for networks that are trained from scratch.
/// </summary>
internal static class GaborDraw
{
    private const double FrequencyCorrelation = 0.75; // between size and spatial frequency
    private const double DegreesOfPicture = 8;
    private const double MostCyclesPerDegree = 6;

    private static readonly double[] OrientationBins = [-22.5, 22.5, 67.5, 112.5, 157.5];
    private static readonly double[] OrientationCounts = [66, 49, 77, 54];
    private static readonly double[] FrequencyBins = [0.5, 0.7, 1.0, 1.4, 2.0, 2.8, 4.0, 5.6];
    private static readonly double[] FrequencyCounts = [4, 4, 8, 25, 32, 26, 28];

    // Logarithms to base 10 of the size in cycles.
    private static readonly double[] SizeBins = [.. Enumerable.Range(0, 6).Select(i => -1 + 1.2 * i / 5)];
    private static readonly double[][] SizeCounts =
    [
        [2, 0, 1, 0, 0],
        [8, 9, 4, 1, 0],
        [1, 2, 19, 17, 3],
        [0, 0, 1, 7, 4],
        [0, 0, 0, 0, 0],
    ];

    /// <summary>Filters and their partners, a quarter of a cycle further.</summary>
    /// <param name="count">Number of filters.</param>
    /// <param name="size">Side length of each filter, odd.</param>
    /// <param name="pictureSize">Side of the picture in pixels, which 8 degrees of visual angle cover.</param>
    /// <returns>
    /// Two tensors (count, 3, size, size); each filter reads one colour channel, drawn for the two separately.
    /// </returns>
    public static (Tensor Even, Tensor Odd) Filters(int count, int size, int pictureSize)
    {
        float[] even = new float[count * 3 * size * size];
        float[] odd = new float[even.Length];
        double[] uniform = rand(count * 8, float64).data<double>().ToArray();
        double perPixel = DegreesOfPicture / pictureSize;
        for (int i = 0; i < count; i++)
        {
            ReadOnlySpan<double> u = uniform.AsSpan(i * 8, 8);
            double theta = Draw(OrientationCounts, OrientationBins, u[0]) * Math.PI / 180;
            double phase = 2 * Math.PI * u[1];
            (double first, double second) = CorrelatedRanks(u[2], u[3]);
            double logX = Draw([.. SizeCounts.Select(row => row.Sum())], SizeBins, first);
            int row = Math.Min(Array.FindLastIndex(SizeBins, bin => bin < logX) is int found and >= 0 ? found : 0, 3);
            double logY = Draw(SizeCounts[row], SizeBins, u[4]);
            double frequency =
                Math.Min(
                    MostCyclesPerDegree,
                    Math.Pow(2, Draw(FrequencyCounts, [.. FrequencyBins.Select(Math.Log2)], second))
                ) * perPixel;
            (double sigmaX, double sigmaY) = (Math.Pow(10, logX) / frequency, Math.Pow(10, logY) / frequency);
            Fill(even, i, (int)(u[5] * 3), size, frequency, sigmaX, sigmaY, theta, phase);
            Fill(odd, i, (int)(u[6] * 3), size, frequency, sigmaX, sigmaY, theta, phase + Math.PI / 2);
        }

        return (tensor(even, [count, 3, size, size]), tensor(odd, [count, 3, size, size]));
    }

    /// <summary>
    /// exp(−(x²/σx² + y²/σy²)/2) / (2π·σx·σy) · cos(2π·f·x + phase) along rotated axes, x down and y to the right.
    /// </summary>
    private static void Fill(
        float[] filters,
        int index,
        int channel,
        int size,
        double frequency,
        double sigmaX,
        double sigmaY,
        double theta,
        double phase
    )
    {
        (double sin, double cos) = Math.SinCos(theta);
        int start = (index * 3 + channel) * size * size;
        for (int i = 0; i < size * size; i++)
        {
            (double x, double y) = (i / size - size / 2, i % size - size / 2);
            (double along, double across) = (x * cos + y * sin, y * cos - x * sin);
            double envelope =
                Math.Exp(-0.5 * (along * along / (sigmaX * sigmaX) + across * across / (sigmaY * sigmaY)))
                / (2 * Math.PI * sigmaX * sigmaY);
            filters[start + i] = (float)(envelope * Math.Cos(2 * Math.PI * frequency * along + phase));
        }
    }

    /// <summary>
    /// Draws from a histogram by inverting its cumulative distribution, which is linear within each bin.
    /// </summary>
    private static double Draw(double[] counts, double[] bins, double rank)
    {
        double wanted = rank * counts.Sum();
        for (int i = 0; i < counts.Length; i++)
        {
            if (wanted <= counts[i] && counts[i] > 0)
            {
                return bins[i] + (bins[i + 1] - bins[i]) * wanted / counts[i];
            }

            wanted -= counts[i];
        }

        return bins[counts.Length];
    }

    /// <summary>Ranks in [0, 1] of two correlated normal deviates.</summary>
    private static (double First, double Second) CorrelatedRanks(double u, double v)
    {
        double radius = Math.Sqrt(-2 * Math.Log(1 - u));
        (double sin, double cos) = Math.SinCos(2 * Math.PI * v);
        double second =
            FrequencyCorrelation * radius * cos
            + Math.Sqrt(1 - FrequencyCorrelation * FrequencyCorrelation) * radius * sin;
        return (
            MathNet.Numerics.Distributions.Normal.CDF(0, 1, radius * cos),
            MathNet.Numerics.Distributions.Normal.CDF(0, 1, second)
        );
    }
}
