using System.Globalization;
using Metamers.Runtime;
using Metamers.Training;
using Spectre.Console;
using Spectre.Console.Cli;

namespace Workbook.Commands;

/// <summary>Trains a linear readout of a network's stage, or resumes the computation of its features.</summary>
public sealed class ReadoutCommand : Command<ReadoutSettings>
{
    /// <inheritdoc/>
    public override int Execute(CommandContext context, ReadoutSettings settings, CancellationToken cancellationToken)
    {
        using IDisposable data = settings.UseDataFolder();
        NativeTorch.UseAllCores();
        string state = Path.Combine(
            ProjectFolder.Artifacts,
            "readout",
            $"{settings.Network}-{settings.Stage}-{settings.Set}"
        );
        AnsiConsole.WriteLine($"Features in {state}. Stop it at any time; the same command resumes it.");
        double accuracy = ReadoutJob.Run(
            settings.Network,
            settings.Stage,
            settings.Set,
            state,
            settings.Output ?? Path.Combine(ProjectFolder.Data, "checkpoints"),
            ComputeDevice.Choose(settings.Device),
            new ProgressLines<(int Done, int Total)>(
                progress => $"{progress.Done} of {progress.Total} pictures",
                progress => progress.Done == progress.Total
            ),
            cancellationToken
        );
        AnsiConsole.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Test accuracy {100 * accuracy:F2} %."));
        return 0;
    }
}
