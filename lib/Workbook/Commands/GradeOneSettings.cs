using Spectre.Console.Cli;

namespace Workbook.Commands;

/// <summary>Settings of the process that grades one submission.</summary>
public sealed class GradeOneSettings : CommandSettings
{
    [CommandArgument(0, "<SUBMISSION>")]
    public required string Submission { get; init; }

    [CommandArgument(1, "<ANSWERS>")]
    public required string Answers { get; init; }
}
