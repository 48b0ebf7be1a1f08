using Metamers.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace Metamers.Tests.Training;

/// <summary>
/// Random crops and mirror images: exactly windows of the padded picture, every one as often as another.
/// </summary>
public sealed class RandomCropsTests
{
    private const int Count = 900;
    private const int Size = 8;
    private const int Padding = 1;
    private const int Places = 2 * Padding + 1;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Every_shift_occurs_as_often_as_another_and_half_are_mirrored_if_wanted(bool mirror)
    {
        using DisposeScope scope = NewDisposeScope();
        // No two pixels are alike, and none is 0 as the padding is.
        Tensor picture = (arange(3 * Size * Size) + 1).to(uint8).reshape(1, 3, Size, Size);
        Tensor crops = RandomCrops.CropAndMirror(
            picture.repeat(Count, 1, 1, 1),
            Padding,
            mirror,
            new Generator(7, CPU)
        );
        Tensor padded = nn.functional.pad(picture[0], [Padding, Padding, Padding, Padding]);
        (string Bytes, int Top, int Left, bool Mirrored)[] windows =
        [
            .. from top in Enumerable.Range(0, Places)
            from left in Enumerable.Range(0, Places)
            from mirrored in new[] { false, true }
            let window = padded[.., top..(top + Size), left..(left + Size)]
            select (Text(mirrored ? window.flip(2) : window), top, left, mirrored),
        ];
        Dictionary<string, (string, int Top, int Left, bool Mirrored)> known = windows.ToDictionary(w => w.Bytes);
        var found = Enumerable.Range(0, Count).Select(i => known[Text(crops[i])]).ToList();

        Assert.All(
            found.CountBy(crop => (crop.Top, crop.Left)),
            place => Assert.InRange(place.Value, 60, 140) // 100 are expected, with a standard deviation of 9.4
        );
        Assert.Equal(Places * Places, found.DistinctBy(crop => (crop.Top, crop.Left)).Count());
        int expected = mirror ? Count / 2 : 0;
        Assert.InRange(found.Count(crop => crop.Mirrored), expected * 0.85, expected * 1.15);
    }

    private static string Text(Tensor pixels) => Convert.ToHexString(pixels.contiguous().data<byte>().ToArray());
}
