using System.Globalization;
using Metamers.Reports;
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
        TrainingWatch? watch = settings.Watch is { } epochs
            ? new(
                Epochs(epochs, recipe),
                ReportOptions.Quick with
                {
                    TestStimuli = 0,
                },
                Path.Combine(state, "reports"),
                new ProgressLines<ReportProgress>(progress => $"report: {progress.What}", _ => false),
                cancellationToken
            )
            : null;
        EpochResult last = TrainingJob.Run(
            recipe,
            state,
            output,
            ComputeDevice.Choose(settings.Device),
            new ProgressLines<TrainingProgress>(Describe, progress => progress.Step == progress.StepsPerEpoch),
            cancellationToken,
            watch is null ? null : (epoch, model) => watch.After(recipe, epoch, model)
        )[^1];
        AnsiConsole.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"Test accuracy {100 * last.TestAccuracy:F2} %. Weights, card and "
                    + $"log: {Path.Combine(output, recipe.Name)}.(safetensors|json|csv)"
            )
        );
        if (watch is not null)
        {
            AnsiConsole.WriteLine(
                watch.Missing is { Count: > 0 } missing
                    ? $"There is no report after the epochs {string.Join(", ", missing)}: the training was past them. "
                        + $"To watch it from its start, delete {state} and train again."
                    : $"Reach after the watched epochs: {watch.TablePath}"
            );
        }

        return 0;
    }

    private static IReadOnlyList<int> Epochs(string text, TrainingRecipe recipe)
    {
        int?[] epochs =
        [
            .. text.Split(',')
                .Select(part => int.TryParse(part, CultureInfo.InvariantCulture, out int epoch) ? epoch : (int?)null),
        ];
        return epochs.All(epoch => epoch >= 1 && epoch <= recipe.Epochs)
            ? [.. epochs.OfType<int>()]
            : throw new MetamerException(
                $"--watch {text} is no list of epochs. Give numbers from 1 to {recipe.Epochs}, such as "
                    + $"1,{recipe.Epochs}."
            );
    }

    private static string Describe(TrainingProgress progress) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"epoch {progress.Epoch}/{progress.Epochs}  step {progress.Step}/{progress.StepsPerEpoch}  "
                + $"loss {progress.Loss:F4}  {TimeText.Format(progress.TimeLeft)} left"
        );
}
