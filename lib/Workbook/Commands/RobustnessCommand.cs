using System.Globalization;
using Metamers.Evaluation.Robustness;
using Metamers.Models.Zoo;
using Metamers.Perturbations;
using Metamers.Runtime;
using Spectre.Console;
using Spectre.Console.Cli;

namespace Workbook.Commands;

/// <summary>Measures the accuracy of trained networks under attack.</summary>
public sealed class RobustnessCommand : Command<RobustnessSettings>
{
    /// <inheritdoc/>
    public override int Execute(
        CommandContext context,
        RobustnessSettings settings,
        CancellationToken cancellationToken
    )
    {
        using IDisposable data = settings.UseDataFolder();
        NativeTorch.UseAllCores();
        AttackOptions options = new() { Steps = settings.Steps, RelativeStepSize = 2.5 / settings.Steps };
        string output = settings.Output ?? Path.Combine(ProjectFolder.Data, "robustness");
        WritableFolder.Require(output);
        foreach (ModelCard card in settings.Networks.Select(ModelZoo.Find).ToArray())
        {
            ProgressLines<double> lines = new(
                share => string.Create(CultureInfo.InvariantCulture, $"{card.Key}: {100 * share:F0} %"),
                _ => false
            );
            AdversarialEvaluation evaluation = RobustnessJob.Measure(
                card,
                settings.PerClass,
                options,
                ComputeDevice.Choose(settings.Device),
                lines,
                cancellationToken
            );
            string path = Path.Combine(output, card.Key + ".csv");
            evaluation.Save(path);
            foreach (RobustAccuracy result in evaluation.Results)
            {
                AnsiConsole.WriteLine(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"  {result.Space} {result.Set.Norm} {result.Set.Radius:G3}: {100 * result.Accuracy:F1} "
                            + $"± {100 * result.StandardError:F1} %"
                    )
                );
            }

            AnsiConsole.WriteLine($"{card.Key}: {path}");
        }

        return 0;
    }
}
