using Metamers.Runtime;
using Metamers.Studies;

namespace Metamers.Tests.Studies;

public sealed class SlurmJobTests
{
    [Fact]
    public void The_scripts_say_what_was_asked_for()
    {
        string array = new SlurmJob
        {
            Tasks = 32,
            Cores = 6,
            Gpu = true,
            Memory = 20,
            Time = "1-12",
            Partition = "gpu",
        }.ArrayScript("/data/it's.json", "mine", "/my store", "/opt/Workbook.dll");
        Assert.Equal(
            """
            #!/usr/bin/env bash
            #SBATCH --job-name=mine
            #SBATCH --output="/my store/logs/mine-%A_%a.log"
            #SBATCH --ntasks=1
            #SBATCH --cpus-per-task=6
            #SBATCH --mem=20G
            #SBATCH --time=1-12
            #SBATCH --gres=gpu:1
            #SBATCH --partition=gpu
            #SBATCH --array=1-32
            #SBATCH --requeue
            #SBATCH --open-mode=append
            #SBATCH --signal=B:TERM@120
            set -euo pipefail
            export OMP_NUM_THREADS=6
            exec dotnet '/opt/Workbook.dll' study run '/data/it'\''s.json' --store '/my store' --lease 60 --device cuda

            """,
            array
        );

        SlurmJob elsewhere = new() { Data = "/our data" };
        Assert.EndsWith("--device cpu --data '/our data'\n", elsewhere.ArrayScript("/a", "a", "/s", "/w.dll"));
        Assert.EndsWith("--device cpu --data '/our data'\n", elsewhere.MergeScript("/a", "a", "/s", "/w.dll"));

        SlurmJob resumed = new() { From = "/our tables" };
        Assert.EndsWith("--device cpu --from '/our tables'\n", resumed.ArrayScript("/a", "a", "/s", "/w.dll"));
        Assert.EndsWith("--device cpu --from '/our tables'\n", resumed.MergeScript("/a", "a", "/s", "/w.dll"));

        string merge = new SlurmJob().MergeScript("/data/mine.json", "mine", "/scratch/mine", "/opt/Workbook.dll");
        Assert.Contains("#SBATCH --job-name=mine-merge\n", merge);
        Assert.DoesNotContain("--array", merge);
        Assert.DoesNotContain("gres", merge);
        Assert.EndsWith("study merge '/data/mine.json' --store '/scratch/mine' --device cpu\n", merge);
        Assert.Contains(
            "--dependency=afterany:\"$array\" 'merge.sbatch'",
            SlurmJob.SubmitScript("array.sbatch", "merge.sbatch")
        );
    }

    [Fact]
    public void What_Slurm_would_not_take_is_refused()
    {
        Assert.Equal(
            "The Slurm job cannot be written. Given and allowed: tasks 0: 1 to 100,000; cores 0: at least 1; memory "
                + "0 GB: at least 1; lease 0 s: 0.1 to 86400; time '2 h': for example 90, 04:00:00 or 2-12; "
                + "partition 'a b': a name; "
                + "paths: without line breaks, the store's without quotation marks.",
            Assert
                .Throws<MetamerException>(() =>
                    new SlurmJob
                    {
                        Tasks = 0,
                        Cores = 0,
                        Memory = 0,
                        Lease = 0,
                        Time = "2 h",
                        Partition = "a b",
                    }.MergeScript("a\nb", "a", "a\"b", "w")
                )
                .Message
        );
    }
}
