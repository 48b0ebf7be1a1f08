using System.Globalization;
using Metamers.Runtime;
using Metamers.Studies;
using Spectre.Console;
using Spectre.Console.Cli;

namespace Workbook.Commands.Studies;

/// <summary>Judges the metamers of a study, runs the evaluating networks on them, and writes the tables.</summary>
public sealed class StudyMergeCommand : Command<StudyMergeSettings>
{
    /// <inheritdoc/>
    public override int Execute(
        CommandContext context,
        StudyMergeSettings settings,
        CancellationToken cancellationToken
    )
    {
        using IDisposable data = settings.UseDataFolder();
        (Study study, StudyStore store) = settings.Open();
        NativeTorch.UseAllCores();
        StudyPlan plan = store.PlanOf(study);
        ProgressLines<double> lines = new(
            share => string.Create(CultureInfo.InvariantCulture, $"merging: {100 * share:F0} %"),
            _ => false
        );
        StudyResults results = StudyMerge.Merge(
            store,
            plan,
            ComputeDevice.Choose(settings.Device),
            settings.Partial,
            lines,
            cancellationToken
        );
        string folder = Path.GetFullPath(settings.Output ?? Path.Combine(store.Folder, "merged", study.Name));
        results.Save(folder);
        AnsiConsole.WriteLine(
            $"{results.Metamers.Rows.Count} metamers of '{study.Name}', {results.Recognition.Rows.Count} decisions "
                + $"of other networks: {folder}"
        );
        return 0;
    }
}
