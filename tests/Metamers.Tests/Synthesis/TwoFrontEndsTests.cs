using Metamers.Models;
using Metamers.Models.Cochleagrams;
using Metamers.Stimuli.Data.Sets;
using Metamers.Synthesis;
using Metamers.Tests.Models.Cochleagrams;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Metamers.Tests.Synthesis;

/// <summary>
/// Two float32 implementations of one network: the descent amplifies their rounding, so that after a few steps the
/// sounds are others. What a metamer is judged by, its loss, is the same in both.
/// </summary>
public sealed class TwoFrontEndsTests
{
    private static readonly MetamerOptions Options = MetamerOptions.PaperSound with
    {
        Repetitions = 2,
        StepsPerRepetition = 20,
        ReportEvery = 1,
    };

    [Theory]
    [InlineData("cochleagram")]
    [InlineData("relu")]
    public void Descend_to_the_same_loss_on_different_paths(string stage)
    {
        using Cochleagram fast = new(CochleagramOptions.OneSecond);
        using DirectCochleagram direct = new(CochleagramOptions.OneSecond, ScalarType.Float32);
        (Metamer ours, Metamer published) = (Descend(fast.Apply, stage), Descend(direct.Apply, stage));

        double[] ratios = [.. ours.Losses.Zip(published.Losses, (a, b) => a.Loss / b.Loss)];
        Assert.Equal(1, ratios[0], 1e-4);
        Assert.All(
            ratios.Skip(4).Select((_, i) => ratios[i..(i + 5)].Average()),
            ratio => Assert.InRange(ratio, 0.95, 1.05),
            throwIfEmpty: true
        ); // a single step may leap, in either
        Assert.InRange(ratios.Average(), 0.99, 1.01);
        Assert.True(ours.FinalLoss < 0.95 * ours.Losses[0].Loss);
        Assert.True(
            (ours.Values - published.Values).norm().item<float>() > 0.1 * published.Values.norm().item<float>()
        );
    }

    private static Metamer Descend(Func<Tensor, Tensor> cochleagram, string stage)
    {
        using Network network = RuleTensors.Fill(new Network(cochleagram));
        network.Freeze();
        return new MetamerSynthesizer(network, Options).Synthesize([SyntheticWords.All()[0]], stage)[0];
    }

    private sealed class Network : StagedModel
    {
        public Network(Func<Tensor, Tensor> cochleagram)
            : base(nameof(Network), InputNormalization.Sound, CochleagramOptions.OneSecond.Samples)
        {
            SamplingRate = CochleagramOptions.OneSecond.SamplingRate;
            Conv2d convolution = nn.Conv2d(1, 16, (7, 14), stride: (3, 3));
            Linear linear = nn.Linear(16, 10);
            register_module("convolution", convolution);
            register_module("linear", linear);
            AddStage("cochleagram", cochleagram);
            AddStage("relu", convolution.call, endsInRelu: true);
            AddStage("final", x => linear.call(x.mean([2L, 3L])));
        }
    }
}
