using Metamers.Models;
using Metamers.Models.Architectures;
using Metamers.Models.Zoo;
using Metamers.Runtime;

namespace Metamers.Tests.Models.Architectures;

/// <summary>Every architecture of the zoo: a new one is tested the day it is added.</summary>
public sealed class ArchitectureTests
{
    private static readonly string[] WithoutLayers =
    [
        "avgpool",
        "maxpool",
        "globalpool",
        "pos_embed",
        "class_embedding_cat",
        "s1_out",
        "c1_out_no_reshape",
        "c2_out",
        "spectempfilter_power",
    ];

    public static TheoryData<string> Architectures() =>
        [.. ModelZoo.Cards.Where(card => card.Package is null).Select(card => card.Architecture).Distinct()];

    [Theory]
    [MemberData(nameof(Architectures))]
    public void Stages_have_different_names_and_units(string architecture)
    {
        ArchitectureFacts facts = ArchitectureFacts.Of(architecture);
        Assert.Equal(architecture, facts.Name);
        Assert.Equal(StagedModel.InputStage, facts.Stages[0].Name);
        Assert.Equal("final", facts.Stages[^1].Name);
        Assert.Equal(facts.Stages.Count, facts.Stages.Select(stage => stage.Name).Distinct().Count());
        Assert.All(
            facts.Stages,
            stage => Assert.All(stage.Shape, length => Assert.True(length > 0)),
            throwIfEmpty: true
        );
        Assert.All(
            ModelZoo.Cards.Where(card => card.Architecture == architecture).DistinctBy(card => card.Classes),
            card =>
            {
                using StagedModel model = ModelZoo.Build(card.Key, seed: 0);
                Assert.Equal([card.Classes], model.Stages[^1].Shape);
                Assert.Equal(card.Input, model.Input);
            },
            throwIfEmpty: true
        );
    }

    [Theory]
    [MemberData(nameof(Architectures))]
    public void A_stage_alone_is_to_the_bit_what_one_pass_through_all_gives(string architecture) =>
        Assert.Empty(ArchitectureFacts.Of(architecture).DifferentFromOnePass);

    [Theory]
    [MemberData(nameof(Architectures))]
    public void Nothing_past_the_wanted_stage_is_computed_and_nothing_twice(string architecture)
    {
        ArchitectureFacts facts = ArchitectureFacts.Of(architecture);
        Assert.Empty(facts.CalledAtStage[StagedModel.InputStage]);
        Assert.True(
            architecture is "CORnet-S" or "HMAX" // areas that run again, and units that run at every scale, on purpose
                || facts.CalledInOnePass.SequenceEqual(facts.CalledInOnePass.Distinct())
        );
        Assert.Equal(facts.CalledInOnePass, facts.CalledAtStage["final"]);
        foreach ((Stage before, Stage stage) in facts.Stages.Zip(facts.Stages.Skip(1)))
        {
            // A stage's calls begin with those of the previous stage; only a pooling and the like call nothing more.
            IReadOnlyList<string> earlier = facts.CalledAtStage[before.Name];
            IReadOnlyList<string> now = facts.CalledAtStage[stage.Name];
            Assert.Equal(earlier, now.Take(earlier.Count));
            Assert.Equal(
                WithoutLayers.Contains(stage.Name) || (architecture == "CLIP-RN50" && stage.Name == "final"),
                now.Count == earlier.Count
            );
        }
    }

    [Theory]
    [MemberData(nameof(Architectures))]
    public void An_item_does_not_depend_on_its_batch(string architecture) =>
        Assert.Empty(ArchitectureFacts.Of(architecture).DependsOnBatch);

    [Theory]
    [MemberData(nameof(Architectures))]
    public void Folding_batch_norm_changes_a_stage_by_rounding_alone(string architecture) =>
        Assert.Empty(ArchitectureFacts.Of(architecture).ChangedByFolding);

    [Theory]
    [MemberData(nameof(Architectures))]
    public void The_identity_gradient_changes_gradients_at_the_wanted_stage_only_and_no_values(string architecture) =>
        Assert.Empty(ArchitectureFacts.Of(architecture).IdentityGradientFaults);

    [Theory]
    [MemberData(nameof(Architectures))]
    public void Parameters_and_stages_are_as_approved(string architecture) =>
        Approval.Check($"{architecture}.txt", ArchitectureFacts.Of(architecture).Description);

    [Theory]
    [MemberData(nameof(Architectures))]
    public void Its_weights_are_recognised_when_they_are_given_to_another_network(string architecture)
    {
        if (architecture != "ViT-L16") // measured on a narrow one
        {
            Assert.Equal(
                architecture.Replace("LowPassVGG8", "VGG8").Replace("LowPassCoch", "Coch"),
                ArchitectureFacts.Of(architecture).Guess
            ); // low-pass forms of the compact networks have the same weights
        }
    }

    [Fact]
    public void Networks_refuse_depths_and_class_counts_that_they_do_not_have()
    {
        Assert.Contains(
            "18, 34, 50, 101, 152",
            Assert.Throws<ArgumentOutOfRangeException>(() => new ResNet(20)).Message
        );
        Assert.Contains("11, 13, 16, 19", Assert.Throws<ArgumentOutOfRangeException>(() => new Vgg(12)).Message);
        Assert.Contains("6n + 2", Assert.Throws<ArgumentOutOfRangeException>(() => new CifarResNet(18)).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => new AlexNet(classes: 1));
    }

    [Fact]
    public void An_unknown_stage_is_answered_with_the_list_of_stages()
    {
        using CifarResNet model = new();
        using TorchSharp.torch.Tensor x = TorchSharp.torch.zeros(1, 3, 32, 32);
        string message = Assert.Throws<MetamerException>(() => model.Activations(x, "layer5")).Message;
        Assert.Contains("ResNet20 has no stage 'layer5'", message);
        Assert.Contains("input_after_preproc, conv1_relu1, layer1, layer2, layer3, avgpool, final", message);
    }
}
