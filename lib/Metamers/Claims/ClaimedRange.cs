using System.Globalization;
using Metamers.Statistics;

namespace Metamers.Claims;

/// <summary>The range in which a number is, if a claim about it is true.</summary>
/// <param name="Least">The lower end; minus infinity for none.</param>
/// <param name="Most">The upper end; infinity for none.</param>
public readonly record struct ClaimedRange(double Least, double Most)
{
    /// <summary>More than this.</summary>
    public static ClaimedRange Above(double value) => new(value, double.PositiveInfinity);

    /// <summary>Less than this.</summary>
    public static ClaimedRange Below(double value) => new(double.NegativeInfinity, value);

    /// <summary>Differs from 0 by less than this.</summary>
    public static ClaimedRange Near0(double margin) => new(-margin, margin);

    /// <summary>For example "> 0", "&lt; 0.25" or "−0.1 to 0.1".</summary>
    public override string ToString() =>
        double.IsPositiveInfinity(Most) ? $"> {Text(Least)}"
        : double.IsNegativeInfinity(Least) ? $"< {Text(Most)}"
        : $"{Text(Least)} to {Text(Most)}";

    /// <summary>
    /// What an estimate says about the claim; an interval that touches the end of the range says nothing, since a
    /// bootstrap of few stimuli ends at round numbers.
    /// </summary>
    internal ClaimVerdict Judge(Estimate estimate) =>
        estimate.Low > Least && estimate.High < Most ? ClaimVerdict.Agrees
        : estimate.High < Least || estimate.Low > Most ? ClaimVerdict.Opposes
        : ClaimVerdict.CannotBeSaid;

    private static string Text(double value) => value.ToString("0.###", CultureInfo.InvariantCulture).Replace('-', '−');
}
