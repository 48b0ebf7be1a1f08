using Metamers.Models.Zoo;
using Metamers.Plotting.Reports;
using Metamers.Reports;
using Metamers.Reports.Making;
using Metamers.Reports.Records;
using Metamers.Runtime;

namespace Metamers.Tests.Reports;

/// <summary>The records in <c>data/reports</c>, and the leaderboard made of them.</summary>
public sealed class ShippedRecordTests
{
    public static TheoryData<string> Keys() => [.. ReportRecord.ShippedKeys];

    [Theory]
    [MemberData(nameof(Keys))]
    public void A_record_is_that_of_the_network_as_it_is_now(string key)
    {
        ReportRecord record = ReportRecord.LoadShipped(key);
        Assert.Equal(key, record.Network.Key);
        Assert.Equal(key, record.Network.Label);
        using Metamers.Models.StagedModel model = ModelZoo.Load(key);
        Assert.Equal(Metamers.Models.ModelIdentity.Compute(model).WeightsSha256, record.Network.WeightsSha256);
        ModelReportTests.AssertValid(record.ToJson());
        Assert.Equal(
            record.ToJson(),
            File.ReadAllText(Path.Combine(ProjectFolder.Data, "reports", "records", key + ".json"))
        );
    }

    [Theory]
    [MemberData(nameof(Keys))]
    public void A_record_says_what_its_answers_and_verdicts_give_now(string key)
    {
        ReportRecord record = ReportRecord.LoadShipped(key);
        Assert.Equal(record.ToJson(), ReportWriter.Again(record).ToJson());
    }

    [Fact]
    public void Records_were_made_with_the_panel_of_now_and_can_be_ranked_together()
    {
        ReportRecord[] ranked =
        [
            .. ReportRecord
                .ShippedKeys.Select(ReportRecord.LoadShipped)
                .Where(record => record.Recognition is not null),
        ];
        Assert.NotEmpty(ranked);
        foreach (
            IGrouping<string, ReportRecord> task in ranked.GroupBy(record => record.Recognition!.Panel.Split('-')[0])
        )
        {
            JudgePanel panel = JudgePanel.All.First(panel => panel.Name.StartsWith(task.Key, StringComparison.Ordinal));
            string version = panel.VersionWith(panel.Keys.Select(CheckpointOf));
            Assert.All(task, record => Assert.Equal(version, record.Recognition!.Panel));
            Assert.Single(task.Select(record => record.Conditions).Distinct());
        }

        static string? CheckpointOf(string key)
        {
            using Metamers.Models.StagedModel judge = ModelZoo.Load(key);
            return judge.CheckpointSha256;
        }
    }

    [Fact]
    public void The_leaderboard_is_made_of_them()
    {
        Leaderboard board = Leaderboard.Make([.. ReportRecord.ShippedKeys.Select(ReportRecord.LoadShipped)]);
        Assert.Equal(
            File.ReadAllText(Path.Combine(ProjectFolder.Data, "reports", "leaderboard", "leaderboard.md")),
            board.ToMarkdown()
        );
    }

    [Fact]
    public void A_network_without_a_record_is_named() =>
        Assert.Contains(
            "The project ships no record of 'alexnet'",
            Assert.Throws<MetamerException>(() => ReportRecord.LoadShipped("alexnet")).Message
        );

    /// <summary>A network of the zoo has the rank that its number gives it among the others.</summary>
    [Fact]
    public void Ranks_count_the_better_networks()
    {
        ReportRecord record = ReportRecord.LoadShipped("resnet20-standard-seed0");
        ReportRecord[] others =
        [
            .. ReportRecord
                .ShippedKeys.Select(ReportRecord.LoadShipped)
                .Where(other => other.Conditions == record.Conditions && other.Network.Key != record.Network.Key),
        ];
        Assert.NotEmpty(others);
        int better = others.Count(other => other.Reach.Found!.Value > record.Reach.Found!.Value);
        int shared = others.Count(other => other.Idiosyncrasy.Found!.Value < record.Idiosyncrasy.Found!.Value);
        ZooRank rank = new(record);
        Assert.Equal(others.Length, rank.Others);
        Assert.Equal($"{better + 1} of {others.Length + 1}", rank.Place(found => found.Reach));
        Assert.Equal(
            $"{shared + 1} of {others.Length + 1}",
            rank.Place(found => found.Idiosyncrasy, smallestFirst: true)
        );
        Assert.Null(new ZooRank(record with { Recognition = null }).Place(found => found.Reach));
    }
}
