using Metamers.Runtime;
using Metamers.Studies;
using Microsoft.Data.Analysis;

namespace Metamers.Tests.Studies;

public class ScheduleTablesTests
{
    private static readonly StudyResults Words = StudyResults.Load(
        Path.Combine(ProjectFolder.Data, "studies", "schedules-words")
    );

    [Fact]
    public void Losses_are_medians_over_the_metamers_of_a_schedule()
    {
        DataFrame losses = Words.Losses();
        Assert.Equal(9, losses.Rows.Count); // three stages, three schedules
        DataFrameRow coarse = losses.Rows.Single(row => Is(row, "relu4", "schedule", "coarse-seed0"));
        double[] sorted =
        [
            .. Words
                .Metamers.Rows.Where(row => Is(row, "relu4", "schedule", "coarse-seed0"))
                .Select(row => (double)row["loss"])
                .Order(),
        ];
        Assert.Equal(10, sorted.Length);
        Assert.Equal((sorted[4] + sorted[5]) / 2, (double)coarse["loss"], 12);
        Assert.Equal((800, 10, 10), ((int)coarse["evaluations"], (int)coarse["accepted"], (int)coarse["metamers"]));
    }

    [Fact]
    public void Every_verdict_of_a_stage_is_in_the_column_of_its_name()
    {
        DataFrame verdicts = Words.KindVerdicts();
        (string Column, string Verdict)[] columns =
        [
            ("same", "Same"),
            ("different", "Different"),
            ("cannot_be_said", "CannotBeSaid"),
        ];
        foreach (DataFrameRow row in Words.Kinds!.Rows)
        {
            DataFrameRow one = verdicts.Rows.Single(found => Equals(found["measure"], row["measure"]));
            Assert.All(
                columns,
                column =>
                    Assert.Equal(
                        Equals(row["verdict"], column.Verdict),
                        $"{one[column.Column]}".Split(' ').Contains((string)row["stage"])
                    )
            );
        }

        Assert.Contains(
            "compares no schedules",
            Assert.Throws<MetamerException>(() => (Words with { Kinds = null }).KindVerdicts()).Message,
            StringComparison.Ordinal
        );
    }

    private static bool Is(DataFrameRow row, string stage, string column, string value) =>
        Equals(row["stage"], stage) && Equals(row[column], value);
}
