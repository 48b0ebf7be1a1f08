using System.ComponentModel;
using Spectre.Console;
using Spectre.Console.Cli;

namespace Workbook.Commands;

/// <summary>Settings of <c>robustness</c>.</summary>
public sealed class RobustnessSettings : ComputeSettings
{
    [CommandArgument(0, "<NETWORK>")]
    [Description("Keys of networks, as listed by `models`.")]
    public required string[] Networks { get; init; }

    [CommandOption("--per-class <COUNT>")]
    [Description("Test stimuli per class, at least 1; 50 by default.")]
    public int PerClass { get; init; } = 50;

    [CommandOption("--steps <COUNT>")]
    [Description("Steps of the attack, at least 1, 2.5 radii in total; 20 by default.")]
    public int Steps { get; init; } = 20;

    [CommandOption("--output <DIR>")]
    [Description("Where NETWORK.csv is written; data/robustness of the project by default.")]
    public string? Output { get; init; }

    /// <inheritdoc/>
    public override ValidationResult Validate() =>
        PerClass < 1 ? ValidationResult.Error($"--per-class {PerClass}: must be at least 1.")
        : Steps < 1 ? ValidationResult.Error($"--steps {Steps}: must be at least 1.")
        : ValidationResult.Success();
}
