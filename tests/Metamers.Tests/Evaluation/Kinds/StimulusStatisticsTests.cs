using Metamers.Evaluation.Kinds;
using Metamers.Models;
using Metamers.Models.Architectures;
using Metamers.Runtime;
using Metamers.Stimuli;
using Metamers.Synthesis;
using Metamers.Tests.Synthesis;
using TorchSharp;
using static TorchSharp.torch;

namespace Metamers.Tests.Evaluation.Kinds;

public sealed class StimulusStatisticsTests
{
    private const int Size = 32;
    private const int ToStart = 0,
        ToReference = 1,
        Deviation = 2,
        Variation = 3,
        AtBounds = 4,
        Chroma = 5;

    [Fact]
    public void The_start_is_drawn_again_and_is_no_distance_from_itself()
    {
        using DisposeScope scope = NewDisposeScope();
        MetamerOptions options = MetamerOptions.Quick with { Seed = 7 };
        using CifarResNet model = MetamerExamples.Network();
        Tensor noise = new MetamerSynthesizer(model, options).StartNoise()[0];
        Assert.Equal(0, Measure(noise, options).Scalars[ToStart]);
        Assert.Equal(0.05 * Math.Sqrt(2), Measure(noise, options with { Seed = 8 }).Scalars[ToStart], 0.003);
        double toBlack = noise.norm().item<float>() / Math.Sqrt(3 * Size * Size);
        Assert.Equal(toBlack, Measure(noise, options).Scalars[ToReference], 1e-5);
    }

    [Fact]
    public void A_grating_has_the_contrast_the_variation_and_the_frequency_that_it_was_drawn_with()
    {
        using DisposeScope scope = NewDisposeScope();
        double[] weak = Measure(Grating(0.2)).Spectrum;
        StimulusStatistics strong = Measure(Grating(0.4));
        Assert.Equal(4 - 1, strong.Spectrum.Index().MaxBy(band => band.Item).Index); // four cycles; bands start at one
        Assert.Equal(20 * Math.Log10(2), strong.Spectrum[3] - weak[3], 1e-4);
        Assert.Equal(0.4 / Math.Sqrt(2), strong.Scalars[Deviation], 1e-5);
        Assert.Equal(0, strong.Scalars[Chroma], 1e-6);
        Assert.Equal(0, strong.Scalars[AtBounds]);
        double[] column = [.. Enumerable.Range(0, Size).Select(i => 0.4 * Math.Sin(2 * Math.PI * 4 * i / Size))];
        double neighbours = column.Zip(column.Skip(1), (a, b) => Math.Abs(b - a)).Average();
        Assert.Equal(neighbours, strong.Scalars[Variation], 1e-5);
        Assert.Equal(0, strong.DistanceTo(Measure(Grating(0.4))), 1e-9);
    }

    [Fact]
    public void Independent_channels_have_a_chroma_of_the_root_of_two_and_values_at_the_bounds_are_counted()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor noise = rand([3, Size, Size], float32, generator: new Generator(1, CPU));
        StimulusStatistics statistics = Measure((noise * 4 - 1.5).clamp(0, 1)); // three eighths at each bound
        Assert.Equal(Math.Sqrt(2), statistics.Scalars[Chroma], 0.05);
        Assert.Equal(0.75, statistics.Scalars[AtBounds], 0.02);
    }

    [Fact]
    public void A_tone_is_a_peak_of_the_spectrum_of_a_sound_and_sounds_have_no_chroma()
    {
        using DisposeScope scope = NewDisposeScope();
        HearingNetwork model = HearingNetwork.Ready();
        MetamerSet made = new MetamerSynthesizer(
            model,
            MetamerOptions.QuickSound with
            {
                Repetitions = 1,
                StepsPerRepetition = 1,
            }
        ).Synthesize([SoundExamples.Tone(500)], "relu0");
        Metamer silent = made[0];
        StimulusStatistics tone = StimulusStatistics.Measure(
            MetamerExamples.Like(silent, "tone", "relu0", null) is { } like
                ? new Metamer(like.Reference.Values, like.Reference)
                {
                    Stage = "relu0",
                    Options = like.Options,
                    Model = like.Model,
                    Card = like.Card,
                    Losses = like.Losses,
                    Manifest = like.Manifest,
                }
                : silent
        );
        Assert.Equal(
            ["RMS distance to the reference", "standard deviation", "total variation"],
            StimulusStatistics.NamesFor(sound: true)
        );
        Assert.Equal(3, tone.Scalars.Length);
        Assert.True(tone.Spectrum.Max() > tone.Spectrum.Order().ElementAt(tone.Spectrum.Length / 2) + 20);
        Assert.Equal(0, tone.Scalars[0]); // to the reference
    }

    private static Tensor Grating(double contrast) =>
        (0.5 + contrast * (arange(Size, float64) * (2 * Math.PI * 4 / Size)).sin()).to(float32).expand(3, Size, Size);

    private static StimulusStatistics Measure(Tensor values, MetamerOptions? options = null)
    {
        using Metamer metamer = new(
            values,
            new ImageStimulus("black", null, null, zeros([3, Size, Size], float32), "drawn for tests")
        )
        {
            Stage = "layer1",
            Options = options ?? MetamerOptions.Quick,
            Model = new ModelIdentity("ResNet8", new string('a', 64)),
            Card = MetamerExamples.Card,
            Losses = [new(200, 0.1)],
            Manifest = RunManifest.Current(CPU, ScalarType.Float32),
        };
        return StimulusStatistics.Measure(metamer);
    }
}
