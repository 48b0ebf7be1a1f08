using Metamers.Statistics;
using Metamers.Synthesis;
using Microsoft.Data.Analysis;

namespace Metamers.Studies;

/// <summary>A metamer of a study as a row of the merged tables (<see cref="StudyResults.Metamers"/>).</summary>
internal sealed record MergedMetamer(
    string Item,
    string Network,
    string Weights,
    string Stage,
    string Schedule,
    string Stimulus,
    string? Label,
    int? ClassIndex,
    int Steps,
    double Loss,
    double Spearman,
    double Pearson,
    double DbSnr,
    int? PredictedReference,
    int? PredictedMetamer,
    bool? DecisionKept
)
{
    // Null until it is compared with a null distribution.

    public long? NullPairs { get; init; }

    public double? NullSpearman { get; init; }

    public double? NullPearson { get; init; }

    public double? NullDbSnr { get; init; }

    public string? NullLeftOut { get; init; }

    public bool? BetterThanNull { get; init; }

    public bool? Accepted { get; init; }

    /// <summary>The row of a metamer, not yet compared with a null distribution.</summary>
    public static MergedMetamer From(StudyItem item, StudyStimulus stimulus, Metamer metamer) =>
        new(
            item.Name,
            item.Network,
            metamer.Model.WeightsSha256[..8],
            item.Stage,
            item.Schedule,
            stimulus.Name,
            stimulus.Label,
            stimulus.ClassIndex,
            metamer.StepsDone,
            metamer.Options.Objective is null ? metamer.FinalLoss : metamer.ResidualLoss,
            metamer.Match.Spearman,
            metamer.Match.Pearson,
            metamer.Match.DecibelSnr,
            metamer.Compared.ReferenceDecision,
            metamer.Compared.MetamerDecision,
            metamer.Compared.KeptIfAny
        );

    /// <summary>The row of an earlier table, without its comparison with a null distribution.</summary>
    public static MergedMetamer From(DataFrameRow row) =>
        new(
            (string)row["item"],
            (string)row["network"],
            (string)row["weights"],
            (string)row["stage"],
            (string)row["schedule"],
            (string)row["stimulus"],
            (string?)row["label"],
            (int?)row["class_index"],
            (int)row["steps"],
            (double)row["loss"],
            (double)row["spearman"],
            (double)row["pearson"],
            (double)row["db_snr"],
            (int?)row["predicted_reference"],
            (int?)row["predicted_metamer"],
            (bool?)row["decision_kept"]
        );

    /// <summary>
    /// The row with the verdict by what unrelated stimuli reached at the stage; a metamer of a network without a
    /// decision is neither accepted nor refused.
    /// </summary>
    public MergedMetamer Judged(NullMaximum maximum)
    {
        bool better = maximum.FailedBy(new(Spearman, Pearson, DbSnr)).Count == 0;
        return this with
        {
            NullPairs = maximum.Pairs,
            NullSpearman = maximum.Measures.Spearman,
            NullPearson = maximum.Measures.Pearson,
            NullDbSnr = maximum.Measures.DecibelSnr,
            NullLeftOut = string.Join(" and ", maximum.Saturated.Select(measure => measure.InWords())),
            BetterThanNull = better,
            Accepted = DecisionKept is { } kept ? kept && better : null,
        };
    }

    /// <summary>Whether recognition counts it: accepted or, without null distributions, its decision is kept.</summary>
    public bool IsCounted() => Accepted ?? DecisionKept ?? false;
}
