using System.Globalization;
using System.Net;
using Metamers.Plotting;
using Metamers.Runtime;
using Metamers.Synthesis;

namespace Metamers.Notebook;

/// <summary>One state of a <see cref="LiveProgress"/>, as the cell shows it.</summary>
/// <param name="Finished">One line per finished stage.</param>
/// <param name="Current">The stage under way; null if all are done.</param>
/// <param name="MeanLosses">Mean loss of the current stage at every report so far.</param>
internal sealed record ProgressView(
    IReadOnlyList<string> Finished,
    SynthesisProgress? Current,
    IReadOnlyList<double> MeanLosses
)
{
    private const int SparkWidth = 140;
    private const int SparkHeight = 24;

    /// <summary>The line that is left of a stage: steps, losses, time.</summary>
    public static string Summary(SynthesisProgress last, TimeSpan taken)
    {
        string steps =
            last.Step < last.TotalSteps
                ? $"stopped at step {Whole(last.Step)} of {Whole(last.TotalSteps)}"
                : $"{Whole(last.TotalSteps)} steps";
        return $"{last.Stage}: {steps}, {Losses(last.Losses)}, {NumberText.Format(last.StepsPerSecond, 3)} steps/s, "
            + TimeText.Format(taken);
    }

    public string ToHtml() =>
        $"""<div style="font:13px {FigureStyle.FontFamily};font-variant-numeric:tabular-nums">"""
        + string.Concat(Finished.Select(line => $"<div>{WebUtility.HtmlEncode(line)}</div>"))
        + (Current is null ? "" : ToHtml(Current))
        + "</div>";

    public override string ToString() =>
        string.Join('\n', Current is null ? Finished : Finished.Append($"{Current.Stage}: {State(Current)}"));

    private string ToHtml(SynthesisProgress progress)
    {
        string stage = WebUtility.HtmlEncode(progress.Stage);
        string state = WebUtility.HtmlEncode(State(progress));
        return """<div style="display:flex;flex-wrap:wrap;align-items:center;gap:2px 10px">"""
            + $"""<b>{stage}</b><progress max="{progress.TotalSteps}" value="{progress.Step}"></progress>"""
            + $"<span>{state}</span>{Sparkline()}</div>";
    }

    private static string State(SynthesisProgress progress) =>
        $"step {Whole(progress.Step)} of {Whole(progress.TotalSteps)}, {Losses(progress.Losses)}, "
        + $"{NumberText.Format(progress.StepsPerSecond, 3)} steps/s, {TimeText.Format(progress.TimeLeft)} left";

    private static string Losses(IReadOnlyList<double> losses) =>
        losses.Count switch
        {
            0 => "no loss",
            1 => $"loss {NumberText.Format(losses[0], 3)}",
            _ => $"mean loss {NumberText.Format(losses.Average(), 3)} ({NumberText.Format(losses.Min(), 3)} "
                + $"to {NumberText.Format(losses.Max(), 3)})",
        };

    // Plots the logarithm of the loss against the report.
    private string Sparkline()
    {
        double[] levels = [.. MeanLosses.Where(loss => loss > 0 && double.IsFinite(loss)).Select(Math.Log10)];
        if (levels.Length < 2)
        {
            return "";
        }

        // No more points than pixels.
        int step = Math.Max(1, levels.Length / SparkWidth);
        double[] shown = [.. levels.Where((_, i) => i % step == 0)];
        double low = shown.Min();
        double height = Math.Max(shown.Max() - low, 1e-9);
        IEnumerable<string> points = shown.Select(
            (level, i) =>
            {
                double x = i * (double)SparkWidth / Math.Max(shown.Length - 1, 1);
                double y = SparkHeight - 2 - (level - low) / height * (SparkHeight - 4);
                return string.Create(CultureInfo.InvariantCulture, $"{x:0.#},{y:0.#}");
            }
        );
        return $"""<svg width="{SparkWidth}" height="{SparkHeight}" role="img" aria-label="curve of the loss">"""
            + """<polyline fill="none" stroke="currentColor" stroke-width="1.5" """
            + $"""points="{string.Join(' ', points)}"/></svg>""";
    }

    private static string Whole(int number) => number.ToString("N0", CultureInfo.InvariantCulture);
}
