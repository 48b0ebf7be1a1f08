using Metamers.Models;
using Metamers.Models.Architectures;
using Metamers.Models.Zoo;
using Metamers.Runtime;
using TorchSharp;
using static TorchSharp.torch;

namespace Metamers.Tests.Models.Architectures;

/// <summary>
/// Compares the networks with torchvision's and the authors' own, on weights and an input made by rule. A value may
/// differ by 1e-4 of itself, or of a tenth of the tensor's standard deviation if the value is smaller than that.
/// </summary>
/// <remarks>
/// The same holds for gradients, except those of the deepest stages. There float32 rounding decides on which side of
/// zero a few units are and which of two values a pooling selects, and each of these changes the gradient by more than
/// that: our float64 gradients differ by up to 3e-4 (ResNet-50) and 6e-4 (VGG-19) from torchvision's, which were
/// computed in float32. Without oneDNN, libtorch's own convolutions round in another order, so that a value of AlexNet
/// differs by 1.2e-4. Those of the last two stages of CochCNN9 also differ, by 5e-4 in float32.
/// </remarks>
public sealed class GoldenNetworkTests
{
    private const double Tolerance = 1e-4;
    private const double Share = 0.1;
    private const double Printed = 5e-8; // single values were written with seven decimals
    private const string FakeRelu = "_fake_relu"; // how the authors mark a stage read with the identity gradient

    private static readonly (string Network, string[] Stages, double Tolerance)[] RoundedGradients =
    [
        ("resnet50", ["layer3", "layer4", "avgpool", "final"], 2e-3),
        ("vgg19", ["conv_relu_4_3", "avgpool", "fc_relu_0", "fc_relu_1", "final"], 1e-2),
    ];

    [Theory]
    [InlineData("alexnet", true)]
    [InlineData("vgg19", true)]
    [InlineData("resnet50", true)]
    [InlineData("resnet50", false)]
    public void Every_stage_of_torchvision_has_its_values_and_gradients(string network, bool foldBatchNorm)
    {
        GoldenNetwork golden = GoldenNetworks.Read("torchvision_stages.json").Networks[network];
        using DisposeScope scope = NewDisposeScope();
        StagedModel model = Build(network);
        Assert.Equal(golden.Parameters, model.parameters().Sum(p => p.numel()));
        model.Freeze(foldBatchNorm);
        Tensor x = Input(float32);
        IReadOnlyDictionary<string, Tensor> stages = model.Activations(x, [.. golden.Stages.Select(s => s.Stage)]);
        Assert.Empty(
            golden.Stages.SelectMany(stage =>
            {
                double rounded = RoundedGradients
                    .FirstOrDefault(r => r.Network == network && r.Stages.Contains(stage.Stage))
                    .Tolerance;
                return Differences(stage, stages[stage.Stage], x, Math.Max(Tolerance, rounded));
            })
        );
    }

    [Fact]
    public void In_float64_the_gradients_of_ResNet50_are_those_of_torchvision_to_the_last_stage()
    {
        GoldenNetwork golden = GoldenNetworks.Read("torchvision_stages.json").Networks["resnet50"];
        using DisposeScope scope = NewDisposeScope();
        StagedModel model = Build("resnet50").to(float64).Freeze();
        Tensor x = Input(float64);
        IReadOnlyDictionary<string, Tensor> stages = model.Activations(x, [.. golden.Stages.Select(s => s.Stage)]);
        Assert.Empty(
            golden.Stages.SelectMany(stage =>
                Differences(stage, stages[stage.Stage], x, stage.Stage == "final" ? 3e-4 : Tolerance)
            )
        );
    }

    [Theory]
    [InlineData("AlexNet")]
    [InlineData("ResNet50")]
    public void Stages_read_with_the_identity_gradient_have_the_authors_values_and_gradients(string network)
    {
        GoldenNetwork golden = GoldenNetworks.Read("paper_networks.json").Networks[network];
        using DisposeScope scope = NewDisposeScope();
        StagedModel model = Build(network).Freeze();
        Tensor x = Input(float32);
        Assert.NotEmpty(golden.Stages);
        foreach (GoldenStage stage in golden.Stages)
        {
            bool identity = stage.Stage.EndsWith(FakeRelu, StringComparison.Ordinal);
            Tensor activations = model.Activations(x, stage.Stage.Replace(FakeRelu, ""), identity);
            Assert.Empty(
                Differences(stage, activations, x, network == "ResNet50" && stage.Stage == "final" ? 2e-3 : Tolerance)
            );
        }
    }

    [Fact]
    public void CochCnn9_has_the_authors_parameter_names_values_and_gradients()
    {
        GoldenNetwork golden = GoldenNetworks.Read("paper_networks.json").Networks["CochCNN9 (kell2018)"];
        using DisposeScope scope = NewDisposeScope();
        CochCnn9 network = RuleTensors.Fill(new CochCnn9());
        Assert.Equal(golden.Parameters, network.parameters().Sum(p => p.numel()));
        AssertKeys(golden, network);
        StagedModel model = network.Freeze();
        // In place of a cochleagram.
        Tensor x = RuleTensors.Uniform("input", 1, 1, 211, 390).to(float32).requires_grad_();
        Assert.NotEmpty(golden.Stages);
        foreach (GoldenStage stage in golden.Stages)
        {
            bool identity = stage.Stage.EndsWith("_fakerelu", StringComparison.Ordinal);
            int index = model.Stages.Select(s => s.Name).ToList().IndexOf(stage.Stage.Replace("_fakerelu", ""));
            Tensor activations = Enumerable
                .Range(1, index)
                .Aggregate(x, (y, i) => model.Compute(i, y, identity && i == index));
            Assert.Empty(
                Differences(stage, activations, x, stage.Stage is "relufc_fakerelu" or "final" ? 2e-3 : Tolerance)
            );
        }
    }

    [Theory]
    [InlineData("LowPassAlexNet", "")]
    [InlineData("CORnet-S", "module.")]
    public void Networks_that_are_the_papers_alone_have_the_authors_parameter_names_values_and_gradients(
        string architecture,
        string prefix
    )
    {
        GoldenNetwork golden = GoldenNetworks.Read("paper_networks.json").Networks[architecture];
        using DisposeScope scope = NewDisposeScope();
        StagedModel network =
            architecture == "CORnet-S"
                ? new CorNetS(input: InputNormalization.None)
                : new LowPassAlexNet(input: InputNormalization.None);
        Assert.Equal(golden.Parameters, network.parameters().Sum(p => p.numel()));
        AssertKeys(golden, network, prefix);
        RuleTensors.Fill(network, prefix).Freeze(); // the Hann windows too, which are in the authors' state dict
        Tensor x = Input(float32);
        Assert.NotEmpty(golden.Stages);
        foreach (GoldenStage stage in golden.Stages)
        {
            Assert.Empty(Differences(stage, network.Activations(x, stage.Stage), x, 2e-3));
        }
    }

    public static TheoryData<string> CrossChecked() =>
        [.. GoldenNetworks.Read("crosscheck_networks.json").Networks.Keys];

    /// <summary>Against tests/crosscheck/networks.py, an independent implementation in PyTorch.</summary>
    [Theory]
    [MemberData(nameof(CrossChecked))]
    public void Networks_without_the_authors_numbers_agree_with_a_second_implementation(string architecture)
    {
        GoldenNetwork golden = GoldenNetworks.Read("crosscheck_networks.json").Networks[architecture];
        using DisposeScope scope = NewDisposeScope();
        StagedModel network = CrossCheckedNetwork(architecture).Freeze();
        bool hears = network.Cochleagram is not null;
        long[] shape = hears ? [1, 211, 390] : [.. network.InputShape];
        Tensor x = (RuleTensors.Uniform("input", [1, .. shape]) * network.Input.Maximum).to(float32).requires_grad_();
        Assert.Equal(network.Stages.Skip(1).Select(stage => stage.Name), golden.Stages.Select(stage => stage.Stage));
        int lastGradient = golden.Stages.ToList().FindLastIndex(stage => stage.GradNorm is not null) + 1;
        Tensor before = x; // after the normalisation
        foreach ((GoldenStage stage, int index) in golden.Stages.Select((stage, i) => (stage, i + 1)))
        {
            using IDisposable? still = index > lastGradient ? no_grad() : null;
            Tensor activations = network.Compute(index, before, identityGradient: true);
            // Both compute in float32.
            Assert.Empty(Differences(stage, activations, x, 2e-3, valueTolerance: 3e-4, share: 1));
            before = network.Stages[index].EndsInRelu
                ? network.Compute(index, before, identityGradient: false)
                : activations;
        }
    }

    private static StagedModel CrossCheckedNetwork(string architecture)
    {
        StagedModel network = ModelZoo.Build(
            ModelZoo.Cards.First(card => card.Architecture == architecture).Key,
            seed: 0
        );
        RuleTensors.Fill(
            network,
            only: name =>
                !name.StartsWith("s1_units", StringComparison.Ordinal)
                && !name.Contains("uniform", StringComparison.Ordinal)
                && !name.Contains("all_Hts", StringComparison.Ordinal)
        );
        using IDisposable still = no_grad();
        Dictionary<string, Tensor> weights = network.state_dict();
        foreach (string sum in weights.Keys.Where(name => name.EndsWith("patches_sum_sq", StringComparison.Ordinal)))
        {
            weights[sum]
                .copy_(weights[sum.Replace("patches_sum_sq", "conv.weight")].square().view(4, 400, -1).sum([0, 2]));
        }

        return network;
    }

    [Fact]
    public void CochResNet50_has_the_authors_parameter_names()
    {
        GoldenNetwork golden = GoldenNetworks.Read("paper_networks.json").Networks["CochResNet50"];
        using CochResNet50 network = new();
        Assert.Equal(golden.Parameters, network.parameters().Sum(p => p.numel()));
        AssertKeys(golden, network);
        Assert.Equal(
            golden.Stages.Select(stage => string.Join('x', stage.Stage == "avgpool" ? [2048] : stage.Shape[1..])),
            network.Stages.Skip(1).Select(stage => string.Join('x', stage.Shape))
        );
    }

    /// <summary>Names and shapes of all parameters and buffers; their order does not matter.</summary>
    private static void AssertKeys(GoldenNetwork golden, StagedModel network, string prefix = "") =>
        Assert.Equal(
            golden
                .StateDictKeys!.Select(key => $"{key[0]} ({string.Join(", ", key[1].EnumerateArray())})")
                .Order(StringComparer.Ordinal),
            network
                .state_dict()
                .Select(weight => $"{prefix}{weight.Key} ({string.Join(", ", weight.Value.shape)})")
                .Order(StringComparer.Ordinal)
        );

    private static Tensor Input(ScalarType type) =>
        RuleTensors.Uniform("input", 1, 3, 224, 224).to(float32).to(type).requires_grad_();

    private static StagedModel Build(string network) =>
        RuleTensors.Fill<StagedModel>(
            network.ToLowerInvariant() switch
            {
                "alexnet" => new AlexNet(input: InputNormalization.None),
                ['v', 'g', 'g', .. string depth] => new Vgg(int.Parse(depth), input: InputNormalization.None),
                ['r', 'e', 's', 'n', 'e', 't', .. string depth] => new ResNet(
                    int.Parse(depth),
                    input: InputNormalization.None
                ),
                _ => throw new ArgumentException($"No network '{network}'."),
            }
        );

    private static IEnumerable<string> Differences(
        GoldenStage golden,
        Tensor activations,
        Tensor x,
        double gradientTolerance,
        double? valueTolerance = null,
        double share = Share
    )
    {
        // torchvision's average pooling keeps two dimensions of length 1, which our stage does not have.
        Assert.Equal(golden.Shape.Reverse().SkipWhile(n => n == 1), activations.shape.Reverse().SkipWhile(n => n == 1));
        using DisposeScope scope = NewDisposeScope();
        double value = valueTolerance ?? (Convolutions.UseOneDnn ? Tolerance : 2 * Tolerance);
        Tensor norm = activations.pow(2).sum().sqrt();
        Tensor values = activations.detach().to(float64).flatten();
        Tensor gradient = golden.GradNorm is null
            ? zeros(4, float64)
            : autograd.grad([norm], [x], retain_graph: true)[0].to(float64).flatten();
        double gradientNorm = golden.GradNorm ?? 0;
        double gradientScale = gradientNorm / Math.Sqrt(x.numel());
        return
        [
            .. Compare("mean", [golden.Mean], [values.mean()], golden.Std),
            .. Compare("std", [golden.Std], [values.std(unbiased: false)], 0),
            .. Compare("norm", [golden.Norm], [values.norm()], 0),
            .. Compare("first", golden.First, values[..8].unbind(), golden.Std, value, Printed),
            .. Compare("last", golden.Last, values[^8..].unbind(), golden.Std, value, Printed),
            .. Compare("gradient's norm", [gradientNorm], [gradient.norm()], 0, gradientTolerance),
            .. Compare(
                "gradient's first",
                golden.GradFirst ?? [0, 0, 0, 0],
                gradient[..4].unbind(),
                gradientScale,
                gradientTolerance
            ),
        ];

        IEnumerable<string> Compare(
            string what,
            double[] expected,
            Tensor[] actual,
            double scale,
            double tolerance = Tolerance,
            double rounding = 0
        ) =>
            from pair in expected.Zip(actual, (e, a) => (Expected: e, Actual: a.item<double>()))
            where
                !(
                    Math.Abs(pair.Expected - pair.Actual)
                    <= tolerance * Math.Max(Math.Abs(pair.Expected), share * scale) + rounding
                )
            select $"{golden.Stage}, {what}: {pair.Actual:G8} instead of {pair.Expected:G8}";
    }
}
