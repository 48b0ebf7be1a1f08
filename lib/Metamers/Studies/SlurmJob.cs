using System.Globalization;
using Metamers.Runtime;

namespace Metamers.Studies;

/// <summary>
/// The Slurm jobs of a study: an array of workers that share the work by claims, and a merge job after it. A worker
/// that is killed, preempted or out of time loses only the steps since its last saved state: others take over its work,
/// or it resumes when the same command is run again.
/// </summary>
public sealed record SlurmJob
{
    /// <summary>Tasks of the array, each of them a worker; at least 1.</summary>
    public int Tasks { get; init; } = 8;

    /// <summary>Cores of each task, and threads of each worker; at least 1.</summary>
    public int Cores { get; init; } = 4;

    /// <summary>Whether each task gets a GPU.</summary>
    public bool Gpu { get; init; }

    /// <summary>Memory of each task, in gigabytes; at least 1.</summary>
    public int Memory { get; init; } = 8;

    /// <summary>Time limit of a task in Slurm's format: minutes, hours:minutes:seconds or days-hours.</summary>
    public string Time { get; init; } = "04:00:00";

    /// <summary>The partition; the cluster's default if null.</summary>
    public string? Partition { get; init; }

    /// <summary>The folder with data sets and checkpoints; the usual places if null.</summary>
    public string? Data { get; init; }

    /// <summary>The folder with tables of an earlier merge (<see cref="StudyStore.Earlier"/>); none if null.</summary>
    public string? From { get; init; }

    /// <summary>Seconds without a sign of life after which a worker's piece of work is taken over by another.</summary>
    public double Lease { get; init; } = 60;

    /// <summary>
    /// The array job. Its tasks are requeued when a node fails or a job with higher priority arrives, and stop in an
    /// orderly way two minutes before their time is up.
    /// </summary>
    /// <param name="study">The study's file.</param>
    /// <param name="name">The study's name.</param>
    /// <param name="store">The store, on a file system that all nodes share.</param>
    /// <param name="workbook">Path of the command line's dll.</param>
    /// <returns>A script for sbatch.</returns>
    /// <exception cref="MetamerException">A value is out of range, or a path contains a line break.</exception>
    public string ArrayScript(string study, string name, string store, string workbook) =>
        Script(
            name,
            $"{name}-%A_%a",
            store,
            [
                $"#SBATCH --array=1-{Tasks.ToString(CultureInfo.InvariantCulture)}",
                "#SBATCH --requeue",
                "#SBATCH --open-mode=append",
                "#SBATCH --signal=B:TERM@120",
            ],
            $"exec dotnet {Quoted(workbook)} study run {Quoted(study)} --store {Quoted(store)} "
                + $"--lease {Lease.ToString(CultureInfo.InvariantCulture)} {Places}"
        );

    /// <summary>The merge job.</summary>
    /// <inheritdoc cref="ArrayScript"/>
    public string MergeScript(string study, string name, string store, string workbook) =>
        Script(
            $"{name}-merge",
            $"{name}-merge-%j",
            store,
            ["#SBATCH --requeue"],
            $"exec dotnet {Quoted(workbook)} study merge {Quoted(study)} --store {Quoted(store)} " + Places
        );

    private string Places => $"--device {(Gpu ? "cuda" : "cpu")}{Place("data", Data)}{Place("from", From)}";

    private static string Place(string option, string? folder) =>
        folder is null ? "" : $" --{option} {Quoted(Path.GetFullPath(folder))}";

    /// <summary>The script that submits both.</summary>
    /// <param name="array">File name of the array job, in the same folder.</param>
    /// <param name="merge">File name of the merge job.</param>
    /// <returns>A script for bash.</returns>
    public static string SubmitScript(string array, string merge) =>
        $"""
            #!/usr/bin/env bash
            # Submits the study's workers and, after them, the merge. Submit again to resume an unfinished study.
            set -euo pipefail
            cd "$(dirname "$0")"
            array=$(sbatch --parsable {Quoted(array)})
            # afterany, not afterok: a task that was killed does no harm, since the others take over its work, and
            # afterok would then wait for ever. The merge itself checks whether anything is missing; if so it fails
            # and says what.
            merge=$(sbatch --parsable --dependency=afterany:"$array" {Quoted(merge)})
            echo "workers: job $array; merge: job $merge"

            """;

    private string Script(string name, string log, string store, string[] more, string command)
    {
        Rules.Check(
            "The Slurm job cannot be written.",
            [
                (Tasks is >= 1 and <= 100_000, $"tasks {Tasks}: 1 to 100,000"),
                (Cores >= 1, $"cores {Cores}: at least 1"),
                (Memory >= 1, $"memory {Memory} GB: at least 1"),
                (Lease is >= 0.1 and <= 86_400, FormattableString.Invariant($"lease {Lease} s: 0.1 to 86400")),
                (
                    Time.Length > 0 && Time.All(c => char.IsAsciiDigit(c) || c is ':' or '-'),
                    $"time '{Time}': for example 90, 04:00:00 or 2-12"
                ),
                (
                    Partition is null
                        || (
                            Partition.Length > 0
                            && Partition.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.' or ',')
                        ),
                    $"partition '{Partition}': a name"
                ),
                (
                    !(store + command).Contains('\n') && !store.Contains('"'),
                    "paths: without line breaks, the store's without quotation marks"
                ),
            ]
        );
        string[] lines =
        [
            "#!/usr/bin/env bash",
            $"#SBATCH --job-name={name}",
            $"#SBATCH --output=\"{Path.Combine(store, "logs", log)}.log\"",
            "#SBATCH --ntasks=1",
            $"#SBATCH --cpus-per-task={Cores.ToString(CultureInfo.InvariantCulture)}",
            $"#SBATCH --mem={Memory.ToString(CultureInfo.InvariantCulture)}G",
            $"#SBATCH --time={Time}",
            .. Gpu ? ["#SBATCH --gres=gpu:1"] : Array.Empty<string>(),
            .. Partition is null ? [] : new[] { $"#SBATCH --partition={Partition}" },
            .. more,
            "set -euo pipefail",
            $"export OMP_NUM_THREADS={Cores.ToString(CultureInfo.InvariantCulture)}",
            command,
        ];
        return string.Join('\n', lines) + "\n";
    }

    /// <summary>Quotes a text as one word for the shell, whatever it contains.</summary>
    private static string Quoted(string text) => $"'{text.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
