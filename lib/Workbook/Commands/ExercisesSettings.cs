using System.ComponentModel;
using Spectre.Console.Cli;

namespace Workbook.Commands;

/// <summary>Options of <c>exercises</c>.</summary>
public sealed class ExercisesSettings : CommandSettings
{
    /// <summary>
    /// The folder <c>source</c> of a course of nbgrader; if null, the notebooks of the project are written.
    /// </summary>
    [CommandOption("--nbgrader <FOLDER>")]
    [Description("Write the notebooks with their answers as the source of a course for nbgrader, and nothing else.")]
    public string? Nbgrader { get; init; }
}
