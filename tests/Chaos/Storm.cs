using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;

namespace Chaos;

/// <summary>
/// Has the work done under disasters, again and again, and compares each result with an undisturbed one.
/// </summary>
internal sealed class Storm(Place place, long mostKills, long seed, TimeSpan time)
{
    private const int KillsOfRound = 10; // for each worker; then it is left in peace

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(20);

    private readonly Stopwatch watch = Stopwatch.StartNew();
    private readonly Dictionary<string, int> counts = [];
    private int violations;

    public static int Run(IReadOnlyList<string> names, long kills, long seed, TimeSpan time)
    {
        using Place place = new();
        Say(
            place.IsDisk
                ? "full and read-only disk: a disk in memory"
                : "full disk: skipped, a disk in memory can only be mounted by root; permissions: those of files"
        );
        Say(
            WorkerProcess.HasClocks
                ? "clocks: jump by days, and so do the times of files"
                : "clocks of processes: skipped, libfaketime is not installed (package faketime); the times of "
                    + "files jump"
        );
        return new Storm(place, kills, seed, time).Run(names);
    }

    private bool IsOver => Count("kills") >= mostKills || watch.Elapsed >= time;

    private int Run(IReadOnlyList<string> names)
    {
        Dictionary<string, IReadOnlyDictionary<string, string>> undisturbed = [];
        for (int round = 0; !IsOver; round++)
        {
            string name = names[round % names.Count];
            if (!undisturbed.TryGetValue(name, out IReadOnlyDictionary<string, string>? expected))
            {
                undisturbed[name] = expected = Whole(name);
            }

            Random random = new((int)(1_000_003 * seed + round));
            string folder = Path.Combine(place.Folder, $"round-{round}");
            Round(name, folder, random);
            string[] problems =
            [
                .. Differences(expected, Results(name, folder)),
                .. Remains(folder).Select(file => $"{file} was left behind"),
            ];
            Add(problems.Length == 0 ? $"{name} rounds" : $"{name} rounds that went wrong");
            Array.ForEach(problems, problem => Violation($"{name}, round {round}: {problem}"));
            Directory.Delete(folder, recursive: true);
            if (round % 10 == 9)
            {
                Say(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"{Count("kills")} kills after {watch.Elapsed.TotalSeconds:0} s"
                    )
                );
            }
        }

        string text = string.Join(
            ", ",
            counts.OrderBy(count => count.Key).Select(count => $"{count.Value} {count.Key}")
        );
        Say(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{text}; {violations} violations in {watch.Elapsed.TotalSeconds:0} s."
            )
        );
        return violations == 0 ? 0 : 1;
    }

    private IReadOnlyDictionary<string, string> Whole(string name)
    {
        string folder = Path.Combine(place.Folder, $"whole-{name}");
        Directory.CreateDirectory(folder);
        using WorkerProcess worker = new(name, folder, machine: null, ownClock: false);
        if (!worker.WaitForEnd(Patience) || worker.ExitCode != 0)
        {
            throw new InvalidOperationException($"The undisturbed {name} failed: {worker.Text}");
        }

        IReadOnlyDictionary<string, string> results = Results(name, folder);
        Directory.Delete(folder, recursive: true);
        return results.Count > 0 ? results : throw new InvalidOperationException($"{name} made nothing.");
    }

    /// <summary>Has one piece of work done to its end.</summary>
    private void Round(string name, string folder, Random random)
    {
        Directory.CreateDirectory(folder);
        int workers = Work.All[name].Workers;
        bool machines = workers > 1 && Environment.IsPrivilegedProcess && random.Next(2) == 0;
        bool clocks = random.Next(2) == 0;
        int[] seeds = [.. Enumerable.Range(0, workers).Select(_ => random.Next())];
        Parallel.For(
            0,
            workers,
            new ParallelOptions { MaxDegreeOfParallelism = workers },
            worker => Worker(name, folder, machines ? $"machine-{worker}" : null, clocks, new Random(seeds[worker]))
        );

        // The last one, in peace, finds everything done and clears up what is left once no lease runs any more.
        Thread.Sleep(workers > 1 ? 2 * Work.Lease : TimeSpan.Zero);
        using WorkerProcess last = new(name, folder, machine: null, ownClock: false);
        if (!last.WaitForEnd(Patience) || last.ExitCode != 0)
        {
            last.Kill();
            Violation($"{name}: the last worker: {last.Text}");
        }
    }

    /// <summary>Starts a worker again and again until it says that the work is done.</summary>
    private void Worker(string name, string folder, string? machine, bool ownClock, Random random)
    {
        for (int kills = 0; ; )
        {
            int before = place.Failures;
            bool peace = kills >= KillsOfRound || IsOver;
            using WorkerProcess worker = new(name, folder, machine, ownClock);
            if (peace)
            {
                if (!worker.WaitForEnd(Patience))
                {
                    worker.Kill();
                    Violation($"{name}: does not come to an end: {worker.Text}");
                    return;
                }
            }
            else if (Disturb(worker, folder, random))
            {
                kills++;
                Add("kills");
                continue;
            }

            switch (worker.ExitCode)
            {
                case 0:
                    return;
                case Work.Refused when place.Failures > before:
                    Add("stops with a sentence");
                    break;
                default:
                    Violation($"{name}: exit code {worker.ExitCode}: {worker.Text}");
                    return;
            }
        }
    }

    /// <summary>Lets disasters happen to a worker until it ends; returns whether it was killed.</summary>
    private bool Disturb(WorkerProcess worker, string folder, Random random)
    {
        if (random.Next(8) > 0)
        {
            worker.WaitForBegin(); // otherwise it is met while it loads
        }

        while (!worker.WaitForEnd(TimeSpan.FromMilliseconds(random.Next(400))))
        {
            TimeSpan length = TimeSpan.FromMilliseconds(random.Next(600));
            switch (random.Next(20))
            {
                case 0 or 1:
                    worker.Pause(random.Next(3) == 0 ? 2.5 * Work.Lease : length);
                    Add("pauses");
                    break;
                case 2 or 3 when place.IsDisk:
                    Add(place.Fill(length) ? "times a full disk" : "disks that could not be filled");
                    break;
                case 4 or 5:
                    Add(place.Close(length) ? "times a read-only disk" : "disks that were in use");
                    break;
                case 6 when worker.HasClock:
                    worker.Jump(TimeSpan.FromDays(20 * random.NextDouble() - 10));
                    Add("clocks that jump");
                    break;
                case 7:
                    place.Touch(folder, random);
                    Add("times of files that jump");
                    break;
                default:
                    return worker.Kill();
            }
        }

        return false;
    }

    private static SortedDictionary<string, string> Results(string name, string folder)
    {
        string pattern = Work.All[name].Results;
        string place = Path.Combine(folder, Path.GetDirectoryName(pattern)!);
        return new(
            Directory.Exists(place)
                ? Directory
                    .GetFiles(place, Path.GetFileName(pattern))
                    .ToDictionary(
                        path => Path.GetFileName(path)!,
                        path => Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(path)))
                    )
                : [],
            StringComparer.Ordinal
        );
    }

    private static IEnumerable<string> Differences(
        IReadOnlyDictionary<string, string> expected,
        IReadOnlyDictionary<string, string> actual
    ) =>
        expected
            .Keys.Union(actual.Keys)
            .Where(file => expected.GetValueOrDefault(file) != actual.GetValueOrDefault(file))
            .Select(file => $"{file} is {(actual.ContainsKey(file) ? "not that of an undisturbed run" : "missing")}");

    /// <summary>Half-written files, and states of work that is done.</summary>
    private static IEnumerable<string> Remains(string folder) =>
        Directory
            .EnumerateFileSystemEntries(folder, "*", SearchOption.AllDirectories)
            .Where(path =>
                path.EndsWith(".tmp", StringComparison.Ordinal)
                || Path.GetFileName(path) == "state.safetensors"
                || Path.GetFileName(Path.GetDirectoryName(path)) == "unfinished"
            )
            .Select(path => Path.GetRelativePath(folder, path));

    private int Count(string what)
    {
        lock (counts)
        {
            return counts.GetValueOrDefault(what);
        }
    }

    private void Add(string what)
    {
        lock (counts)
        {
            counts[what] = counts.GetValueOrDefault(what) + 1;
        }
    }

    private void Violation(string text)
    {
        Interlocked.Increment(ref violations);
        Say(text[..Math.Min(text.Length, 3000)]);
    }

    private static void Say(string text) => Console.WriteLine(text);
}
