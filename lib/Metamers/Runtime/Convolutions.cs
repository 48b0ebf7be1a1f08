using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;

namespace Metamers.Runtime;

/// <summary>
/// Checks the convolutions of this processor when the native library is loaded. On some virtual machines, which hide
/// the caches of their processor, oneDNN 3.7 (in libtorch 2.10) leaves the padding of its blocks unset wherever a
/// number of channels is no multiple of 16 (with AVX-512) or 8 (with AVX and AVX2), so that outputs and gradients are
/// wrong or NaN without a word. There the library switches oneDNN off; libtorch's own convolutions take up to three
/// times as long.
/// </summary>
internal static class Convolutions
{
    private const double Rounding = 1e-4;
    private const int Trials = 3;

    private static readonly Lazy<bool> Usual = new(Check);

    private delegate nint GlobalContext();

    private delegate void Enable(nint context, [MarshalAs(UnmanagedType.I1)] bool enabled);

    /// <summary>Whether oneDNN computes the convolutions; checked, and switched off if they are wrong, once.</summary>
    /// <exception cref="MetamerException">They are wrong, and oneDNN cannot be switched off here.</exception>
    public static bool UseOneDnn => Usual.Value;

    /// <summary>Whether they were checked, by which nothing is started.</summary>
    public static bool AreChecked => Usual.IsValueCreated;

    /// <summary>Whether a convolution and its gradient are those that double precision gives.</summary>
    public static bool AreRight()
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable gradients = enable_grad();
        // No multiples of 8 or 16, the sizes of oneDNN's blocks with AVX, AVX2 and AVX-512.
        Tensor x = Wave(2, 20, 8, 8);
        Tensor weight = Wave(36, 20, 3, 3);
        (Tensor output, Tensor gradient) = Convolve(x.to(float64), weight.to(float64));
        return Enumerable.Range(0, Trials).All(_ => IsRight());

        bool IsRight()
        {
            using DisposeScope trial = NewDisposeScope();
            full([1 << 18], float.NaN).Dispose(); // what is not set must not be 0 by chance
            (Tensor found, Tensor back) = Convolve(x, weight);
            return Differs(found, output) < Rounding && Differs(back, gradient) < Rounding; // false for NaN
        }
    }

    /// <summary>Switches oneDNN on or off for all convolutions of this process.</summary>
    /// <returns>Whether that is possible with this native library.</returns>
    internal static bool TrySwitchOneDnn(bool on) => TrySwitch("_ZN2at7Context20setUserEnabledMkldnnEb", on);

    /// <summary>Calls a switch of libtorch's context, a function of C++ that TorchSharp does not offer.</summary>
    private static bool TrySwitch(string function, bool on)
    {
        if (
            !NativeLibrary.TryLoad("libtorch_cpu.so", out nint library) // loaded before, under this name
            || !NativeLibrary.TryGetExport(library, "_ZN2at13globalContextEv", out nint context)
            || !NativeLibrary.TryGetExport(library, function, out nint enable)
        )
        {
            return false;
        }

        Marshal.GetDelegateForFunctionPointer<Enable>(enable)(
            Marshal.GetDelegateForFunctionPointer<GlobalContext>(context)(),
            on
        );
        return true;
    }

    private static bool Check()
    {
        if (!Directory.Exists("/sys/devices/system/cpu/cpu0/cache"))
        {
            TrySwitch("_ZN2at7Context20setUserEnabledNNPACKEb", on: false); // it would warn at every convolution
        }

        if (AreRight())
        {
            return true;
        }

        return TrySwitchOneDnn(on: false) && AreRight()
            ? false
            : throw new MetamerException(
                "The convolutions of libtorch are wrong on this processor, so that no result could be trusted. Set the "
                    + "environment variable ONEDNN_MAX_CPU_ISA to SSE41 before .NET starts, which avoids the part of "
                    + "oneDNN that fails; see environment.md."
            );
    }

    private static (Tensor Output, Tensor Gradient) Convolve(Tensor x, Tensor weight)
    {
        Tensor input = x.detach().clone().requires_grad_();
        Tensor output = nn.functional.conv2d(input, weight, padding: [1, 1]);
        return (output.detach(), autograd.grad([(output * output).sum()], [input])[0]);
    }

    private static double Differs(Tensor found, Tensor expected) =>
        ((found.to(float64) - expected).norm() / expected.norm()).item<double>();

    /// <summary>
    /// Values between −1 and 1, the same in every process; the random numbers of torch stay as they are.
    /// </summary>
    private static Tensor Wave(params long[] shape) =>
        arange(shape.Aggregate((product, length) => product * length), float32).mul(1.7).sin().view(shape);
}
