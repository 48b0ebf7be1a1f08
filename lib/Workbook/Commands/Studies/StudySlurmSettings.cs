using System.ComponentModel;
using Spectre.Console.Cli;

namespace Workbook.Commands.Studies;

/// <summary>What <c>study slurm</c> is told.</summary>
public sealed class StudySlurmSettings : StudySettings
{
    [CommandOption("--tasks <COUNT>")]
    [Description("Tasks of the array, each a worker; 8 by default.")]
    public int Tasks { get; init; } = 8;

    [CommandOption("--cores <COUNT>")]
    [Description("Cores of each task; 4 by default.")]
    public int Cores { get; init; } = 4;

    [CommandOption("--memory <GIGABYTES>")]
    [Description("Memory of each task; 8 by default.")]
    public int Memory { get; init; } = 8;

    [CommandOption("--time <LIMIT>")]
    [Description("Time limit of each task: minutes, hours:minutes:seconds or days-hours; 04:00:00 by default.")]
    public string Time { get; init; } = "04:00:00";

    [CommandOption("--lease <SECONDS>")]
    [Description(
        "Time without a sign of life after which a worker's piece of work is taken up by another; 60 by default."
    )]
    public double Lease { get; init; } = 60;

    [CommandOption("--partition <NAME>")]
    [Description("The partition; the cluster's default without it.")]
    public string? Partition { get; init; }

    [CommandOption("--output <FOLDER>")]
    [Description("Where the scripts are written; slurm/NAME of the store by default.")]
    public string? Output { get; init; }
}
