using Metamers.Statistics;
using TorchSharp;
using static TorchSharp.torch;

namespace Metamers.Tests.Statistics;

public sealed class PairwiseMeasuresTests
{
    [Theory]
    [InlineData(ScalarType.Float32)]
    [InlineData(ScalarType.Float64)]
    public void All_pairs_at_once_give_what_each_pair_gives_alone(ScalarType type)
    {
        using DisposeScope scope = NewDisposeScope();
        // With ties, as after a ReLU.
        Tensor x = (RuleTensors.Uniform("pairs", 7, 3, 5, 4) - 0.3).clamp_min(0).to(type);
        x[2] = 0;
        x[4] = 0.5;
        (double[] spearman, double[] pearson, double[] decibels) = PairwiseMeasures.Measure(x);
        Assert.Equal(21, spearman.Length);
        int pair = 0;
        for (int i = 0; i < 7; i++)
        {
            for (int j = i + 1; j < 7; j++, pair++)
            {
                MatchMeasures alone = MatchMeasures.Between(x[i], x[j]);
                Assert.Equal(alone.Spearman, spearman[pair], 1e-12);
                Assert.Equal(alone.Pearson, pearson[pair], 1e-12);
                Assert.Equal(alone.DecibelSnr, decibels[pair], 1e-10);
            }
        }
    }
}
