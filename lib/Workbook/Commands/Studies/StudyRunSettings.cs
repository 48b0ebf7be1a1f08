using System.ComponentModel;
using Spectre.Console;
using Spectre.Console.Cli;

namespace Workbook.Commands.Studies;

/// <summary>Settings of <c>study run</c>.</summary>
public sealed class StudyRunSettings : StudySettings
{
    [CommandOption("--shard <I/N>")]
    [Description(
        "Take only every N-th piece of work, starting at the I-th, e.g. 2/8. Without it, workers share all of the work."
    )]
    public string? Shard { get; init; }

    [CommandOption("--lease <SECONDS>")]
    [Description(
        "Time without a sign of life after which another worker's piece of work is taken over; 60 by default. Use the "
            + "same value for all workers of a store."
    )]
    public double Lease { get; init; } = 60;

    [CommandOption("--retry")]
    [Description("Also retry what has failed before.")]
    public bool Retry { get; init; }

    /// <inheritdoc/>
    public override ValidationResult Validate() =>
        Lease is >= 0.1 and <= 86_400
            ? ValidationResult.Success()
            : ValidationResult.Error($"--lease {Lease}: must be 0.1 to 86400 seconds.");
}
