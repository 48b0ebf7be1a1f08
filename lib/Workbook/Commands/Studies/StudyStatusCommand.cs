using Metamers.Studies;
using Spectre.Console;
using Spectre.Console.Cli;

namespace Workbook.Commands.Studies;

/// <summary>Shows what is done, under way, failed and missing, and the estimated time left.</summary>
public sealed class StudyStatusCommand : Command<StudyStatusSettings>
{
    /// <inheritdoc/>
    public override int Execute(
        CommandContext context,
        StudyStatusSettings settings,
        CancellationToken cancellationToken
    )
    {
        using IDisposable data = settings.UseDataFolder();
        (Study study, StudyStore store) = settings.Open(settings.Lease);
        AnsiConsole.Write(StudyTable.ToTable(StudyStatus.Read(store, store.PlanOf(study))));
        return 0;
    }
}
