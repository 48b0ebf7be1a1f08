using Metamers.Models;
using Metamers.Models.Architectures;
using Metamers.Synthesis;
using TorchSharp;
using static TorchSharp.torch;

namespace Metamers.Tests.Synthesis;

/// <summary>The decision about the metamer is the network's own, not that about its reference.</summary>
public sealed class DecisionTests
{
    [Fact]
    public void A_decision_is_lost_where_the_network_says_another_class_of_the_metamer()
    {
        using CifarResNet model = DecidingNetwork.Ready();
        using DisposeScope scope = NewDisposeScope();
        Tensor references = DecidingNetwork.Pictures(12, seed: 2);
        Tensor metamers = cat([DecidingNetwork.Pictures(10, seed: 3), references[10..]]);
        long[] said = Decisions(model, references);
        long[] saidOfMetamers = Decisions(model, metamers);
        Assert.True(said.Distinct().Count() > 2, "the network decides the same of everything");

        Judgement[] judgements = Judge(model, references, metamers);
        Assert.Equal(said, judgements.Select(judgement => (long)judgement.PredictedReference));
        Assert.Equal(saidOfMetamers, judgements.Select(judgement => (long)judgement.PredictedMetamer));
        Assert.Equal(
            said.Zip(saidOfMetamers, (a, b) => a == b),
            judgements.Select(judgement => judgement.DecisionKept)
        );
        Assert.Contains(judgements, judgement => !judgement.DecisionKept);
        Assert.Contains(judgements, judgement => judgement.DecisionKept);
    }

    private static long[] Decisions(StagedModel model, Tensor pictures) =>
        model.Logits(pictures).argmax(1).data<long>().ToArray();

    private static Judgement[] Judge(StagedModel model, Tensor references, Tensor metamers)
    {
        int count = (int)references.shape[0];
        string[] names = [.. Enumerable.Range(0, count).Select(i => $"picture {i}")];
        string[] stages = [.. Enumerable.Repeat("final", count)];
        MetamerSet given = MetamerExamples.Given(model, references, metamers, names, stages);
        return [.. StageComparison.Measure(model, given)];
    }
}
