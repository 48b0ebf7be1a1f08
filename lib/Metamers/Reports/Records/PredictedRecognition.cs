namespace Metamers.Reports.Records;

/// <summary>
/// People's recognition of the metamers, predicted from the panel's by the line through the published points
/// (<c>data/published/human_vs_model_scatter.csv</c>). Predicted, not measured.
/// </summary>
/// <param name="Refused">Why nothing is predicted; null if something is.</param>
/// <param name="Points">Number of published points.</param>
/// <param name="RSquared">Share of their variance that the line explains.</param>
/// <param name="Caution">What the prediction assumes.</param>
/// <param name="Stages">The stages.</param>
public sealed record PredictedRecognition(
    string? Refused,
    int Points,
    double? RSquared,
    string? Caution,
    IReadOnlyList<PredictedStage> Stages
);
