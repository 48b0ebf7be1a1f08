using System.Globalization;
using Metamers.Statistics;

namespace Metamers.Evaluation;

/// <summary>Whether a metamer counts, by the paper's two conditions, and why.</summary>
/// <param name="Match">The metamer, compared with its reference.</param>
/// <param name="NullMaximum">The largest value of each measure that unrelated stimuli reached at the stage.</param>
/// <param name="NullPairs">Number of pairs of unrelated stimuli.</param>
public sealed record MetamerVerdict(MetamerMatch Match, MatchMeasures NullMaximum, long NullPairs)
{
    /// <summary>First condition: the network decides the same of both.</summary>
    public bool DecisionKept => Match.Judgement.DecisionKept;

    /// <summary>Whether Spearman's rho exceeds all of the null distribution.</summary>
    public bool SpearmanExceeds => Match.AtOwnStage.Spearman > NullMaximum.Spearman;

    /// <summary>Whether Pearson's r exceeds all of the null distribution.</summary>
    public bool PearsonExceeds => Match.AtOwnStage.Pearson > NullMaximum.Pearson;

    /// <summary>Whether the signal-to-noise ratio exceeds all of the null distribution.</summary>
    public bool DecibelSnrExceeds => Match.AtOwnStage.DecibelSnr > NullMaximum.DecibelSnr;

    /// <summary>Second condition: all three measures exceed the null distribution.</summary>
    public bool MatchExceedsNull => SpearmanExceeds && PearsonExceeds && DecibelSnrExceeds;

    /// <summary>Both conditions.</summary>
    public bool Accepted => DecisionKept && MatchExceedsNull;

    /// <summary>‖A′ − A‖ / ‖A‖ at the stage.</summary>
    public double ResidualLoss => Math.Pow(10, -Match.AtOwnStage.DecibelSnr / 10);

    /// <summary>The verdict in one plain sentence.</summary>
    public override string ToString()
    {
        string loss = string.Create(CultureInfo.InvariantCulture, $"a residual loss of {ResidualLoss:G2}");
        string[] failed =
        [
            .. new[]
            {
                (SpearmanExceeds, "Spearman's rho"),
                (PearsonExceeds, "Pearson's r"),
                (DecibelSnrExceeds, "the signal-to-noise ratio"),
            }
                .Where(measure => !measure.Item1)
                .Select(measure => measure.Item2),
        ];
        string unrelated = string.Create(CultureInfo.InvariantCulture, $"any of {NullPairs:#,0} unrelated pairs");
        return $"{Match.Stimulus} at {Match.MadeFor} is {(Accepted ? "" : "not ")}accepted: "
            + (
                DecisionKept
                    ? "the network decides the same of it as of its reference"
                    : "the network decides otherwise than of its reference"
            )
            + (
                failed.Length == 0
                    ? $", and it matches better than {unrelated}"
                    : $", and by {string.Join(" and ", failed)} it matches no better than {unrelated}"
            )
            + $", with {loss}.";
    }
}
