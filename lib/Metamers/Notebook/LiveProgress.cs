using System.Diagnostics;
using Metamers.Synthesis;
using Microsoft.DotNet.Interactive;
using Microsoft.DotNet.Interactive.Formatting;

namespace Metamers.Notebook;

/// <summary>
/// Shows the progress of a synthesis in the cell: stage, step, loss, speed, time left and the curve of the loss, at
/// most four times per second. Each finished stage leaves one line. Outside a notebook, only these lines are written,
/// to the console.
/// </summary>
/// <remarks>
/// Create it in the cell that runs the synthesis: <c>synthesizer.Synthesize(pictures, stage, new LiveProgress())</c>.
/// </remarks>
/// <example>
/// <code>
/// var model = ModelZoo.Load("resnet20-standard-seed0", session.Device);
/// var fast = MetamerOptions.Quick with { Repetitions = 1, StepsPerRepetition = 2 };
/// new MetamerSynthesizer(model, fast).Synthesize(Photographs.Take(1), "layer1", new LiveProgress())
/// </code>
/// </example>
public sealed class LiveProgress : IProgress<SynthesisProgress>
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(250);

    private readonly KernelInvocationContext? context = KernelInvocationContext.Current;
    private readonly Stopwatch clock = Stopwatch.StartNew();
    private readonly List<string> finished = [];
    private readonly List<double> meanLosses = [];
    private readonly Lock reporting = new();
    private DisplayedValue? displayed;
    private SynthesisProgress? latest;
    private TimeSpan started;
    private TimeSpan? shown;

    /// <summary>
    /// Shows a report, unless another was shown less than a quarter of a second ago and this is not the last of its
    /// stage.
    /// </summary>
    /// <param name="value">The progress of the synthesis.</param>
    public void Report(SynthesisProgress value)
    {
        lock (reporting)
        {
            if (latest is not null && (latest.Stage != value.Stage || value.Step < latest.Step))
            {
                Finish(); // The previous stage was stopped early.
            }

            if (latest is null)
            {
                started = clock.Elapsed;
                meanLosses.Clear();
            }

            latest = value;
            meanLosses.Add(value.Losses.DefaultIfEmpty(double.NaN).Average());
            if (value.Step >= value.TotalSteps)
            {
                Finish();
                Show();
            }
            else if (shown is null || clock.Elapsed - shown >= Interval)
            {
                Show();
            }
        }
    }

    private void Finish()
    {
        string line = ProgressView.Summary(latest!, clock.Elapsed - started);
        finished.Add(line);
        latest = null;
        if (context is null)
        {
            Console.WriteLine(line);
        }
    }

    private void Show()
    {
        shown = clock.Elapsed;
        if (context is null)
        {
            return;
        }

        ProgressView view = new([.. finished], latest, [.. meanLosses]);
        if (displayed is null)
        {
            displayed = context.Display(view);
        }
        else
        {
            displayed.Update(view);
        }
    }
}
