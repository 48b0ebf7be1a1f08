using Metamers.Models;
using Metamers.Models.Zoo;
using Metamers.Plotting.Charts;
using Metamers.Reports;
using Metamers.Reports.Records;
using Metamers.Runtime;
using Metamers.Training;

namespace Metamers.Tests.Reports;

public sealed class TrainingWatchTests
{
    [Fact]
    public void Chosen_epochs_get_a_line_each_once()
    {
        using TemporaryFolder folder = new();
        TrainingRecipe recipe = TrainingRecipe.Read(
            Path.Combine(ProjectFolder.Data, "recipes", ReportExamples.Key + ".json")
        );
        using StagedModel model = ModelZoo.Load(ReportExamples.Key);
        TrainingWatch watch = new([2, 4], ReportExamples.Options(folder.Path) with { TestStimuli = 0 }, folder.Path);
        EpochResult Epoch(int number) => new(number, 0.1, 1, 0.5, 1, 0.6, 10);

        watch.After(recipe, Epoch(1), model);
        Assert.False(File.Exists(watch.TablePath));
        watch.After(recipe, Epoch(2), model);
        string first = File.ReadAllText(watch.TablePath);
        watch.After(recipe, Epoch(2), model); // as when a training is resumed
        Assert.Equal(first, File.ReadAllText(watch.TablePath));

        WatchedEpoch row = Assert.Single(WatchedEpoch.Load(watch.TablePath));
        Assert.Equal((2, 0.6, 8), (row.Epoch, row.TestAccuracy, row.Stimuli));
        Assert.InRange(row.Reach, row.ReachLow, row.ReachHigh);
        ReportRecord record = ReportRecord.Load(folder[$"{recipe.Name}-epoch2/record.json"]);
        Assert.Equal(row.Reach, record.Reach.Found!.Value, 1e-4);
        Assert.Equal("cifar10-jpeg, the first 2 of 16 epochs", record.Network.TrainingData);
        Assert.StartsWith("drawn", record.Settings.Nulls!.Data, StringComparison.Ordinal); // what was asked for
        Assert.Equal([4], watch.Missing);
        Assert.EndsWith($"Schedule: {record.Settings.Schedule.Describe()}.", ReachCurve.Draw([row]).Note);
        Assert.Contains("reach", ReachCurve.Draw([row]).ToHtml());
        Assert.Contains("No epoch was watched", Assert.Throws<MetamerException>(() => ReachCurve.Draw([])).Message);
    }
}
