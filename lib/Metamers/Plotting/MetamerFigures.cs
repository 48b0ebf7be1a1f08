using Metamers.Evaluation.Nulls;
using Metamers.Plotting.Charts;
using Metamers.Plotting.Pictures;
using Metamers.Plotting.Sounds;
using Metamers.Statistics;
using Metamers.Stimuli;
using Metamers.Synthesis;

namespace Metamers.Plotting;

/// <summary>
/// The figures of a set of metamers, which provides what they need: names, classes, sources and schedule.
/// </summary>
public static class MetamerFigures
{
    /// <summary>
    /// Every reference and its metamers, stage by stage, with the network's decisions about them; sounds as
    /// cochleagrams with players. For one network there is a row per reference, for several networks a row per network.
    /// </summary>
    /// <param name="metamers">Metamers of one network, or of several networks and one reference.</param>
    /// <param name="names">Names of the networks in the figure, by their keys; the key if missing.</param>
    /// <param name="title">The title; chosen for what is shown if null.</param>
    /// <exception cref="ArgumentException">
    /// There are no metamers, or they are of several networks and several references.
    /// </exception>
    /// <exception cref="InvalidOperationException">A metamer has not been compared with its reference.</exception>
    public static PictureGrid Grid(
        this MetamerSet metamers,
        IReadOnlyDictionary<string, string>? names = null,
        string? title = null
    )
    {
        GridRows rows = GridRows.From(metamers, names);
        string heading =
            title ?? (metamers.Models.Count > 1 ? $"Metamers of {metamers.References[0].Name}" : "Metamers by stage");
        string note = $"{metamers.Schedules()} {metamers.References.Attribution()}".Trim();
        return metamers.References[0].Kind.IsSound
            ? SoundGrid.Draw(rows, heading, note)
            : MetamerGrid.Draw(rows, heading, note);
    }

    /// <summary>The loss against the step, one line per stage.</summary>
    /// <param name="metamers">Metamers that were made by one schedule.</param>
    /// <exception cref="ArgumentException">
    /// There are no metamers, or those of a stage were reported at different steps.
    /// </exception>
    public static Figure LossCurves(this MetamerSet metamers) => Charts.LossCurves.Draw(metamers);

    /// <summary>How well the metamers match their references at the stages that they were made to match.</summary>
    /// <param name="metamers">In the same order of references at every stage.</param>
    /// <param name="measure">Which measure.</param>
    /// <param name="nulls">
    /// The null distribution of the network, drawn as a band from its least to its largest value; null for none.
    /// </param>
    /// <exception cref="InvalidOperationException">A metamer has not been compared with its reference.</exception>
    public static Figure MatchByStage(
        this MetamerSet metamers,
        MatchMeasure measure = MatchMeasure.Spearman,
        NullDistribution? nulls = null
    ) =>
        Charts.MatchByStage.Draw(
            measure,
            StageValues.AtMatchedStage(metamers, measure),
            nulls is null
                ? null
                :
                [
                    .. metamers.Stages.Select(stage =>
                        (nulls.At(stage)[measure].Minimum, nulls.At(stage)[measure].Maximum)
                    ),
                ],
            "unrelated pairs, least to largest"
        );

    /// <summary>How unrelated stimuli are spread at a stage, and the metamers beside them.</summary>
    /// <param name="metamers">Metamers of one stage.</param>
    /// <param name="nulls">The null distribution of their network.</param>
    /// <param name="measure">Which measure.</param>
    /// <exception cref="ArgumentException">There are no metamers, or they are of several stages.</exception>
    public static Figure NullHistogram(this MetamerSet metamers, NullDistribution nulls, MatchMeasure measure) =>
        Charts.NullHistogram.Draw(nulls, metamers, measure).WithSchedules(metamers);
}
