using System.Diagnostics;

namespace Workbook.Grading;

/// <summary>Grades submissions, each in a process of its own that is ended when its time is up.</summary>
internal static class Grader
{
    /// <summary>The exit code of a child for a file that is no submission; its error output says why.</summary>
    public const int Refused = 2;

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
            return (Answers.Load(file), problem);
        }
        finally
        {
            folder.Delete(recursive: true);
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
        Task<string> said = child.StandardError.ReadToEndAsync(cancellation);
        using CancellationTokenSource ended = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        ended.CancelAfter(limit);
        try
        {
            await child.WaitForExitAsync(ended.Token);
        }
        catch (OperationCanceledException)
        {
            child.Kill(entireProcessTree: true);
            cancellation.ThrowIfCancellationRequested();
            return FormattableString.Invariant($"stopped after {limit.TotalSeconds:0} s, the time limit");
        }

        return child.ExitCode switch
        {
            0 => null,
            Refused => (await said).Trim(),
            int code => $"its process ended before its last cell (exit code {code})",
        };
    }
}
