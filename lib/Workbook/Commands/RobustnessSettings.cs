using System.ComponentModel;
using Spectre.Console.Cli;

namespace Workbook.Commands;

/// <summary>What <c>robustness</c> is told.</summary>
public sealed class RobustnessSettings : ComputeSettings
{
    [CommandArgument(0, "<NETWORK>")]
    [Description("Keys of networks, as models lists them.")]
    public required string[] Networks { get; init; }

    [CommandOption("--per-class <COUNT>")]
    [Description("Test stimuli of each class; 50 by default.")]
    public int PerClass { get; init; } = 50;

    [CommandOption("--steps <COUNT>")]
    [Description("Steps of the search, 2.5 radii in all; 20 by default.")]
    public int Steps { get; init; } = 20;

    [CommandOption("--output <DIR>")]
    [Description("Where NETWORK.csv is written; data/robustness of the project by default.")]
    public string? Output { get; init; }
}
