using Metamers.Models.Checkpoints;
using Metamers.Models.Import;
using Metamers.Runtime;
using TorchSharp;
using static Metamers.Tests.Models.Import.Onnx.OnnxExamples;
using static TorchSharp.torch;

namespace Metamers.Tests.Models.Import.Onnx;

/// <summary>A linear readout of an ONNX network.</summary>
public sealed class OnnxReadoutTests
{
    [Fact]
    public void A_readout_is_the_last_stage_and_makes_the_decision()
    {
        using DisposeScope scope = NewDisposeScope();
        DirectoryInfo folder = Directory.CreateTempSubdirectory("readout");
        string file = Path.Combine(folder.FullName, "readout.safetensors");
        Tensor weight = rand(4, 6);
        SafeTensors.Write(file, new Dictionary<string, Tensor> { ["weight"] = weight, ["bias"] = zeros(4) });
        string pool = new OnnxNetwork(Small).Outputs.First(output => output.Operator == "GlobalAveragePool").FileName;
        OnnxOptions features = new() { Output = pool };
        using OnnxNetwork without = new(Small, features);
        using OnnxNetwork with = new(Small, features with { Readout = file });
        Assert.False(without.HasDecision);
        Assert.True(with.HasDecision);
        Assert.Equal(
            ["features 6", "readout 4"],
            with.Stages.Skip(with.Stages.Count - 2).Select(stage => stage.ToString())
        );
        Assert.True(with.Logits(Example).allclose(without.Logits(Example).matmul(weight.t()), 1e-5, 1e-6));
        Assert.Contains(
            "'weight' (classes, features)",
            Assert.Throws<MetamerException>(() => new OnnxNetwork(Small, new OnnxOptions { Readout = file })).Message,
            StringComparison.Ordinal
        );

        Dictionary<string, Tensor> wide = new() { ["weight"] = weight.to(float64), ["bias"] = zeros(4, float64) };
        SafeTensors.Write(file, wide);
        using OnnxNetwork narrowed = new(Small, features with { Readout = file });
        Assert.True(narrowed.Logits(Example).Equals(with.Logits(Example)));
        Tensor before = narrowed.Logits(Example);
        narrowed.to(ScalarType.Float64); // makes new parameters, as moving it to a GPU does
        Assert.Equal("readout 4", narrowed.Stages[^1].ToString());
        Assert.True(narrowed.Logits(Example.to(float64)).to(float32).allclose(before, 1e-4, 1e-5));
        SafeTensors.Write(file, new Dictionary<string, Tensor>(wide) { ["scale"] = ones(1) });
        Assert.Contains(
            "'bias' (classes) alone, of floating point",
            Assert.Throws<MetamerException>(() => new OnnxNetwork(Small, features with { Readout = file })).Message
        );
        folder.Delete(recursive: true);
    }

    /// <summary>As everywhere, a ReLU below the matched stage keeps its derivative.</summary>
    [Fact]
    public void A_readout_of_a_ReLU_has_no_identity_gradient()
    {
        using DisposeScope scope = NewDisposeScope();
        DirectoryInfo folder = Directory.CreateTempSubdirectory("readout");
        string weights = Path.Combine(folder.FullName, "readout.safetensors");
        SafeTensors.Write(weights, new Dictionary<string, Tensor> { ["weight"] = ones(1, 4), ["bias"] = zeros(1) });
        GraphBuilder graph = new GraphBuilder(13).Input("x", 1, -1, 1, 2, 2);
        string features = graph.Node("Relu", [graph.Node("Flatten", ["x"])]);
        using TemporaryGraph file = new(graph.Build(features));
        using OnnxNetwork network = new(file.Path, new OnnxOptions { Output = features, Readout = weights });
        Tensor x = tensor(new float[] { -1, 2, -3, 4 }, [1, 1, 2, 2]).requires_grad_();
        Tensor read = network.Activations(x, "readout", identityGradient: true);
        Assert.Equal([0, 1, 0, 1f], autograd.grad([read.sum()], [x])[0].flatten().data<float>().ToArray());
        folder.Delete(recursive: true);
    }
}
