using TorchSharp;
using static TorchSharp.torch;

namespace Metamers.Stimuli.Images;

/// <summary>
/// Resizes 8-bit pictures like Pillow's <c>Image.resize</c> with default arguments, with which the paper's stimuli were
/// made: bicubic interpolation (a = −0.5) whose support grows with the shrink factor; first along rows, then along
/// columns, each pass in fixed point with 22 fractional bits and rounded to 8 bits. The formulas are those of Pillow's
/// <c>Resample.c</c>; the results agree with it bit for bit.
/// </summary>
internal static class PillowResize
{
    private const int FractionBits = 32 - 8 - 2;
    private const double Support = 2;

    /// <summary>Resizes square pictures of colour.</summary>
    /// <param name="pictures">(N, 3, from, from) uint8.</param>
    /// <param name="to">Side length of the results.</param>
    /// <returns>(N, 3, to, to) uint8, on the CPU.</returns>
    /// <exception cref="ArgumentException">They are not square.</exception>
    public static Tensor Squares(Tensor pictures, int to)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(pictures.shape[2], pictures.shape[3], nameof(pictures));
        using DisposeScope scope = NewDisposeScope();
        int from = (int)pictures.shape[3];
        Tensor last = pictures.cpu().permute(0, 2, 3, 1).contiguous();
        Tensor[] resized =
        [
            .. Enumerable
                .Range(0, (int)pictures.shape[0])
                .Select(i => tensor(Square(last[i].data<byte>().ToArray(), from, to)).view(to, to, 3)),
        ];
        return stack(resized).permute(0, 3, 1, 2).MoveToOuterDisposeScope();
    }

    /// <summary>Resizes a square picture.</summary>
    /// <param name="rgb">(from, from, 3) bytes.</param>
    /// <param name="from">Side length of the given picture.</param>
    /// <param name="to">Side length of the result.</param>
    /// <returns>(to, to, 3) bytes.</returns>
    public static byte[] Square(byte[] rgb, int from, int to)
    {
        Taps[] taps = Precompute(from, to);
        byte[] narrow = new byte[from * to * 3];
        for (int y = 0; y < from; y++)
        {
            for (int x = 0; x < to; x++)
            {
                Filter(taps[x], rgb, y * from * 3, 3, narrow.AsSpan((y * to + x) * 3, 3));
            }
        }

        byte[] result = new byte[to * to * 3];
        for (int y = 0; y < to; y++)
        {
            for (int x = 0; x < to; x++)
            {
                Filter(taps[y], narrow, x * 3, to * 3, result.AsSpan((y * to + x) * 3, 3));
            }
        }

        return result;
    }

    /// <summary>The source pixels that contribute to one target pixel, with their weights in fixed point.</summary>
    private readonly record struct Taps(int First, int[] Weights);

    private static Taps[] Precompute(int from, int to)
    {
        double scale = (double)from / to;
        double stretch = Math.Max(scale, 1);
        Taps[] taps = new Taps[to];
        for (int i = 0; i < to; i++)
        {
            double center = (i + 0.5) * scale;
            int first = Math.Max((int)(center - Support * stretch + 0.5), 0);
            int end = Math.Min((int)(center + Support * stretch + 0.5), from);
            double[] weights = new double[end - first];
            double sum = 0;
            for (int k = 0; k < weights.Length; k++)
            {
                weights[k] = Bicubic((k + first - center + 0.5) * (1 / stretch));
                sum += weights[k];
            }

            taps[i] = new Taps(first, Array.ConvertAll(weights, weight => ToFixedPoint(weight / sum)));
        }

        return taps;
    }

    private static void Filter(Taps taps, byte[] source, int start, int stride, Span<byte> target)
    {
        // Starting at one half rounds to the nearest.
        int red = 1 << (FractionBits - 1),
            green = red,
            blue = red;
        int position = start + taps.First * stride;
        foreach (int weight in taps.Weights)
        {
            red += source[position] * weight;
            green += source[position + 1] * weight;
            blue += source[position + 2] * weight;
            position += stride;
        }

        target[0] = (byte)Math.Clamp(red >> FractionBits, 0, 255);
        target[1] = (byte)Math.Clamp(green >> FractionBits, 0, 255);
        target[2] = (byte)Math.Clamp(blue >> FractionBits, 0, 255);
    }

    /// <summary>Rounds half away from zero, as in C.</summary>
    private static int ToFixedPoint(double weight) => (int)(weight * (1 << FractionBits) + (weight < 0 ? -0.5 : 0.5));

    private static double Bicubic(double x)
    {
        const double a = -0.5;
        x = Math.Abs(x);
        return x < 1 ? ((a + 2) * x - (a + 3)) * x * x + 1
            : x < 2 ? (((x - 5) * x + 8) * x - 4) * a
            : 0;
    }
}
