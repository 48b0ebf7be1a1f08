using System.Globalization;

namespace Metamers.Plotting;

/// <summary>Formats numbers for readers: few digits, thousands separators, powers of ten.</summary>
internal static class NumberText
{
    private const string Superscripts = "⁰¹²³⁴⁵⁶⁷⁸⁹";

    /// <summary>For example 0.4731, 24,000, 3.20·10⁻⁵, −∞.</summary>
    /// <param name="value">Any number.</param>
    /// <param name="digits">Significant digits.</param>
    public static string Format(double value, int digits = 4)
    {
        double size = Math.Abs(value);
        if (!double.IsFinite(value))
        {
            return double.IsNaN(value) ? "NaN"
                : value > 0 ? "∞"
                : "−∞";
        }

        if (size is not 0 and (< 1e-3 or >= 1e6))
        {
            string[] parts = value.ToString($"E{digits - 1}", CultureInfo.InvariantCulture).Split('E');
            return Minus(parts[0]) + "·" + Power(int.Parse(parts[1], CultureInfo.InvariantCulture));
        }

        int decimals = size == 0 ? 0 : Math.Clamp(digits - 1 - (int)Math.Floor(Math.Log10(size)), 0, 8);
        return Minus(value.ToString("#,0." + new string('#', decimals), CultureInfo.InvariantCulture));
    }

    /// <summary>A fixed number of decimals, so that the numbers of a column are aligned at the decimal point.</summary>
    public static string Fixed(double value, int decimals) =>
        double.IsFinite(value) ? Minus(value.ToString($"N{decimals}", CultureInfo.InvariantCulture)) : Format(value);

    /// <summary>For example 10⁻⁵.</summary>
    public static string Power(int exponent) =>
        "10"
        + (exponent < 0 ? "⁻" : "")
        + string.Concat(
            Math.Abs(exponent).ToString(CultureInfo.InvariantCulture).Select(digit => Superscripts[digit - '0'])
        );

    private static string Minus(string number) => number.Replace('-', '−');
}
