using Metamers.Models.Colours;
using Metamers.Plotting.Pictures;
using TorchSharp;
using static TorchSharp.torch;

namespace Metamers.Tests.Plotting.Pictures;

public class SurfaceColoursTests
{
    [Fact]
    public void A_pair_has_one_colour_and_the_same_cones_in_its_light()
    {
        using DisposeScope scope = NewDisposeScope();
        using ConeResponses eye = new(Illuminant.Daylight);
        using ConeResponses bulb = new(Illuminant.Incandescent);
        using ConeResponses dichromat = new(Illuminant.Daylight, "LS");
        Tensor orange = 0.2 + 0.6 * arange(35, dtype: float64) / 34;
        PictureGrid grid = SurfaceColours.Draw(
            [("a surface", orange), ("its metamer", eye.FindMetamer(orange, seed: 1))],
            eye,
            bulb,
            dichromat
        );
        Assert.Equal(
            ["LMS cones, daylight (D65)", "LMS cones, incandescent light (A)", "LS cones, daylight (D65)"],
            grid.Rows.Select(row => row.Heading)
        );
        Assert.Equal(grid.Rows[0].Pictures[0]!.Caption, grid.Rows[0].Pictures[1]!.Caption);
        Assert.Equal(grid.Rows[0].Pictures[0]!.File, grid.Rows[0].Pictures[1]!.File);
        Assert.NotEqual(grid.Rows[1].Pictures[0]!.Caption, grid.Rows[1].Pictures[1]!.Caption);
        Assert.StartsWith("L 5", grid.Rows[0].Pictures[0]!.Caption);
    }

    [Fact]
    public void Grey_is_as_bright_for_an_eye_with_fewer_cones()
    {
        using ConeResponses eye = new(Illuminant.Daylight);
        using ConeResponses dichromat = new(Illuminant.Daylight, "LS");
        PictureGrid grid = SurfaceColours.Draw([("grey", full([35], 0.25, float64))], eye, dichromat);
        Assert.Equal(grid.Rows[0].Pictures[0]!.File, grid.Rows[1].Pictures[0]!.File);
    }
}
