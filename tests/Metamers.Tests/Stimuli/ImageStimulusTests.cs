using Metamers.Runtime;
using Metamers.Stimuli;
using static TorchSharp.torch;

namespace Metamers.Tests.Stimuli;

public class ImageStimulusTests
{
    [Fact]
    public void A_stimulus_tells_its_size_and_name()
    {
        ImageStimulus picture = new("deer-7", "deer", 4, zeros(3, 20, 32), "CIFAR-10");
        Assert.Equal((20, 32), (picture.Height, picture.Width));
        Assert.Equal("deer-7 (deer), 32×20", picture.ToString());
        Assert.Equal("deer-7, 32×20", (picture with { Label = null }).ToString());
    }

    [Fact]
    public void Pixels_that_are_no_picture_are_refused_whichever_way_they_come()
    {
        Assert.Contains(
            "The picture 'x' has the shape (3, 32); a picture is (3, height, width)",
            Message(() => Make(zeros(3, 32)))
        );
        Assert.Contains("has the shape (3, 0, 4)", Message(() => Make(zeros(3, 0, 4))));
        Assert.Contains("has Byte values", Message(() => Make(zeros(3, 4, 4, dtype: uint8))));
        Assert.Contains("has pixels from -1 to -1", Message(() => Make(-ones(3, 4, 4))));
        Assert.Contains("contain no NaN", Message(() => Make(full([3, 4, 4], float.NaN))));
        ImageStimulus good = Make(ones(3, 4, 4));
        Assert.Contains("has pixels from 2 to 2", Message(() => _ = good with { Pixels = full([3, 4, 4], 2f) }));
    }

    [Fact]
    public void A_picture_is_made_grey_as_Pillow_does()
    {
        // Image.new("RGB", (1, 1), (10, 200, 77)).convert("L") gives 129; the same for the others.
        byte[] expected = [129, 76, 150, 29, 255, 0];
        Tensor bytes = tensor(
            new byte[,]
            {
                { 10, 255, 0, 0, 255, 0 },
                { 200, 0, 255, 0, 255, 0 },
                { 77, 0, 0, 255, 255, 0 },
            }
        );
        ImageStimulus grey = Make(bytes.view(3, 1, 6).to(float32) / 255).ToGrey();
        Assert.Equal([1, 1, 6], grey.Pixels.shape);
        Assert.Equal(expected, (grey.Pixels * 255).round().to(uint8).data<byte>().ToArray());
        Assert.Equal(grey.Pixels, grey.ToGrey().Pixels);
    }

    private static ImageStimulus Make(Tensor pixels) => new("x", null, null, pixels, "test");

    private static string Message(Action action) => Assert.Throws<MetamerException>(action).Message;
}
