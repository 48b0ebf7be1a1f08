using System.Globalization;
using Metamers.Models.Zoo;
using Metamers.Reports.Records;
using Metamers.Runtime;
using Metamers.Statistics;
using Metamers.Stimuli;
using Metamers.Synthesis;

namespace Metamers.Reports.Making;

/// <summary>What follows from the measurements: the three numbers, and what a reader must know beside them.</summary>
internal static class ReportWriter
{
    private const int PaperStimuli = 400;
    private const int PaperPairs = 1_000_000;

    /// <summary>The record of the measurements.</summary>
    /// <param name="network">The card.</param>
    /// <param name="settings">With what it was tested.</param>
    /// <param name="kind">Pictures or sounds.</param>
    /// <param name="problem">What is wrong with the network; null if nothing is.</param>
    /// <param name="stages">Validity.</param>
    /// <param name="recognition">Recognition by the panel; null without one.</param>
    /// <param name="measured">Recognition by people; null without an experiment.</param>
    /// <param name="beside">What was measured beside the metamers; null without it.</param>
    /// <param name="missing">Why parts were not measured.</param>
    public static ReportRecord Write(
        ReportedNetwork network,
        ReportSettings settings,
        StimulusKind kind,
        string? problem,
        IReadOnlyList<StageValidity> stages,
        PanelRecognition? recognition,
        MeasuredRecognition? measured,
        BesideMetamers? beside,
        Missing missing
    )
    {
        string? hindrance = problem is not null
            ? "the network does not work"
            : missing.Panel
                ?? (
                    missing.Nulls is null
                        ? null
                        : $"it is not known which metamers count, since there is no null distribution: {missing.Nulls}"
                );
        AnswerTable? table = recognition is null ? null : new(recognition.Stages);
        HeadlineNumber reach = Reach(table, hindrance, settings.Resamples);
        HeadlineNumber idiosyncrasy = Idiosyncrasy(table, hindrance, settings.Resamples, stages);
        HeadlineNumber yield = Yield(
            stages,
            settings,
            problem is not null ? "the network does not work"
                : network.Classes is null
                    ? "the network makes no decision, so that the paper's first condition cannot be tested"
                : missing.Nulls
        );
        return new(
            ReportRecord.CurrentVersion,
            network,
            settings,
            problem,
            reach,
            idiosyncrasy,
            yield,
            stages,
            recognition,
            recognition is null ? null : HumanPrediction.Predict(kind.Modality, recognition, missing.Nulls),
            measured,
            beside,
            [.. UntestedParts.Of(network, problem, missing)],
            [.. Differences(settings, kind, problem, stages, recognition)],
            [.. Cite(network, settings, beside)]
        );
    }

    /// <summary>
    /// The record once more, from the answers, the verdicts and the reasons that it keeps: what the same measurements
    /// give today.
    /// </summary>
    public static ReportRecord Again(ReportRecord record) =>
        Write(
            record.Network,
            record.Settings,
            StimulusKind.From(record.Network.SamplingRate),
            record.Problem,
            record.Stages,
            record.Recognition is { } panel ? PanelNumbers.Compute(panel, record.Settings.Resamples) : null,
            record.Measured,
            record.Beside,
            UntestedParts.Read(record.NotTested)
        );

    /// <summary>Whether each metamer counts: for each stage, in the order of the stimuli.</summary>
    public static IEnumerable<bool[]> AcceptedOf(IReadOnlyList<StageValidity> stages, ReportSettings settings) =>
        stages.Select(stage =>
        {
            HashSet<string> refused = [.. stage.Refused.Select(metamer => metamer.Stimulus)];
            return settings
                .Stimuli.Select(stimulus => stage.Problem is null && !refused.Contains(stimulus.Name))
                .ToArray();
        });

    /// <summary>The mean over stages of the share accepted, from how often each stimulus was drawn.</summary>
    public static double YieldOf(bool[][] accepted, int[] items) =>
        accepted.Average(stage => stage.Zip(items, (yes, times) => yes ? times : 0).Sum() / (double)items.Sum());

    private static HeadlineNumber Reach(AnswerTable? table, string? hindrance, int resamples)
    {
        if ((hindrance ?? table!.Hindrance(lastAlone: false)) is { } reason)
        {
            return new(null, $"Reach cannot be said: {reason}.");
        }

        Estimate reach = table!.Measure(table.Reach, resamples).AllowingExceptions(table.Stimuli, lowest: 0).Rounded();
        return new(
            reach,
            string.Create(
                CultureInfo.InvariantCulture,
                $"Averaged over the depth of the network, other networks recognise {100 * reach.Value:0} % of its "
                    + $"metamers."
            )
        );
    }

    private static HeadlineNumber Idiosyncrasy(
        AnswerTable? table,
        string? hindrance,
        int resamples,
        IReadOnlyList<StageValidity> stages
    )
    {
        if ((hindrance ?? table!.Hindrance(lastAlone: true)) is { } reason)
        {
            return new(null, $"Idiosyncrasy cannot be said: {reason}.");
        }

        Estimate found = table!
            .Measure(table.Idiosyncrasy, resamples)
            .AllowingExceptions(table.Accepted(stages.Count), lowest: -1)
            .Rounded();
        return new(
            found,
            string.Create(
                CultureInfo.InvariantCulture,
                $"At its last stage ({stages[^1].Stage}) it recognises {100 * Math.Abs(found.Value):0} percentage "
                    + $"points {(found.Value < 0 ? "fewer" : "more")} of its metamers than other networks do."
            )
        );
    }

    private static HeadlineNumber Yield(IReadOnlyList<StageValidity> stages, ReportSettings settings, string? hindrance)
    {
        int count = settings.Stimuli.Count;
        hindrance ??=
            count < AnswerTable.LeastStimuli
                ? $"there {(count == 1 ? "is" : "are")} {Counted.Of(count, "stimulus", "stimuli")}, and with "
                    + $"fewer than {AnswerTable.LeastStimuli} an interval would be "
                    + $"too narrow"
                : null;
        if (hindrance is not null)
        {
            return new(null, $"Yield cannot be said: {hindrance}.");
        }

        bool[][] accepted = [.. AcceptedOf(stages, settings)];
        string[] failed = [.. stages.Where(stage => stage.Problem is not null).Select(stage => stage.Stage)];
        Estimate found = CrossedBootstrap
            .Measure(count, 1, (items, _) => YieldOf(accepted, items), settings.Resamples)
            .AllowingExceptions(count, lowest: 0)
            .Rounded();
        return new(
            found,
            string.Create(
                CultureInfo.InvariantCulture,
                $"{100 * found.Value:0} % of the metamers that were {(failed.Length == 0 ? "made" : "asked for")} are "
                    + $"accepted{(failed.Length == 0 ? "" : $"; none could be made at {string.Join(", ", failed)}")}."
            )
        );
    }

    private static IEnumerable<string> Differences(
        ReportSettings settings,
        StimulusKind kind,
        string? problem,
        IReadOnlyList<StageValidity> stages,
        PanelRecognition? recognition
    )
    {
        if (problem is not null)
        {
            yield break; // nothing was made
        }

        MetamerOptions paper = kind.IsSound ? MetamerOptions.PaperSound : MetamerOptions.Paper;
        if (settings.Schedule.ForAnySeed != paper.ForAnySeed)
        {
            yield return $"Schedule: {settings.Schedule.Describe()}; published: {paper.Describe()}.";
        }

        yield return $"Stimuli: {settings.Stimuli.Count}; published: {PaperStimuli}.";
        if (settings.Nulls is { } nulls && nulls.Pairs != PaperPairs)
        {
            yield return string.Create(
                CultureInfo.InvariantCulture,
                $"Null distribution: {nulls.Pairs:#,0} pairs, {nulls.IndependentPairs:#,0} of them independent; "
                    + $"published: {PaperPairs:#,0}."
            );
        }

        foreach (StageValidity stage in stages.Where(stage => stage.Saturated.Count > 0))
        {
            yield return $"At {stage.Stage}, unrelated pairs reach 1 in {string.Join(" and ", stage.Saturated)}, "
                + "which no metamer could exceed; there the other measures decide.";
        }

        if (recognition is not null)
        {
            yield return $"Judges: {recognition.Judges.Count} small networks of this project; published: people and "
                + "other models of the paper.";
        }
    }

    /// <summary>The network, and whoever made the stimuli of each part of the report.</summary>
    public static IEnumerable<string> Cite(
        ReportedNetwork network,
        ReportSettings settings,
        BesideMetamers? beside = null
    ) =>
        new[]
        {
            ModelCards.Feather,
            "MetamerNotebooks, for this report: name the budget and the version of the panel.",
            network.Citation,
            ReportStimuli.CitationFor(settings.StimulusSet),
            settings.Nulls is { } nulls ? ReportStimuli.CitationFor(nulls.Data.Split(',')[0]) : null,
            beside is null ? null : ReportStimuli.CitationFor(beside.StimulusSet),
        }
            .OfType<string>()
            .Distinct();
}
