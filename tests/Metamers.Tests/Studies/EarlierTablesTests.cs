using Metamers.Runtime;
using Metamers.Studies;
using Metamers.Synthesis;
using Microsoft.Data.Analysis;

namespace Metamers.Tests.Studies;

/// <summary>Studies that resume from merged tables alone.</summary>
public sealed class EarlierTablesTests : IDisposable
{
    private readonly TemporaryFolder temporary = new();

    public void Dispose() => temporary.Dispose();

    [Fact]
    public void A_study_resumes_from_its_tables_where_its_store_is_no_longer()
    {
        StudyStore store = new(temporary["store"]);
        StudyPlan plan = store.Finish(StudyExamples.Words);
        StudyResults whole = StudyMerge.Merge(store, plan);
        StudyStore half = new(temporary["half"]);
        using (StudyWorker worker = new(half, half.PlanOf(StudyExamples.Words)))
        {
            worker.Run(plan.Shard("2/2"));
        }

        StudyMerge.Merge(half, half.PlanOf(StudyExamples.Words), partial: true).Save(temporary["tables"]);
        StudyStore resumed = new(temporary["resumed"]) { Earlier = StudyResults.Load(temporary["tables"]) };
        using (StudyWorker worker = new(resumed, resumed.PlanOf(StudyExamples.Words)))
        {
            Assert.Equal(1, worker.Run(plan.Items));
        }

        Assert.True(StudyStatus.Read(resumed, plan).IsComplete);
        StudyResults merged = StudyMerge.Merge(resumed, plan);
        Same(whole.Metamers, merged.Metamers);
        Same(whole.Recognition, merged.Recognition);
        Same(whole.Transfer, merged.Transfer);
        Assert.Contains(
            "without the earlier tables, which hold their results alone",
            Assert.Throws<MetamerException>(() => resumed.Load(plan.Items[1])).Message
        );
    }

    [Fact]
    public void Earlier_tables_of_other_judges_are_refused()
    {
        StudyStore store = new(temporary["store"]);
        StudyPlan plan = store.Finish(StudyExamples.Words);
        StudyResults merged = StudyMerge.Merge(store, plan);
        StudyStore elsewhere = new(temporary["elsewhere"]) { Earlier = merged };
        Assert.Contains(
            "In the earlier tables 'cochresnetsmall-digit-seed0' gives no answer to",
            Refusal(elsewhere, StudyExamples.Words with { Evaluators = ["cochresnetsmall-digit-seed0"] })
        );

        int answer = (int)merged.Recognition["predicted"][0];
        merged.Recognition["predicted"][0] = (answer + 1) % 10;
        Assert.Contains(
            $"and in the earlier tables it was class {(answer + 1) % 10}: its weights have changed",
            Refusal(new(temporary["other"]) { Earlier = merged }, StudyExamples.Words)
        );
        Assert.Contains(
            "compares schedules, which takes the metamers themselves",
            Refusal(
                elsewhere,
                StudyExamples.Words with
                {
                    Schedules = new Dictionary<string, MetamerOptions>
                    {
                        ["short"] = StudyExamples.Words.Schedules["short"],
                        ["again"] = StudyExamples.Words.Schedules["short"] with { Seed = 1 },
                        ["third"] = StudyExamples.Words.Schedules["short"] with { Seed = 2 },
                    },
                    Comparisons = [new(["short", "again"], ["third"])],
                    Name = "compared",
                }
            )
        );

        static string Refusal(StudyStore store, Study study) =>
            Assert.Throws<MetamerException>(() => StudyMerge.Merge(store, store.PlanOf(study), partial: true)).Message;
    }

    internal static void Same(DataFrame expected, DataFrame found) =>
        Assert.Equal(expected.Rows.SelectMany(row => row), found.Rows.SelectMany(row => row));
}
