using System.Text.Json;
using Metamers.Models;
using Metamers.Models.Checkpoints;
using Metamers.Models.Import;
using Metamers.Runtime;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Metamers.Tests.Models.Import;

/// <summary>
/// A user's own network: a module with stages by path, a traced TorchScript file, or one of the zoo's families with the
/// user's checkpoint.
/// </summary>
public sealed class OwnNetworkTests
{
    private static readonly InputNormalization Pictures = new(0, 1, [0.5, 0.5, 0.5], [0.25, 0.25, 0.25]);

    [Fact]
    public void A_module_that_works_in_place_does_not_change_the_stimulus()
    {
        using TorchSharp.Modules.Sequential module = nn.Sequential(
            ("relu", nn.ReLU(inplace: true)),
            ("flatten", nn.Flatten()),
            ("readout", nn.Linear(12, 2))
        );
        using StagedModel model = new ModuleNetwork(module, InputNormalization.None, [3, 2, 2], "flatten").Freeze();
        using Tensor x = linspace(-1, 1, 12).view(1, 3, 2, 2);
        using Tensor before = x.clone();
        IReadOnlyDictionary<string, Tensor> found = model.Activations(x, ["input_after_preproc", "flatten", "final"]);
        Assert.True(x.Equals(before));
        Assert.True(found["input_after_preproc"].Equals(before));
        Assert.True(found["flatten"].Equals(before.relu().flatten(1)));
    }

    [Fact]
    public void A_module_has_the_stages_that_its_paths_name()
    {
        using DisposeScope scope = NewDisposeScope();
        StagedModel model = new ModuleNetwork(new Small(), Pictures, [3, 8, 8], "body.0", "body.1", "pool").Freeze();
        Assert.Equal(
            ["input_after_preproc 3×8×8", "body.0 4×3×3", "body.1 4×3×3", "pool 4×2×2", "final 5"],
            model.Stages.Select(stage => stage.ToString())
        );
        Assert.Equal([false, false, true, false, false], model.Stages.Select(stage => stage.EndsInRelu));
        ModelValidation.Check(model, Example());
    }

    [Fact]
    public void Stages_of_a_module_have_its_values_and_the_identity_gradient_at_their_ReLU_alone()
    {
        using DisposeScope scope = NewDisposeScope();
        Small small = new();
        StagedModel model = new ModuleNetwork(small, Pictures, [3, 8, 8], "body.0", "body.1", "pool").Freeze();
        Tensor x = Example().requires_grad_();
        Tensor convolved = small.Convolution.call((x - 0.5) / 0.25);
        Tensor active = convolved.relu();
        AssertSame(convolved, model.Activations(x, "body.0"), x);
        AssertSame(active, model.Activations(x, "body.1"), x);
        AssertSame(
            convolved - convolved.detach().clamp_max(0),
            model.Activations(x, "body.1", identityGradient: true),
            x
        );
        AssertSame(
            nn.functional.adaptive_avg_pool2d(active, 2),
            model.Activations(x, "pool", identityGradient: true),
            x
        );
        AssertSame(small.call((x - 0.5) / 0.25), model.Logits(x), x);
        IReadOnlyDictionary<string, Tensor> all = model.Activations(x, [.. model.Stages.Select(stage => stage.Name)]);
        Assert.All(
            model.Stages,
            stage =>
                Assert.True(all[stage.Name].equal(model.Activations(x, stage.Name)).all().item<bool>(), stage.Name),
            throwIfEmpty: true
        );
    }

    [Fact]
    public void Nothing_past_the_wanted_stage_runs()
    {
        using DisposeScope scope = NewDisposeScope();
        Small small = new();
        int calls = 0;
        StagedModel model = new ModuleNetwork(small, Pictures, [3, 8, 8], "body.1", "pool").Freeze();
        small.Readout.register_forward_pre_hook(
            (_, x) =>
            {
                calls++;
                return x;
            }
        );
        model.Activations(Example(), "pool");
        Assert.Equal(0, calls);
        model.Activations(Example(), "final");
        Assert.Equal(1, calls);
    }

    [Fact]
    public void Paths_that_cannot_be_stages_are_refused_with_the_reason()
    {
        using DisposeScope scope = NewDisposeScope();
        AssertRefused("There is no part 'layer9'. The parts are: ", "layer9");
        AssertRefused("body.1", "layer9");
        AssertRefused("'pool' is named twice", "pool", "pool");
        StagedModel twice = new ModuleNetwork(new Small(), Pictures, [3, 8, 8], "again").Freeze();
        Assert.Contains(
            "'again' of Small runs more than once in a pass",
            Assert.Throws<MetamerException>(() => twice.Stages).Message
        );
        StagedModel model = new ModuleNetwork(new Small(), Pictures, [3, 8, 8], "pool").Freeze();
        Assert.Contains(
            "it runs as a whole",
            Assert.Throws<MetamerException>(() => model.LogitsAfter("pool", zeros(1, 4, 2, 2))).Message
        );
        StagedModel training = new ModuleNetwork(new Small(), Pictures, [3, 8, 8], "pool");
        Assert.Contains(
            "Small is in training mode",
            Assert.Throws<MetamerException>(() => ModelValidation.Check(training, Example())).Message
        );
    }

    [Fact]
    public void A_checkpoint_of_the_module_loads_by_the_modules_own_names()
    {
        using DisposeScope scope = NewDisposeScope();
        using TemporaryFolder folder = new();
        Small source = RuleTensors.Fill(new Small());
        SafeTensors.Write(folder["small.safetensors"], source.state_dict());
        ModuleNetwork model = new(new Small(), Pictures, [3, 8, 8], "pool");
        LoadedWeights loaded = Checkpoint.Load(model, folder["small.safetensors"]);
        Assert.Equal($"Small: 4 tensors of {folder["small.safetensors"]}", loaded.ToString());
        source.eval();
        AssertSame(source.call((Example() - 0.5) / 0.25), model.Freeze().Logits(Example()), null);
    }

    [Fact]
    public void A_traced_file_has_every_stage_with_Pythons_values_and_gradients()
    {
        using DisposeScope scope = NewDisposeScope();
        StagedModel model = new TorchScriptNetwork(TestFiles.Golden("traced/small.pt")).Freeze();
        Assert.Equal("Small", model.Name);
        Assert.Equal(
            ["input_after_preproc 3×8×8", "relu 4×3×3", "pool 4×2×2", "final 5"],
            model.Stages.Select(stage => stage.ToString())
        );
        using JsonDocument numbers = JsonDocument.Parse(File.ReadAllText(TestFiles.Golden("traced/small.json")));
        Tensor x = ((arange(192, float32).reshape(1, 3, 8, 8) * 37) % 100 / 100).requires_grad_();
        Assert.Equal(model.Stages.Count - 1, numbers.RootElement.EnumerateObject().Count()); // all but the input
        foreach (JsonProperty stage in numbers.RootElement.EnumerateObject())
        {
            Tensor y = model.Activations(x, stage.Name, identityGradient: true);
            Assert.Equal(stage.Value.GetProperty("norm").GetDouble(), y.norm().item<float>(), 1e-5);
            Assert.Equal(
                stage.Value.GetProperty("gradient").GetDouble(),
                autograd.grad([y.norm()], [x])[0].norm().item<float>(),
                1e-5
            );
        }

        ModelValidation.Check(model, Example());
    }

    [Theory]
    [InlineData("batch", "Stage 'pool' of Small depends on the other items in the batch")]
    [InlineData("gradient", "No usable gradient reaches the input of Small from: pool, final.")]
    [InlineData("random", "Stage 'pool' of Small gives different outputs for the same input")]
    public void Traced_networks_that_have_no_metamers_are_refused(string file, string message)
    {
        using DisposeScope scope = NewDisposeScope();
        StagedModel model = new TorchScriptNetwork(TestFiles.Golden($"traced/{file}.pt")).Freeze();
        Assert.Contains(
            message,
            Assert.Throws<MetamerException>(() => ModelValidation.Check(model, Example())).Message
        );
    }

    [Fact]
    public void A_changed_bit_is_noticed_before_the_program_is_loaded()
    {
        using TemporaryFolder folder = new();
        byte[] whole = File.ReadAllBytes(TestFiles.Golden("traced/small.pt"));
        new TorchScriptNetwork(folder.Write("whole.pt", whole)).Dispose();
        AssertChanged("does not have its checksum", whole.AsSpan().IndexOf((ReadOnlySpan<byte>)[0x80, 0x02]) + 40);
        // Without this record, libtorch would end the process.
        AssertChanged("not called as, the list of records says", whole.AsSpan().LastIndexOf("linear.py"u8));

        void AssertChanged(string message, int at)
        {
            byte[] changed = [.. whole];
            changed[at] ^= 1;
            Assert.Contains(
                message,
                Assert
                    .Throws<MetamerException>(() => new TorchScriptNetwork(folder.Write("changed.pt", changed)))
                    .Message
            );
        }
    }

    [Fact]
    public void Files_that_are_no_exported_network_are_refused()
    {
        using TemporaryFolder folder = new();
        Assert.Contains(
            "does not name its stages",
            Assert.Throws<MetamerException>(() => new TorchScriptNetwork(TestFiles.Golden("traced/unnamed.pt"))).Message
        );
        Assert.Contains(
            "cannot be read",
            Assert.Throws<MetamerException>(() => new TorchScriptNetwork(folder["none.pt"])).Message
        );
        File.WriteAllText(folder["page.pt"], "<html>");
        Assert.Contains(
            "is damaged, or not a TorchScript file",
            Assert.Throws<MetamerException>(() => new TorchScriptNetwork(folder["page.pt"])).Message
        );
    }

    private static Tensor Example() => RuleTensors.Uniform("input", 1, 3, 8, 8).to(float32);

    private static void AssertRefused(string message, params string[] paths) =>
        Assert.Contains(
            message,
            Assert.Throws<MetamerException>(() => new ModuleNetwork(new Small(), Pictures, [3, 8, 8], paths)).Message
        );

    private static void AssertSame(Tensor expected, Tensor actual, Tensor? x)
    {
        Assert.True(expected.allclose(actual, 1e-6, 1e-7));
        if (x is not null)
        {
            Assert.True(Gradient(expected, x).allclose(Gradient(actual, x), 1e-5, 1e-7));
        }
    }

    private static Tensor Gradient(Tensor y, Tensor x) => autograd.grad([y.norm()], [x], retain_graph: true)[0];

    private sealed class Small : nn.Module<Tensor, Tensor>
    {
        private readonly Sequential body;
        private readonly AdaptiveAvgPool2d pool = nn.AdaptiveAvgPool2d(2);
        private readonly Dropout again = nn.Dropout(0.5);
        private readonly Linear fc = nn.Linear(16, 5);

        public Small()
            : base(nameof(Small))
        {
            body = nn.Sequential(("0", nn.Conv2d(3, 4, 3, stride: 2)), ("1", nn.ReLU(inplace: true)));
            RegisterComponents();
        }

        public Conv2d Convolution => (Conv2d)body.children().First();

        public Linear Readout => fc;

        public override Tensor forward(Tensor x) => fc.call(again.call(again.call(pool.call(body.call(x))).flatten(1)));
    }
}
