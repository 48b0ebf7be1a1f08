using Metamers.Statistics;
using Metamers.Synthesis;

namespace Metamers.Tests.Synthesis;

/// <summary>A metamer must match better than every unrelated pair, not as well as the best of them.</summary>
public sealed class NullMaximumTests
{
    private static readonly MatchMeasures Most = new(0.5, 0.25, 3);

    [Fact]
    public void A_match_that_equals_the_best_unrelated_pair_does_not_exceed_it()
    {
        MetamerVerdict equal = Verdict(Most);
        Assert.Equal(
            (false, false, false, false, false),
            (
                equal.SpearmanExceeds,
                equal.PearsonExceeds,
                equal.DecibelSnrExceeds,
                equal.MatchExceedsNull,
                equal.Accepted
            )
        );
        Assert.True(Verdict(new(0.51, 0.26, 3.1)).Accepted);
    }

    [Fact]
    public void All_three_measures_have_to_exceed_it()
    {
        Assert.False(Verdict(new(0.5, 0.26, 3.1)).Accepted);
        Assert.False(Verdict(new(0.51, 0.25, 3.1)).Accepted);
        Assert.False(Verdict(new(0.51, 0.26, 3)).Accepted);
    }

    [Fact]
    public void A_lost_decision_is_not_accepted_however_good_the_match() =>
        Assert.Equal(
            (true, false),
            (
                Verdict(new(1, 1, double.PositiveInfinity), kept: false).MatchExceedsNull,
                Verdict(new(1, 1, double.PositiveInfinity), kept: false).Accepted
            )
        );

    private static MetamerVerdict Verdict(MatchMeasures match, bool kept = true) =>
        new("a", "final", kept, match, new NullMaximum(Most, 100));
}
