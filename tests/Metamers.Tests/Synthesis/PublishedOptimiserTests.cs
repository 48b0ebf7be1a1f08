using System.Globalization;
using System.Text.Json.Nodes;
using Metamers.Models.Architectures;
using Metamers.Models.Checkpoints;
using Metamers.Synthesis;
using TorchSharp;
using static TorchSharp.torch;

namespace Metamers.Tests.Synthesis;

/// <summary>
/// The published descent, number by number: losses that the rule of the published code gives in PyTorch
/// (Golden/optimiser_trajectories*.json, which state the rule and how closely each step can be held).
/// </summary>
public sealed class PublishedOptimiserTests
{
    public static TheoryData<string> StageNames() =>
        new("input_after_preproc", "conv1_relu1", "layer1", "layer2", "layer3", "avgpool", "final");

    [Theory]
    [MemberData(nameof(StageNames))]
    public void Losses_of_the_published_descent_hold_on_weights_made_by_rule(string stage)
    {
        using CifarResNet model = RuleTensors.Fill(new CifarResNet(20));
        Check(model, "optimiser_trajectories_rule.json", stage);
    }

    [Theory]
    [MemberData(nameof(StageNames))]
    public void Losses_of_the_published_descent_hold_on_the_public_checkpoint(string stage)
    {
        string path = TestFiles.Data("resnet20-12fca82f.th");
        using CifarResNet model = new(20);
        Checkpoint.Load(model, path);
        Check(model, "optimiser_trajectories.json", stage);
    }

    private static void Check(CifarResNet model, string file, string stage)
    {
        using DisposeScope scope = NewDisposeScope();
        model.to(float64).Freeze(foldBatchNorm: false);
        JsonNode golden = JsonNode.Parse(File.ReadAllText(TestFiles.Golden(file)))!;
        JsonNode expected = golden["trajectories"]!.AsArray().Single(t => t!["stage"]!.GetValue<string>() == stage)!;
        string seed = golden["seed"]!.GetValue<string>();

        Tensor reference = nn.functional.interpolate(
            RuleTensors.Uniform("reference" + seed, 1, 3, 8, 8).to(float32).to(float64),
            size: [32, 32],
            mode: InterpolationMode.Bilinear,
            align_corners: false
        );
        Tensor start = (0.5 + 0.05 * Math.Sqrt(12) * (RuleTensors.Uniform("start" + seed, 1, 3, 32, 32) - 0.5))
            .to(float32)
            .to(float64)
            .clamp(0, 1);
        MetamerOptions options = new()
        {
            Repetitions = 3,
            StepsPerRepetition = 40,
            ReportEvery = 1,
        };
        using SynthesisRun run = new MetamerSynthesizer(model, options).Start(reference, stage, start);
        run.Advance();

        Dictionary<int, double> losses = run.Losses(0).ToDictionary(report => report.Step, report => report.Loss);
        foreach ((string step, JsonNode? value) in expected["loss_before_step"]!.AsObject())
        {
            int index = int.Parse(step, CultureInfo.InvariantCulture);
            double tolerance = index <= 20 ? 1e-6 : 0.15;
            AssertClose(value!.GetValue<double>(), losses[index], tolerance, $"{stage}, step {step}");
        }

        AssertClose(expected["final_loss"]!.GetValue<double>(), losses[120], 0.15, $"{stage}, final loss");
        AssertClose(
            expected["final_pixel_norm"]!.GetValue<double>(),
            run.Candidates.norm().item<double>(),
            0.02,
            $"{stage}, pixel norm"
        );
        if (stage is not ("layer1" or "layer2" or "layer3"))
        {
            // There the trajectories part by some percent, and with them what the network says of a picture matched to
            // 0.1 or 0.2.
            Assert.Equal(expected["final_argmax"]!.GetValue<int>(), model.Logits(run.Candidates).argmax().item<long>());
        }
    }

    private static void AssertClose(double expected, double actual, double tolerance, string what) =>
        Assert.True(
            Math.Abs(actual - expected) <= tolerance * expected,
            $"{what}: {actual:R}, expected {expected:R} within {tolerance:P4}."
        );
}
