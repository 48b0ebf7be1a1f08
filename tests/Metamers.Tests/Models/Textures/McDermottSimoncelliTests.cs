using Metamers.Models;
using Metamers.Models.Cochleagrams;
using Metamers.Models.Textures;
using Metamers.Runtime;
using TorchSharp;
using static TorchSharp.torch;

namespace Metamers.Tests.Models.Textures;

public class McDermottSimoncelliTests
{
    private static readonly CochleagramOptions Short = McDermottSimoncelli.TwoSeconds with
    {
        Samples = 16_000,
        Filters = 10,
    };

    [Fact]
    public void Statistics_are_those_of_their_definitions()
    {
        using DisposeScope scope = NewDisposeScope();
        using SoundStatistics statistics = new(channels: 4, frames: 400, rate: 400);
        Tensor time = arange(400, float64) / 400;
        Tensor noise = RuleTensors.Uniform("noise", 1, 2, 400);
        Tensor waves = stack([2 + sin(2 * Math.PI * 8 * time), 3 - sin(2 * Math.PI * 8 * time)]).unsqueeze(0);
        Tensor frames = cat([waves, noise], 1); // (1, 4, 400)
        string[] names = [.. statistics.Families.Select(family => family.Name)];
        IReadOnlyDictionary<string, Tensor> found = statistics.Measure(frames, names);
        Assert.All(statistics.Families, family => Assert.Equal([1, .. family.Shape], found[family.Name].shape));

        // A sine of amplitude 1 around 2: variance 1/2, no skew, kurtosis 3/2.
        double[] moments = [.. found[SoundStatistics.Moments][0, .., 0].data<double>()];
        Assert.Equal(2, moments[0], 1e-9);
        Assert.Equal(0.125, moments[1], 1e-9);
        Assert.Equal(0, moments[2], 1e-9);
        Assert.Equal(1.5, moments[3], 1e-9);
        Assert.Equal(-1, found[SoundStatistics.Correlation][0, 0].item<double>(), 1e-9);

        // All the power of the sine is at 8 Hz, where the bands of 8.0 and its neighbours have the gains of their
        // filters; correlations of channels are those of the sines in every band that passes them.
        int at = statistics.Frequencies.Index().MinBy(band => Math.Abs(band.Item - 8)).Index;
        Assert.Equal(8, statistics.Frequencies[at], 1e-9);
        Assert.Equal(1, found[SoundStatistics.Power][0, at, 0].item<double>(), 1e-9);
        Assert.True(found[SoundStatistics.Power][0, at - 2, 0].item<double>() < 1e-9);
        Assert.Equal(-1, found[SoundStatistics.AcrossChannels][0, 1, 0].item<double>(), 1e-9);
    }

    [Fact]
    public void A_band_an_octave_above_in_fixed_phase_correlates_with_it()
    {
        using DisposeScope scope = NewDisposeScope();
        using SoundStatistics statistics = new(channels: 2, frames: 800, rate: 400);
        Tensor time = arange(800, float64) / 400;
        (double slow, double quick) = (2 * Math.PI * 6.5, 2 * Math.PI * 13); // near the bands of 6.25 and 12.5 Hz
        Tensor locked = 2 + cos(slow * time) + 0.5 * cos(quick * time);
        Tensor turned = 2 + cos(slow * time) - 0.5 * sin(quick * time); // a quarter of a period earlier
        Tensor frames = stack([locked, turned]).unsqueeze(0);
        // (1, 2, bands, 2)
        Tensor found = statistics.Measure(frames, [SoundStatistics.AcrossBands])[SoundStatistics.AcrossBands];
        Assert.InRange(found[0, 0, 1, 0].item<double>(), 0.9, 1);
        Assert.Equal(0, found[0, 1, 1, 0].item<double>(), 0.1);
        Assert.Equal(0, found[0, 0, 1, 1].item<double>(), 0.1);
        Assert.InRange(found[0, 1, 1, 1].item<double>(), 0.9, 1);
    }

    [Fact]
    public void The_model_can_be_matched_and_refuses_silence_and_short_sounds()
    {
        using DisposeScope scope = NewDisposeScope();
        using McDermottSimoncelli model = new(Short);
        Tensor sounds = 0.2 * (RuleTensors.Uniform("sounds", 2, 16_000).to(float32) - 0.5);
        model.to(float64); // in float32, the correlations of nearly silent bands are rounding errors
        sounds = sounds.to(float64);
        ModelValidation.Check(model, sounds);
        Assert.Equal(
            [StagedModel.InputStage, "envelope_moments", "envelope_correlation", "modulation_power"],
            model.Stages.Take(4).Select(stage => stage.Name)
        );
        Assert.Equal(model.Stages[^1].Units, model.Activations(sounds, "statistics").shape[1]);
        Assert.Contains(
            "Sound 1 of the batch (from 0) is silent",
            Message(() => model.Activations(cat([sounds[..1], zeros(1, 16_000, dtype: float64)]), "statistics"))
        );
        Assert.Contains(
            "is too little for statistics",
            Message(() => new McDermottSimoncelli(Short with { Samples = 8_000 }))
        );
    }

    private static string Message(Func<object> action) => Assert.Throws<MetamerException>(action).Message;
}
