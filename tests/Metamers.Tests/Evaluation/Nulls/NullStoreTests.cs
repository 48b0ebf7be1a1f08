using Metamers.Evaluation.Nulls;
using Metamers.Models;
using Metamers.Models.Cochleagrams;
using Metamers.Models.Zoo;
using Metamers.Runtime;
using Metamers.Stimuli;
using Metamers.Stimuli.Data.Sets;
using Metamers.Tests.Synthesis;

namespace Metamers.Tests.Evaluation.Nulls;

public sealed class NullStoreTests : IDisposable
{
    private static readonly NullOptions Small = new()
    {
        Blocks = 2,
        BlockSize = 4,
        Seed = 5,
    };

    private readonly TemporaryFolder folder = new();

    private static DataSet Spoken { get; } = SpokenData();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void The_shipped_distribution_is_found_without_any_data()
    {
        string path = Path.Combine(NullJob.Folder, "ResNet20-5697b4f4-1dbdbc08.json");
        DateTime written = File.GetLastWriteTimeUtc(path);
        using CancellationTokenSource stopped = new();
        stopped.Cancel(); // so that nothing is measured if it is not found
        NullDistribution nulls = NullJob.GetOrMeasure("resnet20-standard-seed0", cancellation: stopped.Token);
        Assert.True(nulls.IsComplete);
        Assert.Equal(Enumerable.Range(0, 512), nulls.Blocks);
        Assert.Equal(253_952, nulls.Pairs);
        Assert.Equal("cifar10-jpeg, crop padding 4, mirror True", nulls.Data);
        Assert.Equal(NullDistribution.DataName(DataSet.Find("cifar10-jpeg")), nulls.Data);
        Assert.Null(nulls.Model.FrontEnd);
        Assert.Equal(written, File.GetLastWriteTimeUtc(path));
    }

    [Fact]
    public void The_largest_of_a_network_is_found_if_it_has_the_pairs_that_are_asked_for()
    {
        using StagedModel model = ModelZoo.Load("resnet20-standard-seed0");
        DataSet data = DataSet.Find("cifar10-jpeg");
        Assert.Equal(253_952, NullStore.FindLargest(NullJob.Folder, model, data, NullOptions.Quick)!.Pairs);
        Assert.Null(NullStore.FindLargest(NullJob.Folder, model, data, NullOptions.Paper));
        Assert.Null(NullStore.FindLargest(NullJob.Folder, model, data with { Key = "mine" }, NullOptions.Quick));
        Assert.Null(NullStore.FindLargest(folder["none"], model, data, NullOptions.Quick));
    }

    [Fact]
    public void A_network_whose_stimuli_the_project_lacks_is_told_what_to_do()
    {
        string message = Assert.Throws<MetamerException>(() => NullJob.GetOrMeasure("resnet50")).Message;
        Assert.Contains("The project does not have the stimuli that 'resnet50' was trained on.", message);
        Assert.Contains("NullDistribution.Measure(model, DataSet.FromStimuli(…), options)", message);
    }

    [Fact]
    public void Measuring_leaves_the_front_end_as_it_is_and_measures_through_it()
    {
        using StagedModel model = Network();
        NullDistribution fine = NullDistribution.Measure(model, Spoken, Small);
        Assert.Equal(28, model.Cochleagram!.Oversampling);
        Assert.Equal(CochleagramOptions.OneSecond, fine.Model.FrontEnd);

        model.Cochleagram.Oversampling = 4;
        NullDistribution coarse = NullDistribution.Measure(model, Spoken, Small);
        Assert.Equal(4, model.Cochleagram.Oversampling);
        Assert.Equal(4, coarse.Model.FrontEnd!.Oversampling);
        Assert.NotEqual(fine.At("relu0").Maximum, coarse.At("relu0").Maximum);
        Assert.Equal(fine.At("relu0").Maximum.Spearman, coarse.At("relu0").Maximum.Spearman, 1e-3);
    }

    /// <summary>As a version measured them that set the front end by hand; a block has words of its own.</summary>
    [Theory]
    [InlineData(28, 0.87264682, 0.91167126, 4.53784210)]
    [InlineData(4, 0.87264808, 0.91167312, 4.53789182)]
    public void The_numbers_are_those_of_earlier_versions(double oversampling, double rho, double r, double decibels)
    {
        using StagedModel model = ModelZoo.Load("cochcnnsmall-digit-seed0");
        model.Cochleagram!.Oversampling = oversampling;
        DataSet data = DataSet.FromStimuli("words", [.. SyntheticWords.All().Take(40)], []);
        NullOptions options = new()
        {
            Blocks = 2,
            BlockSize = 8,
            Seed = 5,
        };
        NullDistribution nulls = NullDistribution.Measure(model, data, options);
        Assert.Equal(rho, nulls.At("relu0").Maximum.Spearman, 2e-7);
        Assert.Equal(r, nulls.At("relu0").Maximum.Pearson, 2e-7);
        Assert.Equal(decibels, nulls.At("relu0").Maximum.DecibelSnr, 2e-6);
        NullDistribution first = NullDistribution.Measure(model, data, options, [0]);
        NullDistribution second = NullDistribution.Measure(model, data, options, [1]);
        Assert.NotEqual(first.At("relu0").Maximum, second.At("relu0").Maximum);
    }

    [Fact]
    public void What_another_process_measured_meanwhile_is_neither_lost_nor_counted_twice()
    {
        using StagedModel model = Network();
        using TemporaryFolder elsewhere = new();
        NullDistribution whole = NullStore.GetOrMeasure(elsewhere.Path, model, Spoken, Small);
        string other = Assert.Single(elsewhere.Files());
        string own = Path.Combine(folder.Path, Path.GetFileName(other));

        using CancellationTokenSource stopped = new();
        ProgressAction<double> meanwhile = new(_ =>
        {
            File.Copy(other, own, overwrite: true);
            stopped.Cancel();
        });
        NullDistribution found = NullStore.GetOrMeasure(folder.Path, model, Spoken, Small, meanwhile, stopped.Token);
        Assert.Equal(whole.Pairs, found.Pairs);
        Assert.Equal(File.ReadAllText(other), File.ReadAllText(own));
        Assert.Equal([own], folder.Files());
    }

    [Fact]
    public void Nothing_is_measured_for_a_folder_that_cannot_be_written()
    {
        using StagedModel model = Network();
        string closed = Path.Combine(folder.Write("file", [1]), "nulls"); // root may write everywhere but here
        ProgressAction<double> progress = new(_ => Assert.Fail("A block was measured."));
        MetamerException error = Assert.Throws<MetamerException>(() =>
            NullStore.GetOrMeasure(closed, model, Spoken, Small, progress)
        );
        Assert.True(error.IsOfStorage);
        Assert.Contains("Nothing was computed.", error.Message);
    }

    [Fact]
    public void Distributions_of_another_front_end_are_kept_apart()
    {
        using StagedModel model = Network();
        NullDistribution fine = NullStore.GetOrMeasure(folder.Path, model, Spoken, Small);
        string finePath = Assert.Single(folder.Files());

        model.Cochleagram!.Oversampling = 4;
        NullDistribution coarse = NullStore.GetOrMeasure(folder.Path, model, Spoken, Small);
        Assert.Equal((28, 4), (fine.Model.FrontEnd!.Oversampling, coarse.Model.FrontEnd!.Oversampling));
        string coarsePath = Assert.Single(folder.Files(), path => path != finePath);
        Assert.Contains(
            "oversampling 4",
            Assert
                .Throws<MetamerException>(() => (fine with { Blocks = [0] }).Combine(coarse with { Blocks = [1] }))
                .Message
        );

        model.Cochleagram.Oversampling = 28;
        DateTime written = File.GetLastWriteTimeUtc(finePath);
        NullDistribution again = NullStore.GetOrMeasure(folder.Path, model, Spoken, Small);
        Assert.Equal(fine.At("relu0").Maximum, again.At("relu0").Maximum);
        Assert.Equal(written, File.GetLastWriteTimeUtc(finePath));

        File.Copy(coarsePath, finePath, overwrite: true);
        Assert.Contains(
            $"{finePath} holds another network, front end, data or options than its name says.",
            Assert.Throws<MetamerException>(() => NullStore.GetOrMeasure(folder.Path, model, Spoken, Small)).Message
        );
    }

    [Fact]
    public void A_file_without_a_front_end_is_one_of_the_oversampling_that_its_data_name_tells()
    {
        using StagedModel model = Network();
        NullDistribution made = NullDistribution.Measure(model, Spoken, Small);
        const string before =
            "spoken, crop padding 0, mirror False, SoundMixing { LowestSnr = -10, HighestSnr = 10, CleanShare = 0.2, "
            + "Oversampling = 4 }";
        string path = folder["old.json"];
        NullStore.Save(made with { Model = made.Model with { FrontEnd = null }, Data = before }, path);
        Assert.DoesNotContain("front_end", File.ReadAllText(path));
        NullDistribution old = NullStore.Load(path);
        CochleagramOptions then = CochleagramOptions.OneSecond with { Oversampling = 4, PreciseSpectrum = false };
        Assert.Equal(then, old.Model.FrontEnd);
        Assert.False(old.Model.IsSameNetworkAs(made.Model));

        NullStore.Save(made with { Model = made.Model with { FrontEnd = null } }, path);
        Assert.Null(NullStore.Load(path).Model.FrontEnd);
        Assert.True(NullStore.Load(path).Model.IsSameNetworkAs(made.Model));
    }

    [Fact]
    public void Pictures_and_sounds_are_not_mixed_up()
    {
        using StagedModel model = Network();
        DataSet pictures = DataSet.FromStimuli("drawn", DrawnPictures.WithClasses(DataPart.Train, 2), []);
        Assert.Contains(
            "CochCnnSmall takes sounds at 16000 Hz; 'drawn' holds pictures.",
            Assert.Throws<MetamerException>(() => NullDistribution.Measure(model, pictures, Small)).Message
        );
        using StagedModel vision = MetamerExamples.Network();
        Assert.Contains(
            "takes pictures; 'spoken' holds sounds at 16000 Hz.",
            Assert.Throws<MetamerException>(() => NullDistribution.Measure(vision, Spoken, Small)).Message
        );
    }

    private static StagedModel Network() => ModelZoo.Build("cochcnnsmall-digit", seed: 0).Freeze();

    private static DataSet SpokenData()
    {
        IReadOnlyList<SoundStimulus> words = SyntheticWords.Take(16);
        return DataSet.FromStimuli("spoken", [.. words.Take(12)], [.. words.Skip(12)]);
    }
}
