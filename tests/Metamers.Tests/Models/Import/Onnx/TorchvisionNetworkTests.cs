using System.Text.RegularExpressions;
using Metamers.Models.Import;
using Metamers.Runtime;
using TorchSharp;
using static TorchSharp.torch;

namespace Metamers.Tests.Models.Import.Onnx;

/// <summary>
/// Torchvision's classification networks and one like timm's, exported by <c>tests/crosscheck/onnx_networks.py</c>:
/// every output of every node against ONNX Runtime.
/// </summary>
public sealed partial class TorchvisionNetworkTests
{
    private const double Tolerance = 1e-5;

    private static string Script => Path.Combine(ProjectFolder.Root, "tests", "crosscheck", "onnx_networks.py");

    /// <summary>All that the script knows.</summary>
    public static TheoryData<string> Names() =>
        [
            .. Name()
                .Matches(List().Match(File.ReadAllText(Script)).Groups["names"].Value)
                .Select(name => name.Groups["name"].Value),
        ];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Every_output_is_that_of_ONNX_Runtime(string name)
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("onnx");
        try
        {
            string path = Path.Combine(folder.FullName, $"{name}.onnx");
            await PythonScript.Run(Script, folder.FullName, name);
            using DisposeScope scope = NewDisposeScope();
            using OnnxNetwork network = new(path);
            using Generator generator = new(1, CPU);
            Tensor input = rand([2, .. network.InputShape], generator: generator);
            (double difference, string where) = OnnxReference.Compare(path, network, input);
            Assert.True(difference <= Tolerance, $"{difference:E2} at {where}");
            Assert.False(network.RunsOneByOne);
            Assert.True(network.HasDecision);
            Assert.InRange(network.Stages.Count, 4, 20);
            Tensor plain = network.Logits(input);
            network.Freeze();
            Tensor folded = network.Logits(input);
            Assert.True((plain - folded).abs().max().item<float>() <= 1e-4 * plain.abs().max().item<float>());
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [GeneratedRegex(@"^NAMES = \[(?<names>[^]]*)\]", RegexOptions.Multiline)]
    private static partial Regex List();

    [GeneratedRegex("\"(?<name>[a-z0-9_]+)\"")]
    private static partial Regex Name();
}
