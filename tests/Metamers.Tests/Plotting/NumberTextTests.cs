using Metamers.Plotting;
using Metamers.Plotting.Pictures;
using Metamers.Runtime;

namespace Metamers.Tests.Plotting;

public class NumberTextTests
{
    [Theory]
    [InlineData(0, "0")]
    [InlineData(0.47314159, "0.4731")]
    [InlineData(-12.5, "−12.5")]
    [InlineData(24000, "24,000")]
    [InlineData(0.000032, "3.200·10⁻⁵")]
    [InlineData(12345678, "1.235·10⁷")]
    [InlineData(double.NaN, "NaN")]
    [InlineData(double.NegativeInfinity, "−∞")]
    public void A_number_has_few_digits(double value, string text) => Assert.Equal(text, NumberText.Format(value));

    [Theory]
    [InlineData(7.2, "7 s")]
    [InlineData(59.4, "59 s")]
    [InlineData(59.7, "1 min 00 s")]
    [InlineData(125, "2 min 05 s")]
    [InlineData(11520, "3 h 12 min")]
    public void A_time_has_two_units(double seconds, string text) =>
        Assert.Equal(text, TimeText.Format(TimeSpan.FromSeconds(seconds)));

    [Fact]
    public void Ticks_of_a_logarithmic_axis_stand_at_powers_of_ten_and_between()
    {
        (double Position, string Label)[] ticks = [.. Ticks.Logarithmic(1e-5, 10)];
        Assert.Equal(
            ["10⁻⁵", "10⁻⁴", "10⁻³", "0.01", "0.1", "1", "10"],
            ticks.Select(tick => tick.Label).Where(label => label.Length > 0)
        );
        Assert.Equal(-5, ticks[0].Position);
        Assert.Equal(6 * 9 + 1, ticks.Length);
        Assert.Contains((Math.Log10(0.2), "0.2"), Ticks.Logarithmic(0.1, 1)); // one decade: some minor ones have labels
    }

    [Fact]
    public void A_short_logarithmic_axis_has_numbers_too()
    {
        Assert.Equal(["0.6", "0.7", "0.8", "0.9"], Ticks.Logarithmic(0.6, 0.95).Select(tick => tick.Label));
        Assert.Equal(["", "0.5", "", ""], Ticks.Logarithmic(0.4, 0.7).Select(tick => tick.Label));
    }

    [Theory]
    [InlineData(0, 24960, "0 5,000 10,000 15,000 20,000")]
    [InlineData(-0.03, 1.03, "0 0.2 0.4 0.6 0.8 1")]
    [InlineData(-3, 2, "−3 −2 −1 0 1 2")]
    [InlineData(0, 3e-10, "0 5.000·10⁻¹¹ 1.000·10⁻¹⁰ 1.500·10⁻¹⁰ 2.000·10⁻¹⁰ 2.500·10⁻¹⁰ 3.000·10⁻¹⁰")]
    [InlineData(1e-13, 3e-13, "1.000·10⁻¹³ 1.500·10⁻¹³ 2.000·10⁻¹³ 2.500·10⁻¹³ 3.000·10⁻¹³")]
    public void Ticks_of_a_linear_axis_are_round_numbers(double low, double high, string labels) =>
        Assert.Equal(labels.Split(' '), Ticks.Linear(low, high).Select(tick => tick.Label));

    [Fact]
    public void A_palette_png_keeps_few_colours_exactly_and_many_nearly()
    {
        using SkiaSharp.SKBitmap bitmap = new(64, 64);
        bitmap.Pixels =
        [
            .. Enumerable
                .Range(0, 64 * 64)
                .Select(i => new SkiaSharp.SKColor((byte)(i % 64 * 4), (byte)(i / 64 * 4), 255)),
        ];
        using SkiaSharp.SKBitmap read = Pngs.Decode(IndexedPng.Encode(bitmap));
        Assert.All(
            read.Pixels.Zip(bitmap.Pixels),
            pair =>
                Assert.InRange(
                    Math.Abs(pair.First.Red - pair.Second.Red) + Math.Abs(pair.First.Green - pair.Second.Green),
                    0,
                    250
                ),
            throwIfEmpty: true
        );
        bitmap.Erase(SkiaSharp.SKColors.White);
        bitmap.SetPixel(3, 2, new SkiaSharp.SKColor(0, 0, 0));
        using SkiaSharp.SKBitmap two = Pngs.Decode(IndexedPng.Encode(bitmap));
        Assert.Equal(bitmap.Pixels, two.Pixels);
    }
}
