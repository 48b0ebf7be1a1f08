using System.Text.Json;
using Metamers.Runtime;
using Metamers.Tests;

namespace Notebook.Tests;

/// <summary>The build property that chooses the packages with native files.</summary>
public class BackendTests
{
    [Theory]
    [InlineData("cpu", "TorchSharp-cpu", "Microsoft.ML.OnnxRuntime")]
    [InlineData("cuda", "TorchSharp-cuda-linux", "Microsoft.ML.OnnxRuntime.Gpu")]
    public void The_property_chooses_libtorch_and_ONNX_Runtime(string backend, params string[] wanted)
    {
        Skip.Unless(OperatingSystem.IsLinux(), "The packages of other systems have other names.");
        (int code, string said) = DotNet.Run(
            Path.Combine(ProjectFolder.Root, "lib", "Metamers"),
            "msbuild",
            "-getItem:PackageReference",
            $"-p:TorchBackend={backend}"
        );
        Assert.True(code == 0, said);
        using JsonDocument items = JsonDocument.Parse(said);
        string[] packages =
        [
            .. items
                .RootElement.GetProperty("Items")
                .GetProperty("PackageReference")
                .EnumerateArray()
                .Select(package => package.GetProperty("Identity").GetString()!),
        ];
        Assert.Equal(
            wanted.Order(StringComparer.Ordinal),
            packages
                .Where(name =>
                    name.StartsWith("TorchSharp-", StringComparison.Ordinal)
                    || name.StartsWith("Microsoft.ML.OnnxRuntime", StringComparison.Ordinal)
                )
                .Order(StringComparer.Ordinal)
        );
    }
}
