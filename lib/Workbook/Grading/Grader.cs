using System.ComponentModel;
using System.Diagnostics;
using System.Text;

namespace Workbook.Grading;

/// <summary>Grades submissions, each in a process of its own that is ended when its time is up.</summary>
internal static class Grader
{
    /// <summary>The exit code of a child for a file that is no submission; its error output says why.</summary>
    public const int Refused = 2;

    private const int MostKept = 10_000;

    /// <summary>What a submission is worth; it never throws for what is in the submission.</summary>
    /// <param name="submission">Path of the notebook.</param>
    /// <param name="limit">How long its exercises may take in all.</param>
    /// <param name="cancellation">Ends the child too.</param>
    public static async Task<(Answers? Answers, string? Problem)> GradeAsync(
        string submission,
        TimeSpan limit,
        CancellationToken cancellation
    )
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("metamers-grade-");
        try
        {
            string file = Path.Combine(folder.FullName, "answers.json");
            string? problem = await RunAsync(submission, file, limit, cancellation);
            return Answers.Load(file, out string? fault) is { } answers ? (answers, problem) : (null, problem ?? fault);
        }
        finally
        {
            Remove(folder);
        }
    }

    /// <summary>Runs the child.</summary>
    /// <returns>Why it did not come to its end; null if it did.</returns>
    private static async Task<string?> RunAsync(
        string submission,
        string file,
        TimeSpan limit,
        CancellationToken cancellation
    )
    {
        // The apphost may be missing and the test host is another program: dotnet runs the library's own file.
        string dotnet = Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet";
        ProcessStartInfo start = new(dotnet, [typeof(Grader).Assembly.Location, "grade-one", submission, file])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        };
        using Process child = Process.Start(start)!;
        child.StandardInput.Close();
        child.OutputDataReceived += (_, _) => { }; // what a submission prints is not kept
        child.BeginOutputReadLine();
        StringBuilder said = new();
        child.ErrorDataReceived += (_, line) => Keep(said, line.Data);
        child.BeginErrorReadLine();
        using CancellationTokenSource ended = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        ended.CancelAfter(limit);
        try
        {
            await child.WaitForExitAsync(ended.Token);
        }
        catch (OperationCanceledException)
        {
            await EndAsync(child);
            cancellation.ThrowIfCancellationRequested();
            return FormattableString.Invariant($"stopped after {limit.TotalSeconds:0} s, the time limit");
        }

        return child.ExitCode switch
        {
            0 => null,
            Refused => said.ToString().Trim(),
            int code => $"its process ended before its last cell (exit code {code})",
        };
    }

    private static void Remove(DirectoryInfo folder)
    {
        try
        {
            folder.Delete(recursive: true);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // Something still uses it; a folder for temporary files may keep it.
        }
    }

    /// <summary>Ends the child with what it started, and waits until it no longer writes.</summary>
    private static async Task EndAsync(Process child)
    {
        try
        {
            child.Kill(entireProcessTree: true);
        }
        catch (Exception error) when (error is AggregateException or InvalidOperationException or Win32Exception)
        {
            return; // some part of it ended by itself or cannot be ended; what it leaves is removed as far as possible
        }

        await child.WaitForExitAsync(CancellationToken.None);
    }

    /// <summary>A submission may say anything, for ever: the first lines are enough.</summary>
    private static void Keep(StringBuilder said, string? line)
    {
        if (line is not null && said.Length < MostKept)
        {
            said.AppendLine(line.Length > MostKept ? line[..MostKept] : line);
        }
    }
}
