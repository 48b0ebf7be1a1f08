using System.ComponentModel;
using Spectre.Console.Cli;

namespace Workbook.Commands;

/// <summary>Settings of <c>run</c>.</summary>
public sealed class RunSettings : ComputeSettings
{
    [CommandArgument(0, "<NOTEBOOK>")]
    [Description("Number (02), name or path of a notebook; several are run one after another.")]
    public required string[] Notebooks { get; init; }

    [CommandOption("--budget <BUDGET>")]
    [Description("quick (minutes, the default) or paper (hours: the schedule of most saved figures).")]
    public string? Budget { get; init; }

    [CommandOption("--save")]
    [Description("Also save the outputs in the notebook itself.")]
    public bool Save { get; init; }
}
