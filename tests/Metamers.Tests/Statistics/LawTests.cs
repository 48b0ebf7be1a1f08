using CsCheck;
using Metamers.Evaluation.Nulls;
using Metamers.Models;
using Metamers.Statistics;
using TorchSharp;
using static TorchSharp.torch;

namespace Metamers.Tests.Statistics;

/// <summary>Laws that hold for all values, tried on many drawn at random.</summary>
public sealed class LawTests
{
    [Fact]
    public void Equal_values_share_the_mean_of_their_ranks() =>
        Gen.Int[0, 6]
            .Array[2, 12]
            .Sample(
                whole =>
                {
                    using DisposeScope scope = NewDisposeScope();
                    double[] values = [.. whole.Select(value => (double)value)];
                    double[] ranks = [.. MatchMeasures.CentredRanks(tensor(values).unsqueeze(0)).data<double>()];
                    double[] expected =
                    [
                        .. values.Select(value =>
                            values.Count(other => other < value)
                            + (values.Count(other => other == value) - 1) / 2.0
                            - (values.Length - 1) / 2.0
                        ),
                    ];
                    Assert.Equal(expected, ranks);
                },
                iter: 300,
                threads: 1
            );

    [Fact]
    public void Histograms_combined_in_any_order_and_grouping_are_the_same() =>
        Gen.Select(Gen.Double[-2, 2].Array[0, 30].Array[3, 6], Gen.Int[1, 5])
            .Sample(
                (parts, at) =>
                {
                    Histogram whole = Of([.. parts.SelectMany(part => part)]);
                    Histogram[] made = [.. parts.Select(Of)];
                    int cut = Math.Min(at, made.Length - 1);
                    AssertSame(whole, made.Aggregate((a, b) => a.Combine(b)));
                    AssertSame(whole, made.Reverse().Aggregate((a, b) => a.Combine(b)));
                    AssertSame(
                        whole,
                        made[..cut]
                            .Aggregate((a, b) => a.Combine(b))
                            .Combine(made[cut..].Aggregate((a, b) => a.Combine(b)))
                    );
                },
                iter: 200,
                threads: 1
            );

    [Fact]
    public void Null_distributions_combined_in_any_order_and_grouping_are_the_same() =>
        Gen.Select(
                Gen.Double[-2, 2].Array[3, 3].Array[3, 6],
                Gen.Int[1, 5],
                Gen.Shuffle(Enumerable.Range(0, 3).ToArray())
            )
            .Sample(
                (blocks, at, order) =>
                {
                    NullDistribution[] parts = [.. blocks.Select((values, i) => Part(i, blocks.Length, values))];
                    NullDistribution[] shuffled = [.. order.Select(i => parts[i]), .. parts[3..]];
                    int cut = Math.Min(at, parts.Length - 1);
                    NullDistribution whole = parts.Aggregate((a, b) => a.Combine(b));
                    NullDistribution[] others =
                    [
                        shuffled.Aggregate((a, b) => a.Combine(b)),
                        shuffled.Reverse().Aggregate((a, b) => a.Combine(b)),
                        shuffled[cut..]
                            .Aggregate((a, b) => a.Combine(b))
                            .Combine(shuffled[..cut].Aggregate((a, b) => a.Combine(b))),
                    ];
                    Assert.True(whole.IsComplete);
                    foreach (NullDistribution other in others)
                    {
                        Assert.Equal(whole.Blocks, other.Blocks);
                        AssertSame(whole.Stages[0].Spearman, other.Stages[0].Spearman);
                        AssertSame(whole.Stages[0].Pearson, other.Stages[0].Pearson);
                        AssertSame(whole.Stages[0].DecibelSnr, other.Stages[0].DecibelSnr);
                    }
                },
                iter: 100,
                threads: 1
            );

    [Fact]
    public void Quantiles_rise_with_their_share_and_stay_between_the_ends() =>
        Gen.Double[-2, 2]
            .Array[1, 40]
            .Sample(
                values =>
                {
                    Histogram histogram = Of(values);
                    double[] quantiles = [.. Enumerable.Range(0, 21).Select(i => histogram.Quantile(i / 20.0))];
                    Assert.Equal(quantiles.Order(), quantiles);
                    Assert.Equal((values.Min(), values.Max()), (quantiles[0], quantiles[^1]));
                },
                iter: 200,
                threads: 1
            );

    private static NullDistribution Part(int block, int blocks, double[] values) =>
        new(
            new ModelIdentity("ResNet8", new string('a', 64)),
            "drawn",
            new NullOptions { Blocks = blocks, BlockSize = 2 },
            [block],
            [new("layer1", Of(values[..1]), Of(values[1..2]), Of(values[2..]))]
        );

    private static void AssertSame(Histogram expected, Histogram actual)
    {
        Assert.Equal(expected.Counts, actual.Counts);
        Assert.Equal((expected.Minimum, expected.Maximum), (actual.Minimum, actual.Maximum));
    }

    private static Histogram Of(double[] values)
    {
        Histogram histogram = new(-1, 1, 7);
        histogram.Add(values);
        return histogram;
    }
}
