using MathNet.Numerics.Statistics;
using Metamers.Synthesis;

namespace Metamers.Plotting.Charts;

/// <summary>The figure of the inversion loss against the step, one line per stage, on a logarithmic axis.</summary>
/// <example>
/// <code>
/// var model = ModelZoo.Load("resnet20-standard-seed0", session.Device);
/// var fast = MetamerOptions.Quick with { Repetitions = 1, StepsPerRepetition = 2 };
/// var metamers = new MetamerSynthesizer(model, fast).Synthesize(Photographs.Take(1), "layer1");
/// metamers.LossCurves()
/// </code>
/// </example>
public static class LossCurves
{
    /// <summary>Draws a line for each network and stage of metamers that were made by one schedule.</summary>
    /// <param name="metamers">
    /// At one or more stages, which are drawn in the order in which they first appear. With an objective, the loss is
    /// the sum of its terms.
    /// </param>
    /// <exception cref="ArgumentException">
    /// There are no metamers, or those of a stage were reported at different steps.
    /// </exception>
    public static Figure Draw(MetamerSet metamers)
    {
        bool several = metamers.Select(metamer => metamer.Model.Label).Distinct().Skip(1).Any();
        Figure figure = Draw(
            [
                .. metamers
                    .GroupBy(metamer => several ? $"{metamer.Model.Label}, {metamer.Stage}" : metamer.Stage)
                    .Select(stage => new LossCurve(stage.Key, [.. stage.Select(metamer => metamer.Losses)])),
            ],
            metamers.FirstOrDefault() is { Options.Segments: null } first ? first.Options.StepsPerRepetition : null,
            items: metamers.FirstOrDefault()?.Reference.Kind.Plural ?? "pictures"
        );
        Axis loss = metamers.Any(metamer => metamer.Options.Objective is not null)
            ? figure.Y with
            {
                Label = "Objective: weighted sum of its terms",
            }
            : figure.Y;
        return WithSegments(figure with { Y = loss }, metamers.FirstOrDefault()?.Options.Segments)
            .WithSchedules(metamers);
    }

    /// <summary>
    /// Draws the median over the items and, if there are at least three, a band from the first to the third quartile.
    /// An item that was finished before the others counts on with its last loss.
    /// </summary>
    /// <param name="curves">One line each, for example one per stage or one per schedule.</param>
    /// <param name="stepsPerRepetition">
    /// Number of steps per repetition: thin lines mark the start of the next one. Null for no marks.
    /// </param>
    /// <param name="title">The title.</param>
    /// <param name="items">What the items are, for the note.</param>
    /// <exception cref="ArgumentException">
    /// There are no curves, or a curve's items were reported at different steps.
    /// </exception>
    public static Figure Draw(
        IReadOnlyList<LossCurve> curves,
        int? stepsPerRepetition = null,
        string title = "Loss during synthesis",
        string items = "pictures"
    )
    {
        if (curves.Count == 0)
        {
            throw new ArgumentException("There are no loss curves to draw. Give at least one metamer, or one curve.");
        }

        Series[] series = [.. curves.Select(Line)];
        double last = series.Max(line => line.X[^1]);
        return new(
            title,
            new("Step") { Minimum = 0 },
            new("Normalised loss ‖A′ − A‖ / ‖A‖") { Logarithmic = true },
            series
        )
        {
            Note = Note(curves.Max(curve => curve.Items.Count), items, stepsPerRepetition),
            Lines = stepsPerRepetition is { } steps
                ?
                [
                    .. Enumerable
                        .Range(1, (int)((last - 1) / steps))
                        .Select(i => new ReferenceLine(i * steps, Vertical: true)),
                ]
                : [],
        };
    }

    /// <summary>
    /// Draws a line for each schedule, over a logarithmic axis of steps, since schedules may differ much in length.
    /// </summary>
    /// <param name="schedules">Names of schedules, each with its metamers of one stage.</param>
    /// <exception cref="ArgumentException">There are no schedules, or one has no metamers.</exception>
    public static Figure BySchedule(params IReadOnlyList<(string Name, MetamerSet Metamers)> schedules)
    {
        Figure figure = Draw(
            [
                .. schedules.Select(schedule => new LossCurve(
                    schedule.Name,
                    [.. schedule.Metamers.Select(metamer => metamer.Losses)]
                )),
            ],
            title: "Loss by schedule",
            items: schedules.FirstOrDefault().Metamers?.FirstOrDefault()?.Reference.Kind.Plural ?? "pictures"
        );
        return figure with
        {
            X = new("Step") { Logarithmic = true },
            Note = $"{figure.Note} {schedules.Named()}".Trim(),
        };
    }

    private static Figure WithSegments(Figure figure, SynthesisSchedule? segments) =>
        segments?.Boundaries.Any() != true
            ? figure
            : figure with
            {
                Note = $"{figure.Note} A segment of the schedule begins at each thin line.".Trim(),
                Lines = [.. segments.Boundaries.Select(step => new ReferenceLine(step, Vertical: true))],
            };

    private static Series Line(LossCurve curve, int style)
    {
        if (curve.Items.Count == 0 || curve.Items.Any(item => item.Count == 0))
        {
            throw new ArgumentException(
                $"The loss curve '{curve.Name}' has no reports. Give at least one item with one report."
            );
        }

        IReadOnlyList<LossReport> longest = curve.Items.MaxBy(item => item.Count)!;
        double[] steps = [.. longest.Select(report => (double)report.Step)];
        if (curve.Items.Any(item => item.Zip(steps, (report, step) => report.Step != step).Any(differs => differs)))
        {
            throw new ArgumentException(
                $"The items of the loss curve '{curve.Name}' were reported at different steps. Draw them as curves "
                    + "of their own."
            );
        }

        double[][] losses =
        [
            .. steps.Select((_, i) => curve.Items.Select(item => item[Math.Min(i, item.Count - 1)].Loss).ToArray()),
        ];
        bool band = curve.Items.Count >= 3;
        return new(curve.Name, steps, [.. losses.Select(values => values.Median())])
        {
            Style = style,
            Band = band,
            Low = band ? [.. losses.Select(values => values.LowerQuartile())] : null,
            High = band ? [.. losses.Select(values => values.UpperQuartile())] : null,
        };
    }

    private static string? Note(int count, string items, int? stepsPerRepetition)
    {
        string marks = count switch
        {
            1 => "",
            2 => $"Line: median over 2 {items}.",
            _ => $"Line: median over {count} {items}; band: first to third quartile.",
        };
        string boundaries = stepsPerRepetition is { } steps
            ? FormattableString.Invariant($" The step size is halved at each thin line, every {steps:#,0} steps.")
            : "";
        string note = (marks + boundaries).Trim();
        return note.Length == 0 ? null : note;
    }
}
