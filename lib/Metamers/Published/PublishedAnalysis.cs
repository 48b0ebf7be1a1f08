namespace Metamers.Published;

/// <summary>The inputs of a published analysis of variance.</summary>
/// <param name="Source">The file in the authors' repository that it was printed to.</param>
/// <param name="Test">The name of the analysis; unique within the file.</param>
/// <param name="Design">The design.</param>
/// <param name="Modality">"vision" or "audio".</param>
/// <param name="Experiment">The experiment's number in the authors' repository.</param>
/// <param name="Models">The models, named as in the authors' repository.</param>
/// <param name="LeftOutStage">A stage that the authors left out; null if there is none.</param>
/// <param name="Norm">The norm of adversarial perturbations; null in other designs.</param>
public sealed record PublishedAnalysis(
    string Source,
    string Test,
    AnovaDesign Design,
    string Modality,
    int Experiment,
    IReadOnlyList<string> Models,
    string? LeftOutStage,
    string? Norm
);
