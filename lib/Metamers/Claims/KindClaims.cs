using Metamers.Evaluation.Kinds;
using Metamers.Runtime;
using Metamers.Statistics;
using Metamers.Studies;
using Microsoft.Data.Analysis;
using static Metamers.Claims.ClaimedRange;

namespace Metamers.Claims;

/// <summary>
/// Whether a schedule makes metamers of the same kind as another, at every network and stage of a study that compares
/// them: what notebook 15 says of the fast schedule.
/// </summary>
/// <example>
/// <code>
/// var study = StudyResults.Load(Path.Combine(ProjectFolder.Data, "studies", "schedules-pictures"));
/// KindClaims.Compute(study, "fast-seed0")
/// </code>
/// </example>
public static class KindClaims
{
    /// <summary>
    /// For every stage: that other networks recognise the metamers of both schedules equally often, that the features
    /// of other networks do not tell the schedules apart, and that the pixels do not. Where <see cref="KindTest"/>
    /// finds that so few stimuli, or a measure without room for a difference, cannot say so, no claim agrees: it is
    /// left out.
    /// </summary>
    /// <param name="study">A study with comparisons (<see cref="Study.Comparisons"/>).</param>
    /// <param name="schedule">
    /// Name of the schedule's entry that is compared, as in <see cref="StudyComparison.Second"/>.
    /// </param>
    /// <exception cref="MetamerException">The study compares no such schedule.</exception>
    public static ClaimList Compute(StudyResults study, string schedule)
    {
        ArgumentNullException.ThrowIfNull(study);
        DataFrameRow[] kinds =
        [
            .. (study.Kinds?.Rows ?? Enumerable.Empty<DataFrameRow>()).Where(row =>
                (string)row["compared"] == schedule
            ),
        ];
        if (kinds.Length == 0)
        {
            string[] known = [.. study.Kinds?.Rows.Select(row => (string)row["compared"]).Distinct() ?? []];
            throw new MetamerException(
                $"The study compares no schedule '{schedule}', only: "
                    + $"{(known.Length == 0 ? "none" : string.Join(", ", known))}. Give it comparisons and merge it "
                    + "again."
            );
        }

        return
        [
            .. Claims(StageComparer.RecognisedByOthers, "Others recognise both equally often", Near0),
            .. Claims(StageComparer.ByJudges, "The features of others do not tell them apart", Below),
            .. Claims(StageComparer.ByPixels, "The statistics of the stimuli do not tell them apart", Below),
        ];

        IEnumerable<Claim> Claims(string measure, string sentence, Func<double, ClaimedRange> claimed) =>
            from row in kinds
            where (string)row["measure"] == measure
            let claim = Make(row, $"{sentence}: {row["network"]}, {row["stage"]}", claimed((double)row["margin"]))
            where claim.Verdict != ClaimVerdict.Agrees || (string)row["verdict"] == nameof(KindVerdict.Same)
            select claim;
    }

    private static Claim Make(DataFrameRow row, string sentence, ClaimedRange claimed) =>
        new(
            "this project",
            sentence,
            claimed,
            new Estimate(
                (double)row["difference"],
                (double)row["standard_error"],
                (double)row["low"],
                (double)row["high"]
            )
        )
        {
            Stimuli = (int)row["stimuli"],
            Judges = Math.Max(1, (int)row["judges"]),
            JudgedBy = (int)row["judges"] == 0 ? "classifier" : "networks",
        };
}
