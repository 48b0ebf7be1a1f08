using System.ComponentModel;
using Spectre.Console.Cli;

namespace Workbook.Commands.Reports;

/// <summary>Settings of <c>report</c>.</summary>
public sealed class ReportSettings : ComputeSettings
{
    [CommandArgument(0, "<MODEL>")]
    [Description("Keys of networks, as listed by `models`, or files: ONNX, TorchScript, or a checkpoint.")]
    public required string[] Models { get; init; }

    [CommandOption("--budget <BUDGET>")]
    [Description("quick (minutes for a small network, the default) or paper (the published schedule: hours).")]
    public string Budget { get; init; } = "quick";

    [CommandOption("--stimuli <SET>")]
    [Description("A set of stimuli, or a folder with one folder for each class; by default the network's test set.")]
    public string? Stimuli { get; init; }

    [CommandOption("--count <COUNT>")]
    [Description("Number of stimuli; that of the budget by default.")]
    public int? Count { get; init; }

    [CommandOption("--seed <SEED>")]
    [Description("Seed of the start noise and of the null distribution; 0 by default.")]
    public long Seed { get; init; }

    [CommandOption("--architecture <KEY>")]
    [Description("For a checkpoint: the key of its architecture, as listed by `models`.")]
    public string? Architecture { get; init; }

    [CommandOption("--classes <NAMES>")]
    [Description(
        "For a file: the names of its classes in the order of the outputs, separated by commas, or a "
            + "file with a name on each line. Without it, a network with the panel's input and number of classes is "
            + "taken for one of the panel's task."
    )]
    public string? Classes { get; init; }

    [CommandOption("--input <NORMALISATION>")]
    [Description("For an ONNX file: none (pixels from 0 to 1, the default) or imagenet (its mean and deviation).")]
    public string? Input { get; init; }

    [CommandOption("--against <KEY>")]
    [Description("A network to compare with: a key of the zoo, or the record.json of another report. Can be repeated.")]
    public string[] Against { get; init; } = [];

    [CommandOption("--people <FOLDER-OR-FILE>")]
    [Description(
        "The answers of an experiment with metamers of the network: the files that its page saved, in the folder of "
            + "its design.json or in one in that folder."
    )]
    public string? People { get; init; }

    [CommandOption("--shard <I/N>")]
    [Description(
        "Only make the I-th of N shares of the metamers, e.g. 2/8: for processes and machines that share the output "
            + "folder. Without it, the report finds them there."
    )]
    public string? Shard { get; init; }

    [CommandOption("--slurm <TASKS>")]
    [Description(
        "Make nothing: write the scripts for a Slurm cluster, an array of as many tasks that share the metamers and "
            + "the report after it, into the folder slurm of the output folder."
    )]
    public int? Slurm { get; init; }

    [CommandOption("-o|--output <FOLDER>")]
    [Description(
        "Where the report is written, for several networks in a folder for each; artifacts/reports by default."
    )]
    public string? Output { get; init; }
}
