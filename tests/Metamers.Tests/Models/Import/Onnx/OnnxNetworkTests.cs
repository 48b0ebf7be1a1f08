using System.Text.Json.Nodes;
using Metamers.Models;
using Metamers.Models.Import;
using Metamers.Notebook;
using Metamers.Runtime;
using TorchSharp;
using static Metamers.Tests.Models.Import.Onnx.OnnxExamples;
using static TorchSharp.torch;

namespace Metamers.Tests.Models.Import.Onnx;

/// <summary>An ONNX file as a network: stages, gradients, forms of input, batches.</summary>
public sealed class OnnxNetworkTests
{
    [Fact]
    public void A_short_list_of_stages_is_proposed_and_every_output_can_be_one()
    {
        using OnnxNetwork network = new(Small);
        Assert.Equal(
            [
                "input_after_preproc 3×8×8",
                "layer1.1.relu.Relu 4×8×8",
                "layer2.0.relu.Relu 6×4×4",
                "pool.GlobalAveragePool 6×1×1",
                "final 5",
            ],
            network.Stages.Select(stage => stage.ToString())
        );
        Assert.Equal([false, true, true, false, false], network.Stages.Select(stage => stage.EndsInRelu));
        OnnxOutput norm = network.Outputs.First(output => output.Operator == "BatchNormalization");
        using OnnxNetwork other = new(
            Small,
            new OnnxOptions
            {
                Stages = [norm.FileName, "/layer2/layer2.0/relu/Relu_output_0"],
                Names = new Dictionary<string, string> { ["/layer2/layer2.0/relu/Relu_output_0"] = "layer2" },
            }
        );
        Assert.Equal(["input_after_preproc", norm.Name, "layer2", "final"], other.Stages.Select(stage => stage.Name));
        using DisposeScope scope = NewDisposeScope();
        Tensor x = Example;
        Assert.True(
            other.Activations(x, "layer2").equal(network.Activations(x, "layer2.0.relu.Relu")).all().item<bool>()
        );
        Assert.True(other.Activations(x, norm.FileName).equal(network.Activations(x, norm.Name)).all().item<bool>());
        ModelValidation.Check(network, x);
        ModelValidation.Check(other, x);
    }

    [Fact]
    public void An_unknown_stage_is_answered_with_the_nearest_ones()
    {
        string message = Assert
            .Throws<MetamerException>(() => new OnnxNetwork(Small, new OnnxOptions { Stages = ["layer1.1.relu"] }))
            .Message;
        Assert.Contains("no output 'layer1.1.relu'", message, StringComparison.Ordinal);
        Assert.Contains("layer1.1.relu.Relu", message, StringComparison.Ordinal);
        using OnnxNetwork network = new(Small);
        using Tensor x = Example;
        message = Assert.Throws<MetamerException>(() => network.Activations(x, "layer7")).Message;
        Assert.Contains("Its stages are: input_after_preproc, layer1.1.relu.Relu,", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Values_and_gradients_are_those_of_PyTorch()
    {
        JsonNode golden = JsonNode.Parse(File.ReadAllText(Path.Combine(Folder, "small.json")))!;
        using DisposeScope scope = NewDisposeScope();
        StagedModel network = new OnnxNetwork(Small).to(ScalarType.Float64);
        Assert.All(
            [("layer1", "layer1.1.relu.Relu"), ("layer2", "layer2.0.relu.Relu"), ("final", "final")],
            stage =>
            {
                Tensor x = Example.to(float64).requires_grad_();
                Tensor y = network.Activations(x, stage.Item2);
                y.norm().backward();
                Near(golden[stage.Item1]!["values"]!, y.flatten());
                Near(golden[stage.Item1]!["gradient"]!, x.grad!.flatten());
            }
        );

        static void Near(JsonNode expected, Tensor found)
        {
            double[] numbers = [.. expected.AsArray().Select(number => (double)number!)];
            Tensor wanted = tensor(numbers);
            Assert.True(
                (found[..numbers.Length] - wanted).abs().max().item<double>()
                    <= 1e-9 * wanted.abs().max().item<double>()
            );
        }
    }

    [Fact]
    public void The_identity_gradient_is_used_at_the_wanted_ReLU_alone()
    {
        using DisposeScope scope = NewDisposeScope();
        using OnnxNetwork network = new(Small);
        Tensor x = Example.requires_grad_();
        string sum = network.Outputs.Last(output => output.Operator == "Add").Name;
        Tensor before = network.Activations(x, sum);
        Tensor plain = network.Activations(x, "layer2.0.relu.Relu");
        Tensor identity = network.Activations(x, "layer2.0.relu.Relu", identityGradient: true);
        Assert.True(plain.equal(identity).all().item<bool>());
        Tensor through = autograd.grad([identity.sum()], [x])[0];
        Tensor expected = autograd.grad([before.sum()], [x])[0];
        Assert.True(through.allclose(expected));
        Assert.False(autograd.grad([plain.sum()], [x])[0].allclose(expected));
        Tensor authors = network.Activations(x, "layer2.0.relu.Relu_fake_relu");
        Assert.True(autograd.grad([authors.sum()], [x])[0].equal(through).all().item<bool>());
    }

    [Fact]
    public void Freezing_folds_batch_norms_into_convolutions_and_they_can_still_be_stages()
    {
        using DisposeScope scope = NewDisposeScope();
        using OnnxNetwork network = new(Small);
        Tensor x = cat([Example, 1 - Example]);
        string[] all = [.. network.Outputs.Select(output => output.Name)];
        IReadOnlyDictionary<string, Tensor> plain = network.Activations(x, all);
        Assert.All(network.parameters(), parameter => Assert.False(parameter.requires_grad), throwIfEmpty: true);
        network.Freeze();
        Assert.All(
            all,
            name => Assert.True(network.Activations(x, name).allclose(plain[name], 1e-5, 1e-6), name),
            throwIfEmpty: true
        );
        Tensor folded = network.Activations(x, "layer1.1.relu.Relu");
        Assert.False(folded.equal(plain["layer1.1.relu.Relu"]).all().item<bool>(), "nothing was folded");
        network.Freeze(foldBatchNorm: false);
        Assert.True(network.Logits(x).equal(plain["final"]).all().item<bool>());
    }

    [Fact]
    public void A_file_for_a_batch_of_one_runs_stimulus_by_stimulus()
    {
        using DisposeScope scope = NewDisposeScope();
        using OnnxNetwork any = new(Small);
        using OnnxNetwork one = new(Path.Combine(Folder, "small_one.onnx"));
        Assert.False(any.RunsOneByOne);
        Assert.True(one.RunsOneByOne);
        const string Said = "Its graph takes one item at a time, so a batch runs item by item.";
        Assert.EndsWith(Said, $"{one}", StringComparison.Ordinal);
        Assert.Contains(Said, one.ToHtml(), StringComparison.Ordinal);
        Assert.EndsWith(Said, ObjectTables.ToTable(one).ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("batch", $"{any}{any.ToHtml()}", StringComparison.Ordinal);
        Tensor x = cat([Example, 1 - Example, Example / 2]).requires_grad_();
        Tensor expected = any.Logits(x);
        Tensor found = one.Logits(x);
        Assert.True(found.allclose(expected, 1e-5, 1e-6));
        Tensor gradient = autograd.grad([expected.norm()], [x])[0];
        Tensor apart = autograd.grad([found.norm()], [x])[0] - gradient;
        Assert.InRange((apart.abs().max() / gradient.abs().max()).item<float>(), 0, 1e-5f);
        ModelValidation.Check(one, Example);
    }

    [Fact]
    public void Identities_differ_with_the_file_and_stay_the_same_in_64_bits()
    {
        using OnnxNetwork network = new(Small);
        using OnnxNetwork other = new(Path.Combine(Folder, "small_one.onnx"), new OnnxOptions { Name = "small" });
        ModelIdentity identity = ModelIdentity.Compute(network);
        Assert.False(identity.IsSameNetworkAs(ModelIdentity.Compute(other)));
        network.to(ScalarType.Float64);
        Assert.True(identity.IsSameNetworkAs(ModelIdentity.Compute(network)));
        Assert.Equal(ScalarType.Float64, network.ElementType);
    }

    [Fact]
    public void Channels_last_blue_first_and_0_to_255_are_brought_into_form()
    {
        using DisposeScope scope = NewDisposeScope();
        GraphBuilder graph = new GraphBuilder(13).Input("x", 1, -1, 6, 5, 3);
        graph.Build(graph.Node("Identity", [graph.Node("Transpose", ["x"], ("perm", new long[] { 0, 3, 1, 2 }))]));
        using TemporaryGraph file = new(graph);
        InputNormalization bytes = new(0, 1, [0, 0, 0], [1 / 255.0, 1 / 255.0, 1 / 255.0]);
        using OnnxNetwork network = new(file.Path, new OnnxOptions { Input = bytes, BlueFirst = true });
        Assert.Equal([3, 6, 5], network.InputShape);
        Tensor x = rand(2, 3, 6, 5);
        Assert.True(network.Logits(x).allclose((x * 255).flip(1)));
        Assert.Equal([6, 5, 3], network.Stages[0].Shape);
    }

    [Fact]
    public void A_second_file_prepares_the_input()
    {
        using DisposeScope scope = NewDisposeScope();
        GraphBuilder graph = new GraphBuilder(13).Input("x", 1, -1, 3, 8, 8);
        graph.Build(graph.Node("Sub", ["x", graph.Scalar(0.25f)]));
        using TemporaryGraph file = new(graph);
        using OnnxNetwork plain = new(Small);
        using OnnxNetwork prepared = new(Small, new OnnxOptions { Preprocess = file.Path });
        Tensor x = cat([Example, Example / 3]);
        Assert.True(prepared.Logits(x).equal(plain.Logits(x - 0.25)).all().item<bool>());
        Assert.True(prepared.Activations(x, StagedModel.InputStage).equal(x - 0.25).all().item<bool>());
        Assert.False(ModelIdentity.Compute(prepared).IsSameNetworkAs(ModelIdentity.Compute(plain)));
    }

    [Fact]
    public void A_waveform_is_a_sound()
    {
        using DisposeScope scope = NewDisposeScope();
        GraphBuilder graph = new GraphBuilder(13).Input("audio", 1, -1, 1, 100);
        graph.Build(
            graph.Node("Flatten", [graph.Node("Conv", ["audio", graph.Random(2, 1, 9)], ("strides", new long[] { 4 }))])
        );
        using TemporaryGraph file = new(graph);
        using OnnxNetwork network = new(
            file.Path,
            new OnnxOptions { SamplingRate = 8000, Input = InputNormalization.Sound }
        );
        Assert.True(network.Kind.IsSound);
        Assert.Equal([100], network.InputShape);
        Assert.Equal(8000, network.SamplingRate);
        ModelValidation.Check(network, (rand(1, 100) * 2) - 1);
    }

    [Fact]
    public void Open_and_flat_inputs_need_the_shape_of_a_stimulus()
    {
        using DisposeScope scope = NewDisposeScope();
        GraphBuilder open = new GraphBuilder(13).Input("x", 1, -1, 3, -1, -1);
        open.Build(open.Node("GlobalAveragePool", [open.Node("Conv", ["x", open.Random(4, 3, 3, 3)])]));
        using TemporaryGraph first = new(open);
        Assert.Contains(
            "InputShape = [3, 224, 224]",
            Assert.Throws<MetamerException>(() => new OnnxNetwork(first.Path)).Message,
            StringComparison.Ordinal
        );
        using OnnxNetwork sized = new(first.Path, new OnnxOptions { InputShape = [3, 9, 9] });
        Assert.Equal([4], sized.Stages[^1].Shape);
        Assert.False(sized.HasDecision);
        GraphBuilder flat = new GraphBuilder(13).Input("x", 1, -1, 16);
        flat.Build(flat.Node("Gemm", ["x", flat.Random(16, 3)]));
        using TemporaryGraph second = new(flat);
        Assert.Throws<MetamerException>(() => new OnnxNetwork(second.Path));
        using OnnxNetwork pictures = new(second.Path, new OnnxOptions { InputShape = [1, 4, 4] });
        Assert.Equal([3], pictures.Logits(rand(2, 1, 4, 4)).shape[1..]);
        Assert.True(pictures.HasDecision);
        Assert.Throws<MetamerException>(() => new OnnxNetwork(second.Path, new OnnxOptions { InputShape = [1, 4, 5] }));
    }

    [Fact]
    public void A_softmax_at_the_end_is_left_out()
    {
        GraphBuilder graph = new GraphBuilder(13).Input("x", 1, -1, 1, 4, 4);
        string logits = graph.Node("Gemm", [graph.Node("Flatten", ["x"]), graph.Random(16, 3)]);
        graph.Build(graph.Node("Softmax", [logits]));
        using TemporaryGraph file = new(graph);
        using OnnxNetwork network = new(file.Path);
        Assert.Equal(logits, network.Outputs[^1].FileName);
    }
}
