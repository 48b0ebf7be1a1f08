using System.ComponentModel;
using Metamers.Stimuli.Data;
using Spectre.Console.Cli;

namespace Workbook.Commands;

/// <summary>Settings of every command that computes: the device and the data folder.</summary>
public abstract class ComputeSettings : CommandSettings
{
    [CommandOption("--device <DEVICE>")]
    [Description("cpu (the default) or cuda.")]
    public string? Device { get; init; }

    [CommandOption("--data <DIR>")]
    [Description("The folder with data sets and checkpoints.")]
    public string? DataFolder { get; init; }

    /// <summary>
    /// Makes the library look into <see cref="DataFolder"/> first, if one is given, until the result is disposed of.
    /// </summary>
    public IDisposable UseDataFolder() => DataFiles.LookFirstIn(DataFolder);
}
