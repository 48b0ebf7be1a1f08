using Metamers.Evaluation.Nulls;
using Metamers.Runtime;
using Metamers.Synthesis;
using Metamers.Tables;
using Microsoft.Data.Analysis;

namespace Metamers.Evaluation;

/// <summary>
/// The paper's criterion for keeping a metamer: the network's decision is kept, and Spearman's rho, Pearson's r and the
/// signal-to-noise ratio at the matched stage each exceed the maximum of the null distribution (method: the authors'
/// optimization_analysis_scripts.py). <see cref="MetamerVerdict"/> says which measures are left out, and when.
/// </summary>
public static class SuccessCriterion
{
    /// <summary>Compares metamers with the null distribution of their network.</summary>
    /// <param name="metamers">Metamers with their match at every stage.</param>
    /// <param name="nulls">
    /// The null distribution of the network that they were made for; one per network if there are several.
    /// </param>
    /// <returns>New metamers with their verdicts, in the same order; those of this set do not change.</returns>
    /// <exception cref="MetamerException">
    /// The null distributions lack the network or the stage of a metamer, or one has no pairs.
    /// </exception>
    public static MetamerSet Judge(this MetamerSet metamers, params IEnumerable<NullDistribution> nulls)
    {
        NullDistribution[] known = [.. nulls];
        return new(
            metamers.Select(metamer =>
            {
                IEnumerable<string> named = known.Select(entry =>
                    $"{entry.Model.Label} with {entry.Model.WeightsSha256[..8]}"
                );
                NullDistribution own =
                    known.FirstOrDefault(distribution => distribution.Model.IsSameNetworkAs(metamer.Model))
                    ?? throw new MetamerException(
                        $"{metamer} was made for {metamer.Model.Label} with the "
                            + $"weights {metamer.Model.WeightsSha256[..8]}; "
                            + $"the null distributions are of {string.Join(", ", named)}. "
                            + "Measure that of the network: NullStore.GetOrMeasure."
                    );
                if (own.Pairs == 0)
                {
                    throw new MetamerException(
                        $"The null distribution of {own.Model.Label} has no pairs: its measurement was stopped before "
                            + "the first block. Measure it again (NullStore.GetOrMeasure goes on)."
                    );
                }

                return metamer.With(new NullMaximum(own.At(metamer.Stage).Maximum, own.Pairs));
            })
        );
    }

    /// <summary>Yield: how many of the metamers of each stage are accepted.</summary>
    /// <param name="metamers">Metamers that have been compared with a null distribution (<see cref="Judge"/>).</param>
    /// <returns>Columns stage, metamers, decisions_kept, better_than_null, accepted (counts), yield (0 to 1).</returns>
    /// <exception cref="InvalidOperationException">A metamer has no verdict.</exception>
    public static DataFrame Yield(this MetamerSet metamers) =>
        metamers
            .Verdicts()
            .GroupBy(verdict => verdict.Stage)
            .Select(stage => new
            {
                Stage = stage.Key,
                Metamers = stage.Count(),
                DecisionsKept = stage.Count(verdict => verdict.DecisionKept),
                BetterThanNull = stage.Count(verdict => verdict.MatchExceedsNull),
                Accepted = stage.Count(verdict => verdict.Accepted),
                Yield = stage.Average(verdict => verdict.Accepted ? 1.0 : 0),
            })
            .ToDataFrame();

    /// <summary>The verdict on each metamer, in their order.</summary>
    /// <param name="metamers">Metamers that have been compared with a null distribution (<see cref="Judge"/>).</param>
    /// <exception cref="InvalidOperationException">A metamer has no verdict.</exception>
    public static IReadOnlyList<MetamerVerdict> Verdicts(this MetamerSet metamers) =>
        [
            .. metamers.Select(metamer =>
                metamer.Verdict
                ?? throw new InvalidOperationException(
                    $"There is no verdict on {metamer}. "
                        + (
                            metamer.Judgement is { HasDecision: false }
                                ? "Its network makes no decision, which the first of the paper's conditions asks for."
                                : "Compare the metamers with a null distribution: metamers.Judge(nulls)."
                        )
                )
            ),
        ];
}
