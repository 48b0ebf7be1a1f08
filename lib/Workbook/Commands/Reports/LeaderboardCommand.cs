using System.Globalization;
using Metamers.Plotting.Reports;
using Metamers.Reports;
using Metamers.Reports.Records;
using Metamers.Runtime;
using Spectre.Console;
using Spectre.Console.Cli;

namespace Workbook.Commands.Reports;

/// <summary>Ranks networks by the records of their reports.</summary>
public sealed class LeaderboardCommand : Command<LeaderboardSettings>
{
    /// <inheritdoc/>
    public override int Execute(
        CommandContext context,
        LeaderboardSettings settings,
        CancellationToken cancellationToken
    )
    {
        Leaderboard leaderboard = Leaderboard.Make(
            [
                .. (settings.Records is { Length: > 0 } given ? given : ReportRecord.ShippedKeys).Select(
                    ReportRecord.Find
                ),
            ],
            settings.Sort
        );
        string output = settings.Output ?? Path.Combine(ProjectFolder.Artifacts, "leaderboard");
        leaderboard.Save(output);
        foreach (LeaderboardTable table in leaderboard.Tables)
        {
            AnsiConsole.WriteLine(table.Conditions);
            foreach (LeaderboardRow row in table.Rows)
            {
                AnsiConsole.WriteLine(
                    $"  {row.Place?.ToString(CultureInfo.InvariantCulture) ?? "–"}  {row.Record.Network.Label}  "
                        + $"{(row.Record.Reach.Found is { } reach ? $"reach {reach}" : row.Record.Reach.Sentence)}"
                );
            }
        }

        foreach (ReportRecord record in leaderboard.NotRanked)
        {
            AnsiConsole.WriteLine($"  not ranked: {record.Network.Label}: {record.Problem ?? record.Reach.Sentence}");
        }

        AnsiConsole.WriteLine(Path.Combine(output, "leaderboard.html"));
        return 0;
    }
}
