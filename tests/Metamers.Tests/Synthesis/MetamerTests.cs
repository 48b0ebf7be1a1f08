using Metamers.Models;
using Metamers.Models.Architectures;
using Metamers.Models.Zoo;
using Metamers.Runtime;
using Metamers.Stimuli;
using Metamers.Stimuli.Data;
using Metamers.Synthesis;
using TorchSharp;
using static TorchSharp.torch;

namespace Metamers.Tests.Synthesis;

public sealed class MetamerTests
{
    [Fact]
    public void Holds_tensors_of_its_own_outside_every_scope()
    {
        Metamer metamer;
        using (NewDisposeScope())
        {
            metamer = MetamerExamples.Noise(1);
        }

        using (metamer)
        {
            Assert.Equal([3, 64, 48], metamer.Values.shape);
            Assert.Equal((0.1, 200), (metamer.FinalLoss, metamer.StepsDone));
            Assert.Equal("dead_leaves_7 at layer3 of ResNet8, loss 0.1 after 200 steps", metamer.ToString());
        }

        Assert.True(metamer.Values.IsInvalid);
    }

    [Fact]
    public void Is_equal_whatever_the_time_but_not_whatever_else()
    {
        using Metamer first = MetamerExamples.Noise(1);
        using Metamer again = MetamerExamples.Noise(1);
        using Metamer later = new(first.Values, first.Reference)
        {
            Stage = first.Stage,
            Options = first.Options,
            Model = first.Model,
            Card = first.Card,
            Losses = [.. first.Losses],
            Manifest = first.Manifest,
            Judgement = first.Judgement,
            Created = null,
        };
        using Metamer otherValues = MetamerExamples.Noise(2);
        using Metamer unjudged = MetamerExamples.Noise(1, judged: false);
        using Metamer judged = unjudged.With(first.Judgement!);

        Assert.Equal(first, again);
        Assert.Equal(first, later);
        Assert.Equal(first.GetHashCode(), later.GetHashCode());
        Assert.Equal(first, judged);
        Assert.NotEqual(first, otherValues);
        Assert.NotEqual(first, unjudged);
        using Metamer relabelled = first.With(first.Reference with { Label = "stones" }, first.Card);
        using Metamer held = first.With(new NullMaximum(new(0.5, 0.5, 2), 10));
        Assert.NotEqual(first, relabelled);
        Assert.NotEqual(first, held);
    }

    [Fact]
    public void Refuses_pictures_of_two_sizes_or_out_of_range_and_a_missing_loss()
    {
        using DisposeScope scope = NewDisposeScope();
        Assert.Equal(
            "The metamer has the shape (3, 4, 4) and its reference (3, 4, 5); both must be (3, height, width) "
                + "of one size.",
            Assert.Throws<MetamerException>(() => Make(zeros(3, 4, 4), zeros(3, 4, 5))).Message
        );
        Assert.Contains(
            "they must be in [0, 1]",
            Assert.Throws<MetamerException>(() => Make(full([3, 4, 4], 2f), zeros(3, 4, 4))).Message
        );
        Assert.Contains(
            "at least its final loss",
            Assert.Throws<ArgumentException>(() => Make(zeros(3, 4, 4), zeros(3, 4, 4))).Message
        );
    }

    [Fact]
    public void The_identity_of_a_network_is_that_of_its_weights_whatever_their_type_or_folding()
    {
        using CifarResNet model = RuleTensors.Fill(new CifarResNet(8));
        ModelIdentity identity = ModelIdentity.Compute(model);
        model.Freeze();
        Assert.Equal(identity, ModelIdentity.Compute(model));

        using CifarResNet wide = RuleTensors.Fill(new CifarResNet(8));
        wide.to(float64);
        Assert.Equal(identity, ModelIdentity.Compute(wide));

        using (no_grad())
        {
            wide.state_dict()["linear.bias"].add_(1e-3);
        }

        Assert.NotEqual(identity.WeightsSha256, ModelIdentity.Compute(wide).WeightsSha256);
        Assert.Equal(64, identity.WeightsSha256.Length);
        Assert.Equal("ResNet8", identity.Name);
    }

    [Fact]
    public void A_network_of_the_zoo_carries_its_key_and_the_hash_of_its_checkpoint()
    {
        TestFiles.Data("resnet20-12fca82f.th");
        using StagedModel model = ModelZoo.Load("resnet20-12fca82f");
        ModelIdentity identity = ModelIdentity.Compute(model);

        Assert.Equal("resnet20-12fca82f", identity.Key);
        Assert.Equal(
            DataFiles.All.Single(file => file.Name == "resnet20-12fca82f.th").Sha256,
            identity.CheckpointSha256
        );
    }

    [Fact]
    public void The_run_manifest_names_versions_threads_and_element_type()
    {
        RunManifest manifest = RunManifest.Current(CPU, ScalarType.Float64);
        Assert.StartsWith("0.107", manifest.TorchSharp);
        Assert.StartsWith("2.10", manifest.LibTorch);
        Assert.StartsWith(".NET 10", manifest.DotNet);
        Assert.Equal(("cpu", get_num_threads(), "Float64"), (manifest.Device, manifest.Threads, manifest.ElementType));
        Assert.NotEmpty(manifest.Metamers);
        Assert.NotEmpty(manifest.System);
    }

    private static Metamer Make(Tensor pixels, Tensor reference) =>
        new(pixels, new ImageStimulus("a", null, null, reference, "made by rule"))
        {
            Stage = "final",
            Options = MetamerOptions.Quick,
            Model = new ModelIdentity("ResNet8", ""),
            Card = new NetworkCard { Name = "ResNet8" },
            Losses = [],
            Manifest = RunManifest.Current(CPU, ScalarType.Float32),
        };
}
