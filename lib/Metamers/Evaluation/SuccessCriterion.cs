using Metamers.Evaluation.Nulls;
using Metamers.Runtime;
using Microsoft.Data.Analysis;

namespace Metamers.Evaluation;

/// <summary>
/// The paper's criterion for keeping a metamer: the network's decision is kept, and Spearman's rho, Pearson's r and the
/// signal-to-noise ratio at the matched stage each exceed the maximum of the null distribution (method: the authors'
/// optimization_analysis_scripts.py).
/// </summary>
/// <param name="nulls">The null distribution of the network that the metamers were made for.</param>
public sealed class SuccessCriterion(NullDistribution nulls)
{
    /// <summary>Judges metamers.</summary>
    /// <param name="match">Metamers compared at every stage of the network.</param>
    /// <returns>One verdict a metamer, in the same order.</returns>
    /// <exception cref="MetamerException">A metamer of a stage that the null distribution does not have.</exception>
    public IReadOnlyList<MetamerVerdict> Judge(ActivationMatch match) =>
        [
            .. match.Metamers.Select(metamer => new MetamerVerdict(
                metamer,
                nulls.At(metamer.MadeFor).Maximum,
                nulls.Pairs
            )),
        ];

    /// <summary>Yield: how many of the metamers of each stage are accepted.</summary>
    /// <param name="verdicts">Those of <see cref="Judge"/>.</param>
    /// <returns>Columns stage, metamers, decisions_kept, better_than_null, accepted (counts), yield (0 to 1).</returns>
    public static DataFrame Yield(IReadOnlyList<MetamerVerdict> verdicts)
    {
        IGrouping<string, MetamerVerdict>[] stages = [.. verdicts.GroupBy(verdict => verdict.Match.MadeFor)];
        Int32DataFrameColumn Count(string name, Func<MetamerVerdict, bool> counts) =>
            new(name, stages.Select(stage => stage.Count(counts)));
        return new(
            new StringDataFrameColumn("stage", stages.Select(stage => stage.Key)),
            Count("metamers", _ => true),
            Count("decisions_kept", verdict => verdict.DecisionKept),
            Count("better_than_null", verdict => verdict.MatchExceedsNull),
            Count("accepted", verdict => verdict.Accepted),
            new DoubleDataFrameColumn(
                "yield",
                stages.Select(stage => stage.Average(verdict => verdict.Accepted ? 1.0 : 0))
            )
        );
    }
}
