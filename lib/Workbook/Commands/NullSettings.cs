using System.ComponentModel;
using Metamers.Evaluation.Nulls;
using Spectre.Console.Cli;

namespace Workbook.Commands;

/// <summary>Settings of <c>null</c>.</summary>
public sealed class NullSettings : ComputeSettings
{
    [CommandArgument(0, "<NETWORK>")]
    [Description("Keys of networks, as listed by `models`.")]
    public required string[] Networks { get; init; }

    [CommandOption("--blocks <COUNT>")]
    [Description(
        "Blocks of 32 stimuli, with 496 pairs each; 512 by default, which gives a quarter of a million pairs."
    )]
    public int Blocks { get; init; } = NullJob.Shipped.Blocks;
}
