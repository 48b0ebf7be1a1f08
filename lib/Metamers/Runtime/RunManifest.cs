using System.Reflection;
using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;

namespace Metamers.Runtime;

/// <summary>
/// What a result was computed with. The same seed gives the same bits only on the same of all this, so every saved
/// result carries it.
/// </summary>
/// <param name="Metamers">Version of this library.</param>
/// <param name="TorchSharp">Version of TorchSharp.</param>
/// <param name="LibTorch">Version of the native libtorch.</param>
/// <param name="DotNet">The .NET runtime.</param>
/// <param name="System">Operating system and processor architecture.</param>
/// <param name="Device">Where the network ran, e.g. <c>cpu</c> or <c>cuda:0</c>.</param>
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
    /// <param name="device">Where the network runs.</param>
    /// <param name="elementType">Element type of its parameters.</param>
    /// <returns>The versions now loaded and the threads now set.</returns>
    public static RunManifest Current(Device device, ScalarType elementType) =>
        new(
            VersionOf(typeof(RunManifest)),
            VersionOf(typeof(torch)),
            __version__,
            RuntimeInformation.FrameworkDescription,
            $"{RuntimeInformation.OSDescription} {RuntimeInformation.ProcessArchitecture}",
            device.ToString(),
            get_num_threads(),
            elementType.ToString()
        );

    private static string VersionOf(Type type) =>
        type.Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion
        ?? type.Assembly.GetName().Version!.ToString();
}
