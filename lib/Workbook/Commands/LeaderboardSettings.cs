using System.ComponentModel;
using Spectre.Console.Cli;

namespace Workbook.Commands;

/// <summary>Settings of <c>leaderboard</c>.</summary>
public sealed class LeaderboardSettings : CommandSettings
{
    [CommandArgument(0, "<RECORD>")]
    [Description("The files record.json of reports, or the folders that hold them.")]
    public required string[] Records { get; init; }

    [CommandOption("--sort <COLUMN>")]
    [Description("reach (the default), idiosyncrasy, yield or network.")]
    public string Sort { get; init; } = "reach";

    [CommandOption("-o|--output <FOLDER>")]
    [Description("Where the leaderboard is written; artifacts/leaderboard by default.")]
    public string? Output { get; init; }
}
