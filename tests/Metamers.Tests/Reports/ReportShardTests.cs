using Metamers.Models;
using Metamers.Models.Zoo;
using Metamers.Reports;
using Metamers.Runtime;

namespace Metamers.Tests.Reports;

public sealed class ReportShardTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Shards_make_all_metamers_once_and_the_report_finds_them()
    {
        using StagedModel model = ModelZoo.Load(ReportExamples.Key);
        ReportOptions options = ReportExamples.Options(folder.Path) with { TestStimuli = 0 };
        int stages = model.Stages.Count - 1;
        int[] made = [.. new[] { "1/3", "2/3", "3/3" }.Select(shard => ModelReport.MakeShard(model, options, shard))];
        Assert.Equal(stages * ReportExamples.Pictures.Length, made.Sum());
        Assert.True(made.Max() - made.Min() <= 1, string.Join(", ", made));
        Dictionary<string, DateTime> kept = Kept();
        Assert.True(kept.Count >= made.Sum(), $"{kept.Count} files of {made.Sum()} metamers");

        using ModelReport report = ModelReport.Make(model, options);
        Assert.Equal(made.Sum(), report.Metamers.Count);
        Assert.Equal(kept, Kept());
    }

    [Fact]
    public void What_is_no_shard_and_a_network_that_cannot_be_scored_are_refused()
    {
        using StagedModel model = ModelZoo.Load(ReportExamples.Key);
        ReportOptions options = ReportExamples.Options(folder.Path);
        Assert.Contains(
            "There is no shard '4/3'.",
            Assert.Throws<MetamerException>(() => ModelReport.MakeShard(model, options, "4/3")).Message
        );
        model.train();
        Assert.Contains(
            $"{ReportExamples.Key} cannot be scored: ",
            Assert.Throws<MetamerException>(() => ModelReport.MakeShard(model, options, "1/3")).Message
        );
    }

    private Dictionary<string, DateTime> Kept() =>
        Directory
            .GetFiles(folder.Path, "*.json", SearchOption.AllDirectories)
            .Where(file => file.Contains("metamers.cache", StringComparison.Ordinal))
            .ToDictionary(file => file, File.GetLastWriteTimeUtc);
}
