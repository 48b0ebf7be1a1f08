using System.Diagnostics;
using Metamers.Experiments;
using Metamers.Models;
using Metamers.Models.Import;
using Metamers.Models.Zoo;
using Metamers.Reports.Records;
using Metamers.Runtime;
using Metamers.Stimuli.Images;
using Metamers.Stimuli.Synthetic;
using Metamers.Tests.Experiments;

namespace Metamers.Tests.Reports;

/// <summary>The commands as processes.</summary>
public sealed class ReportCommandTests : IDisposable
{
    /// <summary>An ONNX file of a network that takes 32×32 pixels.</summary>
    private static readonly string Small = Path.Combine(
        ProjectFolder.Root,
        "tests",
        "Metamers.Tests",
        "Golden",
        "onnx",
        "small.onnx"
    );

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_file_gets_a_report_and_what_was_not_said_ends_with_2()
    {
        (int code, string output) = ChildProcess.RunWorkbook([
            "report",
            Small,
            "--input",
            "imagenet",
            "--stimuli",
            "dead-leaves",
            "--count",
            "1",
            "-o",
            folder["out"],
        ]);
        Assert.True(code == 2, output);
        ReportRecord record = ReportRecord.Load(folder["out/record.json"]);
        Assert.Equal("small", record.Network.Label);
        Assert.Null(record.Problem);
        Assert.Contains("cannot be said", output);
        Assert.True(File.Exists(folder["out/report.html"]));

        (code, output) = ChildProcess.RunWorkbook(["leaderboard", folder["out"], "-o", folder["board"]]);
        Assert.True(code == 0, output);
        Assert.Contains("Not ranked", File.ReadAllText(folder["board/leaderboard.md"]));
    }

    [Fact]
    public void A_network_that_does_not_work_ends_with_0()
    {
        (int code, string output) = ChildProcess.RunWorkbook([
            "report",
            "resnet20-untrained-seed0",
            "--stimuli",
            Classes(),
            "-o",
            folder["out"],
        ]);
        Assert.True(code == 0, output);
        Assert.Contains("cannot be scored", output);
        Assert.NotNull(ReportRecord.Load(folder["out/record.json"]).Problem);
    }

    [Fact]
    public void The_scripts_for_Slurm_make_the_metamers_and_then_the_report()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The scripts are for Slurm's nodes, which run Linux.");
        string[] report = ["report", Small, "--stimuli", "dead-leaves", "--count", "1", "-o", folder["it's"]];
        (int code, string output) = ChildProcess.RunWorkbook([.. report, "--slurm", "1"]);
        Assert.True(code == 0, output);
        Assert.Contains("submit with: 'bash' '" + folder["it'\\''s/slurm/submit.sh"] + "'", output);
        Assert.True(Directory.Exists(folder["it's/slurm/logs"]));
        (code, output) = Run("array.sbatch");
        Assert.True(code == 0, output);
        Assert.Contains("metamers of shard 1/1 are in", output);
        Assert.False(File.Exists(folder["it's/record.json"]));
        (code, output) = Run("report.sbatch");
        Assert.True(code == 2, output);
        Assert.Equal("dead-leaves", ReportRecord.Load(folder["it's/record.json"]).Settings.StimulusSet);

        (code, output) = ChildProcess.RunWorkbook([.. report, "--slurm", "0"]);
        Assert.Equal(1, code);
        Assert.Contains("The Slurm job cannot be written. Given and allowed: tasks 0", output);

        (code, output) = ChildProcess.RunWorkbook([.. report, "--slurm", "2", "--shard", "1/2"]);
        Assert.Equal(1, code);
        Assert.Contains("Give --slurm or --shard", output);
        (code, output) = ChildProcess.RunWorkbook([.. report, "--slurm", "2", "--against", "nobody"]);
        Assert.Equal(1, code);
        Assert.Contains("The project ships no record of 'nobody'", output);

        (int Code, string Output) Run(string script) =>
            ChildProcess.RunScript(folder[$"it's/slurm/{script}"], ("SLURM_ARRAY_TASK_ID", "1"));
    }

    [Fact]
    public void A_folder_that_is_called_like_a_network_or_a_number_does_not_stand_for_it_in_a_script()
    {
        Directory.CreateDirectory(folder["2"]);
        Directory.CreateDirectory(folder["quick"]);
        string[] report = ["report", "resnet20-standard-seed0", "--count", "2", "-o", "resnet20-standard-seed0"];
        (int code, string output) = ChildProcess.RunWorkbookIn(
            folder.Path,
            [.. report, "--slurm", "2", "--device", "cuda", "--against", "resnet20-l2-seed0"]
        );
        Assert.True(code == 0, output); // also where there is no card
        string script = File.ReadAllText(folder["resnet20-standard-seed0/slurm/report.sbatch"]);
        Assert.Contains("'report' 'resnet20-standard-seed0' '--budget' 'quick' '--count' '2' '--seed' '0'", script);
        Assert.Contains($"'--against' 'resnet20-l2-seed0' '--output' '{folder["resnet20-standard-seed0"]}'", script);
        Assert.EndsWith("'--device' 'cuda'\n", script);
        Assert.Contains("#SBATCH --gres=gpu:1\n", script);
    }

    [Fact]
    public void A_cluster_that_stops_a_process_loses_no_steps()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no SIGTERM.");
        int first = StepAfterWhichItStops();
        Assert.True(StepAfterWhichItStops() > first, "It began again.");

        int StepAfterWhichItStops()
        {
            using Process process = ChildProcess.StartWorkbook([
                "report",
                Small,
                "--budget",
                "paper",
                "--stimuli",
                "dead-leaves",
                "--count",
                "2",
                "--shard",
                "1/1",
                "-o",
                folder["out"],
            ]);
            string line = "";
            while (!line.Contains(", step ", StringComparison.Ordinal))
            {
                line = process.StandardOutput.ReadLine() ?? throw new InvalidOperationException($"It ended: {line}");
            }

            using Process kill = Process.Start("bash", ["-c", $"kill -TERM {process.Id}"]);
            kill.WaitForExit();
            string rest = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            Assert.Equal(130, process.ExitCode);
            Assert.Contains("Stopped. What was finished is kept.", rest);
            Assert.Single(Directory.GetFiles(folder["out"], "unfinished-*.safetensors", SearchOption.AllDirectories));
            return int.Parse(line.Split(", step ")[1].Split(' ')[0], System.Globalization.CultureInfo.InvariantCulture);
        }
    }

    [Fact]
    public void Classes_that_a_file_does_not_name_can_be_given()
    {
        using OnnxNetwork network = new(Small);
        string[] names = [.. Enumerable.Range(0, (int)network.Stages[^1].Units).Select(i => $"class {i}")];
        File.WriteAllLines(folder["names.txt"], names);
        Directory.CreateDirectory(folder["own/class 1"]);
        ImageFile.Save(folder["own/class 1/a.png"], SyntheticStimuli.DeadLeaves(32, 0).Pixels);
        string[] report = ["report", Small, "--stimuli", folder["own"], "-o", folder["out"], "--shard", "99/99"];

        (int code, string output) = ChildProcess.RunWorkbook([.. report, "--classes", folder["names.txt"]]);
        Assert.True(code == 0, output);
        Assert.Contains("there is nothing to do for shard 99/99", output);
        (code, output) = ChildProcess.RunWorkbook([.. report, "--classes", "a,b"]);
        Assert.Equal(1, code);
        Assert.Contains("--classes names 2 classes, and the last stage of", output);
        (code, output) = ChildProcess.RunWorkbook([.. report, "--classes", "a,a"]);
        Assert.Equal(1, code);
        Assert.Contains("each once", output);
        (code, output) = ChildProcess.RunWorkbook([.. report]);
        Assert.Equal(1, code);
        Assert.Contains("class 1", output);
        Assert.Equal(1, ChildProcess.RunWorkbook("report", "").ExitCode);
    }

    [Fact]
    public void What_would_be_lost_is_told_before_the_work_starts()
    {
        Directory.CreateDirectory(folder["b"]);
        File.Copy(Small, folder["b/small.onnx"]);
        (int code, string output) = ChildProcess.RunWorkbook(["report", Small, folder["b/small.onnx"]]);
        Assert.Equal(1, code);
        Assert.Contains("would both be called 'small'", output);

        (code, output) = ChildProcess.RunWorkbook(["report", Small, "--stimuli", folder["b"], "-o", folder.Path]);
        Assert.Equal(1, code);
        Assert.Contains("inside the folder of the report", output);

        using FileLock another = FileLock.EnterIn(folder["out"], folder["out/report.lock"], TimeSpan.Zero);
        string[] report = ["report", Small, "--stimuli", "dead-leaves", "--count", "1", "-o", folder["out"]];
        (code, output) = ChildProcess.RunWorkbook(report);
        Assert.Equal(1, code);
        Assert.Contains("wait for the process that writes there", output);
        Assert.False(File.Exists(folder["out/record.json"]));
    }

    [Fact]
    public void Answers_of_an_experiment_are_read_and_compared_with_the_network()
    {
        Directory.CreateDirectory(folder["files"]);
        ExperimentDesign design = ExperimentDesign.Create(
            ExperimentFiles.Pictures(folder["files"], ["cat", "dog"], 2, ["natural", "another/final"]),
            new() { Choices = ["cat", "dog"], Participants = 1 }
        );
        design.Save(folder["design.json"]);
        SimulatedParticipant.Save(design, 0, trial => trial.Category, 0, folder["answers"]);
        Told(
            folder["answers"],
            $"The experiment {design.Hash} says nothing of resnet20-l2-seed0: it has metamers of another"
        );
        folder.Write("answers/notes.json", """{ "a": 1 }"""u8.ToArray());
        Told(folder["answers/notes.json"], "notes.json is not a file that the page saved");
        Directory.Move(folder["answers"], Directory.CreateDirectory(folder["out/stimuli"]).FullName + "/answers");
        File.Copy(folder["design.json"], folder["out/stimuli/design.json"]);
        Directory.Move(folder["files"], folder["out/stimuli/files"]);
        folder.Write("out/run.json", "{}"u8.ToArray()); // as if a report had written the folder
        Told(folder["out/stimuli/answers/participant-0.json"], "inside the folder of the report");

        void Told(string answers, string expected)
        {
            (int code, string output) = ChildProcess.RunWorkbook([
                "report",
                "resnet20-l2-seed0",
                "--stimuli",
                "dead-leaves",
                "--count",
                "2",
                "--people",
                answers,
                "-o",
                folder["out"],
            ]);
            Assert.Equal(1, code);
            Assert.Contains(expected, output);
            Assert.DoesNotContain("   at ", output);
        }
    }

    [Fact]
    public void What_is_wrong_is_told_without_a_trace()
    {
        (int code, string output) = ChildProcess.RunWorkbook(["leaderboard", folder["none.json"]]);
        Assert.Contains("holds no record of a report", output);
        Assert.DoesNotContain("   at ", output);
        Assert.Equal(1, code);
    }

    [Fact]
    public void A_network_comes_from_a_key_or_from_any_file()
    {
        string weights = Path.Combine(ProjectFolder.Data, "checkpoints", "resnet20-l2-seed0.safetensors");
        using StagedModel loaded = NetworkFile.Load(weights, architecture: "resnet20");
        using StagedModel known = NetworkFile.Load("resnet20-l2-seed0");
        Assert.Equal(ModelIdentity.Compute(known).WeightsSha256, ModelIdentity.Compute(loaded).WeightsSha256);
        Assert.True(loaded.IsFrozen);
        string golden = Path.Combine(ProjectFolder.Root, "tests", "Metamers.Tests", "Golden");
        using StagedModel traced = NetworkFile.Load(Path.Combine(golden, "traced", "small.pt"));
        Assert.IsType<TorchScriptNetwork>(traced);

        Refused("--architecture resnet20", () => NetworkFile.Load(weights));
        Refused("There is no file", () => NetworkFile.Load("none.onnx"));
        Refused("There is no network 'resnet21'", () => NetworkFile.Load("resnet21"));
        Refused("brings its architecture", () => NetworkFile.Load("resnet20-l2-seed0", architecture: "resnet20"));
        Refused(
            "knows how its input is normalised",
            () => NetworkFile.Load(weights, "resnet20", InputNormalization.None)
        );

        static void Refused(string expected, Func<StagedModel> load) =>
            Assert.Contains(expected, Assert.Throws<MetamerException>(load).Message);
    }

    /// <summary>Eight drawn pictures, four called cats and four called dogs.</summary>
    private string Classes()
    {
        foreach (int seed in Enumerable.Range(0, 8))
        {
            string place = folder[seed % 2 == 0 ? "own/cat" : "own/dog"];
            Directory.CreateDirectory(place);
            ImageFile.Save(Path.Combine(place, $"{seed}.png"), SyntheticStimuli.DeadLeaves(32, seed).Pixels);
        }

        return folder["own"];
    }
}
