using System.ComponentModel;
using Spectre.Console.Cli;

namespace Workbook.Commands.Studies;

/// <summary>Settings of <c>study slurm</c>.</summary>
public sealed class StudySlurmSettings : StudyStatusSettings
{
    [CommandOption("--tasks <COUNT>")]
    [Description("Tasks of the array, each of them a worker; 8 by default.")]
    public int Tasks { get; init; } = 8;

    [CommandOption("--cores <COUNT>")]
    [Description("Cores per task; 4 by default.")]
    public int Cores { get; init; } = 4;

    [CommandOption("--memory <GIGABYTES>")]
    [Description("Memory per task; 8 by default.")]
    public int Memory { get; init; } = 8;

    [CommandOption("--time <LIMIT>")]
    [Description("Time limit per task: minutes, hours:minutes:seconds or days-hours; 04:00:00 by default.")]
    public string Time { get; init; } = "04:00:00";

    [CommandOption("--partition <NAME>")]
    [Description("The partition; by default the cluster's default partition.")]
    public string? Partition { get; init; }

    [CommandOption("--output <FOLDER>")]
    [Description("Where the scripts are written; slurm/NAME of the store by default.")]
    public string? Output { get; init; }
}
