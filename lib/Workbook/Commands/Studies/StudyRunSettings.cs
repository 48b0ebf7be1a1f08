using System.ComponentModel;
using Spectre.Console.Cli;

namespace Workbook.Commands.Studies;

/// <summary>Settings of <c>study run</c>.</summary>
public sealed class StudyRunSettings : StudyStatusSettings
{
    [CommandOption("--shard <I/N>")]
    [Description(
        "Take only every N-th piece of work, starting at the I-th, e.g. 2/8. Without it, workers share all of the work."
    )]
    public string? Shard { get; init; }

    [CommandOption("--retry")]
    [Description("Also retry what has failed before.")]
    public bool Retry { get; init; }
}
