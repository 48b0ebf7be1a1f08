using System.Diagnostics;
using System.IO.Compression;
using Metamers.Models;
using Metamers.Models.Import;
using Metamers.Runtime;
using TorchSharp;
using static TorchSharp.torch;

namespace Metamers.Tests.Models.Import;

/// <summary>Traced networks as people trace them; tests/crosscheck/traced.py makes the files.</summary>
public sealed class TracedNetworkTests
{
    [Fact]
    public void A_traced_network_can_be_disposed_of()
    {
        TorchScriptNetwork network = new(TestFiles.Golden("traced/small.pt"));
        Assert.Equal(4, network.Stages.Count);
        network.Dispose();
        network.Dispose();
        using StagedModel frozen = new TorchScriptNetwork(TestFiles.Golden("traced/small.pt")).Freeze();
        Assert.Equal(4, frozen.Stages.Count);
    }

    [Theory]
    [InlineData("tuple", "returns a tuple, a list or a dictionary in place of one tensor", "network(x)[0]")]
    [InlineData(
        "dictionary",
        "returns a tuple, a list or a dictionary in place of one tensor",
        "network(x)[\"logits\"]"
    )]
    [InlineData("double_stage", "Stage 'final' of Small has Float64 values, although its input is Float32", "autocast")]
    [InlineData("fixed_batch", "Small fails with 1 stimuli: ", "use x.flatten(1)")]
    public void Outputs_that_are_no_stages_are_refused_with_what_to_do(string file, params string[] parts)
    {
        using TorchScriptNetwork network = new(TestFiles.Golden($"traced/{file}.pt"));
        string message = Assert.Throws<MetamerException>(() => network.Stages).Message;
        Assert.All(parts, part => Assert.Contains(part, message), throwIfEmpty: true);
    }

    [Theory]
    [InlineData("double", "network.conv.weight' is Float64. Call network.float() in Python")]
    [InlineData("bfloat16", "network.conv.weight' is BFloat16. Call network.float() in Python")]
    [InlineData("frozen", "it was frozen (torch.jit.freeze)")]
    [InlineData("optimized", "was optimised for inference on one machine")]
    public void Programs_that_cannot_be_used_are_refused_before_they_run(string file, string message)
    {
        string path = TestFiles.Golden($"traced/{file}.pt");
        string said = Assert.Throws<MetamerException>(() => new TorchScriptNetwork(path)).Message;
        Assert.Contains(message, said);
        Assert.Contains(path, said);
        Assert.Contains("xport", said);
    }

    [Fact]
    public void A_part_that_runs_twice_gives_two_stages()
    {
        using DisposeScope scope = NewDisposeScope();
        using StagedModel network = new TorchScriptNetwork(TestFiles.Golden("traced/twice.pt")).Freeze();
        Assert.Equal(
            ["input_after_preproc 3×8×8", "relu-1 4×3×3", "pool 4×2×2", "relu-2 4×2×2", "final 5"],
            network.Stages.Select(stage => stage.ToString())
        );
        Assert.Equal([false, true, false, true, false], network.Stages.Select(stage => stage.EndsInRelu));
        Tensor x = RuleTensors.Uniform("input", 1, 3, 8, 8).to(float32);
        Assert.True(
            network.Activations(x, "relu-2").allclose((network.Activations(x, "pool") - 0.1).relu(), 1e-6, 1e-7)
        );
        ModelValidation.Check(network, x);
    }

    [Fact]
    public void A_network_that_takes_sounds_says_so()
    {
        using DisposeScope scope = NewDisposeScope();
        using StagedModel network = new TorchScriptNetwork(TestFiles.Golden("traced/sound.pt")).Freeze();
        Assert.True(network.Kind.IsSound);
        Assert.Equal(8000, network.SamplingRate);
        Assert.Equal([400], network.InputShape);
        Assert.Equal(
            ["input_after_preproc 400", "relu 4×98", "final 5"],
            network.Stages.Select(stage => stage.ToString())
        );
        ModelValidation.Check(network, RuleTensors.Uniform("sound", 1, 400).to(float32));
    }

    [Theory]
    [InlineData("\"range\": [0, 1]", "\"range\": [1]", "the range is not two numbers")]
    [InlineData("\"shape\": [3, 8, 8]", "\"shape\": []", "the shape is []")]
    [InlineData("\"mean\": [0.5, 0.5, 0.5]", "\"mean\": [0.5, 0.5]", "mean and deviation need one number")]
    [InlineData("\"shape\": [3, 8, 8]", "\"sampling_rate\": 8000, \"shape\": [1, 8]", "the number of samples alone")]
    [InlineData("\"shape\": [3, 8, 8]", "\"sampling_rate\": 8000, \"shape\": [8]", "a sound is used as it is")]
    public void A_description_that_cannot_be_is_refused(string found, string changed, string message)
    {
        using TemporaryFolder folder = new();
        string path = folder["changed.pt"];
        File.Copy(TestFiles.Golden("traced/small.pt"), path);
        using (ZipArchive archive = ZipFile.Open(path, ZipArchiveMode.Update))
        {
            ZipArchiveEntry entry = archive.Entries.Single(record => record.Name == "stages.json");
            using StreamReader reader = new(entry.Open());
            string text = reader.ReadToEnd();
            reader.Dispose();
            Assert.Contains(found, text);
            string name = entry.FullName;
            entry.Delete();
            using StreamWriter writer = new(archive.CreateEntry(name, CompressionLevel.NoCompression).Open());
            writer.Write(text.Replace(found, changed, StringComparison.Ordinal));
        }

        Assert.Contains(message, Assert.Throws<MetamerException>(() => new TorchScriptNetwork(path)).Message);
    }

    [Fact]
    public void Parts_of_a_module_are_named_in_the_order_in_which_they_run()
    {
        using DisposeScope scope = NewDisposeScope();
        nn.Module<Tensor, Tensor> module = nn.Sequential(
            ("conv", nn.Conv2d(3, 4, 3)),
            ("relu", nn.ReLU()),
            ("pool", nn.AdaptiveAvgPool2d(1)),
            ("flat", nn.Flatten())
        );
        using ModuleNetwork network = new(module, InputNormalization.ImageNet, [3, 8, 8], "pool", "conv");
        Assert.Contains(
            "run in another order than they are named. Name them in this one: \"conv\", \"pool\".",
            Assert.Throws<MetamerException>(() => network.Stages).Message
        );
    }

    [Theory]
    [InlineData("['relu', 'pool']", "relu runs 2 times in a pass", "from relu-1 to relu-2")]
    [InlineData("['pool', 'relu-1']", "The stages run in another order", "[\"relu-1\", \"pool\"]")]
    [InlineData("['relu-3']", "relu-3 does not run in a pass: relu runs 2 times")]
    [InlineData("['head']", "There is no part head", "conv, relu, pool, fc")]
    [InlineData("['pairs']", "The part pairs returns a tuple")]
    public void The_script_that_exports_refuses_stages_that_would_be_others(string stages, params string[] parts)
    {
        const string python = "/usr/bin/python3";
        Skip.Unless(File.Exists(python), "It needs Debian's python3-torch.");
        using TemporaryFolder folder = new();
        string script = File.ReadAllText(Path.Combine(ProjectFolder.Notebooks, "export_torchscript.py"));
        File.WriteAllText(
            folder["export.py"],
            $"""
            try:
                import json, torch
            except ImportError:
                raise SystemExit(3)
            class Pairs(torch.nn.Module):
                def forward(self, x): return x, x
            class Twice(torch.nn.Module):
                def __init__(self):
                    super().__init__()
                    self.conv, self.relu = torch.nn.Conv2d(3, 4, 3), torch.nn.ReLU()
                    self.pool, self.fc, self.pairs = torch.nn.AdaptiveAvgPool2d(1), torch.nn.Linear(4, 5), Pairs()
                def forward(self, x):
                    x, _ = self.pairs(self.pool(self.relu(self.conv(x))))
                    return self.fc(self.relu(x - 0.1).flatten(1))
            network, stages, path = Twice(), {stages}, "out.pt"
            about = dict(name="Twice", shape=[3, 8, 8], range=[0, 1], mean=[0, 0, 0], deviation=[1, 1, 1])

            """ + script[script.IndexOf("class EveryStage", StringComparison.Ordinal)..]
        );
        using Process process = Process.Start(
            new ProcessStartInfo(python, ["export.py"]) { WorkingDirectory = folder.Path, RedirectStandardError = true }
        )!;
        string said = process.StandardError.ReadToEnd();
        process.WaitForExit();
        Skip.When(process.ExitCode == 3, "It needs Debian's python3-torch.");
        Assert.Equal(1, process.ExitCode);
        Assert.All(parts, part => Assert.Contains(part, said), throwIfEmpty: true);
        Assert.Contains("Nothing was written.", said);
        Assert.False(File.Exists(folder["out.pt"]));
    }
}
