using Metamers.Models.Cochleagrams;
using static TorchSharp.torch;

namespace Metamers.Models.Textures;

/// <summary>
/// Averages of maps in windows. A map of a coarser scale is averaged as if it were interpolated linearly to all pixels,
/// around the edges of the picture as the pyramid goes: each of its samples has the weight of the pixels around it.
/// </summary>
internal sealed class PoolingWindows : IDisposable
{
    private readonly int height;
    private readonly int width;
    private readonly double[] weights; // (windows, H, W)
    private readonly TensorCache<(string Name, int Scale)> matrices;

    /// <summary>Takes windows.</summary>
    /// <param name="height">Rows of the picture.</param>
    /// <param name="width">Columns of the picture.</param>
    /// <param name="weights">(windows, H, W), 0 or more, of each window some above 0.</param>
    /// <param name="widths">How wide each window is in its narrower direction, pixels.</param>
    public PoolingWindows(int height, int width, double[] weights, IReadOnlyList<double> widths)
    {
        (this.height, this.width, this.weights, Widths) = (height, width, weights, widths);
        matrices = new(key => key.Name == "average" ? Average(key.Scale) : Spread(key.Scale));
    }

    /// <summary>The windows of a layout that reach into the picture.</summary>
    public static PoolingWindows From(WindowLayout layout)
    {
        var windows = Enumerable
            .Range(0, layout.Rings)
            .SelectMany(ring =>
                Enumerable
                    .Range(0, layout.Angles)
                    .Select(angle => (Weights: layout.Window(ring, angle), Width: layout.Narrowest(ring)))
            )
            .Where(window => window.Weights.Sum() > 1e-6)
            .ToList();
        return new(
            layout.Height,
            layout.Width,
            [.. windows.SelectMany(window => window.Weights)],
            [.. windows.Select(window => window.Width)]
        );
    }

    /// <summary>How wide each window is in its narrower direction, pixels.</summary>
    public IReadOnlyList<double> Widths { get; }

    public int Count => Widths.Count;

    /// <summary>(N, maps, H, W) at a scale → (N, maps, windows), weighted averages.</summary>
    public Tensor Pool(int scale, Tensor maps) => maps.flatten(2).matmul(matrices.Get(("average", scale), maps));

    /// <summary>
    /// The maps less the averages around each place, (N, maps, H, W): at a place, the averages of the windows there,
    /// weighted as they are there. Where no window is, the map as it is.
    /// </summary>
    public Tensor Centred(int scale, Tensor maps) =>
        maps - Pool(scale, maps).matmul(matrices.Get(("spread", scale), maps)).view(maps.shape);

    public void Dispose() => matrices.Dispose();

    /// <summary>The windows at a scale: (windows, places).</summary>
    private Tensor At(int scale)
    {
        Tensor windows = tensor(weights, [Count, height, width]);
        return Around(height, scale).matmul(windows).matmul(Around(width, scale).transpose(0, 1)).flatten(1);
    }

    /// <summary>(places, windows), each window with the sum 1.</summary>
    private Tensor Average(int scale)
    {
        Tensor windows = At(scale);
        return (windows / windows.sum(1, keepdim: true)).transpose(0, 1).contiguous();
    }

    /// <summary>(windows, places), the weights at each place with the sum 1; 0 where no window is.</summary>
    private Tensor Spread(int scale)
    {
        Tensor windows = At(scale);
        Tensor sums = windows.sum(0, keepdim: true);
        return where(sums > 1e-9, windows / sums.clamp_min(1e-9), zeros_like(windows));
    }

    /// <summary>The weight of each pixel for each sample of a scale along one side: (samples, pixels).</summary>
    private static Tensor Around(int pixels, int scale)
    {
        int samples = pixels >> scale;
        double[,] around = new double[samples, pixels];
        for (int pixel = 0; pixel < pixels; pixel++)
        {
            double at = Math.ScaleB(pixel, -scale);
            int before = (int)at;
            around[before, pixel] += 1 - (at - before);
            around[(before + 1) % samples, pixel] += at - before;
        }

        return tensor(around);
    }
}
