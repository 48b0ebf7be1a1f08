using System.Globalization;
using System.Text.RegularExpressions;
using Metamers.Runtime;

namespace Metamers.Studies;

/// <summary>
/// Jobs of a Slurm cluster for work that processes share: an array of workers, and a last job that brings together what
/// they made. A worker that is killed, preempted or out of time loses only the steps since its last saved state.
/// </summary>
public sealed partial record SlurmJob
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

    /// <summary>
    /// The array job. Its tasks are requeued when a node fails or a job with higher priority arrives, and stop in an
    /// orderly way two minutes before their time is up.
    /// </summary>
    /// <param name="name">The job's name.</param>
    /// <param name="folder">A folder that all nodes share, with a folder <c>logs</c> for what the tasks print.</param>
    /// <param name="command">What each task runs, as <see cref="Command"/> writes it.</param>
    /// <returns>A script for sbatch.</returns>
    /// <exception cref="MetamerException">
    /// A value is out of range, a path contains a line break, or the folder a character that Slurm reads otherwise:
    /// a quotation mark, % or \.
    /// </exception>
    public string ArrayScript(string name, string folder, string command) =>
        Script(
            name,
            "%A_%a",
            folder,
            [$"#SBATCH --array=1-{Tasks.ToString(CultureInfo.InvariantCulture)}", .. Resuming],
            command
        );

    /// <summary>What lets a job resume after a failure or another job, and stop in an orderly way.</summary>
    private static readonly string[] Resuming =
    [
        "#SBATCH --requeue",
        "#SBATCH --open-mode=append",
        "#SBATCH --signal=B:TERM@120",
    ];

    /// <summary>The job after the array.</summary>
    /// <inheritdoc cref="ArrayScript"/>
    public string LastScript(string name, string folder, string command) =>
        Script(name, "%j", folder, Resuming, command);

    /// <summary>A program and its arguments as a shell reads them, whatever they contain.</summary>
    public static string Command(params IEnumerable<string> words) => string.Join(' ', words.Select(Quoted));

    /// <summary>The argument <c>--shard</c> of a task of the array: its own share of the work.</summary>
    public string Shard => $"--shard \"$SLURM_ARRAY_TASK_ID\"/{Tasks.ToString(CultureInfo.InvariantCulture)}";

    /// <summary>The script that submits both; what follows its name are options of sbatch.</summary>
    /// <param name="array">File name of the array job, in the same folder.</param>
    /// <param name="last">File name of the last job.</param>
    /// <returns>A script for bash.</returns>
    public static string SubmitScript(string array, string last) =>
        $"""
            #!/usr/bin/env bash
            # Submits the workers and, after them, the last job. Options of sbatch can follow, for example
            # --time=12:00:00. Submit again to resume what is unfinished.
            set -euo pipefail
            cd "$(dirname "$0")"
            array=$(sbatch --parsable "$@" {Quoted(array)})
            # afterany, not afterok: with afterok, one task that was killed would make the last job wait for ever. It
            # checks for itself whether anything is missing.
            last=$(sbatch --parsable "$@" --dependency=afterany:"$array" {Quoted(last)})
            echo "workers: job $array; last job: $last"

            """;

    private string Script(string name, string number, string folder, string[] more, string command)
    {
        Rules.Check(
            "The Slurm job cannot be written.",
            [
                (Tasks is >= 1 and <= 100_000, $"tasks {Tasks}: 1 to 100,000"),
                (Cores >= 1, $"cores {Cores}: at least 1"),
                (Memory >= 1, $"memory {Memory} GB: at least 1"),
                (TimeLimit().IsMatch(Time), $"time '{Time}': for example 90, 04:00:00 or 2-12"),
                (
                    Partition is null
                        || (
                            Partition.Length > 0
                            && Partition.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.' or ',')
                        ),
                    $"partition '{Partition}': a name"
                ),
                (
                    !(folder + command).Contains('\n') && !folder.Any(c => c is '"' or '%' or '\\'),
                    "paths: without line breaks, the folder's without \", % and \\"
                ),
            ]
        );
        // Slurm takes a space for the end of a directive, and a per cent sign for a pattern.
        name = NotInNames().Replace(name, "-");
        string[] lines =
        [
            "#!/usr/bin/env bash",
            $"#SBATCH --job-name={name}",
            $"#SBATCH --output=\"{Path.Combine(folder, "logs", name)}-{number}.log\"",
            "#SBATCH --ntasks=1",
            $"#SBATCH --cpus-per-task={Cores.ToString(CultureInfo.InvariantCulture)}",
            $"#SBATCH --mem={Memory.ToString(CultureInfo.InvariantCulture)}G",
            $"#SBATCH --time={Time}",
            .. Gpu ? ["#SBATCH --gres=gpu:1"] : Array.Empty<string>(),
            .. Partition is null ? [] : new[] { $"#SBATCH --partition={Partition}" },
            .. more,
            "set -euo pipefail",
            $"export OMP_NUM_THREADS=\"${{SLURM_CPUS_PER_TASK:-{Cores.ToString(CultureInfo.InvariantCulture)}}}\"",
            "exec " + command,
        ];
        return string.Join('\n', lines) + "\n";
    }

    [GeneratedRegex(@"^([0-9]+(:[0-9]{2}){0,2}|[0-9]+-[0-9]+(:[0-9]{2}){0,2})\z")]
    private static partial Regex TimeLimit();

    [GeneratedRegex(@"[^A-Za-z0-9._-]")]
    private static partial Regex NotInNames();

    private static string Quoted(string text) => $"'{text.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
