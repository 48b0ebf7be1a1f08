using Metamers.Evaluation.Sensitivity;
using Metamers.Models;
using Metamers.Models.Colours;
using Metamers.Models.Zoo;
using Metamers.Plotting;
using Metamers.Plotting.Charts;
using Metamers.Plotting.Pictures;
using Metamers.Runtime;
using Metamers.Stimuli;
using Metamers.Stimuli.Data.Sets;
using Metamers.Stimuli.Synthetic;
using TorchSharp;
using static TorchSharp.torch;

namespace Metamers.Tests.Evaluation.Sensitivity;

public sealed class EigendistortionsTests
{
    private const string Network = "resnet20-standard-seed0";

    private static ImageStimulus Leaves => SyntheticStimuli.DeadLeaves(32, 3);

    [Fact]
    public void Products_with_the_Jacobian_are_finite_differences_and_transposes_of_each_other()
    {
        using DisposeScope scope = NewDisposeScope();
        using StagedModel model = ModelZoo.Load(Network);
        model.to(float64);
        Tensor natural = Leaves.Pixels.to(float64);
        using StageJacobian jacobian = new(model, "layer1", natural, directions: 2);
        Tensor directions = RandomDirections.Draw(2, jacobian.Values, seed: 5);
        Tensor pushed = jacobian.Push(directions);
        const double Step = 1e-6;
        Tensor step = Step * directions.view(2, 3, 32, 32);
        Tensor differences = (Activations(natural + step) - Activations(natural - step)) / (2 * Step);
        Assert.Equal([2, 16 * 32 * 32], pushed.shape);
        Assert.True((pushed - differences).norm().item<double>() < 1e-6 * pushed.norm().item<double>());

        Tensor weights = RandomDirections.Draw(2, jacobian.Units, seed: 6);
        Tensor one = (jacobian.Pull(weights) * directions).sum(1);
        Tensor other = (pushed * weights).sum(1);
        Assert.True((one - other).abs().max().item<double>() < 1e-10 * other.abs().max().item<double>());

        Tensor Activations(Tensor pictures) => model.Activations(pictures, "layer1").flatten(1);
    }

    [Fact]
    public void Of_a_linear_network_they_are_singular_vectors()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor rows = RandomDirections.Draw(40, 3 * 3 * 3, seed: 1);
        using LinearNetwork model = new("linear", rows, side: 3);
        ImageStimulus picture = LinearNetwork.Picture(3);
        Eigendistortions found = Eigendistortions.Find(model, LinearNetwork.Stage, picture);
        (_, Tensor singular, Tensor vectors) = linalg.svd(rows, fullMatrices: false);

        Assert.True(found.Most.Converged && found.Least.Converged, $"{found}");
        Assert.Equal(Math.Pow(singular[0].item<double>(), 2), found.Most.Eigenvalue, 1e-9);
        Assert.Equal(Math.Pow(singular[-1].item<double>(), 2), found.Least.Eigenvalue, 1e-9);
        Assert.Equal(singular[0].item<double>(), found.Most.Sensitivity, 1e-9);
        AssertAlong(vectors[0], found.Most.Distortion);
        AssertAlong(vectors[-1], found.Least.Distortion);
        Assert.Equal(0, found.NullDirections);
        Assert.DoesNotContain("change nothing", $"{found}", StringComparison.Ordinal);
    }

    [Fact]
    public void Of_an_eye_the_most_noticeable_is_known_and_the_least_cannot_be_seen()
    {
        using DisposeScope scope = NewDisposeScope();
        using ConeResponses eye = new(Illuminant.Daylight);
        eye.to(float64);
        using StageJacobian jacobian = new(eye, ConeResponses.ConeStage, full([35], 0.5, float64));
        (Tensor most, Tensor least, int steps) = Eigendistortions.FindEnds(jacobian, new());
        (_, _, Tensor vectors) = linalg.svd(eye.Sensitivity(), fullMatrices: false);
        Assert.InRange(steps, 3, 35);
        Assert.Equal(1, Math.Abs(most.dot(vectors[0]).item<double>()), 1e-9);
        Assert.Equal(1, eye.NullSpace().matmul(least).norm().item<double>(), 1e-9);
    }

    [Fact]
    public void A_stage_with_fewer_units_than_pixels_does_not_notice_some_changes_and_it_is_said()
    {
        using StagedModel model = ModelZoo.Load(Network);
        Eigendistortions found = Eigendistortions.Find(model, "final", Leaves);
        Assert.Equal(3 * 32 * 32 - 10, found.NullDirections);
        Assert.True(found.Most.Converged && found.Least.Converged, $"{found}");
        Assert.InRange(found.Least.Eigenvalue, 0, 1e-6 * found.Most.Eigenvalue);
        Assert.Contains("3062 directions at least change nothing", $"{found}", StringComparison.Ordinal);

        DistortionSensitivity noticed = DistortionSensitivity.Measure(model, "final", found.Most.Distortion);
        Assert.Equal(found.Most.Sensitivity, noticed.Length, 1e-3 * noticed.Length);
        Assert.True(noticed.Relative > 1, $"{noticed}");

        PictureGrid grid = new[] { found }.Grid();
        Assert.Contains("final", grid.Rows[0].Heading, StringComparison.Ordinal);
        Assert.Contains("<table", found.ToHtml(), StringComparison.Ordinal);
        Assert.NotEmpty(SensitivityChart.Draw([("most", [noticed])]).ToPng());
    }

    [Fact]
    public void Too_few_steps_are_said_and_more_steps_find_more()
    {
        using StagedModel model = ModelZoo.Load(Network);
        Eigendistortions few = Eigendistortions.Find(model, "layer1", Leaves, new() { MaximumSteps = 3 });
        Eigendistortions more = Eigendistortions.Find(model, "layer1", Leaves, new() { MaximumSteps = 15 });
        Assert.False(few.Most.Converged);
        Assert.Equal(3, few.Steps);
        Assert.Contains("not converged", $"{few}", StringComparison.Ordinal);
        Assert.True(more.Most.Eigenvalue > few.Most.Eigenvalue);
        Assert.True(more.Least.Eigenvalue < few.Least.Eigenvalue);
        Assert.True(more.Most.Residual < few.Most.Residual);
    }

    [Fact]
    public void The_same_seed_gives_the_same_bits_and_no_tensor_is_left()
    {
        using StagedModel model = ModelZoo.Load(Network);
        EigendistortionOptions options = new() { MaximumSteps = 4, Seed = 7 };
        ImageStimulus leaves = Leaves;
        Eigendistortions first = Eigendistortions.Find(model, "layer3", leaves, options);
        Eigendistortions again = Eigendistortions.Find(model, "layer3", leaves, options);
        Eigendistortions other = Eigendistortions.Find(model, "layer3", leaves, options with { Seed = 8 });
        Assert.Equal(first.Most.Distortion.Direction.bytes, again.Most.Distortion.Direction.bytes);
        Assert.Equal(first.Least.Eigenvalue, again.Least.Eigenvalue);
        Assert.NotEqual(first.Most.Eigenvalue, other.Most.Eigenvalue);
        LiveTensors.AssertNoneLeftBy(() =>
        {
            Eigendistortions found = Eigendistortions.Find(model, "layer3", leaves, options);
            found.Most.Distortion.Direction.Dispose();
            found.Least.Distortion.Direction.Dispose();
        });
    }

    [Fact]
    public void Of_a_sound_they_are_found_and_shown_too()
    {
        using StagedModel model = ModelZoo.Load("cochcnnsmall-digit-seed0");
        SoundStimulus word = SyntheticWords.All().First(sound => sound.ClassIndex is not null);
        Eigendistortions found = Eigendistortions.Find(model, "final", word);
        Assert.True(found.Most.Converged, $"{found}");
        Assert.True(found.Least.Eigenvalue < 1e-6 * found.Most.Eigenvalue, $"{found}");
        Assert.InRange(found.Most.Distortion.MeanFrequency(), 50, model.SamplingRate!.Value / 2.0);
        Assert.Contains("<audio", found.ToHtml(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_distorted_stimulus_is_within_its_range_and_says_what_is_left()
    {
        using DisposeScope scope = NewDisposeScope();
        ImageStimulus grey = new("grey", null, null, full([3, 4, 4], 0.9f), "made here");
        Distortion even = new(grey, ones(3, 4, 4));
        double all = Math.Sqrt(48);
        Assert.Equal(0, even.MeanFrequency(), 1e-9);
        DistortedStimulus whole = even.AddTo(0.05 * all);
        Assert.Equal(0.05 * all, whole.Length, 1e-9);
        Assert.Equal(0.95, whole.Stimulus.Values[0, 0, 0].item<float>(), 1e-6);
        DistortedStimulus clipped = even.AddTo(0.3 * all);
        Assert.Equal(0.1 * all, clipped.Length, 1e-6);
        Assert.Equal(0.3 * all, clipped.Wanted, 1e-9);
        Assert.Equal(1, clipped.Stimulus.Values.max().item<float>());

        Tensor stripes = (arange(4) % 2 * 2 - 1).to(float32).expand(3, 4, 4);
        Assert.Equal(0.5, new Distortion(grey, stripes).MeanFrequency(), 1e-9);
        Assert.Contains("not all 0", Refusal(() => new Distortion(grey, zeros(3, 4, 4))), StringComparison.Ordinal);
        Assert.Contains("(3, 4)", Refusal(() => new Distortion(grey, ones(3, 4))), StringComparison.Ordinal);
        Assert.Contains("NaN", Refusal(() => even.AddTo(double.NaN)), StringComparison.Ordinal);
    }

    [Fact]
    public void What_cannot_be_asked_is_refused()
    {
        using StagedModel model = ModelZoo.Load(Network);
        Assert.Contains("has no stage 'layer9'", Refusal(() => Find("layer9", Leaves)), StringComparison.Ordinal);
        Assert.Contains("picture", Refusal(() => Find("final", SyntheticWords.All()[0])), StringComparison.Ordinal);
        Assert.Contains(
            "takes (N, 3, 32, 32)",
            Refusal(() => Find("final", SyntheticStimuli.DeadLeaves(16, 0))),
            StringComparison.Ordinal
        );
        string options = Refusal(() =>
            Eigendistortions.Find(model, "final", Leaves, new() { Tolerance = 0, MaximumSteps = 1 })
        );
        Assert.Contains("Tolerance = 0", options, StringComparison.Ordinal);
        Assert.Contains("MaximumSteps = 1", options, StringComparison.Ordinal);

        using LinearNetwork blind = new("blind", zeros(4, 27, float64), side: 3);
        Assert.Contains(
            "no small change",
            Refusal(() => Eigendistortions.Find(blind, LinearNetwork.Stage, LinearNetwork.Picture(3))),
            StringComparison.Ordinal
        );
        using LinearNetwork broken = new("broken", full([4, 27], double.NaN, float64), side: 3);
        Assert.Contains(
            "NaN",
            Refusal(() => Eigendistortions.Find(broken, LinearNetwork.Stage, LinearNetwork.Picture(3))),
            StringComparison.Ordinal
        );

        Eigendistortions Find(string stage, Stimulus stimulus) => Eigendistortions.Find(model, stage, stimulus);
    }

    private static void AssertAlong(Tensor expected, Distortion found) =>
        Assert.Equal(1, Math.Abs(found.Direction.flatten().dot(expected).item<double>()), 1e-6);

    private static string Refusal(Func<object> ask) => Assert.Throws<MetamerException>(ask).Message;
}
