using Metamers.Statistics;

namespace Metamers.Reports.Records;

/// <summary>People's recognition of the metamers, from an experiment of one's own.</summary>
/// <param name="Design">Hash of the experiment's design.</param>
/// <param name="Participants">Number of participants who are counted.</param>
/// <param name="Excluded">Number of those who are not.</param>
/// <param name="Chance">Proportion correct by guessing.</param>
/// <param name="Stages">
/// Recognition of the natural stimuli, then of the metamers of each stage, of those that the participants were shown.
/// </param>
/// <param name="Ceiling">
/// Error consistency of one participant with the others: Cohen's kappa of being right, over all pairs of participants
/// who were shown the same stimulus; null with fewer than three participants, if no two were, or if kappa is not
/// defined. A network that is right whenever most people are can exceed it.
/// </param>
/// <param name="Consistency">
/// Error consistency of the network with the participants; null with fewer than three participants, or if kappa is not
/// defined.
/// </param>
public sealed record MeasuredRecognition(
    string Design,
    int Participants,
    int Excluded,
    double Chance,
    IReadOnlyList<MeasuredStage> Stages,
    Estimate? Ceiling,
    Estimate? Consistency
);
