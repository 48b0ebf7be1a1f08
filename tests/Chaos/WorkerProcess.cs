using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace Chaos;

/// <summary>A process that works, on a machine and with a clock of its own if the system allows that.</summary>
internal sealed class WorkerProcess : IDisposable
{
    private const int Continue = 18; // SIGCONT
    private const int Stop = 19; // SIGSTOP

    private static readonly string? FakeTime = new[] { "/usr/lib", "/usr/lib64", "/usr/local/lib" }
        .Where(Directory.Exists)
        .SelectMany(folder =>
            Directory.EnumerateFiles(
                folder,
                "libfaketimeMT.so.1",
                new EnumerationOptions
                {
                    RecurseSubdirectories = true,
                    MaxRecursionDepth = 2,
                    IgnoreInaccessible = true,
                }
            )
        )
        .FirstOrDefault();

    private readonly Process process;
    private readonly Task<string> output;
    private readonly Task<string> errors;
    private readonly TaskCompletionSource begun = new();
    private readonly string? clock;

    /// <param name="work">What it does.</param>
    /// <param name="folder">Where.</param>
    /// <param name="machine">The name of the machine that it believes to be on; null for this one.</param>
    /// <param name="ownClock">Whether its clock can jump.</param>
    public WorkerProcess(string work, string folder, string? machine, bool ownClock)
    {
        List<string> command = [Environment.ProcessPath!, "--work", work, "--folder", folder];
        if (machine is not null)
        {
            command.InsertRange(0, ["unshare", "--uts", "sh", "-c", "hostname \"$0\" && exec \"$@\"", machine]);
        }

        ProcessStartInfo start = new(command[0], command[1..])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["OMP_NUM_THREADS"] = "1";
        if (ownClock && FakeTime is not null)
        {
            clock = Path.GetTempFileName();
            Jump(TimeSpan.Zero);
            start.Environment["LD_PRELOAD"] = FakeTime;
            start.Environment["FAKETIME_TIMESTAMP_FILE"] = clock;
            start.Environment["FAKETIME_CACHE_DURATION"] = "1";
            start.Environment["FAKETIME_DONT_FAKE_MONOTONIC"] = "1";
        }

        process = Process.Start(start)!;
        errors = process.StandardError.ReadToEndAsync();
        output = Task.Run(() =>
        {
            string all = "";
            while (process.StandardOutput.ReadLine() is { } line)
            {
                all += line + "\n";
                if (line == Work.Begun)
                {
                    begun.TrySetResult();
                }
            }

            begun.TrySetResult();
            return all;
        });
    }

    /// <summary>Whether clocks can be made to jump on this system.</summary>
    public static bool HasClocks => FakeTime is not null;

    /// <summary>Whether its clock can jump.</summary>
    public bool HasClock => clock is not null;

    public int ExitCode => process.ExitCode;

    /// <summary>What it has said, once it has ended.</summary>
    public string Text => output.Result + errors.Result;

    /// <summary>Waits until it has begun to work, or has ended.</summary>
    public void WaitForBegin() => begun.Task.Wait();

    /// <summary>Returns whether it ended within the time.</summary>
    public bool WaitForEnd(TimeSpan time) => process.WaitForExit(time);

    /// <summary>Returns whether it was still alive.</summary>
    public bool Kill()
    {
        process.Kill();
        process.WaitForExit();
        return process.ExitCode == 128 + 9;
    }

    public void Pause(TimeSpan time)
    {
        Send(process.Id, Stop);
        Thread.Sleep(time);
        Send(process.Id, Continue);
    }

    /// <summary>Sets its clock.</summary>
    public void Jump(TimeSpan offset) =>
        File.WriteAllText(clock!, string.Create(CultureInfo.InvariantCulture, $"{offset.TotalSeconds:+0;-0;+0}\n"));

    public void Dispose()
    {
        if (!process.HasExited)
        {
            process.Kill();
        }

        process.Dispose();
        if (clock is not null)
        {
            File.Delete(clock);
        }
    }

    [DllImport("libc", EntryPoint = "kill")]
    private static extern int Send(int process, int signal);
}
