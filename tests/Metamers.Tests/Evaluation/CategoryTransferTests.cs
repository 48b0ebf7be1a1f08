using Metamers.Evaluation;
using Metamers.Models;
using Metamers.Models.Architectures;
using Metamers.Runtime;
using Metamers.Stimuli;
using Metamers.Stimuli.Synthetic;
using Metamers.Synthesis;
using Metamers.Tests.Synthesis;
using Microsoft.Data.Analysis;
using TorchSharp;
using static TorchSharp.torch;

namespace Metamers.Tests.Evaluation;

public sealed class CategoryTransferTests
{
    private static readonly MetamerOptions Short = MetamerOptions.Quick with
    {
        Repetitions = 1,
        StepsPerRepetition = 3,
    };

    [Fact]
    public void The_share_is_that_of_the_metamers_whose_category_is_their_references()
    {
        using CifarResNet generator = MetamerExamples.Network();
        using StagedModel judge = Judge(5);
        ImageStimulus[] pictures = [.. Enumerable.Range(0, 8).Select(seed => SyntheticStimuli.DeadLeaves(32, seed))];
        MetamerSet metamers = new MetamerSynthesizer(generator, Short)
            .Synthesize(pictures, generator.Stages.Where(stage => stage.Name is "conv1_relu1" or "layer1"))
            .Accepted;
        Assert.NotEmpty(metamers);

        DataFrame table = CategoryTransfer.Measure(metamers, [judge]);
        Assert.Equal(
            metamers.Select(metamer => metamer.Stage).Distinct(),
            table.Rows.Select(row => (string)row["stage"])
        );
        foreach (DataFrameRow row in table.Rows)
        {
            Metamer[] at = [.. metamers.Where(metamer => metamer.Stage == (string)row["stage"])];
            Assert.Equal(judge.Label, row["judge"]);
            Assert.Equal(at.Length, row["metamers"]);
            Assert.Equal(
                at.Average(m => Category(judge, m.Values) == Category(judge, m.Reference.Values) ? 1.0 : 0),
                row["same_category"]
            );
        }
    }

    [Fact]
    public void The_metamers_of_several_networks_are_counted_apart()
    {
        using CifarResNet generator = MetamerExamples.Network();
        using StagedModel judge = Judge(5);
        Metamer made = new MetamerSynthesizer(generator, Short)
            .Synthesize([SyntheticStimuli.DeadLeaves(32)], "conv1_relu1")
            .Accepted[0];
        Metamer other = MetamerExamples.Of("other", made);
        DataFrame table = CategoryTransfer.Measure(new MetamerSet(made, other), [judge]);
        Assert.Equal([made.Model.Label, "other"], table.Rows.Select(row => (string)row["network"]));
        Assert.Equal([1, 1], table.Rows.Select(row => (int)row["metamers"]));
    }

    [Fact]
    public void Judges_of_other_classes_or_none_are_refused()
    {
        using CifarResNet generator = MetamerExamples.Network();
        MetamerSet metamers = new MetamerSynthesizer(generator, Short).Synthesize(
            [SyntheticStimuli.DeadLeaves(32)],
            "conv1_relu1"
        );
        Assert.NotEmpty(metamers.Accepted);
        Says([], "No network was given");
        Says([generator], "(N, 1000)");

        void Says(StagedModel[] judges, string part) =>
            Assert.Contains(
                part,
                Assert.Throws<MetamerException>(() => CategoryTransfer.Measure(metamers, judges)).Message,
                StringComparison.Ordinal
            );
    }

    private static StagedModel Judge(long seed)
    {
        manual_seed(seed);
        return new CifarResNet(8, classes: 1000).Freeze();
    }

    private static int Category(StagedModel judge, Tensor values)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor shown = ((values * 255).round() / 255).unsqueeze(0);
        return ImageNet16.Answers(judge.Logits(shown))[0];
    }
}
