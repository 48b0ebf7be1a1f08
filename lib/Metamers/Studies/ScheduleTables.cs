using MathNet.Numerics.Statistics;
using Metamers.Evaluation.Kinds;
using Metamers.Runtime;
using Metamers.Tables;
using Microsoft.Data.Analysis;

namespace Metamers.Studies;

/// <summary>What a study of several schedules says of each, in one table.</summary>
/// <example>
/// <code>
/// StudyResults.Load(Path.Combine(ProjectFolder.Data, "studies", "schedules-words")).Losses()
/// </code>
/// </example>
public static class ScheduleTables
{
    /// <summary>How well the metamers of each network, stage and schedule match, and what they cost.</summary>
    /// <param name="study">The study.</param>
    /// <returns>
    /// Columns network, stage, schedule, evaluations (of the gradient, per metamer), loss (median, at the stage),
    /// accepted (those whose decision is kept, if the study declares no null distributions), metamers.
    /// </returns>
    public static DataFrame Losses(this StudyResults study) =>
        study
            .Metamers.Rows.GroupBy(row =>
                (Network: (string)row["network"], Stage: (string)row["stage"], Schedule: (string)row["schedule"])
            )
            .Select(made => new
            {
                made.Key.Network,
                made.Key.Stage,
                made.Key.Schedule,
                Evaluations = (int)made.First()["steps"],
                Loss = made.Select(row => (double)row["loss"]).Median(),
                Accepted = made.Count(StudyResults.IsCounted),
                Metamers = made.Count(),
            })
            .ToDataFrame();

    /// <summary>At which stages the metamers of a schedule are of the same kind, by each measure.</summary>
    /// <param name="study">A study that compares schedules.</param>
    /// <returns>
    /// Columns network, schedule, measure, and, separated by blanks, the stages with each verdict: same, different,
    /// cannot_be_said.
    /// </returns>
    /// <exception cref="MetamerException">The study compares no schedules.</exception>
    public static DataFrame KindVerdicts(this StudyResults study) =>
        (
            study.Kinds
            ?? throw new MetamerException(
                "The study compares no schedules. Declare comparisons in its plan, and merge it again."
            )
        )
            .Rows.GroupBy(row =>
                (Network: (string)row["network"], Schedule: (string)row["compared"], Measure: (string)row["measure"])
            )
            .Select(rows => new
            {
                rows.Key.Network,
                rows.Key.Schedule,
                rows.Key.Measure,
                Same = Stages(rows, KindVerdict.Same),
                Different = Stages(rows, KindVerdict.Different),
                CannotBeSaid = Stages(rows, KindVerdict.CannotBeSaid),
            })
            .ToDataFrame();

    private static string Stages(IEnumerable<DataFrameRow> rows, KindVerdict verdict) =>
        string.Join(
            " ",
            rows.Where(row => (string)row["verdict"] == verdict.ToString()).Select(row => (string)row["stage"])
        );
}
