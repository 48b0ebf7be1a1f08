namespace Metamers.Evaluation;

/// <summary>
/// Recognition of the metamers of one stage of one model in one published experiment. Proportions are 0 to 1.
/// </summary>
/// <param name="Modality">"vision" or "audio".</param>
/// <param name="Experiment">The experiment's number in the authors' repository, which differs from the paper's.</param>
/// <param name="PaperExperiment">
/// Its number and name in the paper, for example "Visual Experiment 1 (Standard Models)".
/// </param>
/// <param name="Model">
/// The model's name in the authors' repository, for example "resnet50"; "kell2018" is CochCNN9.
/// </param>
/// <param name="PaperModel">Its name in the paper, for example "ResNet50 Standard".</param>
/// <param name="StageIndex">0 for the natural stimuli, then the stages in order.</param>
/// <param name="Stage">The stage's name in the authors' repository, for example "layer4_fake_relu".</param>
/// <param name="StageLabel">A short form of it, for example "layer4".</param>
/// <param name="Stages">Number of stages of this model in this experiment, without the natural stimuli.</param>
/// <param name="Participants">Number of people.</param>
/// <param name="HumanMean">People's proportion correct, mean over participants.</param>
/// <param name="HumanSem">
/// Its standard error as the paper draws it: population standard deviation / √participants.
/// </param>
/// <param name="HumanSampleSem">Its standard error from the sample standard deviation.</param>
/// <param name="ModelMean">
/// The generating model's proportion correct on the same stimuli, mean over participants.
/// </param>
/// <param name="ModelSem">Its standard error, as <paramref name="HumanSem"/>.</param>
/// <param name="HumanChance">Chance level for a person: 1/16 for pictures, 1/793 for words.</param>
/// <param name="ModelChance">Chance level for a model: 1/16 for pictures, 1/794 for words.</param>
/// <param name="Source">The file in the authors' repository.</param>
/// <example>
/// <code>
/// new PublishedData().Recognition.Count(row => row.HumanMean - 2 * row.HumanSem > row.HumanChance)
/// </code>
/// </example>
public sealed record StageRecognition(
    string Modality,
    int Experiment,
    string PaperExperiment,
    string Model,
    string PaperModel,
    int StageIndex,
    string Stage,
    string StageLabel,
    int Stages,
    int Participants,
    double HumanMean,
    double HumanSem,
    double HumanSampleSem,
    double ModelMean,
    double ModelSem,
    double HumanChance,
    double ModelChance,
    string Source
)
{
    /// <summary>Number of stimuli of the experiment, of which each person got each once; null if unknown.</summary>
    public int? Stimuli { get; init; }
}
