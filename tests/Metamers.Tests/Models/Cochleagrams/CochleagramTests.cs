using Metamers.Models.Cochleagrams;
using Metamers.Runtime;
using TorchSharp;
using static TorchSharp.torch;

namespace Metamers.Tests.Models.Cochleagrams;

/// <summary>
/// Tests the physics of the cochleagram, and that the fast computation equals the direct one at any rate and length.
/// </summary>
public sealed class CochleagramTests
{
    private static readonly CochleagramOptions Short = CochleagramOptions.Paper with { Samples = 8_000 };

    public static TheoryData<int, int, double> Forms() =>
        new()
        {
            { 16_000, 16_000, 8_000 },
            { 8_000, 4_001, 4_000 },
            { 20_000, 6_346, 10_000 },
            { 16_000, 4_999, 5_000 },
            { 44_000, 11_000, 10_000 },
        };

    [Theory]
    [MemberData(nameof(Forms))]
    public void The_squared_gains_of_all_filters_add_up_to_one_at_every_frequency(
        int rate,
        int samples,
        double highLimit
    )
    {
        ErbFilterBank bank = new(Short with { SamplingRate = rate, Samples = samples, HighLimit = highLimit });
        Assert.Equal(211, bank.Count);
        Assert.Equal(211, bank.CenterFrequencies.Count);
        Assert.Equal(bank.CenterFrequencies.Order(), bank.CenterFrequencies);
        for (int bin = 0; bin <= samples / 2; bin++)
        {
            Assert.Equal(1, Enumerable.Range(0, bank.Count).Sum(i => bank.Gains(i)[bin] * bank.Gains(i)[bin]), 1e-12);
        }
    }

    [Theory]
    [MemberData(nameof(Forms))]
    public void The_default_is_the_direct_computation_within_what_its_doc_comment_allows(
        int rate,
        int samples,
        double highLimit
    )
    {
        CochleagramOptions options = Short with { SamplingRate = rate, Samples = samples, HighLimit = highLimit };
        using DisposeScope scope = NewDisposeScope();
        using Generator random = new(1, CPU);
        Tensor sound = 0.1 * randn([1, samples], float64, generator: random);
        using DirectCochleagram direct = new(options, float64);
        using Cochleagram fast = new(options);
        using Cochleagram full = new(options with { Oversampling = CochleagramOptions.FullRate });
        Tensor weights = randn(direct.Apply(sound).shape, float64, generator: random);
        (Tensor value, Tensor gradient) = Run(direct.Apply, sound, weights);
        (Tensor fastValue, Tensor fastGradient) = Run(fast.Apply, sound, weights);
        (Tensor fullValue, Tensor fullGradient) = Run(full.Apply, sound, weights);
        Assert.InRange(Distance(fastValue, value), 0, 1e-4);
        Assert.InRange(Distance(fastGradient, gradient), 0, 2e-3);
        Assert.InRange(Distance(fullValue, value), 0, 1e-11);
        Assert.InRange(Distance(fullGradient, gradient), 0, 1e-9);
    }

    [Theory]
    [InlineData(125)]
    [InlineData(440)]
    [InlineData(1000)]
    [InlineData(3200)]
    [InlineData(7000)]
    public void A_tone_peaks_at_its_own_channel(double hertz)
    {
        using Cochleagram cochleagram = new(Short);
        using Tensor loudness = cochleagram.Apply(Tone(hertz, 0.1, Short))[0, 0].mean([1]);
        int expected = Enumerable
            .Range(0, cochleagram.Filters.Count)
            .MinBy(i => Math.Abs(ErbFilterBank.ToErb(cochleagram.CenterFrequencies[i]) - ErbFilterBank.ToErb(hertz)));
        Assert.InRange(loudness.argmax().item<long>(), expected - 1, expected + 1);
    }

    [Fact]
    public void The_envelope_of_a_tone_is_its_amplitude_times_the_filters_gain_halved()
    {
        using Cochleagram cochleagram = new(Short);
        const double Amplitude = 0.1;
        using Tensor level = cochleagram.SampledEnvelopes(Tone(1000, Amplitude, Short))[0].mean([1]);
        double taps = KaiserDownsampling.Taps(1001, 100).Sum();
        Assert.Equal(1.00094, taps, 1e-5);
        for (int i = 0; i < cochleagram.Filters.Count; i++)
        {
            Assert.Equal(Amplitude / 2 * cochleagram.Filters.Gains(i)[400] * taps, level[i].item<double>(), 1e-6);
        }
    }

    [Fact]
    public void Doubling_the_level_scales_by_two_to_the_exponent()
    {
        using Cochleagram cochleagram = new(Short);
        using Tensor sound = Noise(Short);
        using Tensor ratio = cochleagram.Apply(2 * sound) / cochleagram.Apply(sound);
        Assert.Equal(Math.Pow(2, 0.3), ratio.median().item<double>(), 1e-5);
        using Cochleagram linear = new(Short with { Exponent = 1 });
        using Tensor twice = linear.Apply(2 * sound) / linear.Apply(sound);
        Assert.Equal(2, twice.median().item<double>(), 1e-5);
    }

    [Fact]
    public void A_shift_by_one_frame_shifts_the_output_by_one_frame()
    {
        using DisposeScope scope = NewDisposeScope();
        using Cochleagram cochleagram = new(Short with { Oversampling = CochleagramOptions.FullRate });
        Tensor sound = Noise(Short);
        Tensor before = cochleagram.Apply(sound)[0, 0];
        // The transform is periodic, so nothing is lost at the ends.
        Tensor after = cochleagram.Apply(sound.roll(100, 1))[0, 0];
        Assert.InRange(Distance(after[.., 1..], before[.., ..^1]), 0, 1e-6);
    }

    [Fact]
    public void Silence_is_the_same_floor_everywhere_and_has_no_gradient()
    {
        using DisposeScope scope = NewDisposeScope();
        using Cochleagram cochleagram = new(Short);
        (Tensor value, Tensor gradient) = Run(cochleagram.Apply, zeros([1, Short.Samples], float64), ones(1));
        double floor = Math.Pow(1e-8 * KaiserDownsampling.Taps(1001, 100).Sum() + 1e-8, 0.3);
        Assert.InRange((value - floor).abs().max().item<double>(), 0, 1e-9);
        Assert.Equal(0, gradient.abs().max().item<double>());
    }

    [Fact]
    public void The_gradient_of_the_compression_is_limited_and_its_value_is_not()
    {
        using DisposeScope scope = NewDisposeScope();
        PowerCompression compression = new(CochleagramOptions.Paper);
        Tensor x = tensor(new[] { -0.01, 0, 1e-4, 0.017, 0.019, 1 }).requires_grad_();
        Tensor y = compression.Apply(x);
        Tensor slope = autograd.grad([y.sum()], [x])[0];
        Assert.Equal(
            [0, 0, 1e-4, 0.017, 0.019, 1],
            y.detach().data<double>().Select(v => Math.Pow(v, 1 / 0.3)),
            new Near(2e-8)
        );
        // The offset changes the last two slightly.
        Assert.Equal([5, 5, 5, 5, 0.3 * Math.Pow(0.019, -0.7), 0.3], slope.data<double>(), new Near(1e-5));
    }

    [Fact]
    public void The_sound_of_a_channel_and_its_envelope_can_be_had_for_listening()
    {
        using DisposeScope scope = NewDisposeScope();
        using Cochleagram cochleagram = new(Short);
        int channel = Enumerable.Range(0, 211).MinBy(i => Math.Abs(cochleagram.CenterFrequencies[i] - 1000));
        (Tensor subband, Tensor envelope) = cochleagram.Subband(Tone(1000, 0.2, Short), channel);
        double gain = cochleagram.Filters.Gains(channel)[400];
        Assert.InRange(Distance(subband, gain * Tone(1000, 0.2, Short)), 0, 1e-5);
        Assert.InRange((envelope - 0.2 * gain).abs().max().item<double>(), 0, 1e-5);
    }

    [Fact]
    public void Frames_lie_where_the_low_pass_filter_is_centred()
    {
        using Cochleagram cochleagram = new(CochleagramOptions.Paper);
        Assert.Equal(390, cochleagram.FrameTimes.Count);
        Assert.Equal(0.025025, cochleagram.FrameTimes[0], 1e-9);
        Assert.Equal(0.005, cochleagram.FrameTimes[1] - cochleagram.FrameTimes[0], 1e-9);
    }

    [Fact]
    public void A_ratio_of_the_rates_that_is_not_whole_is_allowed()
    {
        using DisposeScope scope = NewDisposeScope();
        CochleagramOptions options = Short with { SamplingRate = 22_050, Samples = 11_025 };
        using Cochleagram cochleagram = new(options);
        Tensor level = cochleagram.SampledEnvelopes(Tone(1000, 0.1, options))[0].amax([0L]);
        Assert.Equal((int)((11_025 - 1001) / 110.25) + 1, level.shape[0]);
        Assert.InRange((level - 0.025).abs().max().item<double>(), 0, 2e-4);
    }

    [Fact]
    public void Options_out_of_range_and_sounds_of_another_length_are_named()
    {
        MetamerException error = Assert.Throws<MetamerException>(() =>
            new Cochleagram(Short with { Samples = 900, HighLimit = 11_000, SampleFactor = 3, Oversampling = 1 })
        );
        Assert.Contains("Samples = 900: at least KaiserTaps = 1001", error.Message, StringComparison.Ordinal);
        Assert.Contains(
            "HighLimit = 11000: at most half the sampling rate, 10000 Hz",
            error.Message,
            StringComparison.Ordinal
        );
        Assert.Contains("SampleFactor = 3", error.Message, StringComparison.Ordinal);
        Assert.Contains(
            "Oversampling = 1: at least 2, or CochleagramOptions.FullRate",
            error.Message,
            StringComparison.Ordinal
        );
        using Cochleagram cochleagram = new(Short);
        using Tensor longer = zeros(1, 9000);
        Assert.Contains(
            "(N, 8000), that is 0.4 s at 20000 Hz; given (1, 9000)",
            Assert.Throws<MetamerException>(() => cochleagram.Apply(longer)).Message,
            StringComparison.Ordinal
        );
        MetamerException tooShort = Assert.Throws<MetamerException>(() =>
            new ErbFilterBank(Short with { Samples = 1001, LowLimit = 20, Filters = 200 })
        );
        Assert.Contains(
            "falls between the frequency bins of a sound of 1001 samples",
            tooShort.Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Sounds_of_a_large_batch_are_worked_on_in_parts_and_get_what_they_get_alone()
    {
        using Cochleagram cochleagram = new(Short);
        using Tensor sounds = Noise(Short) * arange(1, 25, float64).unsqueeze(1);
        Assert.True(24 * cochleagram.EnvelopePoints > 10_000_000);
        (Tensor values, Tensor gradients) = Run(cochleagram.Apply, sounds, ones(1));
        foreach (int i in new[] { 0, 11, 23 })
        {
            (Tensor value, Tensor gradient) = Run(cochleagram.Apply, sounds[i].unsqueeze(0), ones(1));
            Assert.True(Distance(values[i], value[0]) < 1e-12);
            Assert.True(Distance(gradients[i], gradient[0]) < 1e-12);
        }
    }

    [Fact]
    public void A_thousand_gradients_leave_no_tensor_behind()
    {
        using Cochleagram cochleagram = new(Short with { Samples = 1200, Oversampling = 4 });
        using Tensor sound = Noise(Short)[.., ..1200].clone();
        Step(cochleagram, sound);
        LiveTensors.AssertNoneLeftBy(() =>
        {
            for (int i = 0; i < 1000; i++)
            {
                Step(cochleagram, sound);
            }
        });
    }

    private static void Step(Cochleagram cochleagram, Tensor sound)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor x = sound.clone().requires_grad_();
        autograd.grad([cochleagram.Apply(x).sum()], [x]);
    }

    private static Tensor Tone(double hertz, double amplitude, CochleagramOptions options) =>
        amplitude * (2 * Math.PI * hertz / options.SamplingRate * arange(options.Samples, float64)).sin().unsqueeze(0);

    private static Tensor Noise(CochleagramOptions options)
    {
        using Generator random = new(3, CPU);
        return 0.1 * randn([1, options.Samples], float64, generator: random);
    }

    private static (Tensor Value, Tensor Gradient) Run(Func<Tensor, Tensor> apply, Tensor sound, Tensor weights)
    {
        Tensor x = sound.clone().requires_grad_();
        Tensor value = apply(x);
        return (value.detach(), autograd.grad([(value * weights).sum()], [x])[0]);
    }

    private static double Distance(Tensor a, Tensor b) => ((a - b).norm() / b.norm()).item<double>();

    private sealed class Near(double tolerance) : IEqualityComparer<double>
    {
        public bool Equals(double x, double y) => Math.Abs(x - y) <= tolerance;

        public int GetHashCode(double value) => 0;
    }
}
