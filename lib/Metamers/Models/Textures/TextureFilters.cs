using Metamers.Models.Cochleagrams;
using TorchSharp;
using static TorchSharp.torch;

namespace Metamers.Models.Textures;

/// <summary>
/// The filters of a pyramid as tensors, made once for each element type and device from their exact values.
/// </summary>
internal sealed class TextureFilters : IDisposable
{
    private readonly SteerablePyramid pyramid;
    private readonly TensorCache<(string Name, int Scale)> real;
    private readonly TensorCache<(string Name, int Scale)> complex;
    private readonly Autocorrelation[] autocorrelations; // one for each scale

    public TextureFilters(int height, int width, TextureOptions options)
    {
        pyramid = new SteerablePyramid(height, width, options.Scales, options.Orientations);
        real = new(key =>
            key.Name switch
            {
                "highpass" => tensor(pyramid.Highpass(), [height, width]),
                "highpass power" => HighpassPower(),
                _ => Reconstruction(key.Scale),
            }
        );
        complex = new(key => Oriented(key.Scale, key.Name == "finer" ? key.Scale - 1 : key.Scale));
        autocorrelations =
        [
            .. Enumerable
                .Range(0, options.Scales + 1)
                .Select(scale => new Autocorrelation(height >> scale, width >> scale, options.CorrelationWidth)),
        ];
    }

    public int Scales => pyramid.Scales;

    public (int Height, int Width) SizeAt(int scale) => pyramid.SizeAt(scale);

    /// <summary>What power at each frequency adds to the variance of the high-pass residual: (H, W).</summary>
    public Tensor HighpassPower(Tensor like) => real.Get(("highpass power", 0), like);

    /// <summary><see cref="SteerablePyramid.Highpass"/>: (H, W).</summary>
    public Tensor Highpass(Tensor like) => real.Get(("highpass", 0), like);

    /// <summary>The complex filters of a scale, on its own grid: (orientations, H, W).</summary>
    public Tensor Bands(int scale, Tensor like) => complex.Get(("own", scale), like);

    /// <summary>The same on the grid of the next finer scale.</summary>
    public Tensor FinerBands(int scale, Tensor like) => complex.Get(("finer", scale), like);

    /// <summary><see cref="SteerablePyramid.Reconstruction"/> of a scale: (H, W / 2 + 1).</summary>
    public Tensor Reconstruction(int scale, Tensor like) => real.Get(("reconstruction", scale), like);

    public Autocorrelation AutocorrelationAt(int scale) => autocorrelations[scale];

    public void Dispose()
    {
        real.Dispose();
        complex.Dispose();
        foreach (Autocorrelation autocorrelation in autocorrelations)
        {
            autocorrelation.Dispose();
        }
    }

    private Tensor HighpassPower()
    {
        (int height, int width) = SizeAt(0);
        double scale = 1 / ((double)height * width * height * width);
        return tensor([.. pyramid.Highpass().Select(gain => gain * gain * scale)], [height, width]);
    }

    private Tensor Reconstruction(int scale)
    {
        (int height, int width) = SizeAt(scale);
        return tensor(pyramid.Reconstruction(scale), [height, width / 2 + 1]);
    }

    /// <summary>
    /// The gains with the phase (−i)ⁿ of an nth derivative, n being the number of orientations less 1.
    /// </summary>
    private Tensor Oriented(int scale, int grid)
    {
        (int height, int width) = SizeAt(grid);
        Tensor gains = tensor(pyramid.Bands(scale, grid), [pyramid.Orientations, height, width]);
        Tensor none = zeros_like(gains);
        return ((pyramid.Orientations - 1) % 4) switch
        {
            0 => torch.complex(gains, none),
            1 => torch.complex(none, -gains),
            2 => torch.complex(-gains, none),
            _ => torch.complex(none, gains),
        };
    }
}
