using System.Globalization;
using Metamers.Evaluation;
using Metamers.Evaluation.Robustness;
using Metamers.Perturbations;
using Metamers.Plotting.Pictures;
using Metamers.Statistics;
using Metamers.Studies;

namespace Metamers.Plotting.Charts;

/// <summary>
/// The figure of how well other networks recognise a network's metamers against how well the network withstands
/// attacks, with one point per network.
/// </summary>
/// <example>
/// <code>
/// var keys = new[] { "resnet20-standard-seed0", "resnet20-l2-seed0", "resnet20-linf-seed0" };
/// var networks = keys.Select(key => (key, key, "layer3", AdversarialEvaluation.LoadShipped(key))).ToList();
/// var study = StudyResults.Load(Path.Combine(ProjectFolder.Data, "studies", "transfer-pictures"));
/// RobustnessAgainstRecognition.Draw(study.ToTransfer(), networks, new(PerturbationNorm.L2, 0.5), chance: 0.1)
/// </code>
/// </example>
public static class RobustnessAgainstRecognition
{
    /// <summary>Draws the points; if a network has several results for that norm and radius, their mean.</summary>
    /// <param name="transfer">The recognition of the metamers of every network by every network.</param>
    /// <param name="networks">
    /// For each network its name in the figure, its name in the transfer, the stage of its metamers, and its evaluation
    /// under attack.
    /// </param>
    /// <param name="set">The perturbations for which the robustness is shown.</param>
    /// <param name="chance">Proportion correct by chance.</param>
    /// <param name="space">What was perturbed.</param>
    /// <exception cref="ArgumentException">A network was not evaluated under these perturbations.</exception>
    /// <exception cref="Runtime.MetamerException">
    /// No other network classified the metamers of one of the networks.
    /// </exception>
    public static Figure Draw(
        Transfer transfer,
        IReadOnlyList<(string Name, string Generator, string Stage, AdversarialEvaluation Evaluation)> networks,
        PerturbationSet set,
        double chance,
        PerturbationSpace space = PerturbationSpace.Input
    ) =>
        Draw(
            networks,
            set,
            chance,
            space,
            transfer.OfOthers,
            transfer.Made,
            "Bars: ± one standard error of the mean over networks."
        );

    /// <summary>
    /// Draws the points for a group of judges; error bars are one standard error, by bootstrap over the stimuli and
    /// over the judges.
    /// </summary>
    /// <param name="study">The recognition in a study.</param>
    /// <param name="networks">As for a transfer.</param>
    /// <param name="set">The perturbations for which the robustness is shown.</param>
    /// <param name="group">Which of the other networks judge.</param>
    /// <param name="chance">Proportion correct by chance.</param>
    /// <param name="space">What was perturbed.</param>
    /// <exception cref="ArgumentException">A network was not evaluated under these perturbations.</exception>
    /// <exception cref="Runtime.MetamerException">The group has no judge.</exception>
    public static Figure Draw(
        StudyRecognition study,
        IReadOnlyList<(string Name, string Generator, string Stage, AdversarialEvaluation Evaluation)> networks,
        PerturbationSet set,
        JudgeGroup group,
        double chance,
        PerturbationSpace space = PerturbationSpace.Input
    ) =>
        Draw(
            networks,
            set,
            chance,
            space,
            (generator, stage) =>
            {
                Estimate found = study.Mean(generator, stage, group);
                return (found.Value, found.StandardError);
            },
            study.Made,
            $"Judges: {group.Name()}; bars: ± one standard error, by bootstrap over {study.Stimuli} stimuli and judges."
        );

    private static Figure Draw(
        IReadOnlyList<(string Name, string Generator, string Stage, AdversarialEvaluation Evaluation)> networks,
        PerturbationSet set,
        double chance,
        PerturbationSpace space,
        Func<string, string, (double Mean, double StandardError)> recognition,
        TransferMetamers made,
        string note
    )
    {
        Series[] series =
        [
            .. networks.Select(
                (network, style) =>
                {
                    (double mean, double error) = recognition(network.Generator, network.Stage);
                    return new Series(network.Name, [Robustness(network.Name, network.Evaluation, set, space)], [mean])
                    {
                        Style = style,
                        Mark = SeriesMark.Points,
                        Low = [mean - error],
                        High = [mean + error],
                    }.Within(0, 1);
                }
            ),
        ];
        string attack = space == PerturbationSpace.Input ? "attack" : "attack on the cochleagram";
        string stages = string.Join(" or ", networks.Select(network => network.Stage).Distinct());
        string losses = made.Losses(networks.Select(network => (network.Generator, network.Stage, network.Name)));
        Figure figure = new(
            "Robust, and recognised",
            new(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"Correct under {attack}, {AdversarialGrid.Sign(set.Norm)} norm of {set.Radius:0.###}"
                ),
                "%"
            )
            {
                Minimum = 0,
                Maximum = 100,
            },
            new("Proportion correct, other networks") { Minimum = 0, Maximum = 1 },
            series
        )
        {
            Note = $"Metamers of {stages}. {note} {losses}".Trim(),
            Lines = [new ReferenceLine(chance, FormattableString.Invariant($"chance, {chance:0.###}"))],
            Width = 640,
            Height = 480,
        };
        return figure.WithSchedules(made.Schedules);
    }

    private static double Robustness(
        string name,
        AdversarialEvaluation evaluation,
        PerturbationSet set,
        PerturbationSpace space
    )
    {
        RobustAccuracy[] measured =
        [
            .. evaluation.In(set.Norm, space).Where(result => Math.Abs(result.Set.Radius - set.Radius) < 1e-9),
        ];
        if (measured.Length > 0)
        {
            return 100 * measured.Average(result => result.Accuracy);
        }

        IEnumerable<string> evaluations = evaluation
            .Results.Select(result =>
                FormattableString.Invariant($"{result.Space} {result.Set.Norm} {result.Set.Radius}")
            )
            .Distinct();
        throw new ArgumentException(
            FormattableString.Invariant(
                $"'{name}' was not evaluated under perturbations of the {space} of {set.Norm} norm {set.Radius}. Its "
            ) + $"evaluations: {string.Join(", ", evaluations)}."
        );
    }
}
