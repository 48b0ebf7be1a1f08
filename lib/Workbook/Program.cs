using Metamers.Runtime;
using Spectre.Console;
using Spectre.Console.Cli;
using Workbook.Commands;

using CancellationTokenSource interrupted = new();
Console.CancelKeyPress += (_, key) =>
{
    // The first Ctrl-C stops in order, the second at once.
    key.Cancel = !interrupted.IsCancellationRequested;
    interrupted.Cancel();
};

if (Console.IsOutputRedirected)
{
    // A log or a pipe has no width at which paths should be broken.
    AnsiConsole.Profile.Width = 500;
}

CommandApp app = new();
app.Configure(configuration =>
{
    configuration.SetApplicationName("workbook");
    configuration.UseStrictParsing();
    configuration.AddCommand<RunCommand>("run")
        .WithDescription("Run notebooks; write each with its outputs, and as an HTML page, into artifacts/notebooks.")
        .WithExample("run", "02")
        .WithExample("run", "01", "02", "--budget", "paper");
    configuration.AddCommand<ListCommand>("list").WithDescription("List the notebooks: question, time, figure of the paper.");
    configuration.AddCommand<ModelsCommand>("models").WithDescription("List the networks: stages with shapes, and whether their weights are here.");
    configuration.AddCommand<TrainCommand>("train")
        .WithDescription("Train a network by a recipe, or go on with a training that was stopped.")
        .WithExample("train", "data/recipes/resnet20-standard-seed0.json");
    configuration.AddCommand<RobustnessCommand>("robustness")
        .WithDescription("Measure the accuracy of trained networks under attack, in several norms and sizes.")
        .WithExample("robustness", "resnet20-standard-seed0", "--per-class", "20");
    configuration.AddCommand<NullCommand>("null")
        .WithDescription("Measure how alike unrelated training stimuli are to networks; an interrupted measurement goes on.")
        .WithExample("null", "resnet20-standard-seed0");
    configuration.AddCommand<DoctorCommand>("doctor").WithDescription("Check what notebooks need on this machine; each finding with its cure.");
    configuration.SetExceptionHandler((error, _) => Failed(error));
});
return await app.RunAsync(args, interrupted.Token);

static int Failed(Exception error)
{
    switch (error)
    {
        case OperationCanceledException:
            AnsiConsole.MarkupLine("[yellow]Stopped.[/] Nothing was written.");
            return 130;
        case MetamerException or CommandRuntimeException or CommandParseException:
            AnsiConsole.MarkupLineInterpolated($"[red]{error.Message}[/]");
            return 2;
        default:
            AnsiConsole.WriteException(error);
            return 3;
    }
}
