namespace Metamers.Reports.Records;

/// <summary>People's recognition of the metamers of one stage as predicted, not measured.</summary>
/// <param name="Stage">The stage.</param>
/// <param name="Predicted">Proportion correct, 0 to 1; null if it is refused.</param>
/// <param name="Low">Lower end of the 95 % prediction interval.</param>
/// <param name="High">Upper end.</param>
/// <param name="Refused">Why nothing is predicted; null if something is.</param>
public sealed record PredictedStage(string Stage, double? Predicted, double? Low, double? High, string? Refused);
