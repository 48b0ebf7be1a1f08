using System.Globalization;
using Metamers.Evaluation.Nulls;
using Metamers.Runtime;
using Spectre.Console;
using Spectre.Console.Cli;

namespace Workbook.Commands;

/// <summary>Measures the null distributions of trained networks.</summary>
public sealed class NullCommand : Command<NullSettings>
{
    /// <inheritdoc/>
    public override int Execute(CommandContext context, NullSettings settings, CancellationToken cancellationToken)
    {
        using IDisposable data = settings.UseDataFolder();
        NativeTorch.UseAllCores();
        foreach (string key in settings.Networks)
        {
            ProgressLines<double> lines = new(
                share => string.Create(CultureInfo.InvariantCulture, $"{key}: {100 * share:F0} %"),
                _ => false
            );
            NullDistribution nulls = NullJob.GetOrMeasure(
                key,
                NullJob.Shipped with
                {
                    Blocks = settings.Blocks,
                },
                ComputeDevice.Choose(settings.Device),
                lines,
                cancellationToken
            );
            AnsiConsole.WriteLine($"{key}: {nulls}");
            foreach (StageNull stage in nulls.Stages)
            {
                AnsiConsole.WriteLine(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"  {stage.Stage, -20} largest rho {stage.Maximum.Spearman:F3}, "
                            + $"r {stage.Maximum.Pearson:F3}, {stage.Maximum.DecibelSnr:F2} dB"
                    )
                );
            }

            cancellationToken.ThrowIfCancellationRequested();
        }

        return 0;
    }
}
