using Metamers.Models;
using Metamers.Models.Import;
using Metamers.Runtime;
using Metamers.Stimuli;

namespace Metamers.Tests.Models.Import.Onnx;

/// <summary><c>notebooks/export_network.py</c>, its first lines edited as a reader edits them.</summary>
public sealed class ExportScriptTests : IDisposable
{
    private const string NeedTorch = """
        import sys
        try:
            import torch
        except ImportError as error:
            print(f"It needs Debian's python3-torch: {error}.")
            sys.exit(3)
        """;

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Pictures_are_to_be_read_with_the_normalisation_of_ImageNet()
    {
        string said = await Export("torch.nn.Conv2d(3, 4, 3)", "[3, 8, 8]", "None");
        Assert.Contains("new OnnxOptions { Input = InputNormalization.ImageNet }", said, StringComparison.Ordinal);
        using OnnxNetwork network = new(
            folder["network.onnx"],
            new OnnxOptions { Input = InputNormalization.ImageNet }
        );
        Assert.Equal([3L, 8, 8], network.InputShape);
    }

    [Fact]
    public async Task Waveforms_are_to_be_read_with_their_sampling_rate()
    {
        string said = await Export("torch.nn.Linear(80, 4)", "[80]", "8000");
        Assert.Contains("new OnnxOptions { SamplingRate = 8000 }", said, StringComparison.Ordinal);
        using OnnxNetwork network = new(folder["network.onnx"], new OnnxOptions { SamplingRate = 8000 });
        Assert.Equal(StimulusKind.Sound(8000), network.Kind);
        Assert.Equal([80L], network.InputShape);
    }

    private async Task<string> Export(string network, string shape, string rate)
    {
        Dictionary<string, string> edits = new()
        {
            ["network"] = network,
            ["shape"] = shape,
            ["rate"] = rate,
            ["path"] = $"r'{folder["network.onnx"]}'",
        };
        IEnumerable<string> lines = File.ReadLines(Path.Combine(ProjectFolder.Notebooks, "export_network.py"))
            .Select(line =>
                line == "import torch, torchvision" ? NeedTorch
                : edits.Remove(line.Split(" = ")[0], out string? value) ? $"{line.Split(" = ")[0]} = {value}"
                : line
            );
        await File.WriteAllLinesAsync(folder["export.py"], lines);
        Assert.Empty(edits);
        return await PythonScript.Run(folder["export.py"]);
    }
}
