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
        Assert.True(maximum.Saturates(MatchMeasure.Spearman));
        Assert.False(maximum.Saturates(MatchMeasure.Pearson));
        Assert.False(maximum.Saturates(MatchMeasure.DecibelSnr));
        Assert.True(new NullMaximum(new MatchMeasures(0.9, 1 - 1e-12, 1), 1000).Saturates(MatchMeasure.Pearson));
    }
}
