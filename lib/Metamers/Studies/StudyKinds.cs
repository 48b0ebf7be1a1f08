using Metamers.Evaluation.Kinds;
using Metamers.Models;
using Metamers.Runtime;
using Metamers.Synthesis;
using Metamers.Tables;
using Microsoft.Data.Analysis;

namespace Metamers.Studies;

/// <summary>The comparisons of a study (<see cref="Study.Comparisons"/>), each at every network.</summary>
internal static class StudyKinds
{
    private const int FewestReferences = 2;

    /// <summary>
    /// Compares what is done of a network at once, where at least two references have a class; null if the study asks
    /// for no comparison.
    /// </summary>
    /// <exception cref="MetamerException">As <see cref="KindTest.Compare"/>.</exception>
    public static DataFrame? Compare(
        StudyStore store,
        StudyPlan plan,
        IReadOnlyList<StudyItem> done,
        IReadOnlyList<(string Key, StagedModel Model)> evaluators
    )
    {
        if (plan.Study.Comparisons.Count == 0)
        {
            return null;
        }

        List<(string Network, StudyComparison Comparison, KindMeasure Measure)> rows = [];
        foreach (string network in plan.Study.Networks.Keys)
        {
            StagedModel[] judges =
            [
                .. evaluators.Where(evaluator => evaluator.Key != network).Select(evaluator => evaluator.Model),
            ];
            foreach (StudyComparison comparison in plan.Study.Comparisons)
            {
                string[] names = [.. comparison.First, .. comparison.Second];
                StudyItem[] whole =
                [
                    .. done.Where(item => item.Network == network && names.Contains(item.Schedule))
                        .GroupBy(item => (item.Stage, item.First))
                        .Where(part => part.Count() == names.Length)
                        .SelectMany(part => part),
                ];
                using MetamerSet first = Load(comparison.First);
                using MetamerSet second = Load(comparison.Second);
                string[] stages = Comparable(first);
                if (stages.Length > 0)
                {
                    rows.AddRange(
                        KindTest
                            .Compare(Classed(first, stages), Classed(second, stages), judges)
                            .Measures.Select(measure => (network, comparison, measure))
                    );
                }

                MetamerSet Load(IReadOnlyList<string> schedules) =>
                    new(whole.Where(item => schedules.Contains(item.Schedule)).SelectMany(store.Load));
            }
        }

        return rows.Select(row => new
            {
                row.Network,
                Standard = row.Comparison.First,
                Compared = row.Comparison.Second,
                row.Measure.Stage,
                row.Measure.Measure,
                row.Measure.First,
                row.Measure.Second,
                row.Measure.Difference,
                row.Measure.StandardError,
                row.Measure.Low,
                row.Measure.High,
                row.Measure.SeedDifference,
                row.Measure.Margin,
                row.Measure.P,
                row.Measure.AdjustedP,
                row.Measure.Stimuli,
                row.Measure.Judges,
                row.Measure.Verdict,
            })
            .ToDataFrame();
    }

    /// <summary>The stages at which enough references have a class, of which there may be none.</summary>
    private static string[] Comparable(MetamerSet metamers) =>
        [
            .. metamers
                .Where(metamer => metamer.Reference.ClassIndex is not null)
                .GroupBy(metamer => metamer.Stage)
                .Where(stage => stage.DistinctBy(metamer => metamer.Reference.Name).Count() >= FewestReferences)
                .Select(stage => stage.Key),
        ];

    /// <summary>Judges are asked for the class of what has one.</summary>
    private static MetamerSet Classed(MetamerSet metamers, string[] stages) =>
        new(metamers.Where(metamer => metamer.Reference.ClassIndex is not null && stages.Contains(metamer.Stage)));
}
