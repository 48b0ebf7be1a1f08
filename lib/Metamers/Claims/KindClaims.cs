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
/// KindClaims.Compute(study)
/// </code>
/// </example>
public static class KindClaims
{
    /// <summary>
    /// For every stage: that other networks recognise the metamers of both schedules equally often, that the features
    /// of other networks do not tell the schedules apart, and that the pixels do not.
    /// </summary>
    /// <param name="study">A study with comparisons (<see cref="Study.Comparisons"/>).</param>
    /// <exception cref="MetamerException">The study compares no schedules.</exception>
    public static ClaimList Compute(StudyResults study)
    {
        ArgumentNullException.ThrowIfNull(study);
        DataFrame kinds =
            study.Kinds
            ?? throw new MetamerException(
                "The study compares no schedules, so that nothing can be said of their kinds; give it comparisons and "
                    + "merge it again."
            );
        return
        [
            .. Claims(StageComparer.RecognisedByOthers, "Others recognise both equally often", Near0),
            .. Claims(StageComparer.ByJudges, "The features of others do not tell them apart", Below),
            .. Claims(StageComparer.ByPixels, "The statistics of the pixels do not tell them apart", Below),
        ];

        IEnumerable<Claim> Claims(string measure, string sentence, Func<double, ClaimedRange> claimed) =>
            kinds
                .Rows.Where(row => (string)row["measure"] == measure)
                .Select(row => new Claim(
                    "this project",
                    $"{sentence}: {row["network"]}, {row["stage"]}",
                    claimed((double)row["margin"]),
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
                });
    }
}
