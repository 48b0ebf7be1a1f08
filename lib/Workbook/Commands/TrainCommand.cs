using System.Globalization;
using Metamers.Runtime;
using Metamers.Training;
using Spectre.Console;
using Spectre.Console.Cli;

namespace Workbook.Commands;

/// <summary>Trains a network by a recipe, or goes on with a training that was stopped.</summary>
public sealed class TrainCommand : Command<TrainSettings>
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(15);

    /// <inheritdoc/>
    public override int Execute(CommandContext context, TrainSettings settings, CancellationToken cancellationToken)
    {
        TrainingRecipe recipe = TrainingRecipe.Read(settings.Recipe);
        if (settings.DataFolder is { } folder)
        {
            Environment.SetEnvironmentVariable("METAMERS_DATA", folder);
        }

        NativeTorch.UseAllCores();
        string state = Path.Combine(ProjectFolder.Artifacts, "training", recipe.Name);
        string output = settings.Output ?? Path.Combine(ProjectFolder.Root, "data", "checkpoints");
        AnsiConsole.WriteLine($"{recipe.Name}: {recipe.Epochs} epochs on {recipe.Data}; state in {state}. Stop it at any time: the same command goes on.");
        EpochResult last = TrainingJob.Run(recipe, state, output, ComputeDevice.Choose(settings.Device), new Lines(), cancellationToken)[^1];
        AnsiConsole.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"Test accuracy {100 * last.TestAccuracy:F2} %. Weights, card and log: {Path.Combine(output, recipe.Name)}.(safetensors|json|csv)"));
        return 0;
    }

    /// <summary>A line every quarter of a minute; a log file stays readable.</summary>
    private sealed class Lines : IProgress<TrainingProgress>
    {
        private DateTime next = DateTime.MinValue;

        public void Report(TrainingProgress value)
        {
            if (DateTime.Now >= next || value.Step == value.StepsPerEpoch)
            {
                next = DateTime.Now + Interval;
                AnsiConsole.WriteLine(string.Create(
                    CultureInfo.InvariantCulture,
                    $"epoch {value.Epoch}/{value.Epochs}  step {value.Step}/{value.StepsPerEpoch}  loss {value.Loss:F4}  {value.TimeLeft:hh\\:mm\\:ss} left"));
            }
        }
    }
}
