using Spectre.Console;

namespace Workbook.Commands;

/// <summary>Progress as a line every quarter of a minute; a log file stays readable.</summary>
/// <param name="describe">The line.</param>
/// <param name="always">Whether a report has its line at any time.</param>
internal sealed class ProgressLines<T>(Func<T, string> describe, Func<T, bool> always) : IProgress<T>
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(15);

    private DateTime next = DateTime.MinValue;

    /// <inheritdoc/>
    public void Report(T value)
    {
        if (DateTime.Now >= next || always(value))
        {
            next = DateTime.Now + Interval;
            AnsiConsole.WriteLine(describe(value));
        }
    }
}
