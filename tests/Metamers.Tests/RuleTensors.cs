using System.Text;
using static TorchSharp.torch;

namespace Metamers.Tests;

/// <summary>
/// Weights and inputs that can be reproduced in any language (Golden/README.md): from the name alone, u[i] = ((i ·
/// 2654435761 + crc32(name)) mod 2³²) / 2³².
/// </summary>
internal static class RuleTensors
{
    /// <summary>The numbers u, float64 in [0, 1), row-major.</summary>
    public static Tensor Uniform(string name, params long[] shape)
    {
        uint start = Crc32(name);
        double[] values = new double[Length(shape)];
        for (long i = 0; i < values.Length; i++)
        {
            values[i] = U(start, i);
        }

        return tensor(values, shape);
    }

    /// <summary>
    /// The value of a parameter or buffer with that name and shape by the rule; computed in float64, returned in
    /// float32.
    /// </summary>
    public static Tensor Weight(string name, long[] shape)
    {
        uint start = Crc32(name);
        (double offset, double scale) =
            name.EndsWith("running_mean", StringComparison.Ordinal) ? (0, 0.1)
            : name.EndsWith("running_var", StringComparison.Ordinal) ? (0.8, 0.4)
            : name.EndsWith("bias", StringComparison.Ordinal) ? (0, 0.1)
            : shape.Length >= 2 ? (0, Math.Sqrt(6.0 / Length(shape[1..])))
            : (0.9, 0.2);
        float[] values = new float[Length(shape)];
        for (long i = 0; i < values.Length; i++)
        {
            double u = U(start, i);
            values[i] = (float)(offset == 0 ? (2 * u - 1) * scale : offset + scale * u);
        }

        return tensor(values, shape);
    }

    /// <summary>Sets the floating-point parameters and buffers of a network by the rule.</summary>
    /// <param name="module">The network.</param>
    /// <param name="prefix">Prefix of the network's names when the rule was applied.</param>
    /// <param name="only">Selects them by name; all if null.</param>
    public static T Fill<T>(T module, string prefix = "", Func<string, bool>? only = null)
        where T : nn.Module
    {
        using IDisposable noGradient = no_grad();
        foreach ((string name, Tensor target) in module.state_dict())
        {
            if (target.is_floating_point() && (only is null || only(name)))
            {
                using Tensor value = Weight(prefix + name, target.shape);
                target.copy_(value);
            }
        }

        return module;
    }

    private static double U(uint start, long i) => unchecked((uint)((ulong)i * 2654435761UL + start)) / 4294967296.0;

    private static long Length(long[] shape) => shape.Aggregate(1L, (product, length) => product * length);

    private static uint Crc32(string name)
    {
        uint crc = uint.MaxValue;
        foreach (byte value in Encoding.UTF8.GetBytes(name))
        {
            crc ^= value;
            for (int bit = 0; bit < 8; bit++)
            {
                crc = (crc & 1) == 0 ? crc >> 1 : (crc >> 1) ^ 0xEDB88320;
            }
        }

        return ~crc;
    }
}
