using System.Diagnostics;
using System.Globalization;

namespace Fuzz;

/// <summary>Has child processes try the cases, ends those that take too long, and counts what became of each.</summary>
internal static class Supervisor
{
    private const string MostMemory = "0x60000000"; // 1.5 GB
    private const int Share = 500; // cases that one child tries

    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(2);

    public static int Run(IReadOnlyList<string> names, long cases, long seed, TimeSpan time)
    {
        Stopwatch watch = Stopwatch.StartNew();
        long each = Math.Max(1, cases / names.Count);
        // A reader's share of the time is for its cases: the start of a process does not count, so that a busy machine
        // leaves no reader without.
        TimeSpan most = time / names.Count;
        int bad = 0;
        foreach (string name in names)
        {
            Stopwatch trying = new();
            Dictionary<string, int> counts = [];
            long next = 0;
            while (next < each && trying.Elapsed < most)
            {
                next = Try(name, seed, next, Math.Min(next + Share, each), counts, trying, most);
            }

            string text = string.Join(
                ", ",
                counts.Where(count => count.Key is not "tried").Select(count => $"{count.Key} {count.Value}")
            );
            Console.WriteLine($"{name}: {next} cases, {text}");
            bad += counts.Where(count => count.Key is not ("read" or "refused")).Sum(count => count.Value);
        }

        Console.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{bad} cases ended badly, in {watch.Elapsed.TotalSeconds:0} s."
            )
        );
        return bad == 0 ? 0 : 1;
    }

    /// <summary>Returns the first case that was not tried.</summary>
    private static long Try(
        string name,
        long seed,
        long first,
        long last,
        Dictionary<string, int> counts,
        Stopwatch trying,
        TimeSpan most
    )
    {
        ProcessStartInfo start = new(Environment.ProcessPath!)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (object argument in (object[])["--worker", name, "--seed", seed, "--first", first, "--last", last])
        {
            start.ArgumentList.Add(string.Create(CultureInfo.InvariantCulture, $"{argument}"));
        }

        start.Environment["DOTNET_GCHeapHardLimit"] = MostMemory;
        start.Environment["OMP_NUM_THREADS"] = "1";
        using Scratch scratch = new();
        start.Environment[OperatingSystem.IsWindows() ? "TMP" : "TMPDIR"] = scratch.Folder;
        using Process process = Process.Start(start)!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        long? current = null;
        long next = first;
        while (true)
        {
            Task<string?> line = process.StandardOutput.ReadLineAsync();
            // A case has two seconds of the process's own time; the start of the process and a busy machine do not
            // count.
            TimeSpan before = process.HasExited ? default : process.TotalProcessorTime;
            while (
                !line.Wait(100)
                && (current is null || process.HasExited || process.TotalProcessorTime - before < Longest)
            ) { }
            if (!line.IsCompleted)
            {
                trying.Stop();
                process.Kill();
                process.WaitForExit();
                Count("hang", $"takes over {Longest.TotalSeconds} s");
                return current!.Value + 1;
            }

            switch (line.Result?.Split(' ', 2))
            {
                case ["start", var number]:
                    current = long.Parse(number, CultureInfo.InvariantCulture);
                    if (trying.Elapsed > most)
                    {
                        process.Kill();
                        process.WaitForExit();
                        return current.Value;
                    }

                    trying.Start();
                    break;
                case ["end", var outcome]:
                    Count(outcome is "read" or "refused" ? outcome : "raw error", outcome);
                    trying.Stop();
                    (next, current) = (current!.Value + 1, null);
                    break;
                default:
                    trying.Stop();
                    process.WaitForExit();
                    if (current is not null || process.ExitCode != 0)
                    {
                        Count("death", $"exit code {process.ExitCode}: {errors.Result}");
                        return (current ?? next) + 1;
                    }

                    return next;
            }
        }

        void Count(string outcome, string detail)
        {
            counts[outcome] = counts.GetValueOrDefault(outcome) + 1;
            if (outcome is not ("read" or "refused") && counts[outcome] <= 5)
            {
                Console.WriteLine($"{name} {current}: {detail[..Math.Min(detail.Length, 1200)]}");
            }
        }
    }

    /// <summary>The files of a child process, deleted when it is ended.</summary>
    private sealed class Scratch : IDisposable
    {
        public string Folder { get; } = Directory.CreateTempSubdirectory("metamers-fuzz-").FullName;

        public void Dispose() => Directory.Delete(Folder, recursive: true);
    }
}
