using System.Globalization;
using System.Text.Json.Serialization;

namespace Metamers.Synthesis.Objectives;

/// <summary>
/// One thing that a <see cref="SynthesisObjective"/> asks of a stimulus. Every term is a number for each stimulus that
/// is 0 where the wish is fulfilled and of the order of 1 where nothing is reached yet, so that weights of different
/// terms can be compared.
/// </summary>
/// <example>
/// <code>
/// ObjectiveTerm[] terms = [new MatchTerm(), new TotalVariationTerm { Weight = 0.5 }];
/// terms
/// </code>
/// </example>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "term")]
[JsonDerivedType(typeof(MatchTerm), "match")]
[JsonDerivedType(typeof(MismatchTerm), "mismatch")]
[JsonDerivedType(typeof(DecideTerm), "decide")]
[JsonDerivedType(typeof(SpreadTerm), "spread")]
[JsonDerivedType(typeof(TotalVariationTerm), "totalVariation")]
public abstract record ObjectiveTerm
{
    private protected ObjectiveTerm() { }

    /// <summary>By what it is multiplied before the terms are added. Above 0.</summary>
    public double Weight { get; init; } = 1;

    /// <summary>What it asks for, in a few words, without the weight.</summary>
    internal abstract string Wish { get; }

    /// <summary>The wish with the weight, if that is not 1.</summary>
    internal string Describe() =>
        Weight == 1 ? Wish : string.Create(CultureInfo.InvariantCulture, $"{Weight:G3} × {Wish}");

    /// <summary>What is wrong with it by itself, and what is allowed.</summary>
    internal virtual IEnumerable<(bool Right, string Rule)> Rules() =>
        [
            (
                Weight > 0 && double.IsFinite(Weight),
                FormattableString.Invariant($"the term '{Wish}' has Weight = {Weight}: above 0")
            ),
        ];

    private protected static (bool Right, string Rule) DistanceRule(double distance, string wish) =>
        (
            distance > 0 && double.IsFinite(distance),
            FormattableString.Invariant($"the term '{wish}' has Distance = {distance}: above 0")
        );
}
