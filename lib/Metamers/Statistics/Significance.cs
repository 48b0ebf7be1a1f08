using System.Globalization;
using MathNet.Numerics;

namespace Metamers.Statistics;

/// <summary>Tail probabilities, and the format of p values.</summary>
/// <remarks>
/// The tails come from the regularised incomplete beta function. One minus a cumulative distribution would be 0 from
/// about 1e-16 on, and the published p values go down to 1e-158.
/// </remarks>
internal static class Significance
{
    /// <summary>P(F ≥ f) with <paramref name="df1"/> and <paramref name="df2"/> degrees of freedom.</summary>
    public static double UpperTailOfF(double f, int df1, int df2) =>
        double.IsPositiveInfinity(f)
            ? 0
            : SpecialFunctions.BetaRegularized(df2 / 2.0, df1 / 2.0, df2 / (df2 + df1 * f));

    /// <summary>
    /// P(|T| ≥ |t|) for a correlation <paramref name="r"/> of <paramref name="count"/> pairs, with t =
    /// r·√((n−2)/(1−r²)).
    /// </summary>
    public static double OfCorrelation(double r, int count) =>
        SpecialFunctions.BetaRegularized((count - 2) / 2.0, 0.5, Math.Max(0, 1 - r * r)); // df / (df + t²) is 1 − r²

    /// <summary>P(|Z| ≥ |z|) of the standard normal distribution.</summary>
    public static double OfNormal(double z) => SpecialFunctions.Erfc(Math.Abs(z) / Math.Sqrt(2));

    /// <summary>Two significant digits; with an exponent below a thousandth, e.g. 1e-4.</summary>
    public static string Number(double p) =>
        p is 0 or >= 0.001
            ? p.ToString("G2", CultureInfo.InvariantCulture)
            : p.ToString("0.#e-0", CultureInfo.InvariantCulture);
}
