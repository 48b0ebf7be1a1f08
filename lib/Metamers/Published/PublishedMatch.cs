namespace Metamers.Published;

/// <summary>
/// How the metamers of one stage match their references in one measure, and how unrelated stimuli do: read from the
/// bins of the released histograms, so each value is the middle or the edge of a bin.
/// </summary>
/// <param name="Modality">"vision" or "audio".</param>
/// <param name="Model">The model's name in the authors' repository.</param>
/// <param name="Measure">"spearman_rho", "pearson_r" or "dB_SNR" (ten times the logarithm of a ratio of norms).</param>
/// <param name="StageIndex">From 0, the first stage; the natural stimulus has none.</param>
/// <param name="Stage">The stage, named as in the authors' repository.</param>
/// <param name="Median">Median of the metamers.</param>
/// <param name="LowTail">Quantile 0.05 of the metamers.</param>
/// <param name="LowestBin">Lower edge of the lowest bin with a metamer.</param>
/// <param name="HighestBin">Upper edge of the highest bin with one.</param>
/// <param name="NullMedian">Median of unrelated pairs.</param>
/// <param name="NullLowestBin">Lower edge of the lowest bin with a pair.</param>
/// <param name="NullHighestBin">Upper edge of the highest bin with one.</param>
/// <param name="BinWidth">Width of a bin.</param>
/// <param name="Loss">The normalised loss that the median stands for; null but for dB_SNR.</param>
/// <param name="Source">The file in the authors' repository.</param>
public sealed record PublishedMatch(
    string Modality,
    string Model,
    string Measure,
    int StageIndex,
    string Stage,
    double Median,
    double LowTail,
    double LowestBin,
    double HighestBin,
    double NullMedian,
    double NullLowestBin,
    double NullHighestBin,
    double BinWidth,
    double? Loss,
    string Source
);
