using System.Diagnostics;
using System.Globalization;
using Metamers.Models;
using Metamers.Models.Zoo;
using Metamers.Synthesis;
using TorchSharp;
using static TorchSharp.torch;

namespace Benchmarks;

/// <summary>
/// What several cores are best used for when there is more than one batch to make: one process with a thread on each
/// core, or a process with one thread for each core, as the workers of a study can be. Times a step of a stimulus both
/// ways; the batches are equally large.
/// </summary>
internal static class ThreadTable
{
    /// <summary>The command by which this program starts itself.</summary>
    public const string Child = "threads-child";

    private const int Rounds = 5;

    private static readonly (string Key, string Stage, int Batch, int Steps, double? Coarse)[] Cases =
    [
        ("resnet20", "layer2", 16, 60, null),
        ("resnet20", "final", 16, 40, null),
        ("vgg8", "final", 16, 30, null),
        ("resnet18", "layer4", 2, 5, null),
        ("cochcnnsmall-digit", "relu4", 4, 4, null),
        ("cochcnnsmall-digit", "relu4", 10, 4, MetamerOptions.QuickSound.CoarseOversampling),
    ];

    /// <summary>The cases in words.</summary>
    public static IReadOnlyList<string> Names { get; } =
    [
        .. Cases.Select(made =>
            $"{made.Key} at {made.Stage}, {made.Batch} stimuli{(made.Coarse is { } n ? $", oversampling {n}" : "")}"
        ),
    ];

    public static void Print()
    {
        int cores = Environment.ProcessorCount;
        string apart = $"{cores} processes";
        Console.WriteLine($"{"ms a step and stimulus", -60}{"one process", 14}{apart, 14}{"times faster", 14}");
        foreach ((int place, string name) in Names.Index())
        {
            double together = Run(place, processes: 1, threads: cores);
            double each = Run(place, processes: cores, threads: 1) / cores;
            Console.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{name, -60}{together, 14:F2}{each, 14:F2}{together / each, 14:F2}"
                )
            );
        }
    }

    /// <summary>Times one of the cases and prints the median over the rounds, in ms a step and stimulus.</summary>
    public static void PrintCase(int place, int threads)
    {
        (string key, string stage, int batch, int steps, double? coarse) = Cases[place];
        set_num_threads(threads);
        using DisposeScope scope = NewDisposeScope();
        using StagedModel model = ModelZoo.Build(key, 0);
        model.Freeze();
        (double low, double high) = (model.Input.Minimum, model.Input.Maximum);
        MetamerOptions options = MetamerOptions.Paper with { ReportEvery = int.MaxValue, CoarseOversampling = coarse };
        Tensor references = low + ((high - low) * rand([batch, .. model.InputShape]));
        using SynthesisRun run = new MetamerSynthesizer(model, options).Start(references, stage);
        run.Advance(steps); // warms up
        double[] times = new double[Rounds];
        for (int round = 0; round < Rounds; round++)
        {
            Stopwatch watch = Stopwatch.StartNew();
            run.Advance(run.Step + steps);
            times[round] = watch.Elapsed.TotalMilliseconds / (steps * batch);
        }

        Console.WriteLine(times.Order().ElementAt(Rounds / 2).ToString(CultureInfo.InvariantCulture));
    }

    /// <summary>
    /// Mean over processes that run at the same time, in ms a step and stimulus.
    /// </summary>
    /// <param name="place">Which of the cases.</param>
    /// <param name="processes">How many processes.</param>
    /// <param name="threads">Threads of each.</param>
    /// <param name="environment">Variables of the processes' environment.</param>
    public static double Run(int place, int processes, int threads, params (string Name, string Value)[] environment)
    {
        Process[] started = [.. Enumerable.Range(0, processes).Select(_ => Start())];
        return started.Average(process =>
        {
            using Process done = process;
            string answer = done.StandardOutput.ReadToEnd();
            done.WaitForExit();
            return double.Parse(answer, CultureInfo.InvariantCulture);
        });

        Process Start()
        {
            ProcessStartInfo start = new(Environment.ProcessPath!, Arguments()) { RedirectStandardOutput = true };
            foreach ((string name, string value) in environment)
            {
                start.Environment[name] = value;
            }

            return Process.Start(start)!;
        }

        IEnumerable<string> Arguments() =>
            [
                .. Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet"
                    ? [typeof(ThreadTable).Assembly.Location]
                    : Array.Empty<string>(),
                Child,
                place.ToString(CultureInfo.InvariantCulture),
                threads.ToString(CultureInfo.InvariantCulture),
            ];
    }
}
