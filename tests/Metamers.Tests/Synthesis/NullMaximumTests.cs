using Metamers.Statistics;
using Metamers.Synthesis;

namespace Metamers.Tests.Synthesis;

public sealed class NullMaximumTests
{
    /// <summary>
    /// The ranks of ten class scores agree by chance; no metamer can have a rank correlation above 1.
    /// </summary>
    [Fact]
    public void Only_correlations_of_1_cannot_be_exceeded()
    {
        NullMaximum maximum = new(new MatchMeasures(1, 0.995, 30), 1000);
        Assert.Equal([MatchMeasure.Spearman], maximum.Saturated);
        Assert.Equal([MatchMeasure.Pearson], new NullMaximum(new MatchMeasures(0.9, 1 - 1e-12, 1), 1000).Saturated);
        Assert.Empty(new NullMaximum(new MatchMeasures(0.9, 0.9, 60), 1000).Saturated);
        NullMaximum equal = new(new MatchMeasures(0.9, 0.9, double.PositiveInfinity), 1000);
        Assert.Equal([MatchMeasure.DecibelSnr], equal.Saturated);
    }

    [Fact]
    public void A_measure_that_nothing_can_exceed_is_left_out_and_named()
    {
        NullMaximum maximum = new(new MatchMeasures(1, 0.995, 12), 1000);
        MetamerVerdict close = new("cat", "final", true, new MatchMeasures(1, 0.999, 30), maximum);
        Assert.True(close.Accepted);
        Assert.Equal(
            "cat at final is accepted: the decision is the same as for its reference, and it matches better "
                + "than any of 1,000 unrelated pairs, with a residual loss of 0.001; left out: Spearman's rho, since "
                + "unrelated pairs reach 1, which no metamer can exceed.",
            close.ToString()
        );
        MetamerVerdict far = close with { Match = new MatchMeasures(0.98, 0.99, 10) };
        Assert.False(far.MatchExceedsNull);
        Assert.Contains("by Pearson's r and the signal-to-noise ratio it matches no better", far.ToString());
        Assert.DoesNotContain("left out", (close with { Null = new(new MatchMeasures(0.9, 0.9, 12), 9) }).ToString());
    }

    [Fact]
    public void Where_all_measures_are_reached_none_is_left_out_and_nothing_exceeds_them()
    {
        NullMaximum paired = new(new MatchMeasures(1, 1, double.PositiveInfinity), 1000); // a stimulus with itself
        Assert.Empty(paired.Saturated);
        MetamerVerdict verdict = new("cat", "layer1", true, new MatchMeasures(1, 1, 90), paired);
        Assert.False(verdict.Accepted);
        Assert.Contains("it matches no better", verdict.ToString());
    }
}
