using Metamers.Runtime;
using Metamers.Stimuli.Sounds;
using static TorchSharp.torch;

namespace Metamers.Tests.Stimuli.Sounds;

public sealed class SoundResampleTests(ITestOutputHelper output)
{
    public static TheoryData<int, int> Rates { get; } =
        new()
        {
            { 44_100, 16_000 },
            { 48_000, 16_000 },
            { 8_000, 16_000 },
            { 22_050, 16_000 },
            { 11_025, 16_000 },
            { 96_000, 16_000 },
            { 44_100, 20_000 },
            { 48_000, 20_000 },
            { 8_000, 20_000 },
            { 22_050, 20_000 },
            { 11_025, 20_000 },
            { 16_000, 20_000 },
            { 20_000, 16_000 },
        };

    [Theory]
    [MemberData(nameof(Rates))]
    public void A_tone_keeps_its_level_and_time_and_gets_no_company(int from, int to)
    {
        foreach (double share in new[] { 0.01, 0.5, 0.9 })
        {
            double frequency = Math.Round(share * Math.Min(from, to) / 2);
            double[] result = Middle(Convert(Tone(frequency, from), from, to), to);
            (double sine, double cosine) = Fit(result, frequency, to, start: to / 4);
            double rest = Math.Sqrt(
                result
                    .Select(
                        (sample, i) =>
                            Math.Pow(
                                sample
                                    - sine * Math.Sin(Phase(frequency, i + to / 4, to))
                                    - cosine * Math.Cos(Phase(frequency, i + to / 4, to)),
                                2
                            )
                    )
                    .Average()
            );
            double level = Decibels(Math.Sqrt(sine * sine + cosine * cosine) / 0.5);
            double delay = -Math.Atan2(cosine, sine) / (2 * Math.PI * frequency) * to;
            output.WriteLine(
                $"{from} to {to} Hz, {frequency} Hz: level {level:F4} dB, delay {delay:F5} samples, "
                    + $"rest {Decibels(rest / 0.354):F1} dB"
            );
            Assert.InRange(level, -0.001, 0.001);
            Assert.InRange(delay, -0.001, 0.001);
            Assert.True(Decibels(rest / 0.354) < -100, $"rest at {frequency} Hz");
        }
    }

    [Theory]
    [MemberData(nameof(Rates))]
    public void What_the_new_rate_cannot_hold_is_removed(int from, int to)
    {
        foreach (
            double frequency in new[] { 1.0, 1.05, 1.5, 1.9 }
                .Select(share => share * to / 2)
                .Where(frequency => frequency < from / 2.0)
        )
        {
            double rest = Math.Sqrt(
                Middle(Convert(Tone(frequency, from), from, to), to).Select(sample => sample * sample).Average()
            );
            output.WriteLine($"{from} to {to} Hz, {frequency} Hz: {Decibels(rest / 0.354):F1} dB");
            Assert.True(Decibels(rest / 0.354) < -100, $"{frequency} Hz comes through");
        }
    }

    [Fact]
    public void The_length_is_rounded_and_a_constant_stays()
    {
        foreach (
            (int from, int to) in new[]
            {
                (8000, 16_000),
                (44_100, 16_000),
                (48_000, 20_000),
                (11_025, 20_000),
                (44_101, 15_999),
            }
        )
        {
            foreach (int samples in new[] { 1, 2, 999, 6758 })
            {
                Tensor result = SoundResample.Convert(full([samples], 0.7f), from, to);
                Assert.Equal(Math.Max(1, (long)Math.Round((double)samples * to / from)), result.shape[0]);
                if (samples == 6758)
                {
                    Assert.Equal(0.7f, result[result.shape[0] / 2].item<float>(), 1e-6f);
                }
            }
        }

        Tensor same = rand(50);
        Assert.True(SoundResample.Convert(same, 8000, 8000).equal(same).all().item<bool>());
    }

    [Fact]
    public void A_click_stays_where_it_is()
    {
        Tensor click = zeros(441);
        click[TensorIndex.Single(220)] = 1;
        Assert.Equal(Math.Round(220 * 160 / 441.0), SoundResample.Convert(click, 44_100, 16_000).argmax().item<long>());
        Assert.Equal(440, SoundResample.Convert(click, 8000, 16_000).argmax().item<long>());
        Assert.Equal(0, SoundResample.Convert(ones(1), 8000, 48_000).argmax().item<long>());
    }

    [Fact]
    public void Rates_shapes_and_lengths_out_of_range_are_refused()
    {
        Assert.Equal(
            "fromRate",
            Assert.Throws<ArgumentOutOfRangeException>(() => SoundResample.Convert(ones(9), 99, 16_000)).ParamName
        );
        Assert.Equal(
            "toRate",
            Assert.Throws<ArgumentOutOfRangeException>(() => SoundResample.Convert(ones(9), 8000, 768_001)).ParamName
        );
        Assert.Contains(
            "has the shape (2, 9)",
            Assert.Throws<MetamerException>(() => SoundResample.Convert(ones(2, 9), 8000, 16_000)).Message
        );
        Assert.Contains(
            "has 1,000,000 samples at 100 Hz, which makes 160,000,000 at 16,000 Hz; at most 100,000,000 are allowed",
            Assert.Throws<MetamerException>(() => SoundResample.Convert(ones(1_000_000), 100, 16_000)).Message
        );
    }

    private static float[] Convert(float[] samples, int from, int to) =>
        SoundResample.Convert(tensor(samples), from, to).data<float>().ToArray();

    private static float[] Tone(double frequency, int rate) =>
        [.. Enumerable.Range(0, rate).Select(i => (float)(0.5 * Math.Sin(Phase(frequency, i, rate))))];

    private static double Phase(double frequency, long i, int rate) => 2 * Math.PI * frequency * i / rate;

    /// <summary>The middle half second, since the ends lack what came before and after.</summary>
    private static double[] Middle(float[] second, int rate) =>
        [.. second.Skip(rate / 4).Take(rate / 2).Select(sample => (double)sample)];

    /// <summary>Least squares: amplitude of sine and cosine.</summary>
    private static (double Sine, double Cosine) Fit(double[] samples, double frequency, int rate, int start)
    {
        double ss = 0,
            cc = 0,
            sc = 0,
            xs = 0,
            xc = 0;
        for (int i = 0; i < samples.Length; i++)
        {
            (double s, double c) = Math.SinCos(Phase(frequency, i + start, rate));
            (ss, cc, sc, xs, xc) = (ss + s * s, cc + c * c, sc + s * c, xs + samples[i] * s, xc + samples[i] * c);
        }

        double determinant = ss * cc - sc * sc;
        return ((xs * cc - xc * sc) / determinant, (xc * ss - xs * sc) / determinant);
    }

    private static double Decibels(double ratio) => 20 * Math.Log10(Math.Max(ratio, 1e-12));
}
