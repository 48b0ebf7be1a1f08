using MathNet.Numerics.Distributions;

namespace Metamers.Statistics;

/// <summary>
/// A line of least squares, y = a + bx, and what it predicts for a further point. The interval is that of a single
/// observation with normal errors: ± t(0.975, n − 2) · √(s²(1 + 1/n + (x − x̄)²/Σ(xᵢ − x̄)²) + b²·SE(x)²).
/// </summary>
internal sealed class PredictionLine
{
    private readonly double meanX;
    private readonly double spread; // Σ(xᵢ − x̄)²
    private readonly double variance; // s², of the residuals
    private readonly double meanY;

    /// <summary>Fits the line.</summary>
    /// <param name="x">At least three values, not all equal.</param>
    /// <param name="y">As many.</param>
    /// <exception cref="ArgumentException">The values do not determine a line with an error.</exception>
    public PredictionLine(IReadOnlyList<double> x, IReadOnlyList<double> y)
    {
        if (x.Count < 3 || x.Count != y.Count || x.Distinct().Count() < 2)
        {
            throw new ArgumentException(
                $"{x.Count} and {y.Count} values; give as many of both, at least three, not all equal."
            );
        }

        (Count, meanX, meanY) = (x.Count, x.Average(), y.Average());
        spread = x.Sum(value => (value - meanX) * (value - meanX));
        Slope = x.Zip(y, (a, b) => (a - meanX) * (b - meanY)).Sum() / spread;
        variance = x.Zip(y, (a, b) => b - Value(a)).Sum(residual => residual * residual) / (Count - 2);
        (Least, Most) = (x.Min(), x.Max());
        double total = y.Sum(value => (value - meanY) * (value - meanY));
        RSquared = total > 0 ? 1 - variance * (Count - 2) / total : 0;
    }

    /// <summary>Number of points.</summary>
    public int Count { get; }

    /// <summary>b.</summary>
    public double Slope { get; }

    /// <summary>a.</summary>
    public double Intercept => Value(0);

    /// <summary>Share of the variance of y that the line explains.</summary>
    public double RSquared { get; }

    /// <summary>Smallest x of the points.</summary>
    public double Least { get; }

    /// <summary>Largest x of the points.</summary>
    public double Most { get; }

    /// <summary>A further point.</summary>
    /// <param name="x">Its x.</param>
    /// <param name="standardError">The standard error of <paramref name="x"/>.</param>
    public Estimate Predict(double x, double standardError = 0)
    {
        double away = x - meanX;
        double error = Math.Sqrt(
            variance * (1 + 1.0 / Count + away * away / spread) + Slope * Slope * standardError * standardError
        );
        double reach = StudentT.InvCDF(0, 1, Count - 2, 0.975) * error;
        return new(Value(x), error, Value(x) - reach, Value(x) + reach);
    }

    private double Value(double x) => meanY + Slope * (x - meanX);
}
