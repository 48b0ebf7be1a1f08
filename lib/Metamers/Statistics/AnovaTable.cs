using Metamers.Tables;
using Microsoft.Data.Analysis;

namespace Metamers.Statistics;

/// <summary>The result of an analysis of variance.</summary>
/// <param name="Design">What was compared, in words.</param>
/// <param name="Terms">Its effects.</param>
/// <param name="Permutations">
/// How many permutations were drawn for each permutation p, whose floor is one divided by this number.
/// </param>
/// <param name="Seed">Seed of the permutations: the same data and seed give the same p values.</param>
public sealed record AnovaTable(string Design, IReadOnlyList<AnovaTerm> Terms, int Permutations, int Seed)
{
    /// <summary>The effect with this name, e.g. "stage" or "observer:stage".</summary>
    /// <param name="name">One of the names of <see cref="Terms"/>.</param>
    /// <exception cref="KeyNotFoundException">There is no such effect; the message lists them.</exception>
    public AnovaTerm this[string name] =>
        Terms.FirstOrDefault(term => term.Name == name)
        ?? throw new KeyNotFoundException(
            $"There is no effect '{name}' in this analysis. It "
                + $"has {string.Join(", ", Terms.Select(term => $"'{term.Name}'"))}."
        );

    /// <summary>One row per effect.</summary>
    /// <returns>
    /// Columns term, F, df1, df2, p_parametric, p_permutation (empty if there is none), partial_eta_squared.
    /// </returns>
    public DataFrame ToDataFrame() =>
        new(
            Terms.Column("term", term => term.Name),
            Terms.Column("F", term => term.F),
            Terms.Column("df1", term => term.DF1),
            Terms.Column("df2", term => term.DF2),
            Terms.Column("p_parametric", term => term.ParametricP),
            Terms.Column("p_permutation", term => term.Permutation?.Value),
            Terms.Column("partial_eta_squared", term => term.PartialEtaSquared)
        );

    /// <summary>The design, then one line per effect.</summary>
    public override string ToString() =>
        string.Join('\n', Terms.Select(term => $"{term.Name}: {term}").Prepend(Design));
}
