namespace Metamers.Published;

/// <summary>
/// Recognition of the metamers of one stage by people and by other models: a point of figure 8E or 8F.
/// </summary>
/// <param name="Modality">"vision" or "audio".</param>
/// <param name="Model">The model that the metamers were made for, named as in the authors' repository.</param>
/// <param name="Stage">The stage, named as in the authors' repository.</param>
/// <param name="Participants">Number of people, pooled over all experiments with this model.</param>
/// <param name="HumanMean">People's proportion correct, 0 to 1.</param>
/// <param name="HumanSem">Its standard error over participants.</param>
/// <param name="OtherModels">Number of other models.</param>
/// <param name="OtherModelsMean">Mean accuracy of the other models, 0 to 1.</param>
/// <param name="OtherModelsSem">Its standard error over models.</param>
/// <param name="OwnAccuracy">The accuracy of the model that the metamers were made for.</param>
/// <param name="Source">What the row was computed from.</param>
/// <example>
/// <code>
/// var last = new PublishedData().OtherModels.Where(row => row.Stage == "final");
/// last.Average(row => row.HumanMean)
/// </code>
/// </example>
public sealed record RecognitionByOthers(
    string Modality,
    string Model,
    string Stage,
    int Participants,
    double HumanMean,
    double HumanSem,
    int OtherModels,
    double OtherModelsMean,
    double OtherModelsSem,
    double OwnAccuracy,
    string Source
);
