using Metamers.Models;
using Metamers.Models.Textures;
using Metamers.Plotting;
using Metamers.Runtime;
using Metamers.Stimuli;
using Metamers.Stimuli.Data.Sets;
using Metamers.Synthesis;
using TorchSharp;
using static TorchSharp.torch;

namespace Metamers.Tests.Models.Textures;

public class PortillaSimoncelliTests
{
    private const double Tolerance = 1e-5;

    public static TheoryData<string> Pictures => [.. TextureGolden.Cases.Keys];

    [Theory]
    [MemberData(nameof(Pictures))]
    public void Statistics_and_their_gradient_are_those_of_plenoptic(string name)
    {
        using DisposeScope scope = NewDisposeScope();
        TextureGolden golden = TextureGolden.Cases[name];
        using PortillaSimoncelli model = Make(golden);
        Tensor picture = golden.Picture().requires_grad_();
        Tensor statistics = model.Activations(picture, PortillaSimoncelli.StatisticsStage);
        double[] values = [.. statistics.detach().data<double>()];
        Assert.Equal(golden.Vector.Length, values.Length);
        Assert.All(
            values.Zip(golden.Vector),
            pair => Assert.Equal(pair.Second, pair.First, Tolerance * Math.Max(1, Math.Abs(pair.Second)))
        );

        Tensor weights = RuleTensors.Uniform($"{name}.weights", values.Length) - 0.5;
        Tensor gradient = autograd.grad([(statistics * weights).sum()], [picture])[0];
        Assert.Equal(golden.GradientNorm, gradient.norm().item<double>(), Tolerance * golden.GradientNorm);
        double largest = golden.GradientAt.Max(at => Math.Abs(at[2]));
        Assert.All(
            golden.GradientAt,
            at => Assert.Equal(at[2], gradient[0, 0, (int)at[0], (int)at[1]].item<double>(), Tolerance * largest)
        );
    }

    [Fact]
    public void Statistics_can_be_read_as_named_arrays()
    {
        using DisposeScope scope = NewDisposeScope();
        TextureGolden golden = TextureGolden.Cases["texture0"];
        using PortillaSimoncelli model = Make(golden);
        Tensor statistics = model.Activations(golden.Picture(), PortillaSimoncelli.StatisticsStage);
        IReadOnlyDictionary<string, Tensor> arrays = model.ToArrays(statistics);
        Assert.Equal(golden.Statistics.Keys, arrays.Keys);
        foreach ((string family, TextureGolden.NamedArray expected) in golden.Statistics)
        {
            Assert.Equal([1, .. expected.Shape], arrays[family].shape);
            Assert.All(
                arrays[family].data<double>().Zip(expected.Values),
                pair => Assert.Equal(pair.Second ?? double.NaN, pair.First, Tolerance)
            );
        }

        Assert.Contains(
            "has 529 statistics of each picture; given the shape (529)",
            Assert.Throws<MetamerException>(() => model.ToArrays(statistics[0])).Message
        );
    }

    [Fact]
    public void A_stage_is_one_family_and_is_the_same_alone_and_together()
    {
        using DisposeScope scope = NewDisposeScope();
        TextureGolden golden = TextureGolden.Cases["texture0"];
        using PortillaSimoncelli model = Make(golden);
        string[] names = [.. model.Stages.Select(stage => stage.Name)];
        Assert.Equal([StagedModel.InputStage, .. golden.Statistics.Keys, "statistics"], names);
        Tensor pictures = cat([golden.Picture(), TextureGolden.Make("another", golden.Size)]);
        IReadOnlyDictionary<string, Tensor> together = model.Activations(pictures, names);
        Assert.All(model.Stages, stage => Assert.Equal([2, .. stage.Shape], together[stage.Name].shape));
        Assert.All(names, name => Assert.True(together[name].allclose(model.Activations(pictures, name))));
        Assert.True(
            together["statistics"].equal(cat([.. names[1..^1].Select(name => together[name])], 1)).all().item<bool>()
        );
        ModelValidation.Check(model, pictures);
    }

    [Theory]
    [InlineData(48, 96, 3, 5, 6)] // not square, five orientations, an even width
    [InlineData(32, 32, 1, 2, 3)] // one scale
    [InlineData(72, 40, 3, 3, 4)] // an odd number of samples at the coarsest scale
    public void Other_shapes_have_finite_statistics_that_do_not_change_when_the_picture_is_shifted(
        int height,
        int width,
        int scales,
        int orientations,
        int shifts
    )
    {
        using DisposeScope scope = NewDisposeScope();
        TextureOptions options = new()
        {
            Scales = scales,
            Orientations = orientations,
            CorrelationWidth = shifts,
        };
        using PortillaSimoncelli model = new(height, width, options);
        model.to(float64);
        Tensor picture = RuleTensors.Uniform("shifted", 1, 1, height, width);
        Tensor statistics = model.Activations(picture, "statistics");
        Assert.Equal(model.Stages[^1].Units, statistics.shape[1]);
        Assert.True(statistics.isfinite().all().item<bool>());

        // By whole samples of the coarsest scale, at which it is subsampled.
        Tensor shifted = picture.roll([3 << scales, 2 << scales], [2, 3]);
        Assert.True(model.Activations(shifted, "statistics").allclose(statistics, 1e-9, 1e-9));
    }

    [Fact]
    public void A_texture_of_the_project_has_statistics_in_single_precision()
    {
        using DisposeScope scope = NewDisposeScope();
        using PortillaSimoncelli single = new(128, 128, new TextureOptions { CorrelationWidth = 7 });
        Tensor grass = ShippedPhotographs.Textures(128)[0].ToGrey().Pixels.unsqueeze(0);
        Tensor statistics = single.Activations(grass, "statistics").to(float64);
        single.to(float64);
        Tensor exact = single.Activations(grass.to(float64), "statistics");
        Assert.True(((statistics - exact).norm() / exact.norm()).item<double>() < 1e-5);
    }

    [Fact]
    public void A_grey_metamer_falls_in_its_loss_and_is_saved_shown_and_loaded()
    {
        using DisposeScope scope = NewDisposeScope();
        using TemporaryFolder folder = new();
        using PortillaSimoncelli model = new(32, 32, new TextureOptions { Scales = 2, CorrelationWidth = 5 });
        MetamerOptions options = MetamerOptions.QuickTexture with
        {
            Segments = [new(25, 0.5) { Optimizer = SynthesisOptimizer.Lbfgs, History = 20 }],
        };
        ImageStimulus[] grass = [ShippedPhotographs.Textures(32)[0].ToGrey()];
        MetamerSet made = new MetamerSynthesizer(model, options).Synthesize(grass, "statistics");
        Assert.Equal([1, 32, 32], made[0].Values.shape);
        Assert.True(made[0].FinalLoss < 0.1 * made[0].Losses[0].Loss);
        made[0].Save(folder["grass"]);
        Assert.Equal(made[0], Metamer.Load(folder["grass"]));
        Assert.Contains("<img", made.Grid().ToHtml());
        Assert.Equal("25 of L-BFGS, the first of length 0.5, with a history of 20", options.Segments!.ToString());
        Assert.Contains(
            "History = 5 with Gradient: 1 to 1000, with Lbfgs only",
            Message(() => new MetamerSynthesizer(model, options with { Segments = [new(5, 1) { History = 5 }] }))
        );
    }

    /// <summary>
    /// As notebook 16 says: from medium grey the descent does not get to the mean of a bright texture.
    /// </summary>
    [Fact]
    public void A_bright_or_dark_texture_is_matched_from_its_own_mean_and_not_from_grey()
    {
        using DisposeScope scope = NewDisposeScope();
        using PortillaSimoncelli model = new(32, 32, new TextureOptions { Scales = 2, CorrelationWidth = 5 });
        MetamerOptions own = MetamerOptions.Texture with
        {
            Segments = [new(100, 1) { Optimizer = SynthesisOptimizer.Lbfgs, History = 30 }],
        };
        foreach (string name in new[] { "galaxies", "paper" })
        {
            ImageStimulus texture = ShippedPhotographs.Textures(32).Single(one => one.Name == name).ToGrey();
            Metamer Make(MetamerOptions options) =>
                new MetamerSynthesizer(model, options).Synthesize([texture], "statistics")[0];
            double Off(Metamer made) => Math.Abs((made.Values.mean() - texture.Pixels.mean()).item<float>());
            (Metamer fromOwn, Metamer fromGrey) = (Make(own), Make(own with { StartsAtReferenceMean = false }));
            Assert.True(Off(fromOwn) < 0.02, $"{name}: {Off(fromOwn)}");
            Assert.True(Off(fromGrey) > 0.05, $"{name}: {Off(fromGrey)}");
            Assert.True(fromGrey.FinalLoss > 3 * fromOwn.FinalLoss, $"{fromGrey.FinalLoss}, {fromOwn.FinalLoss}");
        }
    }

    [Fact]
    public void What_cannot_be_measured_is_refused_with_what_to_do()
    {
        using DisposeScope scope = NewDisposeScope();
        Assert.Contains("100×100 pixels cannot be halved 4 times", Message(() => new PortillaSimoncelli(100, 100)));
        Assert.Contains("such as 96", Message(() => new PortillaSimoncelli(100, 100)));
        Assert.Contains("has room for 3", Message(() => new PortillaSimoncelli(32, 32)));
        Assert.Contains("CorrelationWidth to 8 or less", Message(() => new PortillaSimoncelli(128, 128)));
        Assert.Contains(
            "Orientations = 1: 2 to 16",
            Message(() => new PortillaSimoncelli(128, 128, new TextureOptions { Orientations = 1 }))
        );
        using PortillaSimoncelli model = new(64, 64, new TextureOptions { Scales = 3, CorrelationWidth = 7 });
        Assert.Contains(
            "Picture 1 of the batch (from 0) is constant: it has no texture",
            Message(() => model.Activations(cat([rand(1, 1, 64, 64), full([1, 1, 64, 64], 0.5f)]), "statistics"))
        );
        Assert.Contains(
            "make it grey with picture.ToGrey()",
            Message(() => model.Activations(rand(1, 3, 64, 64), "statistics"))
        );
    }

    private static PortillaSimoncelli Make(TextureGolden golden)
    {
        PortillaSimoncelli model = new(golden.Size, golden.Size, golden.Options);
        model.to(float64);
        return model;
    }

    private static string Message(Func<object> action) => Assert.Throws<MetamerException>(action).Message;
}
