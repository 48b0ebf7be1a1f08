using Metamers.Models.Architectures;
using Metamers.Models.Checkpoints;
using Metamers.Runtime;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Metamers.Tests.Models.Checkpoints;

/// <summary>Networks that are only a part of what is in a file, under other names, or in it more than once.</summary>
public sealed partial class CheckpointPartsTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly DisposeScope scope = NewDisposeScope();
    private readonly Network network = new();

    public void Dispose()
    {
        scope.Dispose();
        folder.Dispose();
    }

    [Theory]
    [InlineData("_orig_mod.")]
    [InlineData("module._orig_mod.")]
    [InlineData("model.")]
    [InlineData("net.")]
    [InlineData("1.")]
    [InlineData("encoder_q.")]
    [InlineData("module.model.")]
    [InlineData("classifier.anything.0.")]
    public void A_prefix_under_which_everything_fits_is_found(string prefix)
    {
        SafeTensors.Write(folder["a.pt"], Filled(2, name => prefix + name));
        Assert.Equal(8, Checkpoint.Load(network, folder["a.pt"]).Tensors);
        AssertFilled(2);
    }

    [Theory]
    [InlineData("features.0.weight", "features.module.0.weight")]
    [InlineData("features.0.weight", "module.features._orig_mod.0.weight")]
    [InlineData("module.0.weight", "module.0.weight")]
    public void Wrappers_of_parts_are_found_inside_names(string own, string inFile)
    {
        string part = own.Split('.')[0];
        Sequential parts = nn.Sequential((part, nn.Sequential(("0", nn.Linear(3, 2, hasBias: false)))));
        SafeTensors.Write(folder["a.pt"], new Dictionary<string, Tensor> { [inFile] = full([2, 3], 5.0) });
        Checkpoint.Load(parts, folder["a.pt"]);
        Assert.Equal(30, parts.state_dict()[own].sum().item<float>());
    }

    [Fact]
    public void A_readout_under_a_prefix_of_its_own_is_found()
    {
        const string last = "fc.bias";
        string Prefix(string name) => name == last ? "head." : "backbone.";
        SafeTensors.Write(folder["a.pt"], Filled(2, name => Prefix(name) + name));
        Assert.EndsWith(
            $"; they are 'backbone' in the file; {last} is 'head.{last}' there",
            Checkpoint.Load(network, folder["a.pt"]).ToString()
        );
        AssertFilled(2);

        Dictionary<string, Tensor> twice = Filled(2, name => Prefix(name) + name);
        twice[$"other_head.{last}"] = twice[$"head.{last}"];
        SafeTensors.Write(folder["a.pt"], twice);
        Assert.Contains($"Missing from the file (1):\n  {last}", Refused(folder["a.pt"], new()));
    }

    [Fact]
    public void A_part_that_was_asked_for_is_not_called_the_only_one()
    {
        SavedFile.Write(folder["a.pt"], Network.Shapes, ("student", 3), ("teacher", 4));
        Assert.EndsWith(
            "; the moving average 'teacher' was loaded, as asked",
            Checkpoint.Load(network, new CheckpointOptions { Part = "teacher" }, folder["a.pt"]).ToString()
        );
        AssertFilled(4);
    }

    [Fact]
    public void What_is_beside_the_network_is_told()
    {
        Dictionary<string, Tensor> tensors = Filled(2, name => "backbone_of_mine." + name);
        tensors["head.weight"] = zeros(7, 3);
        tensors["queue"] = zeros(5);
        SafeTensors.Write(folder["a.pt"], tensors);
        Assert.EndsWith(
            "; they are 'backbone_of_mine' in the file; 2 other tensors of the file were not used: head.weight, queue",
            Checkpoint.Load(network, folder["a.pt"]).ToString()
        );
    }

    [Theory]
    [InlineData("net")]
    [InlineData("model_state")]
    [InlineData("weights")]
    [InlineData("params")]
    [InlineData("model.state_dict")]
    [InlineData("whatever")]
    [InlineData("classy_state_dict.base_model.model.trunk")]
    public void Weights_are_found_in_any_entry_but_not_the_optimisers(string container)
    {
        SavedFile.Write(folder["a.pt"], Network.Shapes, ("optimizer", 9), (container, 3), ("", null));
        Checkpoint.Load(network, folder["a.pt"]);
        AssertFilled(3);
        using Checkpoint read = Checkpoint.Read(folder["a.pt"]);
        Assert.Equal(
            Network.Shapes.Where(weight => weight.Value.Length > 0).Select(weight => weight.Key),
            read.Tensors.Keys
        );
    }

    [Theory]
    [InlineData("state_dict", "state_dict_ema")]
    [InlineData("model", "model_ema")]
    [InlineData("model", "ema.module")]
    [InlineData("params", "params_ema")]
    public void A_moving_average_is_loaded_if_asked_for_and_told_otherwise(string raw, string average)
    {
        SavedFile.Write(folder["a.pt"], Network.Shapes, (average, 4), (raw, 3));
        Assert.EndsWith(
            $"; '{raw}' were loaded, not the moving average '{average}' (CheckpointOptions.Averaged takes it)",
            Checkpoint.Load(network, folder["a.pt"]).ToString()
        );
        AssertFilled(3);
        CheckpointOptions averaged = new() { Averaged = true };
        Assert.EndsWith(
            $"; the moving average '{average}' was loaded, not '{raw}'",
            Checkpoint.Load(network, averaged, folder["a.pt"]).ToString()
        );
        AssertFilled(4);

        SavedFile.Write(folder["ema.pt"], Network.Shapes, (average, 5));
        Assert.EndsWith(
            $"; the moving average '{average}' was loaded, the only weights in the file",
            Checkpoint.Load(network, folder["ema.pt"]).ToString()
        );
        AssertFilled(5);

        SavedFile.Write(folder["raw.pt"], Network.Shapes, (raw, 6));
        Assert.Contains(
            $"has no moving average of the weights of Network; it is in '{raw}'. Leave CheckpointOptions.Averaged out",
            Refused(folder["raw.pt"], averaged)
        );
    }

    [Fact]
    public void PyTorchs_averaged_model_is_known_by_its_counter()
    {
        Dictionary<string, Tensor> tensors = Filled(7, name => "module." + name);
        tensors["n_averaged"] = tensor(20L);
        SafeTensors.Write(folder["swa.pt"], tensors);
        Assert.EndsWith(
            "; the moving average 'module' was loaded, the only weights in the file",
            Checkpoint.Load(network, folder["swa.pt"]).ToString()
        );
        AssertFilled(7);
    }

    [Theory]
    [InlineData("", "ema.")]
    [InlineData("model.", "ema_model.")]
    [InlineData("module.encoder_q.", "module.encoder_k.")]
    [InlineData("student.", "teacher.")]
    public void A_moving_average_may_be_among_the_same_names(string raw, string average)
    {
        Dictionary<string, Tensor> tensors = Filled(3, name => raw + name);
        foreach ((string name, Tensor value) in Filled(4, name => average + name))
        {
            tensors[name] = value;
        }

        tensors[average + "bn2.num_batches_tracked"] = tensor(1L);
        SafeTensors.Write(folder["a.pt"], tensors);
        Assert.Contains(
            $"not the moving average '{average.TrimEnd('.')}'",
            Checkpoint.Load(network, folder["a.pt"]).ToString()
        );
        AssertFilled(3);
        Checkpoint.Load(network, new CheckpointOptions { Averaged = true }, folder["a.pt"]);
        AssertFilled(4);
    }

    [Fact]
    public void A_second_copy_is_told_and_one_with_other_weights_is_to_be_chosen()
    {
        Dictionary<string, Tensor> tensors = Filled(3, name => "module.model." + name);
        AddTo(tensors, Filled(3, name => "module.attacker.model." + name));
        SafeTensors.Write(folder["same.pt"], tensors);
        Assert.EndsWith(
            "; they are 'module.model' in the file; a second copy is 'module.attacker.model'",
            Checkpoint.Load(network, folder["same.pt"]).ToString()
        );
        AddTo(tensors, Filled(8, name => "module.attacker.model." + name));
        SafeTensors.Write(folder["other.pt"], tensors);
        Assert.Contains(
            "has Network more than once, with different weights: 'module.model', 'module.attacker.model'. Choose one: "
                + "new CheckpointOptions { Part = \"module.model\" }",
            Refused(folder["other.pt"], new())
        );
        Checkpoint.Load(network, new CheckpointOptions { Part = "module.attacker.model" }, folder["other.pt"]);
        AssertFilled(8);
        Assert.Contains(
            "has no weights of Network in a part 'decoder'; it is in 'module.model', 'module.attacker.model'",
            Refused(folder["other.pt"], new() { Part = "decoder" })
        );

        SavedFile.Write(folder["two.pt"], Network.Shapes, ("left", 1), ("right", 2));
        Assert.Contains("more than once, with different weights: 'left', 'right'", Refused(folder["two.pt"], new()));
        Checkpoint.Load(network, new CheckpointOptions { Part = "right" }, folder["two.pt"]);
        AssertFilled(2);
    }

    [Fact]
    public void Torchvisions_names_of_a_vision_transformer_load()
    {
        using VisionTransformer source = new("narrow", classes: 5, null, width: 16, heads: 2);
        Dictionary<string, Tensor> saved = source.state_dict().ToDictionary(w => Torchvision(w.Key), w => w.Value);
        Assert.Contains("encoder.layers.encoder_layer_23.self_attention.in_proj_bias", saved.Keys);
        SafeTensors.Write(folder["vit.pt"], saved);
        using VisionTransformer loaded = new("narrow", classes: 5, null, width: 16, heads: 2);
        Checkpoint.Load(loaded, folder["vit.pt"]);
        foreach ((string name, Tensor value) in loaded.state_dict())
        {
            Assert.True(value.equal(source.state_dict()[name]).all().item<bool>(), name);
        }
    }

    private static string Torchvision(string name)
    {
        string[] parts = name.Split('.');
        string end = parts[^1];
        return (parts[0], string.Join('.', parts.Skip(2).SkipLast(1))) switch
        {
            ("cls_token", _) => "class_token",
            ("pos_embed", _) => "encoder.pos_embedding",
            ("patch_embed", _) => $"conv_proj.{end}",
            ("norm", _) => $"encoder.ln.{end}",
            ("head", _) => $"heads.head.{end}",
            ("blocks", "norm1") => $"encoder.layers.encoder_layer_{parts[1]}.ln_1.{end}",
            ("blocks", "norm2") => $"encoder.layers.encoder_layer_{parts[1]}.ln_2.{end}",
            ("blocks", "attn.qkv") => $"encoder.layers.encoder_layer_{parts[1]}.self_attention.in_proj_{end}",
            ("blocks", "attn.proj") => $"encoder.layers.encoder_layer_{parts[1]}.self_attention.out_proj.{end}",
            ("blocks", "mlp.fc1") => $"encoder.layers.encoder_layer_{parts[1]}.mlp.0.{end}",
            ("blocks", "mlp.fc2") => $"encoder.layers.encoder_layer_{parts[1]}.mlp.linear_2.{end}",
            _ => throw new ArgumentException(name),
        };
    }

    private string Refused(string path, CheckpointOptions options) =>
        Assert.Throws<MetamerException>(() => Checkpoint.Load(network, options, path)).Message;

    private void AssertFilled(double value) =>
        Assert.All(
            network.state_dict().Where(weight => weight.Value.is_floating_point()),
            weight => Assert.True(weight.Value.eq(value).all().item<bool>(), weight.Key),
            throwIfEmpty: true
        );

    private static void AddTo(Dictionary<string, Tensor> tensors, Dictionary<string, Tensor> more)
    {
        foreach ((string name, Tensor value) in more)
        {
            tensors[name] = value;
        }
    }

    private static Dictionary<string, Tensor> Filled(double value, Func<string, string> named) =>
        Network.Shapes.ToDictionary(
            weight => named(weight.Key),
            weight => weight.Value.Length == 0 ? tensor(1L) : full(weight.Value, value)
        );

    private sealed class Network : nn.Module
    {
        /// <summary>Shapes of the state dict.</summary>
        public static readonly IReadOnlyDictionary<string, long[]> Shapes = new Network()
            .state_dict()
            .ToDictionary(weight => weight.Key, weight => weight.Value.shape);

        internal readonly Conv2d conv1 = nn.Conv2d(3, 4, 3, bias: false);
        internal readonly BatchNorm2d bn1 = nn.BatchNorm2d(4);
        internal readonly Linear fc = nn.Linear(4, 5);

        public Network()
            : base(nameof(Network)) => RegisterComponents();
    }
}
