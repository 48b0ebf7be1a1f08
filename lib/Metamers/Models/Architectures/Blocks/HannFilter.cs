using TorchSharp;
using static TorchSharp.torch;

namespace Metamers.Models.Architectures.Blocks;

/// <summary>
/// The low-pass filter of the reduced-aliasing networks (the paper's LowPassAlexNet; after Hénaff and Simoncelli 2016):
/// a separable Hann window of 4 × stride + 1 points without its two zero ends, with sum 1, which filters a map before
/// it is subsampled.
/// </summary>
internal static class HannFilter
{
    /// <summary>Filters a map, then keeps every <paramref name="stride"/>th value; replaces a pooling.</summary>
    /// <param name="x">(N, channels, H, W).</param>
    /// <param name="stride">Distance between the values that are kept, at least 2.</param>
    /// <returns>(N, channels, ⌈H / stride⌉, ⌈W / stride⌉).</returns>
    public static Tensor Pool(Tensor x, int stride) => Filter(x, stride, stride);

    /// <summary>Filters a map that a convolution of this stride will subsample.</summary>
    /// <param name="x">(N, channels, H, W).</param>
    /// <param name="stride">Stride of the convolution, at least 2.</param>
    /// <returns>The same shape.</returns>
    public static Tensor BeforeStride(Tensor x, int stride) => Filter(x, stride, 1);

    private static Tensor Filter(Tensor x, int bandwidth, int stride)
    {
        using DisposeScope scope = NewDisposeScope();
        long channels = x.shape[1];
        int taps = 4 * bandwidth - 1;
        Tensor window = Window(bandwidth, x).expand(channels, 1, taps, 1);
        long half = taps / 2;
        Tensor rows = nn.functional.conv2d(x, window, strides: [stride, 1], padding: [half, 0], groups: channels);
        return nn
            .functional.conv2d(rows, window.transpose(2, 3), strides: [1, stride], padding: [0, half], groups: channels)
            .MoveToOuterDisposeScope();
    }

    private static Tensor Window(int bandwidth, Tensor like)
    {
        int periods = 4 * bandwidth;
        double[] hann =
        [
            .. Enumerable.Range(1, periods - 1).Select(i => (1 - Math.Cos(2 * Math.PI * i / periods)) / periods),
        ]; // sums to 1
        return tensor(hann).view(1, 1, -1, 1).to(like.dtype, like.device);
    }
}
