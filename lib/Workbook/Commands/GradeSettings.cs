using System.ComponentModel;
using Spectre.Console.Cli;

namespace Workbook.Commands;

/// <summary>Settings of <c>grade</c>.</summary>
public sealed class GradeSettings : CommandSettings
{
    [CommandArgument(0, "<SUBMISSION>")]
    [Description("Notebooks that students sent in; a name may contain * and ?.")]
    public required string[] Submissions { get; init; }

    [CommandOption("-o|--output <FILE>")]
    [Description("The table of scores, CSV; scores.csv by default.")]
    [DefaultValue("scores.csv")]
    public required string Output { get; init; }

    [CommandOption("--seconds <SECONDS>")]
    [Description("How long the exercises of one submission may take; 300 by default.")]
    [DefaultValue(300)]
    public int Seconds { get; init; }
}
