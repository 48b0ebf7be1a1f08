using System.Reflection;
using static TorchSharp.torch;

namespace Metamers.Models;

/// <summary>
/// Releases what TorchSharp 0.107 keeps of disposed modules: <c>Linear</c>, <c>Bilinear</c>, <c>PReLU</c> and all
/// convolutions dispose of their parameters alone, and the native module stays in memory until the process ends, 0.6 to
/// 1.7 kB each. (<c>Tensor.TotalCount</c> also grows by one for each <c>Parameter</c> ever made. That is only the
/// count; the tensor itself is released.)
/// </summary>
internal static class NativeModules
{
    /// <summary>
    /// <c>Module.Dispose(bool)</c> itself rather than what a module puts in its place; it does nothing if it has run.
    /// </summary>
    private static readonly nint Dispose = typeof(nn.Module)
        .GetMethod("Dispose", BindingFlags.Instance | BindingFlags.NonPublic, [typeof(bool)])!
        .MethodHandle.GetFunctionPointer();

    /// <summary>Releases modules that were disposed.</summary>
    public static void Release(IEnumerable<nn.Module> disposed)
    {
        foreach (nn.Module module in disposed)
        {
            ((Action<bool>)Activator.CreateInstance(typeof(Action<bool>), module, Dispose)!)(true);
        }
    }
}
