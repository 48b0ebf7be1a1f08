using System.Globalization;
using Metamers.Runtime;

namespace Metamers.Models.Textures;

/// <summary>
/// The windows in which <see cref="FreemanSimoncelli"/> averages, and what it measures in them. The eye rests at the
/// centre of the picture.
/// </summary>
/// <example>
/// <code>
/// var likeV1 = new PoolingOptions { Scaling = 0.25 };
/// new FreemanSimoncelli(128, 128, likeV1).Windows
/// </code>
/// </example>
public sealed record PoolingOptions
{
    private const long MostValues = 1L << 29; // 4 GiB in double precision

    /// <summary>
    /// Radial width of a window, from half to half of its height, over the eccentricity of its centre: about 0.25 in
    /// area V1 and 0.5 in area V2 (Freeman and Simoncelli 2011). Above 0, at most 2.
    /// </summary>
    public double Scaling { get; init; } = 0.5;

    /// <summary>Radial over tangential width of a window, 0.5 to 8; as published, 2.</summary>
    public double Aspect { get; init; } = 2;

    /// <summary>
    /// Radius of the disc around the centre whose pixels are kept, over half the shorter side of the picture. Above 0,
    /// below 1. Windows of small pictures are smaller than a pixel near the centre, so that it must be larger than the
    /// published 0.04.
    /// </summary>
    public double Fovea { get; init; } = 0.125;

    /// <summary>
    /// The standard deviation below which responses count little: standard deviations and correlations are those of
    /// responses with this much noise added, so that a clear sky has no random correlations. Above 0, at most 1; in
    /// units of the input.
    /// </summary>
    public double Contrast { get; init; } = 0.02;

    /// <summary>
    /// Scales, orientations and the largest shifts of autocorrelations. No shift is measured in a window that it
    /// reaches out of; an even width counts as the odd one below.
    /// </summary>
    public TextureOptions Texture { get; init; } = new() { CorrelationWidth = 5 };

    /// <summary>Refuses what cannot be measured in pictures of a size.</summary>
    /// <exception cref="MetamerException">Names each problem and what is allowed.</exception>
    internal void Check(int height, int width)
    {
        Rules.Check(
            "Statistics cannot be pooled with these PoolingOptions.",
            [
                (Scaling is > 0 and <= 2, Text($"Scaling = {Scaling}: above 0, at most 2")),
                (Aspect is >= 0.5 and <= 8, Text($"Aspect = {Aspect}: 0.5 to 8")),
                (Fovea is > 0 and < 1, Text($"Fovea = {Fovea}: above 0, below 1")),
                (Contrast is > 0 and <= 1, Text($"Contrast = {Contrast}: above 0, at most 1")),
                (Texture is not null, "Texture = null: TextureOptions"),
            ]
        );
        Texture!.Check(height, width);
        WindowLayout layout = new(height, width, this);
        double narrowest = layout.Narrowest(0);
        if (narrowest < 1)
        {
            throw new MetamerException(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"With a scaling of {Scaling} in pictures of {width}×{height} pixels, the windows around the fovea "
                        + $"would be {narrowest:F2} pixels wide, and no average. Set PoolingOptions.Scaling to "
                        + $"{Up(Scaling / narrowest)} or more, PoolingOptions.Fovea to {Up(Fovea / narrowest)} or "
                        + $"more, or load larger pictures."
                )
            );
        }

        long values = (long)layout.Count * height * width;
        if (values > MostValues)
        {
            throw new MetamerException(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{layout.Count} windows over pictures of {width}×{height} pixels would take "
                        + $"{values * 4e-9:F0} GB of memory. Set PoolingOptions.Scaling higher, or load smaller "
                        + $"pictures."
                )
            );
        }
    }

    private static double Up(double value) => Math.Ceiling(value * 1000 + 1e-9) / 1000;

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
