using Metamers.Models.Colours;
using TorchSharp;
using static TorchSharp.torch;

namespace Metamers.Plotting.Charts;

/// <summary>The figure of what surfaces send back of the light, wavelength by wavelength.</summary>
/// <example>
/// <code>
/// var eye = new ConeResponses(Illuminant.Daylight);
/// var grey = full([35], 0.5);
/// ReflectanceCurves.Draw(("grey", grey), ("its metamer", eye.FindMetamer(grey)))
/// </code>
/// </example>
public static class ReflectanceCurves
{
    /// <summary>Draws one line for each surface.</summary>
    /// <param name="surfaces">Names, and reflectances (35) at <see cref="ConeFundamentals.Wavelengths"/>.</param>
    public static Figure Draw(params (string Name, Tensor Reflectance)[] surfaces) =>
        new(
            "Reflectance",
            new("Wavelength", "nm"),
            new("Share of the light sent back") { Minimum = 0, Maximum = 1 },
            [
                .. surfaces.Select(
                    (surface, style) =>
                    {
                        using DisposeScope scope = NewDisposeScope();
                        double[] values = [.. surface.Reflectance.detach().cpu().to(float64).data<double>()];
                        return new Series(surface.Name, ConeFundamentals.Wavelengths, values) { Style = style };
                    }
                ),
            ]
        );
}
