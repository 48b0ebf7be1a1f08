using Metamers.Experiments;
using Metamers.Models;
using Metamers.Reports.Records;
using Metamers.Runtime;
using Metamers.Statistics;

namespace Metamers.Reports.Making;

/// <summary>What the participants of an experiment said of a network's metamers, beside the network itself.</summary>
internal static class PeopleMeasurement
{
    /// <summary>Fewest participants who are resampled: of two, one alone would be drawn, who forms no pair.</summary>
    private const int FewestParticipants = 3;

    /// <summary>Compares.</summary>
    /// <param name="results">The answers.</param>
    /// <param name="model">The network.</param>
    /// <param name="label">What the conditions of the experiment call it.</param>
    /// <param name="classNames">Names of its classes.</param>
    /// <param name="resamples">Number of bootstrap resamples.</param>
    /// <exception cref="MetamerException">
    /// No metamers of the network were shown, everybody is excluded, or a choice is none of its classes; or those who
    /// are counted saw nothing that can be compared.
    /// </exception>
    public static MeasuredRecognition Measure(
        ExperimentResults results,
        StagedModel model,
        string label,
        IReadOnlyList<string>? classNames,
        int resamples
    )
    {
        if (!results.Models.Contains(label) || results.Participants.Count == 0)
        {
            throw new MetamerException(
                $"The experiment {results.Design.Hash} says nothing of {label}: it has metamers of "
                    + $"{string.Join(", ", results.Models)} and {results.Participants.Count} participants who are not "
                    + "excluded. Give ReportOptions.Label the name that its conditions have, or leave People out."
            );
        }

        Func<ExperimentTrial, string> network = NetworkObserver.Ask(
            model,
            results.Design,
            classNames
                ?? throw new MetamerException(
                    $"The names of the classes of {label} are not known, so that its decisions cannot be compared with "
                        + "people's. Set model.Card = model.Card with { ClassNames = … }."
                )
        );
        Trial[] trials =
        [
            .. results
                .Shown.Where(shown =>
                    shown.Trial.Condition == ExperimentDesign.Natural
                    || ExperimentStimulus.Parts(shown.Trial.Condition).Model == label
                )
                .Select(shown => new Trial(
                    shown.Trial.Participant,
                    $"{shown.Trial.Condition}\n{shown.Trial.Stimulus}",
                    shown.Trial.Condition == ExperimentDesign.Natural
                        ? ExperimentDesign.Natural
                        : ExperimentStimulus.Parts(shown.Trial.Condition).Stage,
                    shown.Response == shown.Trial.Category,
                    network(shown.Trial) == shown.Trial.Category
                )),
        ];
        // A few participants may have seen only some of the conditions, of which natural is one.
        string[] stages =
        [
            .. model
                .Stages.Select(stage => stage.Name)
                .Prepend(ExperimentDesign.Natural)
                .Where(stage => trials.Any(trial => trial.Stage == stage)),
        ];
        if (stages.Length == 0)
        {
            throw new MetamerException(
                $"The participants of the experiment {results.Design.Hash} who are not excluded were shown neither "
                    + $"natural stimuli nor metamers of {label}. Add answers of others, or leave People out."
            );
        }

        return new(
            results.Design.Hash,
            results.Participants.Count,
            results.Excluded.Count,
            results.Design.Options.Chance.Rounded(),
            [.. stages.Select(stage => Stage(stage, [.. trials.Where(trial => trial.Stage == stage)], resamples))],
            Consistency(trials, results.Participants, Pairs, resamples),
            Consistency(trials, results.Participants, WithNetwork, resamples)
        );
    }

    private static MeasuredStage Stage(string stage, Trial[] trials, int resamples) =>
        new(
            stage,
            trials.Length,
            Bootstrap
                .Mean(
                    [
                        .. trials
                            .GroupBy(trial => trial.Participant)
                            .Select(own => own.Average(trial => trial.Person ? 1.0 : 0)),
                    ],
                    resamples
                )
                .Rounded(),
            trials.Average(trial => trial.Network ? 1.0 : 0).Rounded()
        );

    /// <summary>Kappa over pairs of answers; null if it is not defined or there are too few participants.</summary>
    private static Estimate? Consistency(
        Trial[] trials,
        IReadOnlyList<int> participants,
        Func<Trial[], IEnumerable<Pair>> pairs,
        int resamples
    )
    {
        Dictionary<int, int> places = participants.Index().ToDictionary(p => p.Item, p => p.Index);
        Pair[] all = [.. pairs(trials)];
        double Kappa(int[] drawn)
        {
            (double Right, double Other, double Same, double Weight) sums = default;
            foreach (Pair pair in all)
            {
                double weight = drawn[places[pair.One]] * (pair.Two is { } two ? drawn[places[two]] : 1);
                sums.Right += pair.FirstRight ? weight : 0;
                sums.Other += pair.SecondRight ? weight : 0;
                sums.Same += pair.FirstRight == pair.SecondRight ? weight : 0;
                sums.Weight += weight;
            }

            return sums.Weight == 0
                ? double.NaN
                : ErrorConsistency.Kappa(sums.Right / sums.Weight, sums.Other / sums.Weight, sums.Same / sums.Weight)
                    ?? double.NaN;
        }

        int[] everybody = [.. participants.Select(_ => 1)];
        return participants.Count < FewestParticipants || double.IsNaN(Kappa(everybody))
            ? null
            : CrossedBootstrap.Measure(participants.Count, 1, (drawn, _) => Kappa(drawn), resamples).Rounded();
    }

    /// <summary>Every two participants who were shown the same stimulus, in both orders.</summary>
    private static IEnumerable<Pair> Pairs(Trial[] trials) =>
        from same in trials.GroupBy(trial => trial.Content)
        from one in same
        from other in same
        where one.Participant != other.Participant
        select new Pair(one.Participant, other.Participant, one.Person, other.Person);

    private static IEnumerable<Pair> WithNetwork(Trial[] trials) =>
        trials.Select(trial => new Pair(trial.Participant, null, trial.Person, trial.Network));

    /// <summary>Whether a person and the network were right.</summary>
    private sealed record Trial(int Participant, string Content, string Stage, bool Person, bool Network);

    private sealed record Pair(int One, int? Two, bool FirstRight, bool SecondRight);
}
