using System.Runtime.InteropServices;
using Metamers.Runtime;
using Spectre.Console;
using Spectre.Console.Cli;
using Workbook.Commands;
using Workbook.Commands.Reports;
using Workbook.Commands.Studies;
using Workbook.Diagnosis;

InvariantText.UseEverywhere(); // numbers are read by other programs
if (OpenFiles.Problem() is { } problem)
{
    Console.Error.WriteLine(problem);
    return 1;
}

using CancellationTokenSource interrupted = new();
Console.CancelKeyPress += (_, key) =>
{
    // The first Ctrl-C stops in an orderly way, the second at once.
    key.Cancel = !interrupted.IsCancellationRequested;
    interrupted.Cancel();
};

// A cluster sends SIGTERM before it kills the process. What does not look at the token ends a little later.
using PosixSignalRegistration terminated = PosixSignalRegistration.Create(
    PosixSignal.SIGTERM,
    signal =>
    {
        signal.Cancel = true;
        interrupted.Cancel();
        _ = Task.Delay(TimeSpan.FromSeconds(60)).ContinueWith(_ => Environment.Exit(143), TaskScheduler.Default);
    }
);

if (args.FirstOrDefault(string.IsNullOrWhiteSpace) is not null)
{
    Console.Error.WriteLine($"An argument is empty: {string.Join(' ', args.Select(one => $"'{one}'"))}. Leave it out.");
    return 1;
}

if (Console.IsOutputRedirected)
{
    // A log or a pipe has no width at which to break paths.
    AnsiConsole.Profile.Width = 500;
}

CommandApp app = new();
app.Configure(configuration =>
{
    configuration.SetApplicationName("workbook");
    configuration.UseStrictParsing();
    configuration
        .AddCommand<RunCommand>("run")
        .WithDescription("Run notebooks; write each with its outputs, and as an HTML page, to artifacts/notebooks.")
        .WithExample("run", "02")
        .WithExample("run", "01", "02", "--budget", "paper");
    configuration
        .AddCommand<ListCommand>("list")
        .WithDescription("List the notebooks: question, time, and figure of the paper.");
    configuration
        .AddCommand<FigureCommand>("figure")
        .WithDescription("Write the saved figure of a notebook's cell to a picture file; nothing is run.")
        .WithExample("figure", "02", "cell-09", "-o", "metamers.jpg");
    configuration
        .AddCommand<ModelsCommand>("models")
        .WithDescription("List the networks: stages with shapes, and whether their weights are on this machine.");
    configuration
        .AddCommand<TrainCommand>("train")
        .WithDescription("Train a network by a recipe, or resume a training that was stopped.")
        .WithExample("train", "data/recipes/resnet20-standard-seed0.json");
    configuration
        .AddCommand<ReadoutCommand>("readout")
        .WithDescription("Train a linear readout of a stage of a trained network by logistic regression; it resumes.")
        .WithExample("readout", "resnet18-imagenet", "--stage", "avgpool");
    configuration
        .AddCommand<RobustnessCommand>("robustness")
        .WithDescription("Measure the accuracy of trained networks under attack, with several norms and radii.")
        .WithExample("robustness", "resnet20-standard-seed0", "--per-class", "20");
    configuration
        .AddCommand<NullCommand>("null")
        .WithDescription(
            "Measure how alike unrelated training stimuli are to networks; an interrupted measurement resumes."
        )
        .WithExample("null", "resnet20-standard-seed0");
    configuration
        .AddCommand<ReportCommand>("report")
        .WithDescription(
            "Score networks by the metamer test and write a report of each; an interrupted report resumes."
        )
        .WithExample("report", "resnet20-standard-seed0", "-o", "my-report")
        .WithExample("report", "network.onnx", "--input", "imagenet", "-o", "my-report");
    configuration
        .AddCommand<LeaderboardCommand>("leaderboard")
        .WithDescription("Rank networks by the records of their reports.")
        .WithExample("leaderboard", "one/record.json", "another/record.json", "-o", "my-leaderboard");
    configuration.AddBranch(
        "study",
        study =>
        {
            study.SetDescription(
                "Make the metamers of many networks, stages and stimuli, on one machine or many, and bring "
                    + "them together."
            );
            study
                .AddCommand<StudyPlanCommand>("plan")
                .WithDescription(
                    "List the work of a study and find its networks and stimuli; planning again keeps what is done."
                )
                .WithExample("study", "plan", "data/studies/transfer-pictures.json");
            study
                .AddCommand<StudyRunCommand>("run")
                .WithDescription(
                    "Work on a study until it is done. Any number of these may run at once, on all machines that "
                        + "share the store. Stop or kill it at any time; the same command resumes it."
                )
                .WithExample("study", "run", "data/studies/transfer-pictures.json")
                .WithExample("study", "run", "my-study.json", "--store", "/scratch/my-study", "--shard", "2/8");
            study
                .AddCommand<StudyStatusCommand>("status")
                .WithDescription("Show what is done, under way, failed and missing, and the estimated time left.")
                .WithExample("study", "status", "data/studies/transfer-pictures.json");
            study
                .AddCommand<StudyMergeCommand>("merge")
                .WithDescription(
                    "Judge the metamers, run the evaluating networks, and write metamers, recognition and transfer "
                        + "as Parquet and CSV."
                )
                .WithExample(
                    "study",
                    "merge",
                    "data/studies/transfer-pictures.json",
                    "--output",
                    "data/studies/transfer-pictures"
                );
            study
                .AddCommand<StudySlurmCommand>("slurm")
                .WithDescription("Write the scripts for a Slurm cluster: an array of workers, and the merge after it.")
                .WithExample(
                    "study",
                    "slurm",
                    "my-study.json",
                    "--store",
                    "/scratch/my-study",
                    "--tasks",
                    "32",
                    "--device",
                    "cuda"
                );
        }
    );
    configuration
        .AddCommand<GradeCommand>("grade")
        .WithDescription(
            "Grade the exercises of submitted notebooks, each in a process of its own with a time limit. It runs the "
                + "code of others with your rights."
        )
        .WithExample("grade", "submissions/*.ipynb", "-o", "scores.csv");
    configuration.AddCommand<GradeOneCommand>("grade-one").IsHidden();
    configuration
        .AddCommand<ExercisesCommand>("exercises")
        .WithDescription("Write the exercises of the notebooks anew from their solutions.");
    configuration
        .AddCommand<DoctorCommand>("doctor")
        .WithDescription("Check what the notebooks need on this machine, and say how to fix what is missing.");
    configuration.SetExceptionHandler((error, _) => Failed(error));
});
return await app.RunAsync(args, interrupted.Token);

static int Failed(Exception error)
{
    switch (error)
    {
        case OperationCanceledException:
            AnsiConsole.MarkupLine("[yellow]Stopped.[/] What was finished is kept.");
            return 130;
        case MetamerException or CommandRuntimeException or CommandParseException:
            AnsiConsole.MarkupLineInterpolated($"[red]{error.Message}[/]");
            return 1;
        default:
            AnsiConsole.WriteException(error);
            return 3;
    }
}
