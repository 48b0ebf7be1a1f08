using System.ComponentModel;
using Spectre.Console.Cli;

namespace Workbook.Commands;

/// <summary>Settings of <c>train</c>.</summary>
public sealed class TrainSettings : ComputeSettings
{
    [CommandArgument(0, "<RECIPE>")]
    [Description("A JSON file like those in data/recipes.")]
    public required string Recipe { get; init; }

    [CommandOption("--output <DIR>")]
    [Description("Where weights, card and log are written; data/checkpoints of the project by default.")]
    public string? Output { get; init; }

    [CommandOption("--watch <EPOCHS>")]
    [Description(
        "Epochs after which the network's metamer report is made, such as 1,4,16; the three numbers are written to "
            + "reach.csv in artifacts/training/NAME/reports."
    )]
    public string? Watch { get; init; }
}
