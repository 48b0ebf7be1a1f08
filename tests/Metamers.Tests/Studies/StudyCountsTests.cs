using Metamers.Studies;
using Microsoft.Data.Analysis;

namespace Metamers.Tests.Studies;

public sealed class StudyCountsTests : IDisposable
{
    private readonly TemporaryFolder temporary = new();

    public void Dispose() => temporary.Dispose();

    [Fact]
    public void Transfer_counts_the_metamers_that_kept_the_decision_alone()
    {
        Study study = StudyExamples.Words with { Stimuli = StudyExamples.Words.Stimuli with { Count = 10 } };
        StudyStore store = new(temporary["store"]);
        StudyResults results = StudyMerge.Merge(store, store.Finish(study));
        DataFrameRow[] kept = [.. results.Metamers.Rows.Where(row => (bool)row["decision_kept"])];
        Assert.InRange(kept.Length, 1, 9); // some are lost, and some are kept
        string[] names = [.. kept.Select(row => (string)row["stimulus"])];
        foreach (string evaluator in study.Evaluators)
        {
            DataFrameRow[] asked =
            [
                .. results.Recognition.Rows.Where(row =>
                    (string)row["stage"] == "relu0"
                    && (string)row["evaluator"] == evaluator
                    && names.Contains((string)row["stimulus"])
                ),
            ];
            DataFrameRow counted = Assert.Single(
                results.Transfer.Rows,
                row => (string)row["stage"] == "relu0" && (string)row["evaluator"] == evaluator
            );
            Assert.Equal(kept.Length, (int)counted["stimuli"]);
            Assert.Equal(asked.Average(row => (bool)row["correct"] ? 1.0 : 0), (double)counted["accuracy"], 12);
        }
    }
}
