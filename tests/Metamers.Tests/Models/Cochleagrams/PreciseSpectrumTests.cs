using System.Text.Json;
using Metamers.Models;
using Metamers.Models.Cochleagrams;
using Metamers.Stimuli.Data.Sets;
using TorchSharp;
using static TorchSharp.torch;

namespace Metamers.Tests.Models.Cochleagrams;

/// <summary>
/// The gradient of a float32 sound against that of the same sound in float64, other options being equal.
/// </summary>
public sealed class PreciseSpectrumTests
{
    private const double Allowed = 1e-2;

    private static readonly CochleagramOptions OneSecond = CochleagramOptions.Paper with { Samples = 20_000 };

    private static readonly CochleagramOptions OtherRate = CochleagramOptions.Paper with
    {
        SamplingRate = 22_050,
        Samples = 22_050,
    };

    public static TheoryData<string> Sounds =>
        ["tones", "tones at 22,050 Hz", "tone between bins", "click", "noise", "speech"];

    [Theory]
    [MemberData(nameof(Sounds))]
    public void With_it_the_gradient_is_right_within_one_percent_at_any_level(string name)
    {
        using DisposeScope scope = NewDisposeScope();
        (CochleagramOptions options, Tensor sound) = Make(name);
        using Cochleagram cochleagram = new(options);
        Assert.True(cochleagram.PreciseSpectrum);
        foreach (double level in new[] { 1, 0.03, 1e-4, 1e-6 })
        {
            (double gradient, double value) = Errors(cochleagram, level * sound);
            Assert.True(gradient <= Allowed, $"{name} at {level}: gradient off by {gradient:E1}");
            Assert.True(value <= 1e-4, $"{name} at {level}: values off by {value:E1}");
        }
    }

    [Fact]
    public void Without_it_the_gradient_of_tones_is_wrong_and_that_of_noise_is_right()
    {
        using DisposeScope scope = NewDisposeScope();
        using Cochleagram cochleagram = new(OneSecond with { PreciseSpectrum = false });
        Assert.InRange(Errors(cochleagram, Make("tones").Sound).Gradient, 0.1, 10);
        Assert.InRange(Errors(cochleagram, Make("noise").Sound).Gradient, 0, 1e-5);
    }

    [Fact]
    public void It_can_be_changed_at_any_time_and_is_part_of_the_identity()
    {
        using DisposeScope scope = NewDisposeScope();
        using Cochleagram cochleagram = new(OneSecond with { PreciseSpectrum = false });
        ModelIdentity imprecise = new("net", "00", FrontEnd: cochleagram.Options);
        Assert.Equal(", imprecise spectrum", imprecise.FrontEndText);
        Tensor tones = Make("tones").Sound;
        cochleagram.PreciseSpectrum = true;
        Assert.InRange(Errors(cochleagram, tones).Gradient, 0, Allowed);
        ModelIdentity precise = imprecise with { FrontEnd = cochleagram.Options };
        Assert.Equal("", precise.FrontEndText);
        Assert.Equal("", (precise with { FrontEnd = CochleagramOptions.Paper }).FrontEndText);
        ModelIdentity other = precise with { FrontEnd = OneSecond with { Exponent = 0.5, Oversampling = 4 } };
        Assert.Equal(", oversampling 4, exponent 0.5", other.FrontEndText);
        Assert.False(imprecise.IsSameNetworkAs(precise));
    }

    [Fact]
    public void Files_of_versions_that_did_not_have_it_say_that_they_did_not()
    {
        string text = JsonSerializer.Serialize(OneSecond);
        Assert.Contains("\"PreciseSpectrum\":true", text, StringComparison.Ordinal);
        Assert.Equal(OneSecond, JsonSerializer.Deserialize<CochleagramOptions>(text));
        string old = text.Replace(",\"PreciseSpectrum\":true", "", StringComparison.Ordinal);
        Assert.DoesNotContain("PreciseSpectrum", old, StringComparison.Ordinal);
        Assert.Equal(OneSecond with { PreciseSpectrum = false }, JsonSerializer.Deserialize<CochleagramOptions>(old));
    }

    private static (CochleagramOptions Options, Tensor Sound) Make(string name)
    {
        CochleagramOptions options = name switch
        {
            "tones at 22,050 Hz" => OtherRate,
            "speech" => CochleagramOptions.OneSecond,
            _ => OneSecond,
        };
        Tensor time = arange(options.Samples, float64) / options.SamplingRate;
        using Generator random = new(5, CPU);
        Tensor click = zeros(options.Samples, float64);
        click[options.Samples / 2] = 1;
        return (
            options,
            name switch
            {
                "click" => click,
                "noise" => randn([options.Samples], float64, generator: random),
                "speech" => Loud(SyntheticWords.Take(1)[0].Samples.to(float64)),
                "tone between bins" => (2 * Math.PI * 1000.3 * time).sin(),
                _ => 0.5 * ((2 * Math.PI * 440 * time).sin() + (2 * Math.PI * 470 * time).sin()),
            }
        );
    }

    private static Tensor Loud(Tensor word) => word / word.abs().max();

    private static (double Gradient, double Value) Errors(Cochleagram cochleagram, Tensor sound)
    {
        using DisposeScope scope = NewDisposeScope();
        using Generator random = new(6, CPU);
        Tensor x = sound.to(float32).unsqueeze(0);
        Tensor weights = randn(
            [1, 1, cochleagram.Filters.Count, cochleagram.FrameTimes.Count],
            float32,
            generator: random
        );
        (Tensor value, Tensor gradient) = Run(cochleagram, x, weights);
        (Tensor exactValue, Tensor exactGradient) = Run(cochleagram, x.to(float64), weights.to(float64));
        return (Error(gradient, exactGradient), Error(value, exactValue));
    }

    private static (Tensor Value, Tensor Gradient) Run(Cochleagram cochleagram, Tensor sound, Tensor weights)
    {
        Tensor x = sound.clone().requires_grad_();
        Tensor value = cochleagram.Apply(x);
        return (value.detach(), autograd.grad([(value * weights).sum()], [x])[0]);
    }

    private static double Error(Tensor value, Tensor exact) =>
        ((value.to(float64) - exact).norm() / exact.norm()).item<double>();
}
