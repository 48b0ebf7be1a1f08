using Metamers.Models;
using Metamers.Models.Zoo;
using Metamers.Reports;
using Metamers.Reports.Making;
using Metamers.Runtime;
using Metamers.Stimuli.Data.Sets;

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
        int[] made =
        [
            .. new[] { "1/3", "2/3", "3/3" }.Select(shard => ModelReport.MakeShard(model, options, shard).Made),
        ];
        Assert.Equal(stages * ReportExamples.Pictures.Length, made.Sum());
        Assert.All(made, count => Assert.Equal(2 * ReportExamples.Pictures.Length, count)); // of six stages
        Dictionary<string, DateTime> kept = Kept();
        Assert.True(kept.Count >= made.Sum(), $"{kept.Count} files of {made.Sum()} metamers");

        using ModelReport report = ModelReport.Make(model, options);
        Assert.Equal(made.Sum(), report.Metamers.Count);
        Assert.Equal(kept, Kept());
    }

    [Fact]
    public void The_record_is_the_same_to_the_byte_whoever_made_the_metamers()
    {
        using FeatureNetwork model = new(); // of two stages
        ReportOptions options = ReportExamples.Options(folder["alone"]);
        options = options with
        {
            References = DrawnPictures.WithClasses(DataPart.Test, perClass: 6),
            Count = 24,
            Schedule = options.Schedule with { Repetitions = 1, StepsPerRepetition = 4 },
            TestStimuli = 0,
        };
        using ModelReport alone = ModelReport.Make(model, options);

        Assert.Equal(20, ReportOptions.CountPerBatch(model));
        ReportOptions shared = options with { Folder = folder["shared"] };
        List<string> told = [];
        List<double> shares = [];
        ProgressAction<ReportProgress> progress = new(state =>
        {
            told.Add(state.What);
            shares.Add(state.Share);
        });
        int[] made =
        [
            .. new[] { "1/2", "2/2" }.Select(each => ModelReport.MakeShard(model, shared, each, progress).Made),
        ];
        Assert.Equal([20 + 20, 4 + 4], made);
        Assert.Contains(told, what => what.Contains("batch 2 of 2, step 4 of 4", StringComparison.Ordinal));
        Assert.Equal(2, shares.Count(share => share == 1)); // each share comes to its own end
        using ModelReport report = ModelReport.Make(model, shared);
        Assert.Equal(alone.Record.ToJson(), report.Record.ToJson());
    }

    [Fact]
    public void What_is_no_shard_is_refused_and_what_has_nothing_to_do_says_so()
    {
        using StagedModel model = ModelZoo.Load(ReportExamples.Key);
        ReportOptions options = ReportExamples.Options(folder.Path);
        Assert.Contains(
            "There is no shard '4/3'.",
            Assert.Throws<MetamerException>(() => ModelReport.MakeShard(model, options, "4/3")).Message
        );
        ReportShard none = ModelReport.MakeShard(model, options, "99/99");
        Assert.Equal((0, 0, null), (none.Batches, none.Made, none.Problem));
        model.train();
        ReportShard broken = ModelReport.MakeShard(model, options, "1/3");
        Assert.Equal(0, broken.Made);
        Assert.NotNull(broken.Problem);
    }

    private Dictionary<string, DateTime> Kept() =>
        Directory
            .GetFiles(folder.Path, "*.json", SearchOption.AllDirectories)
            .Where(file => file.Contains("metamers.cache", StringComparison.Ordinal))
            .ToDictionary(file => file, File.GetLastWriteTimeUtc);
}
