using System.Globalization;
using Metamers.Models.Colours;
using TorchSharp;
using static TorchSharp.torch;

namespace Metamers.Plotting.Pictures;

/// <summary>
/// The figure of how surfaces look to eyes in a light: patches of their colours, and what the cones say.
/// </summary>
/// <example>
/// <code>
/// var eyes = new[] { new ConeResponses(Illuminant.Daylight), new ConeResponses(Illuminant.Incandescent) };
/// SurfaceColours.Draw([("grey", full([35], 0.5))], eyes)
/// </code>
/// </example>
public static class SurfaceColours
{
    private const int Side = 64;

    /// <summary>
    /// Draws a row for each eye and a column for each surface. An eye without three kinds of cones has no colours that
    /// a screen could show, so its row has the surfaces' brightness.
    /// </summary>
    /// <param name="surfaces">Names, and reflectances (35).</param>
    /// <param name="eyes">Eyes in their lights.</param>
    /// <exception cref="Metamers.Runtime.MetamerException">A reflectance has another shape.</exception>
    public static PictureGrid Draw(
        IReadOnlyList<(string Name, Tensor Reflectance)> surfaces,
        params IReadOnlyList<ConeResponses> eyes
    ) =>
        new(
            "What eyes see of surfaces",
            [.. surfaces.Select(surface => surface.Name)],
            [
                .. eyes.Select(eye => new PictureRow(
                    $"{eye.Cones} cones, {eye.Light.Name}",
                    [.. surfaces.Select(surface => Patch(eye, surface.Reflectance))]
                )),
            ],
            "Each patch has the colour of the surface for an eye that is adapted to the light (sRGB); under it, what "
                + "the cones absorb, in hundredths of white. Eyes with fewer cones: the mean of their cones, in grey."
        );

    private static GridPicture Patch(ConeResponses eye, Tensor reflectance)
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable noGradient = no_grad();
        Tensor surface = reflectance.detach().to(float64).unsqueeze(0);
        double[] cones = [.. eye.Activations(surface.to(eye.Device), ConeResponses.ConeStage).cpu().data<double>()];
        Tensor colour =
            eye.Cones == "LMS"
                ? eye.ToRgb(surface)[0]
                : ScreenColours.FromCones(full([1, 3], cones.Average(), float64))[0];
        string caption = string.Join(
            ' ',
            eye.Cones.Zip(
                cones,
                (cone, value) => string.Create(CultureInfo.InvariantCulture, $"{cone} {100 * value:F2}")
            )
        );
        return GridPicture.From(colour.view(3, 1, 1).expand(3, Side, Side).contiguous(), caption);
    }
}
