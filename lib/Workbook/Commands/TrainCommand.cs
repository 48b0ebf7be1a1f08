using System.Globalization;
using Metamers.Runtime;
using Metamers.Training;
using Spectre.Console;
using Spectre.Console.Cli;

namespace Workbook.Commands;

/// <summary>Trains a network by a recipe, or resumes a training that was stopped.</summary>
public sealed class TrainCommand : Command<TrainSettings>
{
    /// <inheritdoc/>
    public override int Execute(CommandContext context, TrainSettings settings, CancellationToken cancellationToken)
    {
        using IDisposable data = settings.UseDataFolder();
        TrainingRecipe recipe = TrainingRecipe.Read(settings.Recipe);
        NativeTorch.UseAllCores();
        string state = Path.Combine(ProjectFolder.Artifacts, "training", recipe.Name);
        string output = settings.Output ?? Path.Combine(ProjectFolder.Root, "data", "checkpoints");
        AnsiConsole.WriteLine(
            $"{recipe.Name}: {recipe.Epochs} epochs on {recipe.Data}; state in {state}. Stop it at any time; the "
                + "same command resumes it."
        );
        EpochResult last = TrainingJob.Run(
            recipe,
            state,
            output,
            ComputeDevice.Choose(settings.Device),
            new ProgressLines<TrainingProgress>(Describe, progress => progress.Step == progress.StepsPerEpoch),
            cancellationToken
        )[^1];
        AnsiConsole.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"Test accuracy {100 * last.TestAccuracy:F2} %. Weights, card and "
                    + $"log: {Path.Combine(output, recipe.Name)}.(safetensors|json|csv)"
            )
        );
        return 0;
    }

    private static string Describe(TrainingProgress progress) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"epoch {progress.Epoch}/{progress.Epochs}  step {progress.Step}/{progress.StepsPerEpoch}  "
                + $"loss {progress.Loss:F4}  {TimeText.Format(progress.TimeLeft)} left"
        );
}
