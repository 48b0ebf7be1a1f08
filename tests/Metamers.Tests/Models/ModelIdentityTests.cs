using System.Text.Json;
using Metamers.Models;
using Metamers.Models.Architectures;
using Metamers.Models.Cochleagrams;
using Metamers.Models.Import;
using Metamers.Models.Zoo;
using Metamers.Tests.Models.Import.Onnx;
using Metamers.Tests.Synthesis;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Metamers.Tests.Models;

public sealed class ModelIdentityTests
{
    private static readonly ModelIdentity Seeing = new("ResNet20", new string('a', 64), "resnet20-x");

    private static readonly ModelIdentity Hearing = new(
        "CochCnnSmall",
        new string('b', 64),
        FrontEnd: CochleagramOptions.OneSecond
    );

    [Fact]
    public void The_front_end_is_part_of_it_and_the_hash_of_the_weights_does_not_know_it()
    {
        using StagedModel model = ModelZoo.Build("cochcnnsmall-digit", seed: 0);
        ModelIdentity fine = ModelIdentity.Compute(model);
        model.Cochleagram!.Oversampling = 4;
        ModelIdentity coarse = ModelIdentity.Compute(model);
        Assert.Equal(CochleagramOptions.OneSecond, fine.FrontEnd);
        Assert.Equal(CochleagramOptions.OneSecond with { Oversampling = 4 }, coarse.FrontEnd);
        Assert.Equal(fine.WeightsSha256, coarse.WeightsSha256);
        Assert.False(fine.IsSameNetworkAs(coarse));
        using StagedModel vision = MetamerExamples.Network();
        Assert.Null(ModelIdentity.Compute(vision).FrontEnd);
    }

    [Fact]
    public void Parts_that_are_in_evaluation_mode_stay_so_when_the_network_is_trained()
    {
        using CifarResNet network = MetamerExamples.Network();
        network.train();
        nn.Module frozen = network.modules().Last(part => part is BatchNorm2d);
        frozen.eval();
        using (network.InEvaluation())
        {
            Assert.All(network.modules(), part => Assert.False(part.training));
        }

        Assert.True(network.training);
        Assert.Equal([frozen], network.modules().Where(part => !part.training));
    }

    [Fact]
    public void Networks_that_end_in_an_embedding_make_no_decision()
    {
        using ClipResNet50 residual = new();
        using ClipVisionTransformer transformer = new();
        Assert.False(residual.HasDecision);
        Assert.False(transformer.HasDecision);
    }

    [Fact]
    public void Another_normalisation_of_the_input_or_another_way_to_read_a_file_is_another_network()
    {
        using StagedModel model = MetamerExamples.Network();
        ModelIdentity plain = ModelIdentity.Compute(model);
        model.Renormalize(model.Input with { Mean = [0.5, 0.5, 0.5] });
        Assert.False(plain.IsSameNetworkAs(ModelIdentity.Compute(model)));

        using Linear body = nn.Linear(12, 2);
        using Sequential module = nn.Sequential(("flatten", nn.Flatten()), ("body", body));
        ModelIdentity Wrapped(InputNormalization input)
        {
            StagedModel wrapped = new ModuleNetwork(module, input, [3, 2, 2], "flatten");
            return ModelIdentity.Compute(wrapped);
        }

        Assert.True(Wrapped(InputNormalization.ImageNet).IsSameNetworkAs(Wrapped(InputNormalization.ImageNet)));
        Assert.False(Wrapped(InputNormalization.ImageNet).IsSameNetworkAs(Wrapped(InputNormalization.None)));

        ModelIdentity Read(OnnxOptions options)
        {
            using OnnxNetwork network = new(OnnxExamples.Small, options);
            return ModelIdentity.Compute(network);
        }

        ModelIdentity usual = Read(new());
        Assert.True(usual.IsSameNetworkAs(Read(new() { Input = InputNormalization.None })));
        ModelIdentity normalised = Read(new() { Input = InputNormalization.ImageNet });
        Assert.False(usual.IsSameNetworkAs(normalised));
        Assert.True(normalised.IsSameNetworkAs(Read(new() { Input = InputNormalization.ImageNet })));
        Assert.False(usual.IsSameNetworkAs(Read(new() { BlueFirst = true })));
    }

    /// <summary>Otherwise metamers and maxima of the stage of one node would be taken for those of another.</summary>
    [Fact]
    public void The_stage_of_another_node_under_the_same_name_is_that_of_another_network()
    {
        const string first = "/layer1/layer1.1/relu/Relu_output_0";
        const string second = "/layer2/layer2.0/relu/Relu_output_0";
        ModelIdentity Read(params (string Node, string Name)[] names)
        {
            Dictionary<string, string> own = names.ToDictionary(name => name.Node, name => name.Name);
            using OnnxNetwork network = new(OnnxExamples.Small, new() { Names = own });
            return ModelIdentity.Compute(network);
        }

        Assert.True(Read((first, "mine")).IsSameNetworkAs(Read((first, "mine"))));
        Assert.False(Read((first, "mine")).IsSameNetworkAs(Read((second, "mine"))));
        Assert.False(Read((first, "mine")).IsSameNetworkAs(Read()));
        Assert.True(Read((first, "a"), (second, "b")).IsSameNetworkAs(Read((second, "b"), (first, "a"))));
        Assert.False(Read((first, "a"), (second, "b")).IsSameNetworkAs(Read((first, "b"), (second, "a"))));
        Assert.Equal(
            """{"Input":{"Minimum":0,"Maximum":1,"Mean":[0,0,0],"StandardDeviation":[1,1,1],"IsIdentity":true},"""
                + "\"BlueFirst\":true,\"Output\":null}",
            new OnnxOptions { BlueFirst = true }.ReadAs
        );
        Assert.Null(
            new OnnxOptions
            {
                IsPackaged = true,
                Names = new Dictionary<string, string> { ["a"] = "b" },
            }.ReadAs
        );
    }

    [Fact]
    public void The_ImageNet_network_is_that_of_the_shipped_null_distribution()
    {
        ModelCard card = ModelZoo.Find("resnet18-imagenet");
        Assert.SkipUnless(ModelZoo.FindCheckpoint(card) is not null, "The build has no ImageNet network.");
        using StagedModel model = ModelZoo.Load(card.Key);
        Assert.Equal("48e3ccac", ModelIdentity.Compute(model).WeightsSha256[..8]);
    }

    [Fact]
    public void The_same_network_has_the_same_name_weights_and_front_end_whatever_file_it_came_from()
    {
        Assert.True(Seeing.IsSameNetworkAs(Seeing with { Key = null, CheckpointSha256 = "c" }));
        Assert.False(Seeing.IsSameNetworkAs(Seeing with { Name = "ResNet32" }));
        Assert.False(Seeing.IsSameNetworkAs(Seeing with { WeightsSha256 = new string('c', 64) }));
        Assert.True(
            Hearing.IsSameNetworkAs(
                Hearing with
                {
                    FrontEnd = new CochleagramOptions()
                    {
                        SamplingRate = 16_000,
                        Samples = 16_000,
                        HighLimit = 8_000,
                    },
                }
            )
        );
        Assert.False(Hearing.IsSameNetworkAs(Hearing with { FrontEnd = CochleagramOptions.Paper }));
        Assert.False(Hearing.IsSameNetworkAs(Made(4)));
        Assert.False(Made(4).IsSameNetworkAs(Made(8)));
        Assert.True(Made(CochleagramOptions.FullRate).IsSameNetworkAs(Made(CochleagramOptions.FullRate)));
    }

    [Fact]
    public void A_front_end_that_was_not_recorded_is_one_with_the_default_oversampling()
    {
        ModelIdentity unrecorded = Hearing with { FrontEnd = null };
        Assert.True(unrecorded.IsSameNetworkAs(unrecorded));
        Assert.True(unrecorded.IsSameNetworkAs(Hearing));
        Assert.True(Hearing.IsSameNetworkAs(unrecorded));
        Assert.True(unrecorded.IsSameNetworkAs(Hearing with { FrontEnd = Imprecise }));
        Assert.False(Hearing.IsSameNetworkAs(Hearing with { FrontEnd = Imprecise }));
        Assert.False(unrecorded.IsSameNetworkAs(Made(4)));
        Assert.False(Made(4).IsSameNetworkAs(unrecorded));
    }

    [Fact]
    public void Old_files_are_read_and_those_of_vision_models_are_as_they_were()
    {
        const string old = """{"Name":"ResNet20","WeightsSha256":"aa","Key":null,"CheckpointSha256":null}""";
        ModelIdentity read = JsonSerializer.Deserialize<ModelIdentity>(old)!;
        Assert.Equal(new ModelIdentity("ResNet20", "aa"), read);
        Assert.Equal(old, JsonSerializer.Serialize(read));
        Assert.All(
            new[] { Hearing, Made(4.5), Made(CochleagramOptions.FullRate) },
            identity =>
                Assert.Equal(identity, JsonSerializer.Deserialize<ModelIdentity>(JsonSerializer.Serialize(identity)))
        );
    }

    private static CochleagramOptions Imprecise { get; } =
        CochleagramOptions.OneSecond with
        {
            PreciseSpectrum = false,
        };

    private static ModelIdentity Made(double oversampling) =>
        Hearing with
        {
            FrontEnd = CochleagramOptions.OneSecond with { Oversampling = oversampling },
        };
}
