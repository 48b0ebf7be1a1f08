namespace Metamers.Plotting;

/// <summary>The positions of the ticks of a static picture.</summary>
internal static class Ticks
{
    /// <summary>Steps of 1, 2 or 5 times a power of ten, wide enough for at most about seven ticks.</summary>
    /// <param name="low">Lower end of the axis.</param>
    /// <param name="high">Upper end of the axis.</param>
    public static IEnumerable<(double Position, string Label)> Linear(double low, double high)
    {
        double power = Math.Pow(10, Math.Floor(Math.Log10((high - low) / 7)));
        double step = new[] { 1, 2, 5, 10 }.Select(digit => digit * power).First(step => (high - low) / step <= 7);
        for (double number = Math.Ceiling(low / step - 1e-9); number * step <= high + 1e-9 * step; number++)
        {
            double position = number * step + 0.0; // never −0
            string label =
                step < 1e-7
                    ? NumberText.Format(position)
                    : FormattableString.Invariant($"{Math.Round(position, 12):#,0.########}").Replace('-', '−');
            yield return (position, label);
        }
    }

    /// <summary>Positions as common logarithms, with their labels; a minor tick has an empty label.</summary>
    /// <param name="low">Lower end of the axis, in data units.</param>
    /// <param name="high">Upper end of the axis.</param>
    public static IEnumerable<(double Position, string Label)> Logarithmic(double low, double high)
    {
        double decades = Math.Log10(high / low);
        bool none = !new[] { 1, 2, 5 }.Any(digit => HasDigit(digit, low, high)); // of those with labels
        int every = Math.Max(1, (int)Math.Ceiling(decades / 8));
        for (int exponent = (int)Math.Floor(Math.Log10(low)); exponent <= Math.Ceiling(Math.Log10(high)); exponent++)
        {
            for (int digit = 1; digit <= 9; digit++)
            {
                double position = exponent + Math.Log10(digit);
                if (position < Math.Log10(low) || position > Math.Log10(high) || (digit > 1 && every > 1))
                {
                    continue;
                }

                bool labelled = digit == 1 ? exponent % every == 0 : decades < 2 && (none || digit is 2 or 5);
                yield return (position, labelled ? Label(digit, exponent) : "");
            }
        }
    }

    /// <summary>Whether the axis has a number that begins with a digit and continues with zeros.</summary>
    private static bool HasDigit(int digit, double low, double high)
    {
        double first = Math.Ceiling(Math.Log10(low / digit) - 1e-12);
        return Math.Log10(digit) + first <= Math.Log10(high) + 1e-12;
    }

    /// <summary>For example 10⁻³, 2·10⁻³; a plain number between 0.01 and 1000.</summary>
    private static string Label(int digit, int exponent)
    {
        if (exponent is >= -2 and <= 3)
        {
            return FormattableString.Invariant($"{digit * Math.Pow(10, exponent):#,0.##}");
        }

        return digit == 1 ? NumberText.Power(exponent) : $"{digit}·{NumberText.Power(exponent)}";
    }
}
