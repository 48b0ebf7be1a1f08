using System.ComponentModel;
using Metamers.Evaluation.Nulls;
using Spectre.Console.Cli;

namespace Workbook.Commands;

/// <summary>What <c>null</c> is told.</summary>
public sealed class NullSettings : ComputeSettings
{
    [CommandArgument(0, "<NETWORK>")]
    [Description("Keys of networks, as models lists them.")]
    public required string[] Networks { get; init; }

    [CommandOption("--blocks <COUNT>")]
    [Description("Blocks of 32 stimuli, 496 pairs each; 512 by default, a quarter of a million pairs.")]
    public int Blocks { get; init; } = NullJob.Shipped.Blocks;
}
