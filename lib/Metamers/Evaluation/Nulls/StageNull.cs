using Metamers.Statistics;

namespace Metamers.Evaluation.Nulls;

/// <summary>How alike the activations of unrelated stimuli are at one stage.</summary>
/// <param name="Stage">Name of the stage.</param>
/// <param name="Spearman">Spearman's rho, −1 to 1.</param>
/// <param name="Pearson">Pearson's r, −1 to 1.</param>
/// <param name="DecibelSnr">Signal-to-noise ratio in dB, as <see cref="MatchMeasures.DecibelSnr"/>.</param>
public sealed record StageNull(string Stage, Histogram Spearman, Histogram Pearson, Histogram DecibelSnr)
{
    private const int Bins = 2_000;
    private const double LowestDecibel = -40;
    private const double HighestDecibel = 40;

    /// <summary>One without any pairs.</summary>
    internal static StageNull Empty(string stage) =>
        new(stage, new(-1, 1, Bins), new(-1, 1, Bins), new(LowestDecibel, HighestDecibel, Bins));

    /// <summary>The distribution of one of the measures.</summary>
    /// <param name="measure">Which measure.</param>
    public Histogram this[MatchMeasure measure] =>
        measure switch
        {
            MatchMeasure.Spearman => Spearman,
            MatchMeasure.Pearson => Pearson,
            _ => DecibelSnr,
        };

    /// <summary>The largest value of each measure that unrelated stimuli reached: what a metamer must exceed.</summary>
    public MatchMeasures Maximum => new(Spearman.Maximum, Pearson.Maximum, DecibelSnr.Maximum);

    internal StageNull Combine(StageNull other) =>
        new(
            Stage,
            Spearman.Combine(other.Spearman),
            Pearson.Combine(other.Pearson),
            DecibelSnr.Combine(other.DecibelSnr)
        );
}
