using Metamers.Models;
using Metamers.Models.Architectures;
using Metamers.Runtime;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Metamers.Tests.Models;

/// <summary>A user's own network, right, and wrong in every way that can be detected.</summary>
public sealed class ModelValidationTests
{
    [Fact]
    public void Sound_networks_pass()
    {
        using DisposeScope scope = NewDisposeScope();
        ModelValidation.Check(Sound(), Example());
        OwnModel evaluating = Sound(freeze: false);
        evaluating.eval();
        ModelValidation.Check(evaluating, Example());
        ModelValidation.Check(
            RuleTensors.Fill(new CifarResNet()).Freeze(),
            RuleTensors.Uniform("input", 2, 3, 32, 32).to(float32)
        );
    }

    [Fact]
    public void Training_mode_is_refused() =>
        AssertRefused(Sound(freeze: false), "Own is in training mode", "Call Freeze() or eval()");

    [Fact]
    public void Weights_that_are_not_finite_are_named()
    {
        OwnModel model = Sound();
        using (no_grad())
        {
            model.state_dict()["conv.bias"][1] = float.NaN;
        }

        AssertRefused(model, "Weights of Own contain NaN or infinity: conv.bias.", "load another");
    }

    [Fact]
    public void A_network_without_stages_is_refused() => AssertRefused(Own(), "Own declares no stages", "AddStage");

    [Fact]
    public void A_stage_name_that_cannot_name_a_file_is_refused() =>
        AssertRefused(Own(("layer/1", x => x * 2)), "'layer/1' cannot be the name of a stage");

    [Fact]
    public void A_stage_declared_twice_is_refused_when_it_is_declared() =>
        Assert.Contains(
            "'a' is declared twice",
            Assert.Throws<ArgumentException>(() => Own(("a", x => x * 2), ("a", x => x * 2))).Message
        );

    [Fact]
    public void A_stage_that_cannot_take_the_one_before_it_is_named() =>
        AssertRefused(
            Own(("half", x => x[.., ..1]), ("wide", x => nn.functional.conv2d(x, ones(1, 3, 1, 1)))),
            "Stage 'wide' of Own cannot be computed from the previous stage, of shape (1, 1, 4, 4)"
        );

    [Fact]
    public void A_stage_that_is_not_finite_is_named() =>
        AssertRefused(Own(("root", x => (x - 0.5).sqrt())), "Stage 'root' of Own gives NaN or infinity");

    [Fact]
    public void A_random_stage_is_named() =>
        AssertRefused(
            Own(("noisy", x => x + randn(x.shape))),
            "Stage 'noisy' of Own gives different outputs for the same input"
        );

    [Fact]
    public void A_stage_that_depends_on_its_batch_is_named() =>
        AssertRefused(
            Own(("centred", x => x - x.mean())),
            "Stage 'centred' of Own depends on the other items in the batch"
        );

    [Theory]
    [InlineData("cut")]
    [InlineData("rounded")]
    [InlineData("constant")]
    public void Stages_without_a_gradient_are_named(string kind) =>
        AssertRefused(
            Own(
                ("good", x => x * 2),
                (
                    kind,
                    x =>
                        kind == "cut" ? x.detach() * 2
                        : kind == "rounded" ? (x * 9).round()
                        : x * 0 + 1
                )
            ),
            $"No usable gradient reaches the input of Own from: {kind}.",
            "without detach()"
        );

    [Fact]
    public void Examples_that_do_not_fit_are_refused_with_a_cure()
    {
        using DisposeScope scope = NewDisposeScope();
        AssertExample(zeros(0, 3, 4, 4), "The example: empty, of shape (0, 3, 4, 4)", "at least one");
        AssertExample(zeros(3, 4, 4), "shape (3, 4, 4); Own takes (N, 3, 4, 4)", "unsqueeze(0)");
        AssertExample(zeros(1, 1, 4, 4), "shape (1, 1, 4, 4)", "one channel; repeat it");
        AssertExample(zeros(1, 4, 4, 4), "shape (1, 4, 4, 4)", "leave the last one (alpha) out");
        AssertExample(zeros(1, 2, 4, 4), "They have 2 channels, but it takes 3");
        AssertExample(zeros(1, 3, 5, 5), "shape (1, 3, 5, 5)", "Resize them.");
        AssertExample(
            zeros(1, 3, 4, 4, ScalarType.Byte),
            "values of type Byte; Own takes Float32 from 0 to 1",
            "/ 255"
        );
        AssertExample(Example() * 255, "values from", "Own takes 0 to 1", "divided by 255");
        AssertExample(Example() - 1, "values from -", "do not normalise them");
        AssertExample(Example() / 0, "NaN or infinite values");
    }

    private static OwnModel Own(params (string Name, Func<Tensor, Tensor> Compute)[] stages) => new(stages);

    private static OwnModel Sound(bool freeze = true) => new([("twice", x => x * 2)], freeze);

    private static Tensor Example() => RuleTensors.Uniform("input", 1, 3, 4, 4).to(float32);

    private static void AssertExample(Tensor example, params string[] parts) => AssertMessage(Sound(), example, parts);

    private static void AssertRefused(StagedModel model, params string[] parts)
    {
        using DisposeScope scope = NewDisposeScope();
        AssertMessage(model, Example(), parts);
    }

    private static void AssertMessage(StagedModel model, Tensor example, string[] parts)
    {
        string message = Assert.Throws<MetamerException>(() => ModelValidation.Check(model, example)).Message;
        Assert.All(parts, part => Assert.Contains(part, message));
        model.Dispose();
    }

    /// <summary>One convolution and what a test adds to it.</summary>
    private sealed class OwnModel : StagedModel
    {
        private readonly Conv2d conv;

        public OwnModel(IEnumerable<(string Name, Func<Tensor, Tensor> Compute)> stages, bool freeze = true)
            : base("Own", InputNormalization.None, 3, 4, 4)
        {
            conv = nn.Conv2d(3, 3, 1);
            RegisterComponents();
            foreach ((string name, Func<Tensor, Tensor> compute) in stages)
            {
                AddStage(name, compute);
            }

            if (freeze)
            {
                Freeze();
            }
        }
    }
}
