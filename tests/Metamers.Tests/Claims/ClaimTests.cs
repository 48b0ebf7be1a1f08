using Metamers.Claims;
using Metamers.Notebook;
using Metamers.Statistics;

namespace Metamers.Tests.Claims;

public class ClaimTests
{
    [Theory]
    [InlineData(0.1, 0.3, ClaimVerdict.Agrees)]
    [InlineData(-0.1, 0.3, ClaimVerdict.CannotBeSaid)]
    [InlineData(0, 0.3, ClaimVerdict.CannotBeSaid)]
    [InlineData(-0.3, -0.1, ClaimVerdict.Opposes)]
    [InlineData(-0.3, 0, ClaimVerdict.CannotBeSaid)]
    public void The_whole_interval_must_be_in_the_claimed_range(double low, double high, ClaimVerdict verdict) =>
        Assert.Equal(verdict, Make(ClaimedRange.Above(0), low, high).Verdict);

    [Theory]
    [InlineData(-0.05, 0.05, ClaimVerdict.Agrees)]
    [InlineData(-0.05, 0.15, ClaimVerdict.CannotBeSaid)]
    [InlineData(0.15, 0.25, ClaimVerdict.Opposes)]
    [InlineData(-0.25, -0.15, ClaimVerdict.Opposes)]
    public void A_claim_of_no_difference_has_two_limits(double low, double high, ClaimVerdict verdict) =>
        Assert.Equal(verdict, Make(ClaimedRange.Near0(0.1), low, high).Verdict);

    [Theory]
    [InlineData(-0.2, -0.1, ClaimVerdict.Agrees)]
    [InlineData(-0.2, 0.1, ClaimVerdict.CannotBeSaid)]
    [InlineData(0.1, 0.2, ClaimVerdict.Opposes)]
    public void A_claim_may_be_of_less(double low, double high, ClaimVerdict verdict) =>
        Assert.Equal(verdict, Make(ClaimedRange.Below(0), low, high).Verdict);

    [Fact]
    public void Claimed_ranges_are_written_as_they_are_read()
    {
        Assert.Equal("> 0", ClaimedRange.Above(0).ToString());
        Assert.Equal("< 0.25", ClaimedRange.Below(0.25).ToString());
        Assert.Equal("−0.1 to 0.1", ClaimedRange.Near0(0.1).ToString());
    }

    [Fact]
    public void A_table_counts_the_verdicts_and_shows_the_papers_numbers_if_there_are_any()
    {
        Claim[] claims =
        [
            Make(ClaimedRange.Above(0), 0.1, 0.3) with
            {
                Published = 0.42,
                Stimuli = 20,
            },
            Make(ClaimedRange.Above(0), -0.1, 0.3),
        ];
        string text = ClaimTables.ToTable(claims).ToString();
        Assert.Contains("0.420", text, StringComparison.Ordinal);
        Assert.Contains("agree with 1, oppose 0 and leave 1 undecided", text, StringComparison.Ordinal);
        Assert.DoesNotContain("Paper", ClaimTables.ToTable(claims[1..]).ToString(), StringComparison.Ordinal);
        Assert.EndsWith(
            "Found 0.200 ± 0.050 (95 %: 0.100 to 0.300), 20 stimuli, 3 judges (people): agrees.",
            claims[0].ToString(),
            StringComparison.Ordinal
        );
    }

    private static Claim Make(ClaimedRange range, double low, double high) =>
        new("a paper", "It is so", range, new Estimate((low + high) / 2, 0.05, low, high)) { Judges = 3 };
}
