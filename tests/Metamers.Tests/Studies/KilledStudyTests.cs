using System.Diagnostics;
using System.Text.RegularExpressions;
using Metamers.Studies;
using Xunit.Abstractions;

namespace Metamers.Tests.Studies;

/// <summary>Processes of the command line at one store: many at once, and killed at random.</summary>
public sealed partial class KilledStudyTests(ITestOutputHelper output) : IDisposable
{
    private const int Kills = 50;
    private const int Workers = 3;

    /// <summary>Eighty pieces of work of about a tenth of a second.</summary>
    private static readonly Study Study = StudyExamples.Pictures with { Name = "killed", Stimuli = new() { Set = "dead-leaves", Count = 40 }, StimuliPerItem = 1 };

    private readonly TemporaryFolder temporary = new();

    public void Dispose() => temporary.Dispose();

    [Fact]
    public void Workers_killed_fifty_times_leave_a_store_that_ends_as_an_uninterrupted_one()
    {
        string file = temporary.Write(Study);
        Stopwatch watch = Stopwatch.StartNew();
        List<StudyStore> stores = [];
        int kills = 0;
        while (kills < Kills) // a fast machine is done before the last kill, and begins once more
        {
            StudyStore store = new(temporary[$"killed-{stores.Count}"]);
            StudyPlan plan = store.Plan(Study);
            Parallel.For(0, Workers, new ParallelOptions { MaxDegreeOfParallelism = Workers }, worker =>
            {
                Random random = new(100 * stores.Count + worker);
                while (Volatile.Read(ref kills) < Kills && !plan.Items.All(store.IsDone))
                {
                    if (KillOne(file, store, random))
                    {
                        Interlocked.Increment(ref kills);
                    }
                }
            });
            stores.Add(store);
            output.WriteLine($"{kills} kills after {watch.Elapsed.TotalSeconds:F0} s: {plan.Items.Count(store.IsDone)} of {plan.Items.Count} done; left behind: "
                + $"{Directory.GetFiles(store.Folder, "*.tmp", SearchOption.AllDirectories).Length} half-written files, {States(store)} states, {plan.Items.Count(item => Claims(store, item) > 1)} pieces taken up again.");
            Assert.Equal(0, ChildProcess.RunWorkbook("study", "run", file, "--store", store.Folder, "--lease", "1").ExitCode);
        }

        StudyStore whole = new(temporary["whole"]);
        StudyPlan planned = whole.Plan(Study);
        Assert.Equal(0, ChildProcess.RunWorkbook("study", "run", file, "--store", whole.Folder).ExitCode);
        StudyMerge.Of(whole, planned).Save(temporary["whole/merged"]);
        foreach (StudyStore store in stores)
        {
            StudyMerge.Of(store, planned).Save(Path.Combine(store.Folder, "merged"));
            foreach (string part in new[] { "items", "studies", "merged" })
            {
                Assert.Equal(Contents(whole, part), Contents(store, part));
            }

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
        Parallel.For(0, Workers, new ParallelOptions { MaxDegreeOfParallelism = Workers }, worker =>
        {
            string answer = ChildProcess.RunWorkbook("study", "run", file, "--store", store.Folder).Output;
            done[worker] = int.Parse(DoneHere().Match(answer).Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture);
        });
        output.WriteLine($"Done by each: {string.Join(", ", done)}.");
        Assert.Equal(plan.Items.Count, done.Sum());
        Assert.All(plan.Items, item => Assert.Equal(1, Claims(store, item)));
    }

    /// <summary>Starts a worker and kills it, most of the time after it has begun to work; whether it still lived.</summary>
    private static bool KillOne(string file, StudyStore store, Random random)
    {
        using Process process = ChildProcess.StartWorkbook("study", "run", file, "--store", store.Folder, "--lease", "1");
        if (random.Next(8) == 0)
        {
            Thread.Sleep(random.Next(1000)); // while it loads
        }
        else
        {
            process.StandardOutput.ReadLine(); // said at the first step
            Thread.Sleep(random.Next(250));
        }

        process.Kill();
        process.WaitForExit();
        return process.ExitCode == 128 + 9;
    }

    private static int Claims(StudyStore store, StudyItem item) =>
        Path.Combine(store.Folder, "claims", item.Name) is var folder && Directory.Exists(folder) ? Directory.GetFiles(folder).Length : 0;

    private static int States(StudyStore store) =>
        Path.Combine(store.Folder, "unfinished") is var folder && Directory.Exists(folder) ? Directory.GetFiles(folder, "*.safetensors").Length : 0;

    private static SortedDictionary<string, string> Contents(StudyStore store, string part) => new(Directory.GetFiles(Path.Combine(store.Folder, part)).ToDictionary(
        path => Path.GetFileName(path)!, path => Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(File.ReadAllBytes(path)))), StringComparer.Ordinal);

    [GeneratedRegex(@"(\d+) pieces of work done here")]
    private static partial Regex DoneHere();
}
