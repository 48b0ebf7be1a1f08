using Metamers.Models;
using Metamers.Runtime;
using Metamers.Stimuli;
using Metamers.Synthesis;
using Metamers.Synthesis.Objectives;
using TorchSharp;
using static TorchSharp.torch;

namespace Metamers.Tests.Synthesis.Objectives;

/// <summary>
/// The prior of a spectrum: what is learned, what is filtered, and that a step is one of the coefficients.
/// </summary>
public sealed class SpectrumTests
{
    private static readonly StagedModel Own = ObjectiveExamples.Network(8, ScalarType.Float64);

    static SpectrumTests() { } // so that these tensors belong to no test's dispose scope

    public static TheoryData<string> Spectra => ["fourier", "learned"];

    [Theory]
    [MemberData(nameof(Spectra))]
    public void A_step_of_the_pixels_is_a_step_of_the_scaled_coefficients(string name)
    {
        using DisposeScope scope = NewDisposeScope();
        StimulusSpectrum spectrum = ObjectiveExamples.All[name].Spectrum!;
        MetamerOptions options = MetamerOptions.Paper with
        {
            Segments = [new(1, 0.05)],
            Objective = new(new MatchTerm()) { Spectrum = spectrum },
            IdentityGradient = false,
        };
        Tensor reference = ObjectiveExamples.Picture(2).Pixels.unsqueeze(0).to(float64);
        Tensor start = RuleTensors.Uniform("start", 1, 3, 32, 32) * 0.2 + 0.4;
        using SynthesisRun run = new MetamerSynthesizer(Own, options).Start(reference, "layer1", start);
        run.Advance();

        // The same by automatic differentiation with respect to the coefficients themselves.
        Tensor scale = spectrum.AmplitudeOf(32, 32);
        Tensor unscaled = (fft.rfft2(start) / scale).detach().requires_grad_(true);
        Tensor wanted = Own.Activations(reference, "layer1");
        Tensor pixels = fft.irfft2(unscaled * scale, [32, 32]);
        Tensor loss = (Own.Activations(pixels, "layer1") - wanted).norm() / wanted.norm();
        Tensor gradient = autograd.grad([loss], [unscaled])[0];
        // Of a real picture, coefficients that stand for two have twice the gradient; each moves by its own.
        Tensor twice = full([17], 2.0, float64);
        twice[0] = 1;
        twice[16] = 1;
        Tensor moved = fft.irfft2((unscaled - gradient / twice) * scale, [32, 32]) - pixels;
        Tensor expected = (start + 0.05 * moved / moved.norm()).clamp(0, 1).detach();
        Assert.InRange((run.Candidates - expected).abs().max().item<double>(), 0, 1e-9);
        Assert.Equal(0.05, (run.Candidates - start).norm().item<double>(), 6);
    }

    [Theory]
    [MemberData(nameof(Spectra))]
    public void The_start_noise_has_the_spectrum_and_the_deviation(string name)
    {
        using DisposeScope scope = NewDisposeScope();
        StimulusSpectrum spectrum = ObjectiveExamples.All[name].Spectrum!;
        foreach ((long height, long width) in new[] { (64L, 64L), (33L, 48L) })
        {
            Tensor noise = randn([400, 1, height, width], float32, generator: new Generator(3, CPU));
            using SpectralFilter filter = new(spectrum, height, width);
            Tensor shaped = filter.Shape(noise);
            Assert.Equal(1, shaped.square().mean().sqrt().item<float>(), 0.05);
            Tensor found = fft.rfft2(shaped.to(float64)).abs().square().mean([0L, 1L]).sqrt();
            Tensor ratio = found / spectrum.AmplitudeOf(height, width);
            Assert.InRange((ratio.std() / ratio.mean()).item<double>(), 0, 0.08);
        }
    }

    [Fact]
    public void One_over_f_halves_from_octave_to_octave_and_treats_the_mean_as_the_lowest_frequency()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor amplitude = StimulusSpectrum.Fourier.AmplitudeOf(32, 64);
        Assert.Equal([32, 33], amplitude.shape);
        double[] across = [.. new[] { 0L, 1, 2, 4, 8, 32 }.Select(i => amplitude[0, i].item<double>())];
        Assert.Equal([1, 1, 0.5, 0.25, 0.125, 1 / 32.0], across, (one, other) => Math.Abs(one - other) < 1e-12);
        Assert.Equal(amplitude[0, 2].item<double>(), amplitude[1, 0].item<double>(), 12); // cycles a pixel, both ways
    }

    [Fact]
    public void What_is_learned_is_the_spectrum_of_the_pictures()
    {
        using DisposeScope scope = NewDisposeScope();
        Generator random = new(5, CPU);
        Tensor white = rand([40, 3, 32, 32], float32, generator: random);
        StimulusSpectrum flat = StimulusSpectrum.Learn(Pictures(white));
        Assert.Equal(24, flat.Amplitudes!.Count);
        Assert.All(flat.Amplitudes, amplitude => Assert.InRange(amplitude, 0.85, 1));

        using SpectralFilter filter = new(StimulusSpectrum.Fourier, 32, 32);
        StimulusSpectrum pink = StimulusSpectrum.Learn(Pictures(0.5 + 0.05 * filter.Shape(white - 0.5)));
        Tensor learned = pink.AmplitudeOf(32, 32);
        Tensor ratio = (learned / StimulusSpectrum.Fourier.AmplitudeOf(32, 32))[
            TensorIndex.Slice(3, 29),
            TensorIndex.Slice(3, 17)
        ];
        Assert.InRange((ratio.std() / ratio.mean()).item<double>(), 0, 0.1);

        static ImageStimulus[] Pictures(Tensor pixels) =>
            [
                .. Enumerable
                    .Range(0, (int)pixels.shape[0])
                    .Select(i => new ImageStimulus($"{i}", null, null, pixels[i].clamp(0, 1), "noise")),
            ];
    }

    [Fact]
    public void Pictures_without_a_spectrum_are_refused()
    {
        Assert.Contains(
            "There are no pictures",
            Assert.Throws<MetamerException>(() => StimulusSpectrum.Learn([])).Message
        );
        using Tensor grey = full([3, 8, 8], 0.5f);
        Assert.Contains(
            "The 1 pictures are flat",
            Assert
                .Throws<MetamerException>(() => StimulusSpectrum.Learn([new("grey", null, null, grey, "made")]))
                .Message
        );
    }

    [Fact]
    public void Priors_make_metamers_smoother()
    {
        double plain = Variation(null, []);
        Assert.True(Variation(StimulusSpectrum.Fourier, []) < 0.7 * plain);
        Assert.True(Variation(null, [new TotalVariationTerm { Weight = 10 }]) < 0.7 * plain);

        static double Variation(StimulusSpectrum? spectrum, ObjectiveTerm[] more)
        {
            using DisposeScope scope = NewDisposeScope();
            SynthesisObjective objective = new([new MatchTerm(), .. more]) { Spectrum = spectrum };
            using SynthesisRun run = new MetamerSynthesizer(
                Own,
                ObjectiveExamples.Short with
                {
                    Segments = [new(10, 0.5), new(10, 0.1, 0.9)],
                    Objective = objective,
                }
            ).Start(ObjectiveExamples.Picture(2).Pixels.unsqueeze(0).to(float64), "layer2");
            run.Advance();
            ForwardPasses passes = new(run.Candidates, false);
            return new TotalVariationLoss(new(), 1).Compute(passes).item<double>();
        }
    }
}
