namespace Metamers.Published;

/// <summary>
/// One participant's recognition of the metamers of one stage of one model in one published experiment.
/// </summary>
/// <param name="Modality">"vision" or "audio".</param>
/// <param name="Experiment">The experiment's number in the authors' repository.</param>
/// <param name="Model">The model's name in the authors' repository.</param>
/// <param name="StageIndex">0 for the natural stimuli, then the stages in order.</param>
/// <param name="Stage">The stage's name in the authors' repository.</param>
/// <param name="Participant">From 0; the same person in all conditions of an experiment.</param>
/// <param name="HumanProportion">The participant's proportion correct, 0 to 1, printed with six decimals.</param>
/// <param name="ModelProportion">
/// The generating model's proportion correct on the stimuli that this participant had, printed likewise.
/// </param>
public sealed record ParticipantRecognition(
    string Modality,
    int Experiment,
    string Model,
    int StageIndex,
    string Stage,
    int Participant,
    double HumanProportion,
    double ModelProportion
);
