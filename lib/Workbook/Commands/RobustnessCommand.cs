using System.Globalization;
using Metamers.Evaluation;
using Metamers.Models;
using Metamers.Runtime;
using Metamers.Training;
using Spectre.Console;
using Spectre.Console.Cli;

namespace Workbook.Commands;

/// <summary>Measures the accuracy of trained networks under attack.</summary>
public sealed class RobustnessCommand : Command<RobustnessSettings>
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(15);

    /// <inheritdoc/>
    public override int Execute(CommandContext context, RobustnessSettings settings, CancellationToken cancellationToken)
    {
        if (settings.DataFolder is { } folder)
        {
            Environment.SetEnvironmentVariable("METAMERS_DATA", folder);
        }

        NativeTorch.UseAllCores();
        AttackOptions options = new() { Steps = settings.Steps, RelativeStepSize = 2.5 / settings.Steps };
        string output = settings.Output ?? Path.Combine(ProjectFolder.Data, "robustness");
        foreach (ModelCard card in settings.Networks.Select(ModelZoo.Find).ToArray())
        {
            cancellationToken.ThrowIfCancellationRequested();
            AdversarialEvaluation evaluation = RobustnessJob.Run(card, settings.PerClass, options, ComputeDevice.Choose(settings.Device), new Lines(card.Key, cancellationToken));
            string path = Path.Combine(output, card.Key + ".csv");
            Directory.CreateDirectory(output);
            evaluation.Save(path);
            foreach (RobustAccuracy result in evaluation.Results)
            {
                AnsiConsole.WriteLine(string.Create(
                    CultureInfo.InvariantCulture,
                    $"  {result.Space} {result.Set.Norm} {result.Set.Radius:G3}: {100 * result.Accuracy:F1} ± {100 * result.StandardError:F1} %"));
            }

            AnsiConsole.WriteLine($"{card.Key}: {path}");
        }

        return 0;
    }

    /// <summary>A line every quarter of a minute; stops where it is asked to.</summary>
    private sealed class Lines(string name, CancellationToken cancellation) : IProgress<double>
    {
        private DateTime next = DateTime.Now + Interval;

        public void Report(double value)
        {
            cancellation.ThrowIfCancellationRequested();
            if (DateTime.Now >= next)
            {
                next = DateTime.Now + Interval;
                AnsiConsole.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name}: {100 * value:F0} %"));
            }
        }
    }
}
