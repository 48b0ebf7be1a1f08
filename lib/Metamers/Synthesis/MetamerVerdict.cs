using System.Globalization;
using Metamers.Runtime;
using Metamers.Statistics;

namespace Metamers.Synthesis;

/// <summary>
/// Whether a metamer counts, by the paper's two conditions, and why: the network's decision is kept, and Spearman's
/// rho, Pearson's r and the signal-to-noise ratio at the matched stage each exceed the maximum of the null distribution
/// (method: the authors' optimization_analysis_scripts.py). A measure of which unrelated pairs reach the largest
/// possible value is left out, and the verdict names it; of the project's networks, this concerns the ranks of ten
/// class scores alone. For networks of ImageNet the paper compares the decisions among its 16 categories; here they are
/// compared among all classes, so that a metamer that goes from one breed of cat to another is refused.
/// </summary>
/// <param name="Reference">Name of the reference.</param>
/// <param name="Stage">The stage that was matched.</param>
/// <param name="DecisionKept">First condition: the network makes the same decision for both.</param>
/// <param name="Match">The match at that stage.</param>
/// <param name="Null">What unrelated stimuli reached there.</param>
/// <example>
/// <code>
/// var unrelated = new NullMaximum(new MatchMeasures(0.5, 0.5, 3), Pairs: 1000);
/// new MetamerVerdict("cat", "layer1", DecisionKept: true, new MatchMeasures(0.9, 0.9, 10), unrelated).Accepted
/// </code>
/// </example>
public sealed record MetamerVerdict(
    string Reference,
    string Stage,
    bool DecisionKept,
    MatchMeasures Match,
    NullMaximum Null
)
{
    /// <summary>Whether Spearman's rho exceeds all of the null distribution.</summary>
    public bool SpearmanExceeds => Match.Spearman > Null.Measures.Spearman;

    /// <summary>Whether Pearson's r exceeds all of the null distribution.</summary>
    public bool PearsonExceeds => Match.Pearson > Null.Measures.Pearson;

    /// <summary>Whether the signal-to-noise ratio exceeds all of the null distribution.</summary>
    public bool DecibelSnrExceeds => Match.DecibelSnr > Null.Measures.DecibelSnr;

    /// <summary>Second condition: all measures that are not left out exceed the null distribution.</summary>
    public bool MatchExceedsNull => Null.FailedBy(Match).Count == 0;

    /// <summary>Both conditions.</summary>
    public bool Accepted => DecisionKept && MatchExceedsNull;

    /// <summary>‖A′ − A‖ / ‖A‖ at the stage.</summary>
    public double ResidualLoss => Match.ResidualLoss;

    /// <summary>The conditions as a table, as a notebook shows them.</summary>
    public string ToHtml() => Shown.ToHtml(this);

    /// <summary>The verdict in one plain sentence.</summary>
    public override string ToString()
    {
        string loss = string.Create(CultureInfo.InvariantCulture, $"a residual loss of {ResidualLoss:G2}");
        string[] failed = [.. Null.FailedBy(Match).Select(measure => measure.InWords())];
        string[] saturated = [.. Null.Saturated.Select(measure => measure.InWords())];
        string unrelated = string.Create(CultureInfo.InvariantCulture, $"any of {Null.Pairs:#,0} unrelated pairs");
        return $"{Reference} at {Stage} is {(Accepted ? "" : "not ")}accepted: "
            + (
                DecisionKept
                    ? "the decision is the same as for its reference"
                    : "the decision is another than for its reference"
            )
            + (
                failed.Length == 0
                    ? $", and it matches better than {unrelated}"
                    : $", and by {string.Join(" and ", failed)} it matches no better than {unrelated}"
            )
            + $", with {loss}"
            + (
                saturated.Length == 0
                    ? "."
                    : $"; left out: {string.Join(" and ", saturated)}, since unrelated pairs reach 1, which no metamer "
                        + "can exceed."
            );
    }
}
