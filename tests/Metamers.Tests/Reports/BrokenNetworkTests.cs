using Metamers.Models;
using Metamers.Models.Zoo;
using Metamers.Plotting.Reports;
using Metamers.Reports;
using Metamers.Reports.Records;
using Metamers.Runtime;
using Metamers.Stimuli.Data.Sets;
using Metamers.Stimuli.Images;
using Metamers.Stimuli.Synthetic;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Metamers.Tests.Reports;

/// <summary>Networks and stimuli with which something is wrong.</summary>
public sealed class BrokenNetworkTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("constant", "It decides 'cat' for all 8 stimuli")]
    [InlineData("NaN", "contain NaN or infinity: conv1.weight")]
    [InlineData("training", "is in training mode")]
    [InlineData("untrained", "It decides 'truck' for all 8 stimuli")]
    public void A_network_that_does_not_work_gets_the_reason_and_no_number(string what, string expected)
    {
        using StagedModel model = Broken(what);
        using ModelReport report = ModelReport.Make(model, ReportExamples.Options(folder.Path));
        ReportRecord record = report.Record;
        Assert.Contains(expected, record.Problem);
        Assert.Null(record.Reach.Found);
        Assert.Null(record.Idiosyncrasy.Found);
        Assert.Null(record.Yield.Found);
        Assert.Empty(record.Stages);
        Assert.Null(record.Recognition);
        Assert.False(record.LacksNumbers); // it was tested: it is broken
        ModelReportTests.AssertValid(record.ToJson());
        Assert.Contains("Validity of metamers, and their recognition", record.NotTested[0].What);
        Assert.DoesNotContain(record.NotTested, part => part.Why.Contains("folder stimuli", StringComparison.Ordinal));
        Assert.Empty(record.Differences); // nothing was made

        report.Save(folder.Path);
        string page = File.ReadAllText(folder["report.html"]);
        Assert.Contains("This network cannot be scored.", page);
        Assert.DoesNotContain("What differs from the published procedure", page);
        Assert.Contains(record, Leaderboard.Make([record]).NotRanked);
    }

    [Fact]
    public void A_network_whose_classes_are_in_another_order_gets_the_reason()
    {
        using StagedModel model = ModelZoo.Load(ReportExamples.Key);
        ReportOptions options = ReportExamples.Options(folder.Path) with
        {
            References =
            [
                .. ReportExamples.Pictures.Select(picture =>
                    picture with
                    {
                        ClassIndex = (picture.ClassIndex + 1) % 10,
                        Label = Cifar10.ClassNames[(picture.ClassIndex!.Value + 1) % 10],
                    }
                ),
            ],
        };
        using ModelReport report = ModelReport.Make(model, options);
        Assert.Contains(
            "It names 0 of 8 stimuli correctly, which cannot be told from guessing (10 %), and it can hardly be right "
                + "about more than 37 % of such stimuli",
            report.Record.Problem
        );
    }

    [Fact]
    public void Another_task_has_validity_and_no_recognition()
    {
        using StagedModel model = ModelZoo.Load(ReportExamples.Key);
        model.Card = model.Card with { ClassNames = [.. Enumerable.Range(0, 10).Select(i => $"bird {i}")] };
        ReportOptions options = ReportExamples.Options(folder.Path);
        using ModelReport report = ModelReport.Make(
            model,
            options with
            {
                References = [.. ReportExamples.Pictures.Take(2)],
                Schedule = options.Schedule with { Repetitions = 1, StepsPerRepetition = 1 },
            }
        );
        Assert.Null(report.Record.Recognition);
        Assert.Equal(6, report.Record.Stages.Count);
        Assert.Contains("another task than the panel 'cifar10'", report.Record.Reach.Sentence);
        Assert.Contains("2 stimuli, and with fewer than 8", report.Record.Yield.Sentence);
        Assert.True(report.Record.LacksNumbers);
        ModelReportTests.AssertValid(report.Record.ToJson());
    }

    [Fact]
    public void A_network_without_decision_has_validity_and_null_alone()
    {
        using StagedModel model = new Features();
        ReportOptions options = ReportExamples.Options(folder.Path);
        using ModelReport report = ModelReport.Make(model, options);
        ReportRecord record = report.Record;
        Assert.Null(record.Problem);
        Assert.All(record.Stages, stage => Assert.Null(stage.DecisionsKept));
        Assert.All(record.Stages, stage => Assert.NotNull(stage.BetterThanNull));
        Assert.All(record.Stages, stage => Assert.Equal(stage.BetterThanNull, stage.Accepted));
        Assert.Contains("makes no decision", record.Reach.Sentence);
        Assert.Contains("makes no decision", record.Yield.Sentence);
        Assert.Null(record.Network.Classes);
        Assert.True(record.LacksNumbers);
        ModelReportTests.AssertValid(record.ToJson());
        Assert.Contains("none: the network makes no decision", report.ToHtml());
        using ModelReport resumed = ModelReport.Make(model, options); // from the saved metamers
        Assert.Equal(record.ToJson(), resumed.Record.ToJson());
    }

    [Fact]
    public void A_metamer_that_hardly_left_the_start_is_named()
    {
        using StagedModel model = new Features();
        ReportOptions options = ReportExamples.Options(folder.Path);
        using ModelReport report = ModelReport.Make(
            model,
            options with
            {
                Schedule = options.Schedule with { Repetitions = 1, StepsPerRepetition = 1, StepSize = 0.01 },
            }
        );
        Assert.All(report.Record.Stages, stage => Assert.Equal(8, stage.Invisible.Count));
        Assert.Contains("are an invisible change of the start", report.ToHtml());
    }

    [Fact]
    public void What_cannot_be_used_is_said()
    {
        using StagedModel model = ModelZoo.Load(ReportExamples.Key);
        ReportOptions options = ReportExamples.Options(folder.Path);
        void Refused(string expected, ReportOptions given) =>
            Assert.Contains(expected, Assert.Throws<MetamerException>(() => ModelReport.Make(model, given)).Message);

        Refused("Count = 0: at least 1", options with { Count = 0 });
        Refused("Label = 'a/b': a name of a folder", options with { Label = "a/b" });
        Refused("References and Set: one of the two", options with { Set = "cifar10" });
        Refused(
            "takes stimuli of the shape (3, 32, 32)",
            options with
            {
                References = [SyntheticStimuli.DeadLeaves(16, 0)],
            }
        );
        Refused(
            "Two stimuli are called",
            options with
            {
                References = [ReportExamples.Pictures[0], ReportExamples.Pictures[0]],
            }
        );
        Refused("is neither a set of stimuli nor a folder", options with { References = null, Set = "no-such-set" });
        Refused("'folder' is neither a set of stimuli nor", options with { References = null, Set = "folder" });
        Directory.CreateDirectory(folder["stimuli/tiger"]);
        Refused(
            "There are folders of classes that resnet20-standard-seed0 does not have: tiger",
            options with
            {
                References = null,
                Set = folder["stimuli"],
            }
        );
    }

    [Fact]
    public void A_folder_with_a_folder_for_each_class_gives_stimuli_with_classes()
    {
        foreach ((int i, string path) in new[] { "dog/b", "cat/a", "cat/c" }.Index())
        {
            Directory.CreateDirectory(folder[$"own/{path[..3]}"]);
            ImageFile.Save(folder[$"own/{path}.png"], SyntheticStimuli.DeadLeaves(32, i).Pixels);
        }

        using StagedModel model = ModelZoo.Load(ReportExamples.Key);
        (string set, var stimuli) = Metamers.Reports.Making.ReportStimuli.Load(
            model,
            ReportOptions.Quick with
            {
                Set = folder["own"],
            }
        );
        Assert.Equal("a folder", set);
        Assert.Equal(
            [("cat-a", 3), ("dog-b", 5), ("cat-c", 3)],
            stimuli.Select(stimulus => (stimulus.Name, stimulus.ClassIndex!.Value))
        );
    }

    [Fact]
    public void A_label_that_can_name_no_folder_is_told_before_the_work_starts()
    {
        using StagedModel model = ModelZoo.Load(ReportExamples.Key);
        ReportOptions options = ReportExamples.Options(folder.Path) with
        {
            References = [.. ReportExamples.Pictures.Select(picture => picture with { Label = "cat/dog" })],
        };
        Assert.Contains(
            "The label of a stimulus",
            Assert.Throws<MetamerException>(() => ModelReport.Make(model, options)).Message
        );
    }

    [Theory]
    [InlineData("resnet20", 20)]
    [InlineData("resnet18", 8)]
    [InlineData("cochcnnsmall-digit", 10)]
    public void Without_a_count_there_are_as_many_stimuli_as_take_minutes(string key, int expected)
    {
        using StagedModel model = ModelZoo.Build(key, 0);
        Assert.Equal(expected, ReportOptions.Quick.CountFor(model));
        Assert.Equal(3, (ReportOptions.Quick with { Count = 3 }).CountFor(model));
    }

    private static StagedModel Broken(string what)
    {
        using DisposeScope scope = NewDisposeScope();
        StagedModel model = ModelZoo.Build("resnet20", seed: 3);
        using IDisposable noGradient = no_grad();
        Dictionary<string, Tensor> weights = model.state_dict();
        if (what == "NaN")
        {
            weights["conv1.weight"][0].fill_(double.NaN);
        }
        else if (what == "constant")
        {
            (string fc, string bias) = ("linear.weight", "linear.bias");
            weights[fc].mul_(1e-3);
            weights[bias].zero_();
            weights[bias][Cifar10.ClassNames.Index().First(name => name.Item == "cat").Index] = 1f;
        }

        if (what == "training")
        {
            model.train();
            return model;
        }

        return model.Freeze();
    }

    /// <summary>One convolution and its mean over space: features, no classes.</summary>
    private sealed class Features : StagedModel
    {
        public Features()
            : base(nameof(Features), InputNormalization.None, 3, 32, 32)
        {
            Conv2d convolution = nn.Conv2d(3, 8, 5, stride: 2);
            register_module("conv", RuleTensors.Fill(convolution));
            AddStage("conv", x => convolution.call(x), endsInRelu: true);
            AddStage("pool", x => x.mean([2, 3]));
            HasDecision = false;
            Freeze();
        }
    }
}
