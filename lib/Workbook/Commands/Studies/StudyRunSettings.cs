using System.ComponentModel;
using Spectre.Console;
using Spectre.Console.Cli;

namespace Workbook.Commands.Studies;

/// <summary>What <c>study run</c> is told.</summary>
public sealed class StudyRunSettings : StudySettings
{
    [CommandOption("--shard <I/N>")]
    [Description("Only every N-th piece of work, from the I-th on: 2/8. Without it, workers share all of the work.")]
    public string? Shard { get; init; }

    [CommandOption("--lease <SECONDS>")]
    [Description(
        "Time without a sign of life after which another worker's piece of work is taken up; 60 by default. The same "
            + "for all workers of a store."
    )]
    public double Lease { get; init; } = 60;

    [CommandOption("--retry")]
    [Description("Also try again what has failed before.")]
    public bool Retry { get; init; }

    /// <inheritdoc/>
    public override ValidationResult Validate() =>
        Lease is >= 0.1 and <= 86_400
            ? ValidationResult.Success()
            : ValidationResult.Error($"--lease {Lease}: 0.1 to 86400 seconds.");
}
