using Metamers.Runtime;
using Spectre.Console.Cli;
using Workbook.Grading;

namespace Workbook.Commands;

/// <summary>The process in which <see cref="GradeCommand"/> grades one submission.</summary>
public sealed class GradeOneCommand : AsyncCommand<GradeOneSettings>
{
    /// <inheritdoc/>
    public override async Task<int> ExecuteAsync(
        CommandContext context,
        GradeOneSettings settings,
        CancellationToken cancellationToken
    )
    {
        try
        {
            await Answers.FindAsync(settings.Submission, settings.Answers, cancellationToken);
            return 0;
        }
        catch (MetamerException error)
        {
            Console.Error.WriteLine(error.Message);
            return Grader.Refused;
        }
    }
}
