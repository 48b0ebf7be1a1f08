using System.Text.Json;
using Metamers.Evaluation;
using Metamers.Models;
using Metamers.Models.Import;
using Metamers.Models.Zoo;
using Metamers.Runtime;
using Metamers.Stimuli;
using Metamers.Stimuli.Data.Sets;
using Metamers.Stimuli.Synthetic;
using Metamers.Synthesis;
using Metamers.Tests.Models.Import.Onnx;
using Metamers.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace Metamers.Tests.Models.Zoo;

/// <summary>The network for ImageNet from its NuGet package.</summary>
public sealed class PackagedNetworkTests
{
    private static readonly string[] Stages =
    [
        "input_after_preproc 3×224×224",
        "conv1_relu1 64×112×112",
        "maxpool 64×56×56",
        "layer1 64×56×56",
        "layer2 128×28×28",
        "layer3 256×14×14",
        "layer4 512×7×7",
        "avgpool 512",
        "readout 10",
    ];

    [Fact]
    public void It_has_the_stages_of_a_residual_network_and_passes_the_check()
    {
        using DisposeScope scope = NewDisposeScope();
        using StagedModel model = Load();
        Assert.Equal(Stages, model.Stages.Select(stage => stage.ToString()));
        Assert.Equal(
            ["conv1_relu1", "layer1", "layer2", "layer3", "layer4"],
            model.Stages.Where(stage => stage.EndsInRelu).Select(stage => stage.Name)
        );
        Assert.Equal("resnet18-imagenet", model.Key);
        Assert.Equal("MIT", model.Card.Licence);
        Assert.True(model.HasDecision);
        Assert.Equal(Cifar10.ClassNames, model.Card.ClassNames);
        ModelValidation.Check(model, Picture());
    }

    [Fact]
    public void Its_stages_are_those_of_ONNX_Runtime_with_the_preparation_before_them()
    {
        using DisposeScope scope = NewDisposeScope();
        using OnnxNetwork model = Create();
        using IDisposable noGradient = no_grad();
        string network = PackagedNetwork.Find()!;
        string preparation = PackagedNetwork.FindPreparation()!;
        Tensor picture = Picture();
        Tensor prepared = Prepared(preparation, picture * 255);
        Tensor ours = model.Activations(picture, StagedModel.InputStage);
        Assert.True((ours - prepared).abs().max().item<float>() < 1e-4);
        string[] files = [.. model.Outputs.Select(output => output.FileName)];
        Dictionary<string, Tensor> theirs = Run(network, files, prepared);
        IReadOnlyDictionary<string, Tensor> found = model.Activations(
            picture,
            [.. model.Outputs.Select(output => output.Name)]
        );
        Assert.All(
            model.Outputs,
            output =>
            {
                Tensor expected = theirs[output.FileName].flatten();
                double scale = expected.abs().max().item<float>();
                Assert.InRange((found[output.Name].flatten() - expected).abs().max().item<float>() / scale, 0, 1e-5);
            },
            throwIfEmpty: true
        );
    }

    [Fact]
    public void Its_card_states_the_accuracy_that_was_measured_when_its_readout_was_made()
    {
        JsonElement made = ReadoutCard();
        double measured = made.GetProperty("test_accuracy").GetDouble();
        ModelCard card = ModelZoo.Find("resnet18-imagenet");
        Assert.StartsWith(
            FormattableString.Invariant($"{100 * measured:F2} %"),
            card.Accuracy,
            StringComparison.Ordinal
        );
        Assert.Contains("readout for CIFAR-10", card.Name, StringComparison.Ordinal);
        if (PackagedNetwork.Find() is not null)
        {
            using StagedModel model = Load();
            Assert.Equal(model.CheckpointSha256, made.GetProperty("network_sha256").GetString());
        }
    }

    [Fact]
    public void The_accuracy_of_its_card_is_found_again_on_a_hundred_photographs()
    {
        using LabelledImages images = LabelledImages.FromStimuli(
            new Cifar10(TestFiles.Data("cifar10-jpeg.tar")).Subset(DataPart.Test, 10)
        );
        using StagedModel model = Load();
        double accuracy = Trainer.Evaluate(model, new PictureSet(images)).Accuracy;
        double expected = ReadoutCard().GetProperty("test_accuracy").GetDouble();
        double standardError = Math.Sqrt(expected * (1 - expected) / images.Count);
        Assert.Equal(100, images.Count);
        Assert.InRange(accuracy, expected - 3 * standardError, expected + 3 * standardError);
    }

    [Fact]
    public void Its_readout_recognises_animals_on_photographs_that_it_was_not_made_from()
    {
        using DisposeScope scope = NewDisposeScope();
        using StagedModel model = Load();
        ImageStimulus[] photographs =
        [
            .. ShippedPhotographs.All(224).Where(photograph => photograph.ClassIndex is not null),
        ];
        Tensor pixels = cat([.. photographs.Select(photograph => photograph.Pixels.unsqueeze(0))]);
        using IDisposable noGradient = no_grad();
        long[] decisions = model.Logits(pixels).argmax(1).data<long>().ToArray();
        int right = photographs.Zip(decisions).Count(pair => pair.First.ClassIndex == pair.Second);
        Assert.True(photographs.Length >= 9, $"{photographs.Length} photographs have a class.");
        Assert.True(right >= 0.75 * photographs.Length, $"{right} of {photographs.Length} are recognised.");
    }

    [Fact]
    public void Without_a_readout_no_decision_can_be_asked_of_it()
    {
        using DisposeScope scope = NewDisposeScope();
        using OnnxNetwork model = Create();
        Assert.False(model.HasDecision);
        ModelCard bare = PackagedCards.WithoutReadout(ModelZoo.Find("resnet18-imagenet"));
        Assert.Equal((null, null, null), (bare.ClassNames, bare.DataSet, bare.Accuracy));
        Assert.DoesNotContain("readout", bare.Name, StringComparison.Ordinal);
        model.Freeze();
        using Metamer metamer = new MetamerSynthesizer(
            model,
            MetamerOptions.Quick with
            {
                Repetitions = 1,
                StepsPerRepetition = 1,
            }
        ).Synthesize([SyntheticStimuli.DeadLeaves(224)], "layer4")[0];
        Assert.False(metamer.Judgement!.HasDecision);
        Assert.InRange(metamer.Match.Pearson, -1, 1);
        Assert.Contains("makes no decision", metamer.Describe(), StringComparison.Ordinal);
        MetamerSet set = new([metamer]);
        Assert.All(set.ToDataFrame().Rows, row => Assert.Null(row["decision_kept"]), throwIfEmpty: true);
        Assert.Null(Assert.Single(set.ByStage().Rows)["decisions_kept"]);
        Assert.True(metamer.Accepted); // nothing was asked of it that it failed
        Metamer failed = metamer.With(new NullMaximum(new(1, 1, 99), 10));
        Assert.False(failed.Accepted);
        Assert.Contains(
            "matches no better than any of 10 unrelated pairs",
            failed.Describe(),
            StringComparison.Ordinal
        );
        Assert.Contains(
            "makes no decision",
            Assert.Throws<InvalidOperationException>(() => new MetamerSet([failed]).Verdicts()).Message,
            StringComparison.Ordinal
        );
        Assert.Contains(
            "Give it a readout",
            Assert
                .Throws<MetamerException>(() => Transfer.Decisions(model, [(metamer.Reference, metamer.Values)]))
                .Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void It_has_no_random_weights()
    {
        string message = Assert.Throws<MetamerException>(() => ModelZoo.Build("resnet18-imagenet", seed: 0)).Message;
        Assert.Contains("ModelZoo.Load", message, StringComparison.Ordinal);
    }

    private static JsonElement ReadoutCard()
    {
        string path = ModelZoo.FindReadout("resnet18-imagenet-readout.safetensors")!;
        return JsonDocument.Parse(File.ReadAllText(Path.ChangeExtension(path, ".json"))).RootElement;
    }

    private static Tensor Picture() => SyntheticStimuli.DeadLeaves(224).Pixels.unsqueeze(0);

    private static StagedModel Load()
    {
        RequirePackage();
        return ModelZoo.Load("resnet18-imagenet");
    }

    private static OnnxNetwork Create()
    {
        RequirePackage();
        return PackagedNetwork.Create("ResNet18-CNTK", readout: null);
    }

    private static void RequirePackage() =>
        Skip.When(
            PackagedNetwork.Find() is null,
            "The build was told to leave the network out (ImageNetNetwork=false)."
        );

    /// <summary>The last output of a file, in a folder that can be written.</summary>
    private static Tensor Prepared(string path, Tensor input)
    {
        using TemporaryGraph copy = new(File.ReadAllBytes(path));
        using OnnxNetwork names = new(copy.Path);
        string last = names.Outputs[^1].FileName;
        return OnnxReference.Run(copy.Path, [last], input)[last];
    }

    private static Dictionary<string, Tensor> Run(string path, string[] names, Tensor input)
    {
        using TemporaryGraph copy = new(File.ReadAllBytes(path));
        return OnnxReference.Run(copy.Path, names, input);
    }
}
