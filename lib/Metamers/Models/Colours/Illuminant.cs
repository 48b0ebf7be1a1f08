using Metamers.Runtime;

namespace Metamers.Models.Colours;

/// <summary>The spectrum of a light, up to a factor.</summary>
/// <example>
/// <code>
/// Illuminant.Daylight.Power.Zip(ConeFundamentals.Wavelengths).Take(3)
/// </code>
/// </example>
public sealed record Illuminant
{
    private static readonly double[] D65 =
    [
        54.6482,
        82.7549,
        91.486,
        93.4318,
        86.6823,
        104.865,
        117.008,
        117.812,
        114.861,
        115.923,
        108.811,
        109.354,
        107.802,
        104.790,
        107.689,
        104.405,
        104.046,
        100.0,
        96.3342,
        95.788,
        88.6856,
        90.0062,
        89.5991,
        87.6987,
        83.2886,
        83.6992,
        80.0268,
        80.2146,
        82.2778,
        78.2842,
        69.7213,
        71.6091,
        74.349,
        61.604,
        69.8856,
    ];

    /// <summary>A light of your own.</summary>
    /// <param name="name">What it is called in messages.</param>
    /// <param name="power">
    /// Its power at each of <see cref="ConeFundamentals.Wavelengths"/>, in any unit: 0 or more, not all 0.
    /// </param>
    /// <exception cref="MetamerException">Another number of values, or one that is out of range.</exception>
    public Illuminant(string name, IReadOnlyList<double> power)
    {
        int count = ConeFundamentals.Wavelengths.Count;
        if (power.Count != count || power.Any(p => !(p >= 0 && double.IsFinite(p))) || power.All(p => p == 0))
        {
            throw new MetamerException(
                FormattableString.Invariant(
                    $"The light '{name}' has {power.Count} values, from {power.DefaultIfEmpty().Min():G4} to "
                )
                    + FormattableString.Invariant(
                        $"{power.DefaultIfEmpty().Max():G4}. Give its power, 0 or more and somewhere above 0, at the "
                    )
                    + $"{count} wavelengths of ConeFundamentals.Wavelengths, 390 to 730 nm in steps of 10 nm."
            );
        }

        (Name, Power) = (name, power);
    }

    /// <summary>Average daylight: CIE standard illuminant D65 (CIE 15, table T.1).</summary>
    public static Illuminant Daylight { get; } = new("daylight (D65)", D65);

    /// <summary>
    /// A light bulb: CIE standard illuminant A, a black body of 2856 K, by its formula (CIE 15).
    /// </summary>
    public static Illuminant Incandescent { get; } =
        new("incandescent light (A)", [.. ConeFundamentals.Wavelengths.Select(BlackBody)]);

    /// <summary>What it is called.</summary>
    public string Name { get; }

    /// <summary>Its power at each of <see cref="ConeFundamentals.Wavelengths"/>.</summary>
    public IReadOnlyList<double> Power { get; }

    private static double BlackBody(double wavelength)
    {
        const double radiation = 1.435e7; // nm · K, of the old temperature scale, on which A has 2848 K
        const double temperature = 2848;
        return 100
            * Math.Pow(560 / wavelength, 5)
            * (Math.Exp(radiation / (temperature * 560)) - 1)
            / (Math.Exp(radiation / (temperature * wavelength)) - 1);
    }
}
