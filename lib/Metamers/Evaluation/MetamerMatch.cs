using System.Globalization;
using Metamers.Statistics;
using Metamers.Synthesis;

namespace Metamers.Evaluation;

/// <summary>One metamer, compared with its reference.</summary>
/// <param name="Stimulus">Name of the reference.</param>
/// <param name="MadeFor">The stage that the metamer was made for.</param>
/// <param name="Judgement">Logits, predicted classes and the match at every stage.</param>
public sealed record MetamerMatch(string Stimulus, string MadeFor, Judgement Judgement)
{
    /// <summary>The match at the stage that the metamer was made for.</summary>
    public MatchMeasures AtOwnStage => Judgement.Stages.Single(match => match.Stage == MadeFor).Measures;

    /// <summary>Did it work? What was reached, and what is not yet known.</summary>
    /// <param name="classNames">Names of the network's classes, or null for their indices.</param>
    /// <returns>Three plain sentences.</returns>
    public string Describe(IReadOnlyList<string>? classNames = null)
    {
        string reference = ClassName(Judgement.PredictedReference, classNames);
        string decision = Judgement.DecisionKept
            ? $"the network decides {reference} for both: the decision is kept"
            : (
                $"the network decides {ClassName(Judgement.PredictedMetamer, classNames)} where it decided {reference} "
                + "for the reference: the decision is lost, and by the paper's first condition this is not a metamer"
            );
        MatchMeasures own = AtOwnStage;
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{Stimulus}, made for {MadeFor}: its activations there correlate with the reference's "
                + $"at {own.Pearson:F3} (Pearson) and {own.Spearman:F3} (Spearman), "
                + $"with a norm ratio of {own.DecibelSnr:F1} dB. As for its class, {decision}. Whether the match is "
                + $"better than between "
                + $"any two unrelated stimuli, the paper's second condition, is not known before it is compared with "
                + $"a null distribution."
        );
    }

    private static string ClassName(int index, IReadOnlyList<string>? names) =>
        names is not null && index < names.Count ? $"'{names[index]}'" : $"class {index}";
}
