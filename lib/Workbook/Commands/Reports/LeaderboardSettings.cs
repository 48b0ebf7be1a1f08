using System.ComponentModel;
using Spectre.Console.Cli;

namespace Workbook.Commands.Reports;

/// <summary>Settings of <c>leaderboard</c>.</summary>
public sealed class LeaderboardSettings : CommandSettings
{
    [CommandArgument(0, "[RECORD]")]
    [Description(
        "The files record.json of reports, the folders that hold them, or keys of the zoo; the zoo's records by "
            + "default."
    )]
    public string[] Records { get; init; } = [];

    [CommandOption("--sort <COLUMN>")]
    [Description(
        "reach (the default), idiosyncrasy, yield, accuracy, attacked or network. Differences from the first network "
            + "are of that number, or of reach if it is none of the three."
    )]
    public string Sort { get; init; } = "reach";

    [CommandOption("-o|--output <FOLDER>")]
    [Description("Where the leaderboard is written; artifacts/leaderboard by default.")]
    public string? Output { get; init; }
}
