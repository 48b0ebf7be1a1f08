using System.ComponentModel;
using Spectre.Console.Cli;

namespace Workbook.Commands;

/// <summary>Settings of <c>figure</c>.</summary>
public sealed class FigureSettings : CommandSettings
{
    [CommandArgument(0, "<NOTEBOOK>")]
    [Description("Number (02), name or path of a notebook.")]
    public required string Notebook { get; init; }

    [CommandArgument(1, "<CELL>")]
    [Description("Id of the cell, as cell-09.")]
    public required string Cell { get; init; }

    [CommandOption("-o|--output <FILE>", isRequired: true)]
    [Description("The file, which ends in .png or .jpg.")]
    public required string Output { get; init; }
}
