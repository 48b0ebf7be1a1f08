using Spectre.Console;
using Spectre.Console.Cli;
using Workbook.Diagnosis;

namespace Workbook.Commands;

/// <summary>Prints every finding of <see cref="Doctor"/>; fails when something needed is broken.</summary>
public sealed class DoctorCommand : Command
{
    /// <inheritdoc/>
    public override int Execute(CommandContext context, CancellationToken cancellationToken)
    {
        bool broken = false;
        foreach (Finding finding in Doctor.Examine())
        {
            string mark = finding.State switch
            {
                State.Good => "[green]good  [/]",
                State.Missing => "[yellow]note  [/]",
                _ => "[red]broken[/]",
            };
            AnsiConsole.MarkupLine(
                $"{mark} [bold]{Markup.Escape(finding.Subject), -16}[/] {Markup.Escape(finding.Found)}"
            );
            if (finding.Cure is not null)
            {
                AnsiConsole.MarkupLineInterpolated($"       {"", -16} → {finding.Cure}");
            }

            broken |= finding.State == State.Broken;
        }

        return broken ? 1 : 0;
    }
}
