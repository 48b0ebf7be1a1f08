using System.Globalization;

namespace Workbook.Diagnosis;

/// <summary>
/// How many files the process may have open at once, which on Linux a shell or a cluster may set so low that .NET
/// cannot load its own libraries and ends with a stack trace.
/// </summary>
internal static class OpenFiles
{
    private const int Needed = 128;
    private const string Limits = "/proc/self/limits";

    /// <summary>What is wrong and what to do; null if there are enough.</summary>
    public static string? Problem()
    {
        string? line = File.Exists(Limits)
            ? File.ReadLines(Limits).FirstOrDefault(l => l.StartsWith("Max open files", StringComparison.Ordinal))
            : null;
        string[] words = line?.Split(' ', StringSplitOptions.RemoveEmptyEntries) ?? [];
        return
            words is [_, _, _, var soft, ..]
            && int.TryParse(soft, NumberStyles.None, CultureInfo.InvariantCulture, out int allowed)
            && allowed < Needed
            ? $"This process may open only {allowed} files at once; at least {Needed} are needed. Raise the limit "
                + "(ulimit -n 1024), or ask the administrator of the machine."
            : null;
    }
}
