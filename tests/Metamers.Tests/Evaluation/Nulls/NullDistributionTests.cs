using Metamers.Evaluation;
using Metamers.Evaluation.Nulls;
using Metamers.Models;
using Metamers.Models.Architectures;
using Metamers.Runtime;
using Metamers.Statistics;
using Metamers.Stimuli.Data.Sets;
using Metamers.Stimuli.Synthetic;
using Metamers.Synthesis;
using Metamers.Tests.Synthesis;
using Metamers.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace Metamers.Tests.Evaluation.Nulls;

public sealed class NullDistributionTests
{
    private static readonly NullOptions Options = new()
    {
        Blocks = 5,
        BlockSize = 6,
        Seed = 3,
    };

    private static readonly DataSet Pictures = DataSet.FromStimuli(
        "dead-leaves",
        DrawnPictures.WithClasses(DataPart.Train, 6),
        DrawnPictures.WithClasses(DataPart.Test, 1)
    );

    static NullDistributionTests() { } // so that these tensors belong to no test's dispose scope

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Parts_made_apart_are_the_whole(bool allPairs)
    {
        using CifarResNet model = MetamerExamples.Network();
        NullOptions options = Options with { AllPairs = allPairs };
        NullDistribution whole = Measure(model, options);
        NullDistribution parts = Measure(model, options, [4, 1])
            .Combine(Measure(model, options, [0, 3]))
            .Combine(Measure(model, options, [2]));
        Assert.Equal(5 * (allPairs ? 15 : 3), whole.Pairs);
        Assert.Equal(15, whole.IndependentPairs);
        Assert.True(parts.IsComplete);
        AssertSame(whole, parts);
        Assert.All(whole.Stages, stage => Assert.Equal(whole.Pairs, stage.DecibelSnr.Total), throwIfEmpty: true);
        Assert.Contains(
            "(15 of them independent): a further unrelated pair exceeds their maximum with a probability of at "
                + "most 0.062",
            whole.ToString()
        );
        Assert.Equal(7, whole.ToDataFrame().Rows.Count);
    }

    [Fact]
    public void The_maxima_are_those_of_the_pairs_one_by_one()
    {
        using CifarResNet model = MetamerExamples.Network();
        using DisposeScope scope = NewDisposeScope();
        using Generator random = new((ulong)(3 * 1_000_003 + 1), CPU);
        Tensor chosen = randperm(24, int64, generator: random)[..6];
        using LabelledImages pictures = (LabelledImages)Pictures.Load(DataPart.Train);
        Tensor stimuli = new PictureSet(pictures).Augmented(chosen, model, Pictures.Augmentation, random);
        NullDistribution first = Measure(model, Options, [0]);
        foreach (Stage stage in model.Stages)
        {
            Tensor activations = model.Activations(stimuli, stage.Name).detach();
            MatchMeasures[] pairs =
            [
                .. Enumerable
                    .Range(0, 6)
                    .SelectMany(i =>
                        Enumerable
                            .Range(i + 1, 5 - i)
                            .Select(j => MatchMeasures.Between(activations[i], activations[j]))
                    ),
            ];
            Assert.Equal(pairs.Max(pair => pair.Spearman), first.At(stage.Name).Maximum.Spearman, 1e-9);
            Assert.Equal(pairs.Max(pair => pair.Pearson), first.At(stage.Name).Maximum.Pearson, 1e-9);
            Assert.Equal(pairs.Max(pair => pair.DecibelSnr), first.At(stage.Name).Maximum.DecibelSnr, 1e-9);
        }
    }

    [Fact]
    public void Every_block_draws_pairs_of_its_own()
    {
        using CifarResNet model = MetamerExamples.Network();
        long[][] counts =
        [
            .. Enumerable
                .Range(0, Options.Blocks)
                .Select(block => Measure(model, Options, [block]).At("layer1").DecibelSnr.Counts.ToArray()),
        ];
        Assert.Equal(Options.Blocks, counts.Select(block => string.Join(' ', block)).Distinct().Count());
    }

    [Fact]
    public void What_was_measured_is_kept_and_gone_on_with()
    {
        using TemporaryFolder folder = new();
        using CifarResNet model = MetamerExamples.Network();
        using CancellationTokenSource stop = new();
        NullDistribution part = NullStore.GetOrMeasure(
            folder.Path,
            model,
            Pictures,
            Options,
            new Stopping(0.35, stop),
            stop.Token
        );
        Assert.Equal([0, 1], part.Blocks);
        AssertSame(Measure(model, Options), NullStore.GetOrMeasure(folder.Path, model, Pictures, Options));

        string path = Assert.Single(Directory.GetFiles(folder.Path));
        DateTime written = File.GetLastWriteTimeUtc(path);
        AssertSame(Measure(model, Options), NullStore.GetOrMeasure(folder.Path, model, Pictures, Options));
        Assert.Equal(written, File.GetLastWriteTimeUtc(path));
        NullStore.GetOrMeasure(
            folder.Path,
            model,
            Pictures with
            {
                Augmentation = new() { CropPadding = 2, Mirror = true },
            },
            Options with
            {
                Blocks = 1,
            }
        );
        Assert.Equal(2, Directory.GetFiles(folder.Path).Length);
    }

    [Fact]
    public void Files_that_were_changed_or_are_others_are_refused()
    {
        using TemporaryFolder folder = new();
        using CifarResNet model = MetamerExamples.Network();
        string path = folder["null.json"];
        NullStore.Save(Measure(model, Options with { Blocks = 1 }), path);
        AssertSame(Measure(model, Options with { Blocks = 1 }), NullStore.Load(path));
        string text = File.ReadAllText(path);

        string Message(string content)
        {
            File.WriteAllText(path, content);
            return Assert.Throws<MetamerException>(() => NullStore.Load(path)).Message;
        }

        Assert.Contains("format version 9", Message(text.Replace("\"format_version\":1", "\"format_version\":9")));
        Assert.Contains("do not add up to its 30 pairs", Message(text.Replace("\"blocks\":[0]", "\"blocks\":[0,1]")));
        Assert.Contains("holds no null distribution", Message("<html>"));
        Assert.Contains(
            "holds no null distribution",
            Message(text.Replace("\"bin_count\":2000", "\"bin_count\":2000000000"))
        );
        Assert.Contains(
            "holds no null distribution",
            Assert.Throws<MetamerException>(() => NullStore.Load(folder["none.json"])).Message
        );
    }

    [Fact]
    public void What_cannot_be_measured_or_merged_is_said()
    {
        using CifarResNet model = MetamerExamples.Network();
        Assert.Contains(
            "blocks 0: at least 1",
            Assert.Throws<MetamerException>(() => Measure(model, Options with { Blocks = 0 })).Message
        );
        Assert.Contains(
            "There is no block 7 of 5",
            Assert.Throws<MetamerException>(() => Measure(model, Options, [1, 7])).Message
        );
        Assert.Contains(
            "only 24",
            Assert.Throws<MetamerException>(() => Measure(model, Options with { BlockSize = 32 })).Message
        );
        NullDistribution part = Measure(model, Options, [1]);
        Assert.Contains("Both parts hold block 1", Assert.Throws<MetamerException>(() => part.Combine(part)).Message);
        Assert.Contains(
            "not parts of one",
            Assert.Throws<MetamerException>(() => part.Combine(Measure(model, Options with { Seed = 4 }, [2]))).Message
        );
        Assert.Contains("has no stage 'layer9'", Assert.Throws<MetamerException>(() => part.At("layer9")).Message);
    }

    [Fact]
    public void A_metamer_is_accepted_where_it_beats_all_unrelated_pairs_and_the_decision_is_kept()
    {
        using CifarResNet model = MetamerExamples.Network();
        NullDistribution nulls = Measure(model, Options);
        MetamerSet metamers = new MetamerSynthesizer(
            model,
            MetamerOptions.Quick with
            {
                Repetitions = 4,
                StepsPerRepetition = 30,
            }
        ).Synthesize([SyntheticStimuli.DeadLeaves(32, 100)], "conv1_relu1");
        using MetamerSet judged = metamers.Judge(nulls);
        MetamerVerdict good = judged[0].Verdict!;
        Assert.True(good.MatchExceedsNull, good.ToString());
        Assert.Equal(metamers[0].FinalLoss, good.ResidualLoss, 1e-4);

        MatchMeasures most = nulls.At("conv1_relu1").Maximum;
        using Metamer worseMetamer = judged[0]
            .With(new NullMaximum(most with { Pearson = 1 - 1e-8, DecibelSnr = 99 }, nulls.Pairs));
        MetamerVerdict worse = worseMetamer.Verdict!;
        Assert.False(worse.Accepted);
        Assert.Contains(
            "by Pearson's r and the signal-to-noise ratio it matches no better than any of 75 unrelated pairs",
            worse.ToString()
        );
        Assert.Contains(
            good.DecisionKept ? " is accepted: " : " is not accepted: the decision is another",
            good.ToString()
        );
        Microsoft.Data.Analysis.DataFrame yield = new MetamerSet(judged[0], worseMetamer).Yield();
        Assert.Equal(1, yield["better_than_null"][0]);
        Assert.Equal(good.Accepted ? 0.5 : 0, yield["yield"][0]);

        // To equal the largest unrelated pair is not enough.
        MetamerVerdict equal = good with
        {
            Null = new NullMaximum(good.Match, nulls.Pairs),
        };
        Assert.Equal((false, false, false), (equal.SpearmanExceeds, equal.PearsonExceeds, equal.DecibelSnrExceeds));
        NullDistribution others = nulls with { Model = nulls.Model with { WeightsSha256 = new string('9', 64) } };
        Assert.Contains(
            "the null distributions are of ResNet8 with 99999999",
            Assert.Throws<MetamerException>(() => metamers.Judge(others)).Message
        );
        Assert.Contains(
            "has no pairs",
            Assert.Throws<MetamerException>(() => metamers.Judge(nulls with { Blocks = [] })).Message
        );
        Assert.Contains(
            "There is no verdict on",
            Assert.Throws<InvalidOperationException>(() => metamers.Yield()).Message
        );
    }

    private static NullDistribution Measure(StagedModel model, NullOptions options, int[]? blocks = null) =>
        NullDistribution.Measure(model, Pictures, options, blocks);

    private static void AssertSame(NullDistribution expected, NullDistribution actual)
    {
        Assert.Equal(expected.Blocks, actual.Blocks);
        Assert.Equal(
            expected.Stages.Select(stage => (stage.Stage, stage.Maximum)),
            actual.Stages.Select(stage => (stage.Stage, stage.Maximum))
        );
        Assert.Equal(
            expected.Stages.SelectMany(stage => stage.DecibelSnr.Counts),
            actual.Stages.SelectMany(stage => stage.DecibelSnr.Counts)
        );
    }

    private sealed class Stopping(double at, CancellationTokenSource stop) : IProgress<double>
    {
        public void Report(double value)
        {
            if (value >= at)
            {
                stop.Cancel();
            }
        }
    }
}
