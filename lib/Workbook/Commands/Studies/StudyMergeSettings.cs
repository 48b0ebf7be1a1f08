using System.ComponentModel;
using Spectre.Console.Cli;

namespace Workbook.Commands.Studies;

/// <summary>What <c>study merge</c> is told.</summary>
public sealed class StudyMergeSettings : StudySettings
{
    [CommandOption("--output <FOLDER>")]
    [Description("Where the tables are written; merged/NAME of the store by default.")]
    public string? Output { get; init; }

    [CommandOption("--partial")]
    [Description("Merge what there is, though pieces of work are missing.")]
    public bool Partial { get; init; }
}
