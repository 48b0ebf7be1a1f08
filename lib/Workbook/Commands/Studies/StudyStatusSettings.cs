using System.ComponentModel;
using Spectre.Console;
using Spectre.Console.Cli;

namespace Workbook.Commands.Studies;

/// <summary>Settings of <c>study status</c>, and of <c>study run</c> among others.</summary>
public class StudyStatusSettings : StudySettings
{
    [CommandOption("--lease <SECONDS>")]
    [Description(
        "Time without a sign of life after which another worker's piece of work is taken over; 60 by default. Use the "
            + "same value for all workers of a store."
    )]
    public double Lease { get; init; } = 60;

    /// <inheritdoc/>
    public override ValidationResult Validate() =>
        Lease is >= 0.1 and <= 86_400
            ? ValidationResult.Success()
            : ValidationResult.Error($"--lease {Lease}: must be 0.1 to 86400 seconds.");
}
