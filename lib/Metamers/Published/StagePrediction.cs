namespace Metamers.Published;

/// <summary>
/// How well one stage of an auditory model predicts fMRI responses of a region (165 natural sounds, Norman-Haignere et
/// al. 2015).
/// </summary>
/// <param name="Model">The model's name in the authors' repository.</param>
/// <param name="Region">all_aud_voxels, tonotopic, pitch, music or speech.</param>
/// <param name="StageIndex">0 for the cochleagram, then the stages in order.</param>
/// <param name="Stage">The stage's name in the authors' repository.</param>
/// <param name="Participants">Number of people scanned.</param>
/// <param name="Voxels">Number of voxels over all participants.</param>
/// <param name="VarianceExplained">
/// Noise-corrected variance explained, 0 to 1: median over voxels, mean over participants.
/// </param>
/// <param name="Sem">Its standard error over participants.</param>
/// <param name="HumanRecognition">People's proportion correct for metamers of the stage, 0 to 1.</param>
/// <param name="Source">The folder in the authors' repository.</param>
public sealed record StagePrediction(
    string Model,
    string Region,
    int StageIndex,
    string Stage,
    int Participants,
    int Voxels,
    double VarianceExplained,
    double Sem,
    double HumanRecognition,
    string Source
);
