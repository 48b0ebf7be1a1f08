namespace Metamers.Plotting.Charts;

/// <summary>
/// How often one observer, a network or a group of people, names the metamers correctly; one line of
/// <see cref="RecognitionByStage"/>.
/// </summary>
/// <param name="Observer">Who judged.</param>
/// <param name="ProportionCorrect">From 0 to 1, one value per stage.</param>
/// <param name="StandardError">The standard error of the mean of each value; null if there is none.</param>
internal sealed record RecognitionCurve(
    string Observer,
    IReadOnlyList<double> ProportionCorrect,
    IReadOnlyList<double>? StandardError = null
);
