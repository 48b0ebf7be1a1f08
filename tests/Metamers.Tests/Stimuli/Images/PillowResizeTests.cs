using Metamers.Runtime;
using Metamers.Stimuli.Images;
using SkiaSharp;

namespace Metamers.Tests.Stimuli.Images;

public class PillowResizeTests
{
    [Theory]
    [InlineData(600, 32)]
    [InlineData(97, 32)]
    [InlineData(33, 32)]
    [InlineData(48, 48)]
    [InlineData(31, 64)]
    [InlineData(256, 96)]
    [InlineData(5, 7)]
    [InlineData(7, 1)]
    [InlineData(1, 3)]
    public void Results_are_those_of_Pillow_to_the_bit(int from, int to)
    {
        using SKBitmap expected = SKBitmap.Decode(
            Path.Combine(Checkout.Folder!, "tests", "Metamers.Tests", "Golden", "images", "resized", $"{from}-{to}.png")
        );
        byte[] bytes = [.. expected.Pixels.SelectMany(pixel => new[] { pixel.Red, pixel.Green, pixel.Blue })];
        Assert.Equal(bytes, PillowResize.Square(Pattern(from), from, to));
    }

    [Fact]
    public void A_flat_picture_stays_flat()
    {
        Assert.All(
            PillowResize.Square(Enumerable.Repeat((byte)200, 50 * 50 * 3).ToArray(), 50, 17),
            value => Assert.Equal(200, value),
            throwIfEmpty: true
        );
    }

    /// <summary>The rule of make_images.py.</summary>
    private static byte[] Pattern(int side) =>
        [
            .. from y in Enumerable.Range(0, side)
            from x in Enumerable.Range(0, side)
            from value in new[]
            {
                (x * 7 + y * 13 + x * y / 5) % 256,
                (x * x + 3 * y) % 256,
                (x / 3 + y / 2) % 2 == 1 ? 255 : 0,
            }
            select (byte)value,
        ];
}
