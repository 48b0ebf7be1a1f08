using System.Diagnostics;
using Metamers.Models;
using Metamers.Models.Architectures;
using Metamers.Models.Checkpoints;
using Metamers.Runtime;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Metamers.Tests.Models.Checkpoints;

public class CheckpointLoadTests
{
    [Fact]
    public void The_public_ResNet20_of_before_PyTorch_1_6_loads_whole()
    {
        string path = TestFiles.Data("resnet20-12fca82f.th");
        using DisposeScope scope = NewDisposeScope();
        using Checkpoint checkpoint = Checkpoint.Read(path);
        Assert.Equal(CheckpointFormat.PyTorchLegacy, checkpoint.Format);
        Assert.Equal(97, checkpoint.Tensors.Count);
        // Parameters and running statistics.
        Assert.Equal(269_722 + 1_376, checkpoint.Tensors.Values.Sum(t => t.numel()));
        using CifarResNet model = new(20);
        Checkpoint.Load(model, path);
        foreach ((string name, Tensor tensor) in checkpoint.Tensors)
        {
            Assert.True(tensor.eq(model.state_dict()[name]).all().item<bool>(), name);
        }
    }

    [Theory]
    [InlineData(ScalarType.Float16)]
    [InlineData(ScalarType.BFloat16)]
    [InlineData(ScalarType.Float64)]
    public void Weights_of_another_precision_take_the_networks_type(ScalarType type)
    {
        using DisposeScope scope = NewDisposeScope();
        using TemporaryFolder folder = new();
        Network network = new();
        SafeTensors.Write(
            folder["a.pt"],
            Weights(network, w => w.is_floating_point() ? torch.full_like(w, 0.5).to(type) : w)
        );
        Checkpoint.Load(network, folder["a.pt"]);
        Assert.Equal(ScalarType.Float32, network.fc.weight.dtype);
        Assert.True(network.fc.weight.eq(0.5).all().item<bool>());
        Assert.True(network.bn1.running_mean!.eq(0.5).all().item<bool>());
        Assert.True(network.fc.weight.requires_grad);
    }

    [Fact]
    public void The_batch_counter_may_be_missing_as_in_old_files_or_in_excess()
    {
        using DisposeScope scope = NewDisposeScope();
        using TemporaryFolder folder = new();
        Network network = new();
        Dictionary<string, Tensor> weights = Weights(network, Filled(1));
        Assert.True(weights.Remove("bn1.num_batches_tracked"));
        SafeTensors.Write(folder["old.pt"], weights);
        Checkpoint.Load(network, folder["old.pt"]);
        Assert.True(network.fc.weight.eq(1).all().item<bool>());
        weights["bn2.num_batches_tracked"] = tensor(1L);
        SafeTensors.Write(folder["more.pt"], weights);
        Checkpoint.Load(network, folder["more.pt"]);
    }

    [Theory]
    [InlineData(10, 5)]
    [InlineData(50_000, 0)]
    public void The_nearest_names_are_looked_for_among_few(int superfluous, int expected)
    {
        using DisposeScope scope = NewDisposeScope();
        using TemporaryFolder folder = new();
        Network network = new();
        Tensor one = zeros(1);
        Dictionary<string, Tensor> weights = Enumerable
            .Range(0, superfluous)
            .ToDictionary(i => $"{i}{new string('w', 90)}", _ => one);
        SafeTensors.Write(folder["many.pt"], weights);
        Stopwatch watch = Stopwatch.StartNew();
        string message = Assert.Throws<MetamerException>(() => Checkpoint.Load(network, folder["many.pt"])).Message;
        Assert.Equal(expected, message.Split("(nearest in the file").Length - 1);
        Assert.Equal(5, message.Split("(nearest in the network").Length - 1);
        Assert.InRange(watch.Elapsed.TotalSeconds, 0, 20);
    }

    [Fact]
    public void All_that_does_not_fit_is_in_one_error_with_the_nearest_names_and_nothing_is_loaded()
    {
        using DisposeScope scope = NewDisposeScope();
        using TemporaryFolder folder = new();
        Network network = new();
        Dictionary<string, Tensor> weights = Weights(network, Filled(9));
        weights["conv_1.weight"] = weights["conv1.weight"];
        weights["extra.bias"] = zeros(3);
        weights["fc.weight"] = zeros(7, 4);
        weights["fc.bias"] = zeros(5, dtype: ScalarType.Byte);
        weights.Remove("conv1.weight");
        weights.Remove("bn1.running_var");
        SafeTensors.Write(folder["other.pt"], weights);
        MetamerException error = Assert.Throws<MetamerException>(() => Checkpoint.Load(network, folder["other.pt"]));
        Assert.Equal(
            $"{folder["other.pt"]} does not fit Network; nothing was loaded.\n"
                + "Missing from the file (2):\n"
                + "  conv1.weight [4, 3, 3, 3] (nearest in the file: conv_1.weight)\n"
                + "  bn1.running_var [4] (nearest in the file: extra.bias)\n"
                + "In the file but not in the network (2):\n"
                + "  conv_1.weight [4, 3, 3, 3] (nearest in the network: conv1.weight)\n"
                + "  extra.bias [3] (nearest in the network: conv1.weight)\n"
                + "Of another shape (1):\n"
                + "  fc.weight is [7, 4] in the file and [5, 4] in the network\n"
                + "Of another type (1):\n"
                + "  fc.bias is Byte in the file and Float32 in the network\n"
                + "Choose the network that the checkpoint was trained for (depth, number of classes), or rename "
                + "its tensors.",
            error.Message
        );
        Assert.False(network.bn1.weight.eq(9).any().item<bool>());
    }

    [Fact]
    public void Weights_of_another_network_are_told_whose_they_are()
    {
        using DisposeScope scope = NewDisposeScope();
        using TemporaryFolder folder = new();
        SafeTensors.Write(folder["deep.pt"], new CifarResNet(32).state_dict());
        string message = Assert
            .Throws<MetamerException>(() => Checkpoint.Load(new CifarResNet(20), folder["deep.pt"]))
            .Message;
        Assert.Contains("In the file but not in the network (60)", message);
        Assert.Contains(
            "It looks like the weights of ResNet32. Build that: ModelZoo.Build(\"resnet32\", seed: 0), then load "
                + "them into it.",
            message
        );
    }

    [Fact]
    public void A_wrong_number_of_classes_is_named_as_such()
    {
        using DisposeScope scope = NewDisposeScope();
        using TemporaryFolder folder = new();
        SafeTensors.Write(folder["seven.pt"], new CifarResNet(20, classes: 7).state_dict());
        string message = Assert
            .Throws<MetamerException>(() => Checkpoint.Load(new CifarResNet(20), folder["seven.pt"]))
            .Message;
        Assert.Contains("linear.weight is [7, 64] in the file and [10, 64] in the network", message);
        Assert.Contains(
            "Everything fits except the last layer: the checkpoint has 7 classes, the network 10. Build it with "
                + "classes: 7.",
            message
        );
        Checkpoint.Load(new CifarResNet(20, classes: 7), folder["seven.pt"]);
    }

    [Fact]
    public void Two_files_make_a_network_together_and_half_precision_is_said()
    {
        using DisposeScope scope = NewDisposeScope();
        using TemporaryFolder folder = new();
        Network network = new();
        Dictionary<string, Tensor> weights = Weights(network, Filled(1));
        SafeTensors.Write(
            folder["backbone.pt"],
            weights.Where(w => !w.Key.StartsWith("fc", StringComparison.Ordinal)).ToDictionary()
        );
        SafeTensors.Write(
            folder["readout.pt"],
            weights
                .Where(w => w.Key.StartsWith("fc", StringComparison.Ordinal))
                .ToDictionary(w => w.Key, w => w.Value.to(ScalarType.Float16))
        );
        Assert.Contains(
            "Missing from the file (2)",
            Assert.Throws<MetamerException>(() => Checkpoint.Load(network, folder["backbone.pt"])).Message
        );
        LoadedWeights loaded = Checkpoint.Load(network, folder["backbone.pt"], folder["readout.pt"]);
        Assert.Equal(
            $"Network: 8 tensors of {folder["backbone.pt"]} and {folder["readout.pt"]}; 2 of them converted from "
                + "Float16, whose rounding stays (three significant digits)",
            loaded.ToString()
        );
    }

    [Fact]
    public void Names_lose_what_frameworks_put_before_a_network_that_is_a_part()
    {
        Assert.Equal(["conv0.weight", "none"], Named(new CochCnnSmall(), "1.conv0.weight", "0.full_rep.rep.filters"));
        Assert.Equal(
            ["conv1.weight", "fc.bias", "none"],
            Named(new CifarResNet(20), "backbone.conv1.weight", "head.fc_cls.bias", "neck.0.weight")
        );
        Assert.Equal(
            ["conv1.weight", "none", "none"],
            Named(new ClipResNet50(), "visual.conv1.weight", "positional_embedding", "logit_scale")
        );
        Assert.Equal(["positional_embedding"], Named(new ClipVisionTransformer(), "positional_embedding"));
    }

    private static string[] Named(StagedModel model, params string[] names)
    {
        using (model)
        {
            return [.. names.Select(model.Naming(names)).Select(name => name ?? "none")];
        }
    }

    [Fact]
    public void Only_the_first_of_many_names_are_listed()
    {
        using DisposeScope scope = NewDisposeScope();
        using TemporaryFolder folder = new();
        SafeTensors.Write(folder["other.pt"], new Dictionary<string, Tensor> { ["w"] = zeros(1) });
        using CifarResNet model = new(20);
        string message = Assert.Throws<MetamerException>(() => Checkpoint.Load(model, folder["other.pt"])).Message;
        Assert.Contains("Missing from the file (97)", message);
        Assert.Contains("and 77 more", message);
        Assert.Contains("does not fit ResNet20", message);
    }

    [Theory]
    [InlineData(float.NaN, ScalarType.Float32)]
    [InlineData(float.PositiveInfinity, ScalarType.Float32)]
    [InlineData(1e300, ScalarType.Float64)]
    public void Weights_that_are_not_finite_in_the_network_are_refused_by_name(double value, ScalarType type)
    {
        using DisposeScope scope = NewDisposeScope();
        using TemporaryFolder folder = new();
        Network network = new();
        Dictionary<string, Tensor> weights = Weights(network, Filled(9));
        weights["fc.bias"] = tensor(new[] { 0, 0, value, 0, 0 }, type);
        SafeTensors.Write(folder["diverged.pt"], weights);
        MetamerException error = Assert.Throws<MetamerException>(() => Checkpoint.Load(network, folder["diverged.pt"]));
        Assert.Contains("'fc.bias' has values that are NaN or infinite", error.Message);
        Assert.False(network.bn1.weight.eq(9).any().item<bool>());
    }

    [Fact]
    public void Prefixes_go_only_where_every_name_has_them()
    {
        Assert.Equal(["a", "model.b"], Names("module.a", "module.model.b"));
        Assert.Equal(["a", "b.c"], Names("module.model.a", "module.model.b.c"));
        Assert.Equal(["a"], Names("module.model.a", "module.attacker.model.a", "module.normalizer.new_mean"));
        Assert.Equal(["attacker.a"], Names("module.attacker.a"));
        Assert.Equal(["model.a"], Names("model.a"));
        Assert.Equal(["module.a", "b"], Names("module.a", "b"));
    }

    [Fact]
    public void A_frozen_network_is_refused_since_its_folded_weights_would_not_follow()
    {
        using CifarResNet model = new(8);
        model.Freeze();
        Assert.Contains(
            "before Freeze()",
            Assert.Throws<MetamerException>(() => Checkpoint.Load(model, "any.pt")).Message
        );
    }

    [Fact]
    public void Loading_leaves_no_tensor_behind()
    {
        using DisposeScope scope = NewDisposeScope();
        using TemporaryFolder folder = new();
        Network network = new();
        SafeTensors.Write(folder["a.pt"], Weights(network, Filled(1)));
        long before = scope.DisposablesCount;
        Checkpoint.Load(network, folder["a.pt"]);
        Assert.Equal(before, scope.DisposablesCount);
    }

    private static string[] Names(params string[] names)
    {
        using DisposeScope scope = NewDisposeScope();
        using TemporaryFolder folder = new();
        SafeTensors.Write(folder["a.pt"], names.ToDictionary(name => name, _ => zeros(1)));
        return
        [
            .. Checkpoint
                .Read(folder["a.pt"])
                .Tensors.Keys.OrderBy(name => Array.FindIndex(names, n => n.EndsWith(name, StringComparison.Ordinal))),
        ];
    }

    private static Func<Tensor, Tensor> Filled(double value) => w => torch.full_like(w, value);

    private static Dictionary<string, Tensor> Weights(nn.Module network, Func<Tensor, Tensor> make) =>
        network.state_dict().ToDictionary(w => w.Key, w => make(w.Value.detach()));

    private sealed class Network : nn.Module
    {
        internal readonly Conv2d conv1 = nn.Conv2d(3, 4, 3, bias: false);
        internal readonly BatchNorm2d bn1 = nn.BatchNorm2d(4);
        internal readonly Linear fc = nn.Linear(4, 5);

        public Network()
            : base(nameof(Network)) => RegisterComponents();
    }
}
