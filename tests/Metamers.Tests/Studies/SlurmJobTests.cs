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
        }.ArrayScript("mine", "/my store", SlurmJob.Command("dotnet", "/data/it's.json"));
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
            export OMP_NUM_THREADS="${SLURM_CPUS_PER_TASK:-6}"
            exec 'dotnet' '/data/it'\''s.json'

            """,
            array
        );

        string merge = new SlurmJob().LastScript("mine-merge", "/scratch/mine", "true");
        Assert.Contains("#SBATCH --job-name=mine-merge\n", merge);
        Assert.Contains("#SBATCH --output=\"/scratch/mine/logs/mine-merge-%j.log\"\n", merge);
        Assert.Contains("#SBATCH --signal=B:TERM@120\n", merge);
        Assert.DoesNotContain("--array", merge);
        Assert.DoesNotContain("gres", merge);
        Assert.EndsWith("\nexec true\n", merge);
        Assert.Equal("--shard \"$SLURM_ARRAY_TASK_ID\"/32", new SlurmJob { Tasks = 32 }.Shard);
        Assert.Contains(
            "--dependency=afterany:\"$array\" 'merge.sbatch'",
            SlurmJob.SubmitScript("array.sbatch", "merge.sbatch")
        );
    }

    [Fact]
    public void A_name_that_Slurm_would_read_otherwise_is_made_plain()
    {
        string script = new SlurmJob().LastScript("my net'%j.onnx", "/my store", "true");
        Assert.Contains("#SBATCH --job-name=my-net--j.onnx\n", script);
        Assert.Contains("#SBATCH --output=\"/my store/logs/my-net--j.onnx-%j.log\"\n", script);
    }

    [Theory]
    [InlineData("90")]
    [InlineData("90:00")]
    [InlineData("04:00:00")]
    [InlineData("2-12")]
    [InlineData("2-12:30")]
    public void Times_are_those_of_Slurm(string time) =>
        Assert.Contains($"--time={time}\n", new SlurmJob { Time = time }.LastScript("a", "/s", "true"));

    [Theory]
    [InlineData(":::")]
    [InlineData("-")]
    [InlineData("2-")]
    [InlineData("90\n")]
    [InlineData("٩٠")]
    [InlineData("")]
    public void Other_times_are_refused(string time) =>
        Assert.Throws<MetamerException>(() => new SlurmJob { Time = time }.LastScript("a", "/s", "true"));

    [Theory]
    [InlineData("/q%j")]
    [InlineData("/q\\j")]
    public void A_folder_that_Slurm_takes_for_a_pattern_is_refused(string folder) =>
        Assert.Throws<MetamerException>(() => new SlurmJob().LastScript("a", folder, "true"));

    [Fact]
    public void What_Slurm_would_not_take_is_refused()
    {
        Assert.Equal(
            "The Slurm job cannot be written. Given and allowed: tasks 0: 1 to 100,000; cores 0: at least 1; memory "
                + "0 GB: at least 1; time '2 h': for example 90, 04:00:00 or 2-12; "
                + "partition 'a b': a name; "
                + "paths: without line breaks, the folder's without \", % and \\.",
            Assert
                .Throws<MetamerException>(() =>
                    new SlurmJob
                    {
                        Tasks = 0,
                        Cores = 0,
                        Memory = 0,
                        Time = "2 h",
                        Partition = "a b",
                    }.LastScript("a", "a\"b", "a\nb")
                )
                .Message
        );
    }
}
