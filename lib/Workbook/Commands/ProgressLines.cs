using Spectre.Console;

namespace Workbook.Commands;

/// <summary>Prints progress as one line every 15 seconds, so that a log file stays readable.</summary>
/// <param name="describe">Makes the line from a report.</param>
/// <param name="always">Whether a report is printed however recent the last line is.</param>
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
