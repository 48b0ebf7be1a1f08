using Metamers.Claims;
using Metamers.Experiments;
using Metamers.Runtime;

namespace Metamers.Tests.Experiments;

public sealed partial class ExperimentResultsTests
{
    /// <summary>Everybody is right about early metamers of one network, and answers "cat" to all else.</summary>
    [Fact]
    public void Claims_are_differences_of_shares_over_the_references_without_replaced_trials()
    {
        for (int participant = 0; participant < 5; participant++) // each reference once in each of five conditions
        {
            Save(participant, trial => trial.Condition == "net/early" ? trial.Category : "cat");
        }

        ExperimentResults results = ExperimentResults.Load(Drawn(0, catchNeeded: 0), _answers);
        ClaimList more = results.MoreThan("net", "other");
        Assert.Equal(
            [
                "Metamers of net are recognised more often than those of other: early",
                "Metamers of net are recognised more often than those of other: late",
            ],
            more.Select(claim => claim.Sentence)
        );
        Assert.Equal(0.5, more[0].Found.Value, 12); // of ten cats and ten dogs
        Assert.Equal((20, 5, ClaimVerdict.Agrees), (more[0].Stimuli, more[0].Judges, more[0].Verdict));
        Assert.Equal((19, 0.0), (more[1].Stimuli, more[1].Found.Value)); // one was replaced
        ClaimList less = results.LessThanNatural("net");
        Assert.Equal([ClaimVerdict.Opposes, ClaimVerdict.CannotBeSaid], less.Select(claim => claim.Verdict));
        Assert.Contains(
            "no metamers of 'nobody' in the experiment; there are those of net, other",
            Assert.Throws<MetamerException>(() => results.LessThanNatural("nobody")).Message
        );
    }

    [Theory]
    [InlineData(5, ClaimVerdict.CannotBeSaid)] // five of twenty, all in one direction: p = 2/32
    [InlineData(6, ClaimVerdict.Agrees)] // p = 2/64
    public void Few_references_that_differ_decide_nothing(int differing, ClaimVerdict expected)
    {
        string[] recognised = [.. Enumerable.Range(0, differing).Select(i => $"dog{i}")];
        for (int participant = 0; participant < 5; participant++)
        {
            Save(
                participant,
                trial => trial.Condition == "net/early" && recognised.Contains(trial.Stimulus) ? trial.Category : "cat"
            );
        }

        ExperimentResults results = ExperimentResults.Load(Drawn(0, catchNeeded: 0), _answers);
        Claim early = results.MoreThan("net", "other")[0];
        Assert.Equal((differing / 20.0, 20), (early.Found.Value, early.Stimuli));
        Assert.Equal(expected, early.Verdict);
    }
}
