using TorchSharp;
using static Metamers.Models.Import.Onnx.OnnxOperator;
using static TorchSharp.torch;

namespace Metamers.Models.Import.Onnx.Operators;

/// <summary>Maxima, means and norms over windows along one to three axes, or over a whole map.</summary>
internal static class Pooling
{
    public static IEnumerable<OnnxOperator> All =>
        [
            new("MaxPool", MaxPool),
            new("AveragePool", AveragePool),
            new("LpPool", LpPool, 2),
            new("GlobalAveragePool", _ => One(call => call.Float(0, 3).mean(Axes(call[0]), keepdim: true))),
            new("GlobalMaxPool", _ => One(call => call.Float(0, 3).amax(Axes(call[0]), keepdim: true))),
            new("GlobalLpPool", GlobalLpPool, 2),
        ];

    private static long[] Axes(Tensor x) => [.. Enumerable.Range(2, (int)x.dim() - 2).Select(i => (long)i)];

    private static Kernel MaxPool(OnnxNode node)
    {
        node.RequireOneOutput();
        node.Ignore("storage_order"); // of the second output
        Windows windows = Windows.OfPooling(node);
        return One(call =>
        {
            Tensor x = call.Float(0, 3);
            Windows.Placed placed = Placed(call, windows);
            long[] padding = placed.Before;
            if (!placed.IsSymmetric || placed.Before.Where((before, i) => 2 * before > placed.Kernel[i]).Any())
            {
                x = Windows.Pad(x, placed.Pads(beyond: true), double.NegativeInfinity);
                padding = new long[padding.Length];
            }

            return x.dim() switch
            {
                3 => nn
                    .functional.max_pool2d(
                        x.unsqueeze(2),
                        [1, .. placed.Kernel],
                        [1, .. placed.Strides],
                        [0, .. padding],
                        [1, .. placed.Dilations]
                    )
                    .squeeze(2),
                4 => nn.functional.max_pool2d(x, placed.Kernel, placed.Strides, padding, placed.Dilations),
                _ => nn.functional.max_pool3d(x, placed.Kernel, placed.Strides, padding, placed.Dilations),
            };
        });
    }

    private static Kernel AveragePool(OnnxNode node)
    {
        bool countsPadding = node.Flag("count_include_pad");
        Windows windows = Windows.OfPooling(node);
        return One(call =>
        {
            Tensor x = call.Float(0, 3);
            Windows.Placed placed = Placed(call, windows);
            if (placed.Before.Concat(placed.After).Concat(placed.Beyond).All(pad => pad == 0))
            {
                return Means(x, placed);
            }

            // The mean over a window's units: padding counts if it is asked for, what is beyond it never does.
            using DisposeScope scope = NewDisposeScope();
            Tensor counted = ones([1, 1, .. x.shape[2..]], x.dtype, x.device);
            counted = Windows.Pad(counted, placed.Pads(beyond: false), countsPadding ? 1 : 0);
            long[] beyond = [.. placed.Beyond.Reverse().SelectMany(n => new[] { 0, n })];
            counted = Means(Windows.Pad(counted, beyond, 0), placed);
            return (Means(Windows.Pad(x, placed.Pads(beyond: true), 0), placed) / counted).MoveToOuterDisposeScope();
        });
    }

    private static Kernel LpPool(OnnxNode node)
    {
        long p = node.Int("p", 2);
        if (p < 1)
        {
            throw node.Refused($"its p is {p}; it must be at least 1.");
        }

        Windows windows = Windows.OfPooling(node);
        return One(call =>
        {
            Tensor x = call.Float(0, 3);
            Windows.Placed placed = Placed(call, windows);
            Tensor powers = Windows.Pad(x.abs().pow(p), placed.Pads(beyond: true), 0);
            long units = placed.Kernel.Aggregate(1L, (product, length) => product * length);
            return Root(Means(powers, placed) * units, p);
        });
    }

    /// <summary>A root whose gradient is 0 where the sum is 0, and not infinite times 0.</summary>
    private static Tensor Root(Tensor sums, long p)
    {
        Tensor filled = sums.gt(0);
        return filled.to_type(sums.dtype) * sums.where(filled, ones_like(sums)).pow(1.0 / p);
    }

    private static Kernel GlobalLpPool(OnnxNode node)
    {
        long p = node.Int("p", 2);
        return p < 1
            ? throw node.Refused($"its p is {p}; it must be at least 1.")
            : One(call => Root(call.Float(0, 3).abs().pow(p).sum(Axes(call[0]), keepdim: true), p));
    }

    private static Windows.Placed Placed(KernelCall call, Windows windows)
    {
        Tensor x = call[0];
        Windows.Placed placed = windows.Place(x.shape[2..]);
        call.RequireSize([
            .. x.shape[..2],
            .. x.shape[2..].Select((n, i) => n + placed.Before[i] + placed.After[i] + placed.Beyond[i]),
        ]);
        return placed;
    }

    /// <summary>Means over windows of an input that is padded already.</summary>
    private static Tensor Means(Tensor x, Windows.Placed placed)
    {
        if (placed.Dilations.Any(dilation => dilation != 1))
        {
            return DilatedMeans(x, placed);
        }

        return x.dim() switch
        {
            3 => nn.functional.avg_pool2d(x.unsqueeze(2), [1, .. placed.Kernel], [1, .. placed.Strides]).squeeze(2),
            4 => nn.functional.avg_pool2d(x, placed.Kernel, placed.Strides),
            _ => nn.functional.avg_pool3d(x, placed.Kernel, placed.Strides),
        };
    }

    /// <summary>libtorch has no dilated means: one convolution for each channel.</summary>
    private static Tensor DilatedMeans(Tensor x, Windows.Placed placed)
    {
        long channels = x.shape[1];
        bool one = x.dim() == 3;
        long[] kernel = one ? [1, .. placed.Kernel] : placed.Kernel;
        long[] strides = one ? [1, .. placed.Strides] : placed.Strides;
        long[] dilations = one ? [1, .. placed.Dilations] : placed.Dilations;
        long units = kernel.Aggregate(1L, (product, length) => product * length);
        Tensor weight = full([channels, 1, .. kernel], 1.0 / units, x.dtype, x.device);
        Tensor y = one ? x.unsqueeze(2) : x;
        y =
            y.dim() == 4
                ? nn.functional.conv2d(y, weight, null, strides, [0, 0], dilations, channels)
                : nn.functional.conv3d(y, weight, null, strides, [0, 0, 0], dilations, channels);
        return one ? y.squeeze(2) : y;
    }
}
