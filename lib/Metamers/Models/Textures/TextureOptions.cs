using Metamers.Runtime;

namespace Metamers.Models.Textures;

/// <summary>
/// Which statistics of a texture are measured. The defaults are those of Portilla and Simoncelli (2000) and of
/// plenoptic.
/// </summary>
/// <example>
/// <code>
/// var coarse = new TextureOptions { Scales = 3, CorrelationWidth = 7 };
/// new PortillaSimoncelli(64, 64, coarse).Stages[^1].Units
/// </code>
/// </example>
public sealed record TextureOptions
{
    /// <summary>Number of scales of the steerable pyramid, an octave each. At least 1.</summary>
    public int Scales { get; init; } = 4;

    /// <summary>Number of orientations at each scale, 2 to 16.</summary>
    public int Orientations { get; init; } = 4;

    /// <summary>
    /// Width of the square of shifts at which autocorrelations are measured, in samples of each scale. At least 2.
    /// </summary>
    public int CorrelationWidth { get; init; } = 9;

    /// <summary>Refuses what cannot be measured in pictures of a size.</summary>
    /// <exception cref="MetamerException">Names each problem and what is allowed.</exception>
    internal void Check(int height, int width)
    {
        Rules.Check(
            "Texture statistics cannot be measured with these TextureOptions.",
            [
                (Scales is >= 1 and <= 16, $"Scales = {Scales}: 1 to 16"),
                (
                    Orientations is >= 2 and <= 16,
                    $"Orientations = {Orientations}: 2 to 16 (a single one has no complex filter)"
                ),
                (CorrelationWidth >= 2, $"CorrelationWidth = {CorrelationWidth}: at least 2"),
            ]
        );
        int shorter = Math.Min(height, width);
        int factor = 1 << Scales;
        if (shorter < 1 || height % factor != 0 || width % factor != 0)
        {
            throw new MetamerException(
                $"Pictures of {width}×{height} pixels cannot be halved {Scales} times, as a pyramid of {Scales} scales "
                    + $"does: width and height must be multiples of {factor}. Load them with another size, such as "
                    + $"{Math.Max(1, shorter / factor) * factor}, or measure fewer scales (TextureOptions.Scales)."
            );
        }

        int most = (int)Math.Floor(Math.Log2(shorter)) - 2;
        if (Scales > most)
        {
            throw new MetamerException(
                $"A picture of {width}×{height} pixels is too small for {Scales} scales: its coarsest scale would "
                    + $"have {shorter >> Scales} samples a side. It has room for {Math.Max(0, most)} "
                    + "(TextureOptions.Scales); or load it larger."
            );
        }

        int widest = Math.Min(height >> Scales, (width >> Scales) / 2 * 2);
        if (CorrelationWidth > widest)
        {
            throw new MetamerException(
                $"At the coarsest scale, a picture of {width}×{height} pixels has {width >> Scales}×{height >> Scales} "
                    + $"samples, too few for autocorrelations at {CorrelationWidth} shifts. Set "
                    + $"TextureOptions.CorrelationWidth to {widest} or less, measure fewer scales, or load it larger."
            );
        }
    }
}
