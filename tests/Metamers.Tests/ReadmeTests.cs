using System.Text.RegularExpressions;
using Metamers.Experiments;
using Metamers.Runtime;
using Metamers.Stimuli.Images;
using Metamers.Stimuli.Synthetic;
using Metamers.Synthesis;
using TorchSharp;

namespace Metamers.Tests;

/// <summary>
/// The C# examples of README.md compile and run, with a short schedule in place of the published one.
/// </summary>
public sealed partial class ReadmeTests(ExamplesTests.Cells cells) : IClassFixture<ExamplesTests.Cells>, IDisposable
{
    private const string Paper = "MetamerOptions.Paper";
    private const string Short = "(MetamerOptions.Quick with { Repetitions = 1, StepsPerRepetition = 2 })";
    private const string Answers = "ExperimentResults results";

    private readonly TemporaryFolder folder = new();
    private readonly string before = Environment.CurrentDirectory;

    public void Dispose()
    {
        Environment.CurrentDirectory = before;
        folder.Dispose();
    }

    [Fact]
    public async Task From_a_file_to_a_verdict_and_a_figure()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        Directory.CreateDirectory(folder["my-pictures"]);
        ImageFile.Save(folder["my-pictures/a.png"], SyntheticStimuli.DeadLeaves(48, 1).Pixels);
        string code = Example(0);
        Assert.Contains(Paper, code);
        Assert.InRange(code.Count(c => c == ';'), 1, 6); // short statements

        Environment.CurrentDirectory = folder.Path;
        // A script allows a using declaration in a block alone.
        await cells.Run("{\n" + code.Replace(Paper, Short) + "\n}");

        Assert.NotEmpty(File.ReadAllBytes(folder["metamers.png"]));
        using MetamerSet saved = MetamerSet.Load(folder["metamers"]);
        Assert.Equal(7, saved.Count); // stages
        Assert.All(saved, metamer => Assert.NotNull(metamer.Verdict));
    }

    [Fact]
    public async Task From_stimuli_to_an_experiment_and_its_results()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        foreach (
            (int i, string stimulus) in new[]
            {
                "natural/cat/a",
                "net/layer1/cat/a",
                "natural/dog/b",
                "net/layer1/dog/b",
            }
                .Select(name => $"my-stimuli/{name}.png")
                .Index()
        )
        {
            Directory.CreateDirectory(Path.GetDirectoryName(folder[stimulus])!);
            ImageFile.Save(folder[stimulus], SyntheticStimuli.DeadLeaves(48, i).Pixels);
        }

        string code = Example(1);
        Assert.Contains(Answers, code);
        string answer = $"{nameof(SimulatedParticipant)}.Save(design, 0, trial => trial.Category, 0.1, \"answers\");\n";

        Environment.CurrentDirectory = folder.Path;
        await cells.Run(code.Replace(Answers, answer + Answers));

        Assert.True(File.Exists(folder["page/index.html"]));
        Assert.Single(Directory.GetFiles(folder["answers"]));
    }

    private static string Example(int index) =>
        Code().Matches(File.ReadAllText(Path.Combine(ProjectFolder.Root, "README.md")))[index].Groups[1].Value;

    [GeneratedRegex("```csharp\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Code();
}
