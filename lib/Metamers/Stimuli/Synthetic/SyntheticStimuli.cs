using System.Globalization;
using static TorchSharp.torch;

namespace Metamers.Stimuli.Synthetic;

/// <summary>Pictures that need no download.</summary>
/// <example>
/// <code>
/// SyntheticStimuli.DeadLeaves(size: 32, seed: 1)
/// </code>
/// </example>
public static class SyntheticStimuli
{
    /// <summary>Samples along each side of a pixel, for smooth edges.</summary>
    private const int Samples = 4;

    /// <summary>
    /// A dead-leaves picture: opaque discs of random size, position and colour that occlude one another, like leaves on
    /// the ground (Lee, Mumford and Huang, Occlusion models for natural images, International Journal of Computer
    /// Vision 41, 2001). Radii follow the density r⁻³, for which the statistics do not depend on scale, so the picture
    /// shares with photographs a power spectrum near 1/f², heavy-tailed derivatives, edges and occlusion, without
    /// depicting anything.
    /// </summary>
    /// <remarks>
    /// Exact simulation: discs are placed from front to back, each behind the previous ones, until no ground is
    /// visible. Colours are drawn along the three axes on which those of natural scenes vary independently (Ruderman,
    /// Cronin and Chiao 1998): most in brightness, less from blue to yellow, and little from red to green; each picture
    /// has its own tint. The same arguments give the same bits on every platform.
    /// </remarks>
    /// <param name="size">Height and width, 8 to 1024.</param>
    /// <param name="seed">Any number; each gives another picture.</param>
    /// <param name="smallestRadius">
    /// Smallest radius of a disc, in pixels, 0.5 to ten times the size; if null, a hundredth of the size, at least 1.
    /// </param>
    /// <param name="largestRadius">
    /// Largest radius of a disc, in pixels, from the smallest to ten times the size; if null, half the size.
    /// </param>
    /// <returns>Pixels (3, size, size), named <c>dead-leaves-SEED</c>.</returns>
    /// <exception cref="ArgumentOutOfRangeException">An argument is outside the range given here.</exception>
    public static ImageStimulus DeadLeaves(
        int size,
        long seed = 0,
        double? smallestRadius = null,
        double? largestRadius = null
    )
    {
        double smallest = smallestRadius ?? Math.Max(1, size / 100.0);
        double largest = largestRadius ?? size / 2.0;
        RequireRange(size, 8, 1024, nameof(size));
        RequireRange(smallest, 0.5, 10.0 * size, nameof(smallestRadius));
        RequireRange(largest, smallest, 10.0 * size, nameof(largestRadius));

        SplitMix64 random = new(seed);
        (double Warm, double Red) tint = (random.Bell() * 0.06, random.Bell() * 0.03);
        float[] samples = new float[3 * size * Samples * size * Samples]; // (3, size · Samples, size · Samples)
        bool[] covered = new bool[size * Samples * size * Samples];
        for (int open = covered.Length; open > 0; )
        {
            double radius = Radius(random.Uniform(), smallest, largest);
            double x = random.Uniform(-largest, size + largest);
            double y = random.Uniform(-largest, size + largest);
            (float Red, float Green, float Blue) colour = Colour(random, tint);
            open -= Lay(samples, covered, size * Samples, x * Samples, y * Samples, radius * Samples, colour);
        }

        string name = string.Create(CultureInfo.InvariantCulture, $"dead-leaves-{seed}");
        return new ImageStimulus(
            name,
            null,
            null,
            Average(samples, size),
            "dead-leaves picture drawn by this library, free of rights"
        )
        {
            Licence = "free of rights",
        };
    }

    /// <summary>Inverse of the cumulative distribution of the density r⁻³ between two radii.</summary>
    private static double Radius(double uniform, double smallest, double largest)
    {
        double most = 1 / (smallest * smallest);
        double least = 1 / (largest * largest);
        return 1 / Math.Sqrt(most + (least - most) * uniform);
    }

    private static (float Red, float Green, float Blue) Colour(SplitMix64 random, (double Warm, double Red) tint)
    {
        double brightness = random.Uniform(0.06, 0.94);
        // Colours are most saturated at medium brightness; black and white have no colour.
        double purity = 4 * brightness * (1 - brightness);
        double warm = purity * (tint.Warm + random.Bell() * 0.12);
        double red = purity * (tint.Red + random.Bell() * 0.07);
        return (
            Clamp(brightness + warm + red),
            Clamp(brightness + 0.35 * warm - 0.5 * red),
            Clamp(brightness - 1.35 * warm)
        );
    }

    private static float Clamp(double value) => (float)Math.Clamp(value, 0, 1);

    /// <summary>Colours the samples of a disc that no earlier disc covers; returns their number.</summary>
    private static int Lay(
        float[] samples,
        bool[] covered,
        int side,
        double x,
        double y,
        double radius,
        (float Red, float Green, float Blue) colour
    )
    {
        int laid = 0;
        int bottom = Math.Min((int)Math.Ceiling(y + radius), side);
        for (int row = Math.Max((int)(y - radius), 0); row < bottom; row++)
        {
            double rest = radius * radius - (row + 0.5 - y) * (row + 0.5 - y);
            double half = rest > 0 ? Math.Sqrt(rest) : 0;
            int end = Math.Min((int)Math.Ceiling(x + half - 0.5), side);
            for (int i = row * side + Math.Max((int)Math.Ceiling(x - half - 0.5), 0); i < row * side + end; i++)
            {
                if (!covered[i])
                {
                    covered[i] = true;
                    samples[i] = colour.Red;
                    samples[covered.Length + i] = colour.Green;
                    samples[2 * covered.Length + i] = colour.Blue;
                    laid++;
                }
            }
        }

        return laid;
    }

    /// <summary>Mean over the samples of every pixel, in one fixed order.</summary>
    private static Tensor Average(float[] samples, int size)
    {
        float[] pixels = new float[3 * size * size];
        for (int i = 0; i < pixels.Length; i++)
        {
            // The rows of the three planes follow one another.
            int first = i / size * Samples * (size * Samples) + i % size * Samples;
            double sum = 0;
            for (int k = 0; k < Samples * Samples; k++)
            {
                sum += samples[first + k / Samples * (size * Samples) + k % Samples];
            }

            pixels[i] = (float)(sum / (Samples * Samples));
        }

        return tensor(pixels, [3, size, size]);
    }

    private static void RequireRange(double value, double least, double most, string name)
    {
        if (!(value >= least && value <= most))
        {
            throw new ArgumentOutOfRangeException(
                name,
                value,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"In a dead-leaves picture {name} must be from {least} to {most} pixels."
                )
            );
        }
    }
}
