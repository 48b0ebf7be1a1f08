using System.ComponentModel;
using Spectre.Console.Cli;

namespace Workbook.Commands.Studies;

/// <summary>Settings of <c>study merge</c>.</summary>
public sealed class StudyMergeSettings : StudySettings
{
    [CommandOption("--output <FOLDER>")]
    [Description("Where the tables are written; merged/NAME of the store by default.")]
    public string? Output { get; init; }

    [CommandOption("--partial")]
    [Description("Merge what there is, even if pieces of work are missing.")]
    public bool Partial { get; init; }
}
