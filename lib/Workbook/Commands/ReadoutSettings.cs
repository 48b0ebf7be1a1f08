using System.ComponentModel;
using Spectre.Console.Cli;

namespace Workbook.Commands;

/// <summary>Settings of <c>readout</c>.</summary>
public sealed class ReadoutSettings : ComputeSettings
{
    [CommandArgument(0, "<NETWORK>")]
    [Description("Key of a trained network, as 'models' lists them.")]
    public required string Network { get; init; }

    [CommandOption("--stage <STAGE>")]
    [Description("The stage that is read out.")]
    public string Stage { get; init; } = "avgpool";

    [CommandOption("--on <SET>")]
    [Description("Key of the data set of pictures.")]
    public string Set { get; init; } = "cifar10-jpeg";

    [CommandOption("--output <DIR>")]
    [Description("Where the readout and its card are written; data/checkpoints of the project by default.")]
    public string? Output { get; init; }
}
