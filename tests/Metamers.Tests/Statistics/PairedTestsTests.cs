using CsCheck;
using Metamers.Statistics;

namespace Metamers.Tests.Statistics;

/// <summary>Sign-flip tests of pairs, and Holm's correction.</summary>
public sealed class PairedTestsTests
{
    [Fact]
    public void Holm_is_that_of_R()
    {
        // p.adjust(c(.01, .04, .03, .005), "holm")
        Assert.Equal([0.03, 0.06, 0.06, 0.02], Holm.Adjust([0.01, 0.04, 0.03, 0.005]).Select(p => Math.Round(p, 12)));
        Assert.Equal([1, 1], Holm.Adjust([0.6, 0.9]));
        Assert.Empty(Holm.Adjust([]));
    }

    [Fact]
    public void Holm_keeps_the_order_and_is_between_the_p_values_and_bonferroni() =>
        Gen.Double[0, 1]
            .Array[1, 12]
            .Sample(
                p =>
                {
                    double[] adjusted = Holm.Adjust(p);
                    for (int i = 0; i < p.Length; i++)
                    {
                        Assert.InRange(adjusted[i], p[i], Math.Min(1, p[i] * p.Length) + 1e-12);
                        Assert.All(
                            p.Index().Where(o => o.Item < p[i]),
                            o => Assert.True(adjusted[o.Index] <= adjusted[i])
                        );
                    }
                },
                iter: 300,
                threads: 1
            );

    [Fact]
    public void Few_pairs_are_tried_in_all_arrangements()
    {
        Assert.Equal(0.25, SignFlips.OfMean([1, 2, 3], 100, 0)); // +++ and −−− of 8
        Assert.Equal(1, SignFlips.OfMean([1, 2, -3, 0.5], 100, 0)); // no sum is nearer to 0
        Assert.Equal(1, SignFlips.OfMean([0, 0], 100, 0));
    }

    [Fact]
    public void Many_pairs_are_tried_at_random_the_same_at_every_call_and_p_is_never_0()
    {
        double[] shifted = [.. Enumerable.Range(1, 30).Select(i => 1.0 + i % 3)];
        Assert.Equal(1.0 / 1001, SignFlips.OfMean(shifted, 1000, 0));
        double[] balanced = [.. Enumerable.Range(0, 30).Select(i => i % 2 == 0 ? 1.0 : -0.9)];
        double p = SignFlips.OfMean(balanced, 1000, 0);
        Assert.InRange(p, 0.5, 1);
        Assert.Equal(p, SignFlips.OfMean(balanced, 1000, 0));
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void Differences_that_are_no_numbers_have_no_p(double difference) =>
        Assert.Contains(
            "give differences that are numbers",
            Assert.Throws<ArgumentException>(() => SignFlips.OfMean([1, difference], 100, 0)).Message
        );

    /// <summary>Under the null hypothesis, p is at most α in a share α of all experiments.</summary>
    [Fact]
    public void A_difference_is_found_by_chance_as_often_as_stated()
    {
        Random random = new(3);
        int found = Enumerable
            .Range(0, 1000)
            .Count(_ =>
                SignFlips.OfMean([.. Enumerable.Range(0, 8).Select(_ => random.NextDouble() - 0.5)], 1, 0) <= 0.05
            );
        Assert.InRange(found, 25, 75);
    }
}
