using Metamers.Claims;
using Metamers.Runtime;
using Metamers.Statistics;
using static Metamers.Claims.ClaimedRange;

namespace Metamers.Experiments;

public sealed partial class ExperimentResults
{
    private const string Source = "this experiment";

    /// <summary>
    /// Whether metamers are recognised less often than the natural stimuli, stage by stage. The uncertainty is that
    /// over the references; trials in which the natural stimulus replaced a metamer are left out.
    /// </summary>
    /// <param name="model">One of <see cref="Models"/>.</param>
    /// <exception cref="MetamerException">
    /// There is no such model, nobody is left, or no reference was shown in both ways.
    /// </exception>
    public ClaimList LessThanNatural(string model) =>
        [
            .. StagesOf(model)
                .Select(stage =>
                    Compare(
                        $"Metamers of {model} are recognised less often than natural stimuli: {stage.Name}",
                        Below(0),
                        stage.Condition,
                        ExperimentDesign.Natural
                    )
                ),
        ];

    /// <summary>
    /// Whether the metamers of one network are recognised more often than those of another, at each stage that both
    /// have; otherwise as <see cref="LessThanNatural"/>.
    /// </summary>
    /// <param name="model">One of <see cref="Models"/>.</param>
    /// <param name="baseline">Another.</param>
    /// <exception cref="MetamerException">
    /// There is no such model, nobody is left, or no reference was shown in both ways.
    /// </exception>
    public ClaimList MoreThan(string model, string baseline) =>
        [
            .. StagesOf(model)
                .Join(
                    StagesOf(baseline),
                    stage => stage.Name,
                    other => other.Name,
                    (stage, other) =>
                        Compare(
                            $"Metamers of {model} are recognised more often than those of {baseline}: {stage.Name}",
                            Above(0),
                            stage.Condition,
                            other.Condition
                        )
                ),
        ];

    /// <summary>The conditions of a network's metamers, in the order of the design.</summary>
    /// <exception cref="MetamerException">There is no such model, or nobody is left.</exception>
    private IReadOnlyList<(string Name, string Condition)> StagesOf(string model)
    {
        if (Participants.Count == 0)
        {
            throw new MetamerException(
                $"All {Excluded.Count} participants are "
                    + $"excluded: {string.Join("; ", Excluded.Select(reason => $"{reason.Key} {reason.Value}"))}. "
                    + "Collect more, or use less strict criteria."
            );
        }

        (string, string)[] stages =
        [
            .. Design
                .Conditions.Where(condition => condition != ExperimentDesign.Natural)
                .Select(condition => (Parts: ExperimentStimulus.Parts(condition), Condition: condition))
                .Where(known => known.Parts.Model == model)
                .Select(known => (known.Parts.Stage, known.Condition)),
        ];
        return stages.Length > 0
            ? stages
            : throw new MetamerException(
                $"There are no metamers of '{model}' in the experiment; there are those "
                    + $"of {string.Join(", ", Models)}."
            );
    }

    /// <summary>A share correct less another, over the references that were shown in both conditions.</summary>
    private Claim Compare(string sentence, ClaimedRange claimed, string condition, string than)
    {
        Dictionary<string, double> one = Shares(condition);
        Dictionary<string, double> other = Shares(than);
        double[] differences =
        [
            .. one.Keys.Where(other.ContainsKey).Order(StringComparer.Ordinal).Select(name => one[name] - other[name]),
        ];
        return differences.Length > 0
            ? new(
                Source,
                sentence,
                claimed,
                Bootstrap
                    .Mean(differences)
                    .AllowingExceptions(differences.Length, lowest: -1)
                    .AllowingFewPairs(differences)
            )
            {
                Stimuli = differences.Length,
                Judges = Participants.Count,
                JudgedBy = "participants",
            }
            : throw new MetamerException(
                $"No reference was shown in both conditions, '{condition}' and '{than}'; collect the answers of more "
                    + "participants."
            );

        Dictionary<string, double> Shares(string asked) =>
            Shown
                .Where(shown => shown.Trial.Condition == asked)
                .GroupBy(shown => shown.Trial.Stimulus)
                .ToDictionary(
                    answers => answers.Key,
                    answers => answers.Average(shown => shown.Response == shown.Trial.Category ? 1.0 : 0)
                );
    }
}
