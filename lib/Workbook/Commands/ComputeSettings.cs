using System.ComponentModel;
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

    /// <summary>Makes the library look in <see cref="DataFolder"/> first, if it is given.</summary>
    public void UseDataFolder()
    {
        if (DataFolder is { } folder)
        {
            Environment.SetEnvironmentVariable("METAMERS_DATA", folder);
        }
    }
}
