using Metamers.Evaluation;
using Metamers.Evaluation.Robustness;
using Metamers.Models;
using Metamers.Models.Import;
using Metamers.Perturbations;
using Metamers.Runtime;
using Metamers.Stimuli;
using Metamers.Stimuli.Synthetic;
using Metamers.Synthesis;
using TorchSharp;
using static TorchSharp.torch;

namespace Metamers.Tests.Models.Import.Onnx;

/// <summary>Networks that ONNX Runtime computes: they judge, and nothing else is asked of them.</summary>
public sealed class OnnxRuntimeNetworkTests
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "Golden", "onnx");

    [Theory]
    [InlineData("small.onnx")]
    [InlineData("small_one.onnx")]
    public void Decides_as_the_same_file_does_with_gradients(string file)
    {
        string path = Path.Combine(Folder, file);
        OnnxOptions options = new() { Input = InputNormalization.ImageNet };
        using StagedModel network = new OnnxNetwork(path, options).Freeze();
        using StagedModel judge = new OnnxRuntimeNetwork(path, options).Freeze();
        using DisposeScope scope = NewDisposeScope();
        Tensor x = rand(5, 3, 8, 8, generator: new Generator(1, CPU));
        Tensor expected = network.Logits(x);
        Assert.True((judge.Logits(x) - expected).abs().max().item<float>() < 1e-5 * expected.abs().max().item<float>());
        Assert.Equal(["input_after_preproc 3×8×8", "final 5"], judge.Stages.Select(stage => stage.ToString()));
        Assert.True(judge.HasDecision);
    }

    [Fact]
    public void Weights_in_a_second_file_are_part_of_its_identity()
    {
        using TemporaryGraph file = new(OnnxErrorTests.External("weights.bin", flat: true));
        string weights = Path.Combine(file.Folder, "weights.bin");
        string Identity()
        {
            using StagedModel judge = new OnnxRuntimeNetwork(file.Path, new OnnxOptions { HasDecision = true });
            return ModelIdentity.Compute(judge).WeightsSha256;
        }

        File.WriteAllBytes(weights, new byte[16]);
        string zeros = Identity();
        Assert.Equal(zeros, Identity());
        File.WriteAllBytes(weights, [.. new byte[15], 1]);
        Assert.NotEqual(zeros, Identity());
    }

    [Fact]
    public void Takes_an_operator_that_the_library_does_not_have_and_takes_part_in_transfer()
    {
        GraphBuilder builder = new GraphBuilder(17).Input("x", 1, -1, 3, 32, 32);
        string small = builder.Node(
            "AveragePool",
            ["x"],
            ("kernel_shape", new long[] { 8, 8 }),
            ("strides", new long[] { 8, 8 })
        );
        string scores = builder.Node("Gemm", [builder.Node("Flatten", [small]), builder.Random(48, 10)]);
        using TemporaryGraph file = new(builder.Build(builder.Node("Hardmax", [scores])));
        Assert.Contains(
            "Hardmax",
            Assert.Throws<MetamerException>(() => new OnnxNetwork(file.Path)).Message,
            StringComparison.Ordinal
        );

        using StagedModel judge = new OnnxRuntimeNetwork(file.Path, new OnnxOptions { Name = "judge" }).Freeze();
        using StagedModel generator = RuleTensors.Fill(new Metamers.Models.Architectures.CifarResNet(20)).Freeze();
        ImageStimulus reference = SyntheticStimuli.DeadLeaves(32) with { ClassIndex = 3, Label = "cat" };
        MetamerSet made = new MetamerSynthesizer(
            generator,
            MetamerOptions.Quick with
            {
                Repetitions = 1,
                StepsPerRepetition = 1,
            }
        ).Synthesize([reference], StagedModel.InputStage);
        Transfer transfer = Transfer.Measure(made, [judge]);
        Assert.Equal(["judge", "judge"], transfer.Results.Select(result => result.Evaluator));
        using DisposeScope scope = NewDisposeScope();
        Tensor answer = judge.Logits(reference.Pixels.unsqueeze(0));
        Assert.Equal(1, answer.sum([1L]).item<float>());
        Assert.Equal(answer[0, 3].item<float>(), transfer.Results[0].Accuracy);
    }

    [Fact]
    public void Has_no_metamers_and_no_adversarial_examples()
    {
        string path = Path.Combine(Folder, "small.onnx");
        using StagedModel judge = new OnnxRuntimeNetwork(path).Freeze();
        string message = Assert
            .Throws<MetamerException>(() => new MetamerSynthesizer(judge, MetamerOptions.Quick))
            .Message;
        Assert.Contains("small has no gradient", message, StringComparison.Ordinal);
        Assert.Contains("OnnxNetwork", message, StringComparison.Ordinal);
        Assert.Throws<MetamerException>(() =>
            AdversarialExample.Find(
                judge,
                [SyntheticStimuli.DeadLeaves(8)],
                new PerturbationSet(PerturbationNorm.L2, 0.5)
            )
        );
    }

    [Fact]
    public void Features_are_no_decision()
    {
        GraphBuilder builder = new GraphBuilder(17).Input("x", 1, -1, 3, 8, 8);
        string convolved = builder.Node("Conv", ["x", builder.Random(6, 3, 3, 3)]);
        using TemporaryGraph file = new(
            builder.Build(builder.Node("Flatten", [builder.Node("GlobalAveragePool", [convolved])]))
        );
        using StagedModel features = new OnnxRuntimeNetwork(file.Path);
        Assert.False(features.HasDecision);
        using StagedModel told = new OnnxRuntimeNetwork(file.Path, new OnnxOptions { HasDecision = true });
        Assert.True(told.HasDecision);
    }

    [Fact]
    public void What_it_cannot_be_asked_is_refused_with_the_reason()
    {
        string small = Path.Combine(Folder, "small.onnx");
        Refuses("Stages", () => new OnnxRuntimeNetwork(small, new OnnxOptions { Stages = ["final"] }));
        Refuses("no output 'scores'", () => new OnnxRuntimeNetwork(small, new OnnxOptions { Output = "scores" }));
        Refuses("does not exist", () => new OnnxRuntimeNetwork(Path.Combine(Folder, "absent.onnx")));
        Refuses("ONNX Runtime", () => new OnnxRuntimeNetwork(Path.Combine(Folder, "small.json")));

        GraphBuilder two = new GraphBuilder(17).Input("x", 1, -1, 3).Input("y", 1, -1, 3);
        using TemporaryGraph inputs = new(two.Build(two.Node("Add", ["x", "y"])));
        Refuses("2 inputs (x, y)", () => new OnnxRuntimeNetwork(inputs.Path));

        GraphBuilder map = new GraphBuilder(17).Input("x", 1, -1, 3, 8, 8);
        using TemporaryGraph picture = new(map.Build(map.Node("Relu", ["x"])));
        Refuses("not (N, classes)", () => new OnnxRuntimeNetwork(picture.Path));

        GraphBuilder eight = new GraphBuilder(17).Input("x", 1, 8, 3, 8, 8);
        using TemporaryGraph batch = new(eight.Build(eight.Node("Flatten", ["x"])));
        Refuses("batches of 8", () => new OnnxRuntimeNetwork(batch.Path));

        static void Refuses(string why, Func<StagedModel> open) =>
            Assert.Contains(why, Assert.Throws<MetamerException>(open).Message, StringComparison.Ordinal);
    }
}
