namespace Metamers.Published;

/// <summary>
/// How well a model predicts a brain region, and how well people recognise the metamers of the stage that predicts it
/// best.
/// </summary>
/// <param name="Modality">"vision" or "audio".</param>
/// <param name="Region">V1, V2, V4 or IT; or all_aud_voxels, tonotopic, pitch, music or speech.</param>
/// <param name="Model">The model's name in the authors' repository.</param>
/// <param name="BestStage">The stage that predicts the region best.</param>
/// <param name="Score">Score of the prediction: Brain-Score, or noise-corrected variance explained.</param>
/// <param name="ScoreKind">Which of the two scores it is.</param>
/// <param name="HumanRecognition">People's proportion correct for metamers of that stage, 0 to 1.</param>
/// <param name="HumanSem">Its standard error over participants.</param>
/// <param name="Participants">Number of people.</param>
/// <param name="Source">The file in the authors' repository.</param>
/// <example>
/// <code>
/// var inIT = new PublishedData().Brain.Where(row => row.Region == "IT").ToList();
/// inIT.MaxBy(row => row.Score)
/// </code>
/// </example>
public sealed record BrainPrediction(
    string Modality,
    string Region,
    string Model,
    string BestStage,
    double Score,
    string ScoreKind,
    double HumanRecognition,
    double HumanSem,
    int Participants,
    string Source
)
{
    /// <summary>The model's name in the paper's figures.</summary>
    public string Network => PaperNames.Model(Model);

    /// <summary>A short form of the best stage's name, for example "layer4".</summary>
    public string BestStageLabel => PaperNames.Stage(BestStage);
}
