using Metamers.Models.Import.Onnx.Files;

namespace Metamers.Models.Import.Onnx.Operators;

/// <summary>
/// Where the windows of a transposed convolution are on its output. It is computed whole, without padding; its edges
/// are then cut off, or zeros are added where <c>output_padding</c> asks for more.
/// </summary>
internal sealed class TransposedWindows
{
    private readonly OnnxNode node;
    private readonly long[]? kernel;
    private readonly long[]? strides;
    private readonly long[]? dilations;
    private readonly long[]? pads;
    private readonly long[]? more;
    private readonly long[]? wanted;
    private readonly string automatic;

    /// <summary>Reads the attributes.</summary>
    public TransposedWindows(OnnxNode node)
    {
        this.node = node;
        kernel = Windows.Lengths(node, "kernel_shape", least: 1);
        strides = Windows.Lengths(node, "strides", least: 1);
        dilations = Windows.Lengths(node, "dilations", least: 1);
        pads = Windows.Lengths(node, "pads", least: 0);
        more = Windows.Lengths(node, "output_padding", least: 0);
        wanted = Windows.Lengths(node, "output_shape", least: 1);
        automatic = node.Word("auto_pad", "NOTSET", "NOTSET", "SAME_UPPER", "SAME_LOWER", "VALID");
    }

    /// <summary>A transposed convolution of an input of known size.</summary>
    /// <param name="Strides">Distance of windows.</param>
    /// <param name="Dilations">Distance of the points in a window.</param>
    /// <param name="Full">Size of the whole output.</param>
    /// <param name="Crops">What is to be cut off (negative) or added, as libtorch takes it, last axis first.</param>
    public sealed record Placed(long[] Strides, long[] Dilations, long[] Full, long[] Crops);

    /// <summary>Places the windows.</summary>
    public Placed Place(long[] input, long[] weights)
    {
        int axes = input.Length;
        long[] step = strides ?? [.. Enumerable.Repeat(1L, axes)];
        long[] apart = dilations ?? [.. Enumerable.Repeat(1L, axes)];
        long[] extra = more ?? new long[axes];
        long[]? shape = wanted is { } given && given.Length == axes + 2 ? given[2..] : wanted;
        if (
            (kernel is not null && !kernel.SequenceEqual(weights))
            || new[] { step, apart, extra, shape ?? step }.Any(list => list.Length != axes)
            || (pads is not null && pads.Length != 2 * axes)
        )
        {
            throw node.Refused($"its attributes do not fit {axes} axes and weights of {OnnxTensors.Text(weights)}.");
        }

        long[] full = new long[axes];
        long[] crops = new long[2 * axes];
        for (int i = 0; i < axes; i++)
        {
            full[i] = ((input[i] - 1) * step[i]) + ((weights[i] - 1) * apart[i]) + 1;
            (long before, long after) = pads is null ? (0, 0) : (pads[i], pads[axes + i]);
            bool same = automatic is "SAME_UPPER" or "SAME_LOWER";
            if (shape is not null || same)
            {
                long total = full[i] + extra[i] - (shape is null ? input[i] * step[i] : shape[i]);
                if (total < 0)
                {
                    throw node.Refused("an output larger than the convolution reaches is not supported.");
                }

                if (node.Opset < 11 && total % 2 != 0)
                {
                    throw node.Refused(
                        "it crops an odd number of units, which opsets before 11 divide in another way than later ones "
                            + "and ONNX Runtime do. Export it with opset 11 or later, or with pads."
                    );
                }

                before = automatic == "SAME_UPPER" ? total / 2 : total - (total / 2);
                after = total - before;
            }
            else if (automatic == "VALID")
            {
                (before, after) = (0, 0);
            }

            crops[2 * (axes - 1 - i)] = -before;
            crops[(2 * (axes - 1 - i)) + 1] = extra[i] - after;
            if (full[i] + extra[i] - before - after < 1)
            {
                throw node.Refused("its padding leaves nothing of its output.");
            }
        }

        return new Placed(step, apart, full, crops);
    }
}
