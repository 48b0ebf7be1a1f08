using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using Metamers.Studies;

namespace Metamers.Tests.Studies;

/// <summary>Processes of the command line that work in the same store: many at once, and killed at random.</summary>
public sealed partial class KilledStudyTests(ITestOutputHelper output) : IDisposable
{
    private const int Kills = 50;
    private const int Workers = 3;

    /// <summary>Forty pieces of work of about a tenth of a second, whose state is saved at every step.</summary>
    private static readonly Study Study = StudyExamples.Pictures with
    {
        Name = "killed",
        Stimuli = new() { Set = "dead-leaves", Count = 20 },
        StimuliPerItem = 1,
    };

    private readonly TemporaryFolder temporary = new();

    public void Dispose() => temporary.Dispose();

    [Fact]
    public void Workers_killed_fifty_times_leave_a_store_that_ends_as_an_uninterrupted_one()
    {
        string file = temporary.Write(Study);
        StudyStore whole = new(temporary["whole"]);
        StudyPlan plan = whole.Plan(Study);
        Stopwatch watch = Stopwatch.StartNew();
        Finish(file, whole);
        StudyMerge.Merge(whole, plan).Save(temporary["whole/merged"]);
        // About two pieces of work.
        int longestLife = (int)(Workers * 2 * watch.Elapsed.TotalMilliseconds / plan.Items.Count);

        int kills = 0;

        // A fast machine is done before the last kill, and then starts again.
        for (int round = 0; kills < Kills; round++)
        {
            StudyStore store = new(temporary[$"killed-{round}"]);
            store.Plan(Study);
            Parallel.For(
                0,
                Workers,
                new ParallelOptions { MaxDegreeOfParallelism = Workers },
                worker =>
                {
                    Random random = new(100 * round + worker);
                    while (Volatile.Read(ref kills) < Kills && !plan.Items.All(store.IsDone))
                    {
                        if (KillOne(file, store, random, longestLife))
                        {
                            Interlocked.Increment(ref kills);
                        }
                    }
                }
            );
            output.WriteLine(
                $"{kills} kills after {watch.Elapsed.TotalSeconds:F0} s, at most {longestLife} ms after the first "
                    + $"step: {plan.Items.Count(store.IsDone)} of {plan.Items.Count} done; left behind: "
                    + $"{Directory.GetFiles(store.Folder, "*.tmp", SearchOption.AllDirectories).Length} half-written "
                    + $"files, {States(store)} states, {plan.Items.Count(item => Claims(store, item) > 1)} pieces "
                    + "taken up again."
            );

            Finish(file, store);
            StudyMerge.Merge(store, plan).Save(Path.Combine(store.Folder, "merged"));
            Assert.All(
                new[] { "items", "studies", "merged" },
                part => Assert.Equal(Contents(whole, part), Contents(store, part))
            );
            Assert.Equal(0, States(store));
        }

        output.WriteLine($"All in {watch.Elapsed.TotalSeconds:F0} s.");
    }

    [Fact]
    public void Workers_at_once_do_each_piece_of_work_once()
    {
        string file = temporary.Write(Study);
        StudyStore store = new(temporary["store"]);
        StudyPlan plan = store.Plan(Study);
        int[] done = new int[Workers];
        Parallel.For(
            0,
            Workers,
            new ParallelOptions { MaxDegreeOfParallelism = Workers },
            worker =>
            {
                string answer = ChildProcess.RunWorkbook("study", "run", file, "--store", store.Folder).Output;
                done[worker] = int.Parse(DoneHere().Match(answer).Groups[1].Value, CultureInfo.InvariantCulture);
            }
        );
        output.WriteLine($"Done by each: {string.Join(", ", done)}.");
        Assert.Equal(plan.Items.Count, done.Sum());
        Assert.All(plan.Items, item => Assert.Equal(1, Claims(store, item)), throwIfEmpty: true);
    }

    /// <summary>
    /// Starts a worker and kills it, most of the time after it has begun to work; returns whether it was still alive.
    /// </summary>
    private static bool KillOne(string file, StudyStore store, Random random, int longestLife)
    {
        using Process process = ChildProcess.StartWorkbook(
            "study",
            "run",
            file,
            "--store",
            store.Folder,
            "--lease",
            "1"
        );
        if (random.Next(8) == 0)
        {
            Thread.Sleep(random.Next(1000)); // while it loads
        }
        else
        {
            process.StandardOutput.ReadLine(); // printed at the first step
            Thread.Sleep(random.Next(longestLife));
        }

        process.Kill();
        process.WaitForExit();
        return process.ExitCode == 128 + 9;
    }

    private static void Finish(string file, StudyStore store) =>
        Assert.Equal(
            0,
            ChildProcess.RunWorkbook("study", "run", file, "--store", store.Folder, "--lease", "1").ExitCode
        );

    private static int Claims(StudyStore store, StudyItem item) =>
        Path.Combine(store.Folder, "claims", item.Name) is var folder && Directory.Exists(folder)
            ? Directory.GetFiles(folder).Length
            : 0;

    private static int States(StudyStore store) =>
        Path.Combine(store.Folder, "unfinished") is var folder && Directory.Exists(folder)
            ? Directory.GetFiles(folder, "*.safetensors").Length
            : 0;

    private static SortedDictionary<string, string> Contents(StudyStore store, string part) =>
        new(
            Directory
                .GetFiles(Path.Combine(store.Folder, part))
                .ToDictionary(
                    path => Path.GetFileName(path)!,
                    path => Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(File.ReadAllBytes(path)))
                ),
            StringComparer.Ordinal
        );

    [GeneratedRegex(@"(\d+) pieces of work done here")]
    private static partial Regex DoneHere();
}
