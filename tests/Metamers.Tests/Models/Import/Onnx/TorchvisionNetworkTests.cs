using System.Diagnostics;
using Metamers.Models.Import;
using Metamers.Runtime;
using TorchSharp;
using static TorchSharp.torch;

namespace Metamers.Tests.Models.Import.Onnx;

/// <summary>
/// Torchvision's classification networks and one like timm's, exported by <c>tests/crosscheck/onnx_networks.py</c>:
/// every output of every node against ONNX Runtime.
/// </summary>
public sealed class TorchvisionNetworkTests
{
    private const double Tolerance = 1e-5;

    public static TheoryData<string> Names() =>
        [
            "alexnet",
            "vgg11_bn",
            "squeezenet1_1",
            "googlenet",
            "inception_v3",
            "resnet18",
            "resnet50",
            "densenet121",
            "mobilenet_v2",
            "mobilenet_v3_small",
            "mnasnet0_5",
            "shufflenet_v2_x0_5",
            "regnet_y_400mf",
            "efficientnet_b0",
            "convnext_tiny",
            "vit_b_32",
            "swin_t",
            "like_timm",
        ];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Every_output_is_that_of_ONNX_Runtime(string name)
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("onnx");
        try
        {
            string path = Path.Combine(folder.FullName, $"{name}.onnx");
            await Export(folder.FullName, name);
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

    private static async Task Export(string folder, string name)
    {
        string script = Path.Combine(ProjectFolder.Root, "tests", "crosscheck", "onnx_networks.py");
        Skip.Unless(File.Exists("/usr/bin/python3"), "It needs Debian's python3-torch and python3-torchvision.");
        ProcessStartInfo start = new("/usr/bin/python3", [script, folder, name])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["OMP_NUM_THREADS"] = "1";
        using Process process = Process.Start(start)!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        Skip.When(process.ExitCode == 3, output.Trim());
        Assert.True(process.ExitCode == 0, await errors);
    }
}
