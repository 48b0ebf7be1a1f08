using System.Reflection;
using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;

namespace Metamers.Runtime;

/// <summary>
/// The software and hardware a result was computed with. The same seed gives the same bits only if all of these are the
/// same, so every saved result carries them.
/// </summary>
/// <param name="Metamers">Version of this library.</param>
/// <param name="TorchSharp">Version of TorchSharp.</param>
/// <param name="LibTorch">Version of the native libtorch.</param>
/// <param name="DotNet">The .NET runtime.</param>
/// <param name="System">
/// Operating system and processor architecture, and whether libtorch computed without oneDNN (<see
/// cref="NativeTorch.Load"/>).
/// </param>
/// <param name="Device">The device the network ran on, e.g. <c>cpu</c> or <c>cuda:0</c>.</param>
/// <param name="Threads">Threads of one operation on the CPU.</param>
/// <param name="ElementType">Element type of the network's parameters, e.g. <c>Float32</c>.</param>
public sealed record RunManifest(
    string Metamers,
    string TorchSharp,
    string LibTorch,
    string DotNet,
    string System,
    string Device,
    int Threads,
    string ElementType
)
{
    /// <summary>Describes this process.</summary>
    /// <param name="device">The device the network runs on.</param>
    /// <param name="elementType">Element type of its parameters.</param>
    /// <returns>The versions loaded and the number of threads set at this moment.</returns>
    public static RunManifest Current(Device device, ScalarType elementType) =>
        new(
            VersionOf(typeof(RunManifest)),
            VersionOf(typeof(torch)),
            __version__,
            RuntimeInformation.FrameworkDescription,
            $"{RuntimeInformation.OSDescription} {RuntimeInformation.ProcessArchitecture}"
                + (Convolutions.UseOneDnn ? "" : ", without oneDNN"),
            device.ToString(),
            get_num_threads(),
            elementType.ToString()
        );

    private static string VersionOf(Type type) =>
        type.Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion
        ?? type.Assembly.GetName().Version!.ToString();
}
