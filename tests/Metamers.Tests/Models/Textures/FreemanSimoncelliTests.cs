using Metamers.Models;
using Metamers.Models.Textures;
using Metamers.Plotting.Pictures;
using Metamers.Runtime;
using Metamers.Stimuli;
using Metamers.Stimuli.Data.Sets;
using Metamers.Synthesis;
using SkiaSharp;
using TorchSharp;
using static TorchSharp.torch;

namespace Metamers.Tests.Models.Textures;

public class FreemanSimoncelliTests
{
    private static readonly PoolingOptions Small = new()
    {
        Fovea = 0.25,
        Texture = new TextureOptions { Scales = 2, CorrelationWidth = 3 },
    };

    [Fact]
    public void A_window_that_is_the_whole_picture_has_the_statistics_of_Portilla_and_Simoncelli()
    {
        using DisposeScope scope = NewDisposeScope();
        const int Size = 64;
        TextureOptions texture = new() { Scales = 3, CorrelationWidth = 7 };
        using PortillaSimoncelli whole = new(Size, Size, texture);
        whole.to(float64);
        Tensor picture = cat([
            ShippedPhotographs.Textures(Size)[1].ToGrey().Pixels.unsqueeze(0).to(float64),
            RuleTensors.Uniform("whole", 1, 1, Size, Size),
        ]);
        IReadOnlyDictionary<string, Tensor> expected = whole.ToArrays(whole.Activations(picture, "statistics"));
        using TextureFilters filters = new(Size, Size, texture);
        using PoolingWindows windows = new(Size, Size, [.. Enumerable.Repeat(1.0, Size * Size)], [Size]);
        PoolingOptions options = new() { Texture = texture, Contrast = 1e-9 };
        PooledMeasurement measurement = new(picture.squeeze(1), filters, windows, options);
        double pixels = Size * Size;
        Tensor moments = expected["pixel_statistics"]; // with a variance divided by n − 1
        Tensor gains = tensor(new[] { 1, 0.25, 0.0625, 1 / 64.0 });
        Check("luminance", moments[.., 0].unsqueeze(1));
        Tensor[] bands = new TextureMeasurement(picture.squeeze(1), filters).Bands;
        Check("magnitude_mean", cat([.. bands.Select((band, i) => band.abs().mean([2, 3]) * gains[i])], 1));
        Check(
            "pixel_statistics",
            stack(
                [
                    (moments[.., 1] * ((pixels - 1) / pixels)).sqrt(),
                    moments[.., 2] * Math.Pow(pixels / (pixels - 1), 1.5),
                    moments[.., 3] * Math.Pow(pixels / (pixels - 1), 2),
                ],
                1
            )
        );
        foreach (string family in new[] { "skew_reconstructed", "kurtosis_reconstructed" })
        {
            Check(family, expected[family]);
        }

        Check("std_reconstructed", expected["std_reconstructed"] * gains);
        Check("magnitude_std", (expected["magnitude_std"] * gains[..3]).transpose(1, 2));
        Check("std_highpass_residual", expected["var_highpass_residual"].sqrt());
        Check("auto_correlation_magnitude", Shifts(expected["auto_correlation_magnitude"]));
        Check("auto_correlation_reconstructed", Shifts(expected["auto_correlation_reconstructed"].unsqueeze(3)));
        Tensor across = expected["cross_orientation_correlation_magnitude"]; // (N, 4, 4, 3)
        Check(
            "cross_orientation_correlation_magnitude",
            stack(
                [
                    across[.., 1, 0],
                    across[.., 2, 0],
                    across[.., 2, 1],
                    across[.., 3, 0],
                    across[.., 3, 1],
                    across[.., 3, 2],
                ],
                2
            )
        );
        Check("cross_scale_correlation_magnitude", expected["cross_scale_correlation_magnitude"].permute(0, 3, 1, 2));

        // Portilla and Simoncelli leave the means of the bands with doubled phase in, which are nearly 0.
        Check("cross_scale_correlation_real", expected["cross_scale_correlation_real"].permute(0, 3, 1, 2), 1e-4);

        void Check(string family, Tensor values, double tolerance = 1e-8)
        {
            Tensor found = measurement.Measure(family);
            Assert.Equal(1, found.shape[2]);
            Tensor wanted = values.contiguous().view(2, -1);
            Assert.True(
                found.squeeze(2).allclose(wanted, tolerance, tolerance),
                $"{family}: {(found.squeeze(2) - wanted).abs().max().item<double>()}"
            );
        }

        // (N, 7, 7, maps, scales) → (N, scales, shifts, maps); the array has one of each pair of opposite shifts.
        static Tensor Shifts(Tensor values)
        {
            Tensor[] shifts =
            [
                .. PooledFamily
                    .Shifts(7)
                    .Select(s => (One: At(3 + s.Down, 3 + s.Across), Other: At(3 - s.Down, 3 - s.Across)))
                    .Select(pair => where(pair.One.isnan(), pair.Other, pair.One)),
            ];
            return stack(shifts, 1).permute(0, 3, 1, 2);

            Tensor At(int row, int column) => values.select(1, row).select(1, column);
        }
    }

    [Fact]
    public void A_change_is_noticed_by_the_windows_around_it_alone()
    {
        using DisposeScope scope = NewDisposeScope();
        using FreemanSimoncelli model = new(64, 64, Small);
        model.to(float64);
        Tensor picture = RuleTensors.Uniform("place", 1, 1, 64, 64);
        Tensor changed = picture.clone();
        changed[0, 0, 10, 50] += 0.5;
        Tensor change = model.Activations(changed, "luminance") - model.Activations(picture, "luminance");
        Assert.InRange(change.count_nonzero().item<long>(), 1, 4);
        Assert.True((change >= 0).all().item<bool>());
        Assert.Equal(
            0,
            (model.Activations(changed, "fovea") - model.Activations(picture, "fovea")).abs().max().item<double>()
        );
    }

    [Theory]
    [InlineData("v1")]
    [InlineData("v2")]
    public void The_gradient_is_that_of_finite_differences(string stage)
    {
        using DisposeScope scope = NewDisposeScope();
        using FreemanSimoncelli model = new(32, 32, Small);
        model.to(float64);
        Tensor picture = RuleTensors.Uniform("picture", 1, 1, 32, 32).requires_grad_();
        Tensor found = model.Activations(picture, stage);
        Tensor weights = RuleTensors.Uniform("weights", found.shape) - 0.5;
        Tensor gradient = autograd.grad([(found * weights).sum()], [picture])[0];
        Tensor direction = RuleTensors.Uniform("direction", 1, 1, 32, 32) - 0.5;
        using IDisposable noGradient = no_grad();
        double expected = (At(1e-5) - At(-1e-5)) / 2e-5;
        Assert.Equal(expected, (gradient * direction).sum().item<double>(), 1e-6 * Math.Abs(expected));

        double At(double step) => (model.Activations(picture + step * direction, stage) * weights).sum().item<double>();
    }

    [Fact]
    public void It_can_be_matched_alone_and_in_a_batch_and_takes_a_clear_sky()
    {
        using DisposeScope scope = NewDisposeScope();
        using FreemanSimoncelli model = new(32, 64, Small);
        Tensor pictures = RuleTensors.Uniform("batch", 3, 1, 32, 64).to(float32);
        ModelValidation.Check(model, pictures);
        string[] names = [.. model.Stages.Select(stage => stage.Name)];
        Assert.Equal(
            [StagedModel.InputStage, "fovea", "luminance", "magnitude_mean", FreemanSimoncelli.PrimaryStage],
            names[..5]
        );
        Assert.Equal(FreemanSimoncelli.SecondaryStage, names[^1]);
        IReadOnlyDictionary<string, Tensor> together = model.Activations(pictures, names);
        Assert.All(model.Stages, stage => Assert.Equal([3, .. stage.Shape], together[stage.Name].shape));
        Assert.All(
            names,
            name => Assert.True(together[name][1..2].allclose(model.Activations(pictures[1..2], name), 1e-4, 1e-5))
        );
        Assert.Equal(model.Windows, model.Stages[2].Units);

        Tensor sky = full([1, 1, 32, 64], 0.8f).requires_grad_();
        Tensor statistics = model.Activations(sky, FreemanSimoncelli.SecondaryStage);
        Tensor gradient = autograd.grad([statistics.square().sum()], [sky])[0];
        Assert.True(statistics.isfinite().all().item<bool>() && gradient.isfinite().all().item<bool>());
        Assert.True(model.Activations(sky, "auto_correlation_magnitude").abs().max().item<float>() < 0.01);
    }

    [Fact]
    public void A_metamer_keeps_the_fovea_and_changes_the_periphery()
    {
        using DisposeScope scope = NewDisposeScope();
        using FreemanSimoncelli model = new(64, 64, Small);
        MetamerOptions options = MetamerOptions.QuickTexture with
        {
            Segments = [new(30, 1) { Optimizer = SynthesisOptimizer.Lbfgs, History = 30 }],
        };
        ImageStimulus[] cat = [ShippedPhotographs.All(64)[0].ToGrey()];
        MetamerSet made = new MetamerSynthesizer(model, options).Synthesize(cat, FreemanSimoncelli.SecondaryStage);
        Assert.True(made[0].FinalLoss < 0.2 * made[0].Losses[0].Loss, $"{made[0].FinalLoss} {made[0].Losses[0].Loss}");
        Tensor difference = (made[0].Values - cat[0].Pixels).abs()[0];
        Assert.True(difference[28..36, 28..36].max().item<float>() < 0.05);
        Assert.True(difference[..8].mean().item<float>() > 0.05, $"{difference[..8].mean().item<float>()}");

        PictureGrid grid = CrowdingGrid.Draw(("like V2", model, made[0]));
        Assert.Equal(["natural", "like V2"], grid.Columns);
        Assert.Equal($"{model.Windows} windows", grid.Rows[1].Pictures[1]!.Caption);
        using SKBitmap shown = SKBitmap.Decode(grid.Rows[0].Pictures[1]!.File);
        SKColor cross = shown.GetPixel(shown.Width / 2, shown.Height / 2);
        Assert.True(cross.Red > cross.Blue + 80);
        using FreemanSimoncelli other = new(32, 64, Small);
        Assert.Contains("'wide' has not the size", Message(() => CrowdingGrid.Draw(("wide", other, made[0]))));
        Assert.Contains("0 metamers of 0 references", Message(() => CrowdingGrid.Draw()));
    }

    [Fact]
    public void What_cannot_be_pooled_is_refused_with_what_to_do()
    {
        using DisposeScope scope = NewDisposeScope();
        string narrow = Message(() => Make(new() { Scaling = 0.1 }));
        Assert.Contains("With a scaling of 0.1 in pictures of 128×128 pixels", narrow);
        double scaling = Suggested(narrow, "PoolingOptions.Scaling to ");
        double fovea = Suggested(narrow, "PoolingOptions.Fovea to ");
        Make(new() { Scaling = scaling }).Dispose();
        Make(new() { Scaling = 0.1, Fovea = fovea }).Dispose();
        Assert.Contains(
            "Given and allowed: Scaling = 0: above 0, at most 2; Fovea = 1: above 0, below 1.",
            Message(() => Make(new() { Scaling = 0, Fovea = 1 }))
        );
        Assert.Contains("Contrast = 0: above 0", Message(() => Make(new() { Contrast = 0 })));
        Assert.Contains("GB of memory", Message(() => new FreemanSimoncelli(2048, 2048, new() { Scaling = 0.05 })));
        Assert.Contains("100×100 pixels cannot be halved 4 times", Message(() => new FreemanSimoncelli(100, 100)));
        using FreemanSimoncelli model = new(32, 32, Small);
        Assert.Contains("make it grey", Message(() => model.Activations(rand(1, 3, 32, 32), "v1")));

        static FreemanSimoncelli Make(PoolingOptions options) =>
            new(
                128,
                128,
                options with
                {
                    Texture = new() { Scales = 2, CorrelationWidth = 3 },
                }
            );

        static double Suggested(string message, string before) =>
            double.Parse(message[(message.IndexOf(before, StringComparison.Ordinal) + before.Length)..].Split(' ')[0]);
    }

    private static string Message(Func<object> action) => Assert.Throws<MetamerException>(action).Message;
}
