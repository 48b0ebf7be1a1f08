using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Metamers.Models.Architectures.Blocks;

/// <summary>
/// Simple cells of one size: the rectified responses of four Gabor filters divided by the local contrast; zero where
/// the filter extends beyond the border.
/// </summary>
internal sealed class HmaxS1 : nn.Module<Tensor, Tensor>
{
    private const double Smallest = 1e-10; // keeps the gradient of the square root finite

    private static readonly double[] Orientations = [90, -45, 0, 45];

    private readonly Conv2d gabor;
    private readonly Conv2d uniform;
    private readonly int border;

    /// <summary>Builds the filters.</summary>
    /// <param name="size">Side length of the filters, odd.</param>
    /// <param name="divisor">The wavelength is twice the size divided by this number.</param>
    public HmaxS1(int size, double divisor)
        : base("S1")
    {
        border = size / 2;
        gabor = nn.Conv2d(1, Orientations.Length, size, padding: border, bias: false);
        uniform = nn.Conv2d(1, Orientations.Length, size, padding: border, bias: false);
        RegisterComponents();
        using DisposeScope scope = NewDisposeScope();
        using IDisposable noGradient = no_grad();
        gabor.weight.copy_(
            stack([.. Orientations.Select(degrees => Gabor(size, 2 * size / divisor, degrees))]).unsqueeze(1)
        );
        uniform.weight.fill_(1);
    }

    /// <summary>(N, 1, H, W) → (N, 4, H, W).</summary>
    public override Tensor forward(Tensor picture)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor response = Filter(picture, gabor.weight).abs();
        (long height, long width) = (response.shape[2], response.shape[3]);
        Tensor inside = nn.functional.pad(
            ones([height - 2 * border, width - 2 * border], response.dtype, response.device),
            [border, border, border, border]
        );
        Tensor contrast = (Filter(picture.square(), uniform.weight).relu() + Smallest).sqrt();
        return (response * inside / contrast).MoveToOuterDisposeScope();
    }

    /// <summary>
    /// Convolution of one input channel, (N, 1, H, W) → (N, filters, H, W), with the shifts of the picture along its
    /// rows as channels. oneDNN has no fast code for one channel and filters this large: a 37 × 37 filter takes 60
    /// times as long with <c>conv2d</c> on the picture itself.
    /// </summary>
    private static Tensor Filter(Tensor picture, Tensor weight)
    {
        long size = weight.shape[3];
        Tensor shifts = nn
            .functional.pad(picture, [size / 2, size / 2, 0, 0])
            .squeeze(1)
            .unfold(2, size, 1)
            .permute(0, 3, 1, 2); // (N, size, H, W)
        return nn.functional.conv2d(shifts, weight.squeeze(1).permute(0, 2, 1).unsqueeze(3), padding: [size / 2, 0]);
    }

    /// <summary>
    /// A round patch of a cosine grating under a Gaussian (aspect ratio 0.3, standard deviation 0.8 wavelengths), with
    /// mean 0 and norm 1.
    /// </summary>
    private static Tensor Gabor(int size, double wavelength, double degrees)
    {
        double sigma = 0.8 * wavelength;
        (double sin, double cos) = Math.SinCos((degrees + 90) * Math.PI / 180);
        double[] values = new double[size * size];
        for (int i = 0; i < values.Length; i++)
        {
            (double x, double y) = (i / size - size / 2, i % size - size / 2);
            (double along, double across) = (x * cos + y * sin, y * cos - x * sin);
            values[i] =
                Math.Sqrt(x * x + y * y) > size / 2.0
                    ? 0
                    : Math.Exp(-(along * along + 0.09 * across * across) / (2 * sigma * sigma))
                        * Math.Cos(2 * Math.PI * along / wavelength);
        }

        double mean = values.Average();
        double norm = Math.Sqrt(values.Sum(v => (v - mean) * (v - mean)));
        return tensor([.. values.Select(v => (float)((v - mean) / norm))], [size, size]);
    }
}
