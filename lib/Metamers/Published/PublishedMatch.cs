namespace Metamers.Published;

/// <summary>
/// How well the metamers of one stage match their references by one measure, and how well unrelated stimuli match: read
/// from the bins of the released histograms, so each value is the centre or the edge of a bin.
/// </summary>
/// <param name="Modality">"vision" or "audio".</param>
/// <param name="Model">The model's name in the authors' repository.</param>
/// <param name="Measure">"spearman_rho", "pearson_r" or "dB_SNR" (ten times the logarithm of a ratio of norms).</param>
/// <param name="StageIndex">From 0, the first stage; the natural stimulus has none.</param>
/// <param name="Stage">The stage, named as in the authors' repository.</param>
/// <param name="Median">Median of the metamers.</param>
/// <param name="LowTail">The 0.05 quantile of the metamers.</param>
/// <param name="LowestBin">Lower edge of the lowest bin with a metamer.</param>
/// <param name="HighestBin">Upper edge of the highest bin with a metamer.</param>
/// <param name="NullMedian">Median of unrelated pairs.</param>
/// <param name="NullLowestBin">Lower edge of the lowest bin with a pair.</param>
/// <param name="NullHighestBin">Upper edge of the highest bin with a pair.</param>
/// <param name="BinWidth">Width of a bin.</param>
/// <param name="Loss">The normalised loss that corresponds to the median; null except for dB_SNR.</param>
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
)
{
    /// <summary>A short form of the stage's name, for example "layer4".</summary>
    public string StageLabel => PaperNames.Stage(Stage);
}
