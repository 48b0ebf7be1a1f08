namespace Metamers.Plotting;

/// <summary>Ticks of a logarithmic axis of a static picture.</summary>
internal static class LogTicks
{
    /// <summary>Positions as common logarithms, with their labels; a minor tick has an empty label.</summary>
    /// <param name="low">Where the axis begins, in data units.</param>
    /// <param name="high">Where it ends.</param>
    public static IEnumerable<(double Position, string Label)> Between(double low, double high)
    {
        double decades = Math.Log10(high / low);
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

                bool labelled = digit == 1 ? exponent % every == 0 : decades < 1.5 && digit is 2 or 5;
                yield return (position, labelled ? Label(digit, exponent) : "");
            }
        }
    }

    /// <summary>As 10⁻³, 2·10⁻³; between 0.01 and 1000 as a plain number.</summary>
    public static string Label(int digit, int exponent)
    {
        if (exponent is >= -2 and <= 3)
        {
            return FormattableString.Invariant($"{digit * Math.Pow(10, exponent):#,0.##}");
        }

        return digit == 1 ? NumberText.Power(exponent) : $"{digit}·{NumberText.Power(exponent)}";
    }
}
