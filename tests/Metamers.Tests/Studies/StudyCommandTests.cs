using Metamers.Studies;

namespace Metamers.Tests.Studies;

/// <summary>The commands of the command line, as processes.</summary>
public sealed class StudyCommandTests : IDisposable
{
    private readonly TemporaryFolder temporary = new();

    public void Dispose() => temporary.Dispose();

    [Fact]
    public void A_study_is_planned_run_in_shards_looked_at_and_merged()
    {
        string file = temporary.Write(StudyExamples.Pictures);
        Assert.Contains("pictures: 4 pieces of work, 6 metamers, 0 pieces done", Expect(0, "plan"));
        Assert.Contains("1 pieces of work done here; all 1 are done.", Expect(0, "run", "--shard", "4/4"));
        Assert.Contains("3 of 4 pieces of work of 'pictures' are missing", Expect(1, "merge"));
        Assert.Contains("pictures: 1 of 4 done, 0 under way", Expect(0, "status"));
        Assert.Contains("3 pieces of work done here; all 4 are done.", Expect(0, "run"));
        Assert.Contains("6 metamers of 'pictures', 0 decisions of other networks", Expect(0, "merge"));
        Assert.Equal(6, StudyResults.Load(temporary["store/merged/pictures"]).Metamers.Rows.Count);
        Directory.Delete(temporary["store/items"], recursive: true);
        string tables = temporary["store/merged/pictures"];
        Assert.Contains("6 metamers, 4 pieces done", Expect(0, "plan", "--from", tables));

        Assert.Contains("4 pieces of work for 3 tasks.", Expect(0, "slurm", "--tasks", "3", "--from", tables));
        string scripts = temporary["store/slurm/pictures"];
        Assert.EndsWith(
            $"study' 'run' '{file}' '--store' '{temporary["store"]}' '--lease' '60' '--device' 'cpu' "
                + $"'--from' '{tables}'\n",
            File.ReadAllText(Path.Combine(scripts, "array.sbatch"))
        );
        Assert.EndsWith(
            $"study' 'merge' '{file}' '--store' '{temporary["store"]}' '--device' 'cpu' '--from' '{tables}'\n",
            File.ReadAllText(Path.Combine(scripts, "merge.sbatch"))
        );
        Assert.True(Directory.Exists(temporary["store/logs"]));

        string Expect(int code, string command, params string[] more)
        {
            (int exitCode, string output) = ChildProcess.RunWorkbook([
                "study",
                command,
                file,
                "--store",
                temporary["store"],
                .. more,
            ]);
            Assert.True(code == exitCode, output);
            return output;
        }
    }

    [Fact]
    public void What_is_wrong_is_told_without_a_trace()
    {
        string file = temporary.Write(StudyExamples.Pictures);
        string[] study = [file, "--store", temporary["store"]];
        Assert.Contains("--lease 0: must be 0.1 to 86400 seconds.", Expect(["study", "run", .. study, "--lease", "0"]));
        Assert.Contains("There is no shard '5/4'.", Expect(["study", "run", .. study, "--shard", "5/4"]));
        Assert.Contains(
            "The Slurm job cannot be written. Given and allowed: tasks 0: 1 to 100,000",
            Expect(["study", "slurm", .. study, "--tasks", "0"])
        );
        Assert.Contains("Cannot read the study", Expect(["study", "status", temporary["none.json"]]));

        static string Expect(string[] arguments)
        {
            (int code, string output) = ChildProcess.RunWorkbook(arguments);
            Assert.DoesNotContain("   at ", output);
            Assert.NotEqual(0, code);
            return output;
        }
    }
}
