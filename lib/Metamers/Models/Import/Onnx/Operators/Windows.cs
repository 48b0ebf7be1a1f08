using Metamers.Models.Import.Onnx.Files;
using TorchSharp;
using static TorchSharp.torch;

namespace Metamers.Models.Import.Onnx.Operators;

/// <summary>Where the windows of a convolution or pooling are on its input, by the attributes of its node.</summary>
internal sealed class Windows
{
    private const int Largest = 1 << 24;

    private readonly OnnxNode node;
    private readonly long[]? kernel;
    private readonly long[]? strides;
    private readonly long[]? dilations;
    private readonly long[]? pads;
    private readonly string automatic;
    private readonly bool roundsUp;

    private Windows(OnnxNode node, bool canRoundUp)
    {
        this.node = node;
        kernel = Lengths(node, "kernel_shape", least: 1);
        strides = Lengths(node, "strides", least: 1);
        dilations = Lengths(node, "dilations", least: 1);
        pads = Lengths(node, "pads", least: 0);
        automatic = node.Word("auto_pad", "NOTSET", "NOTSET", "SAME_UPPER", "SAME_LOWER", "VALID");
        roundsUp = canRoundUp && node.Flag("ceil_mode");
    }

    /// <summary>Windows on an input of known size.</summary>
    /// <param name="Kernel">Size of a window along each axis.</param>
    /// <param name="Strides">Distance of windows.</param>
    /// <param name="Dilations">Distance of the points in a window.</param>
    /// <param name="Before">Padding before the input.</param>
    /// <param name="After">Padding after it.</param>
    /// <param name="Beyond">Further padding after it that the last window needs when the size is rounded up.</param>
    /// <param name="Output">Number of windows.</param>
    public sealed record Placed(
        long[] Kernel,
        long[] Strides,
        long[] Dilations,
        long[] Before,
        long[] After,
        long[] Beyond,
        long[] Output
    )
    {
        /// <summary>Whether the padding is the same at both ends, with nothing beyond.</summary>
        public bool IsSymmetric => Before.SequenceEqual(After) && Beyond.All(beyond => beyond == 0);

        /// <summary>Padding as libtorch takes it, last axis first.</summary>
        public long[] Pads(bool beyond) =>
            [
                .. Enumerable
                    .Range(0, Before.Length)
                    .Reverse()
                    .SelectMany(i => new[] { Before[i], After[i] + (beyond ? Beyond[i] : 0) }),
            ];
    }

    /// <summary>Reads the attributes of a convolution.</summary>
    public static Windows OfConvolution(OnnxNode node) => new(node, canRoundUp: false);

    /// <summary>Reads the attributes of a pooling.</summary>
    public static Windows OfPooling(OnnxNode node) =>
        new Windows(node, canRoundUp: true) is { kernel: not null } windows
            ? windows
            : throw node.Refused("it has no kernel_shape.");

    /// <summary>Places the windows.</summary>
    /// <param name="input">Sizes of the input along the axes after the first two.</param>
    /// <param name="weights">Sizes of the weights along the same axes; null for a pooling.</param>
    public Placed Place(long[] input, long[]? weights = null)
    {
        int axes = input.Length;
        long[] size = weights ?? kernel!;
        if (kernel is not null && !kernel.SequenceEqual(size))
        {
            throw node.Refused(
                $"its kernel_shape is {OnnxTensors.Text(kernel)}, its weights have {OnnxTensors.Text(size)}."
            );
        }

        long[] step = Of(strides, axes, 1);
        long[] apart = Of(dilations, axes, 1);
        long[] before = new long[axes];
        long[] after = new long[axes];
        long[] beyond = new long[axes];
        long[] output = new long[axes];
        if (size.Length != axes || axes is < 1 or > 3 || (pads is not null && pads.Length != 2 * axes))
        {
            throw node.Refused($"its windows have {size.Length} axes, its input {axes}; 1 to 3 are supported.");
        }

        for (int i = 0; i < axes; i++)
        {
            long extent = ((size[i] - 1) * apart[i]) + 1;
            if (automatic is "SAME_UPPER" or "SAME_LOWER")
            {
                output[i] = (input[i] + step[i] - 1) / step[i];
                long total = Math.Max(((output[i] - 1) * step[i]) + extent - input[i], 0);
                before[i] = automatic == "SAME_UPPER" ? total / 2 : total - (total / 2);
                after[i] = total - before[i];
                continue;
            }

            (before[i], after[i]) = pads is null || automatic == "VALID" ? (0, 0) : (pads[i], pads[axes + i]);
            long room = input[i] + before[i] + after[i] - extent;
            if (room < 0)
            {
                throw node.Refused($"a window of {extent} does not fit in {input[i]} units with their padding.");
            }

            if (roundsUp && automatic == "VALID" && room % step[i] != 0)
            {
                throw node.Refused(
                    "it has auto_pad VALID and ceil_mode, for which ONNX and ONNX Runtime differ. Export it with pads."
                );
            }

            output[i] = ((roundsUp ? room + step[i] - 1 : room) / step[i]) + 1;
            if (roundsUp && (output[i] - 1) * step[i] >= input[i] + before[i])
            {
                output[i]--; // a window that would begin in the padding after the input is left out
            }

            long end = ((output[i] - 1) * step[i]) + extent;
            beyond[i] = Math.Max(end - input[i] - before[i] - after[i], 0);
        }

        return new Placed(size, step, apart, before, after, beyond, output);
    }

    /// <summary>Pads an input with a value.</summary>
    public static Tensor Pad(Tensor x, long[] pads, double value) =>
        pads.All(pad => pad == 0) ? x : nn.functional.pad(x, pads, PaddingModes.Constant, value);

    private static long[] Of(long[]? given, int axes, long otherwise) =>
        given ?? [.. Enumerable.Repeat(otherwise, axes)];

    /// <summary>An attribute of lengths; null if it is not given.</summary>
    public static long[]? Lengths(OnnxNode node, string name, long least) =>
        node.Ints(name) is not { } values ? null
        : values.All(value => value >= least && value <= Largest) ? values
        : throw node.Refused($"its {name} are {OnnxTensors.Text(values)}; each must be at least {least}.");
}
