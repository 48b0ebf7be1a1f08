using Metamers.Evaluation;
using Metamers.Evaluation.Robustness;
using Metamers.Perturbations;
using Metamers.Plotting;
using Metamers.Plotting.Charts;
using Metamers.Runtime;
using Metamers.Statistics;
using Metamers.Studies;
using Metamers.Tables;

namespace Metamers.Tests.Studies;

public class StudyRecognitionTests
{
    private const string Standard = "resnet20-standard-seed0";
    private const string Robust = "resnet20-l2-seed0";

    private static readonly StudyResults Shipped = StudyResults.Load(
        Path.Combine(ProjectFolder.Data, "studies", "transfer-pictures")
    );

    private static readonly StudyRecognition Pictures = Shipped.ToRecognition();

    [Fact]
    public void Means_over_all_judges_are_those_of_the_transfer_table()
    {
        Transfer transfer = Shipped.ToTransfer();
        foreach (string generator in transfer.Results.Select(result => result.Generator).Distinct())
        {
            Assert.Equal(transfer.StagesOf(generator), Pictures.StagesOf(generator));
            foreach (string stage in transfer.StagesOf(generator))
            {
                Assert.Equal(transfer.OfOthers(generator, stage).Mean, Pictures.Mean(generator, stage).Value, 1e-12);
                Assert.Equal(
                    transfer.Results.First(result => result.Generator == generator && result.Stage == stage).Stimuli,
                    Pictures.CountOf(generator, stage)
                );
            }
        }
    }

    [Fact]
    public void Who_judges_decides_what_adversarial_training_gains()
    {
        Estimate unlike = Pictures.Difference(Robust, Standard, "layer3", JudgeGroup.NotAdversarial);
        Estimate alike = Pictures.Difference(Robust, Standard, "layer3", JudgeGroup.Adversarial);
        Estimate all = Pictures.Difference(Robust, Standard, "layer3");
        Assert.Equal(0.0526, unlike.Value, 0.0001);
        Assert.Equal(0.5526, alike.Value, 0.0001);
        Assert.Equal(0.1955, all.Value, 0.0001);
        Assert.InRange(unlike.Low, -1, 0);
        Assert.InRange(alike.Low, 0.1, 1);
    }

    [Fact]
    public void The_error_over_pictures_and_judges_is_larger_than_over_either_alone()
    {
        Estimate both = Pictures.Mean(Standard, "layer3");
        Assert.True(both.StandardError > Shipped.ToTransfer().OfOthers(Standard, "layer3").StandardError);
    }

    [Fact]
    public void Groups_follow_from_recipes_and_architectures_and_share_no_network()
    {
        Assert.Equal(["resnet20-standard-seed1"], Pictures.JudgesOf(Standard, JudgeGroup.Standard));
        Assert.Equal(
            ["resnet20-random-l2-seed0", "resnet20-random-linf-seed0"],
            Pictures.JudgesOf(Standard, JudgeGroup.RandomControl)
        );
        Assert.Equal(
            ["resnet20-l2-seed0", "resnet20-linf-seed0", "vgg8-l2-seed0"],
            Pictures.JudgesOf(Standard, JudgeGroup.Adversarial)
        );
        Assert.Equal(
            ["vgg8-standard-seed0", "lowpassvgg8-standard-seed0"],
            Pictures.JudgesOf(Standard, JudgeGroup.OtherArchitecture)
        );
        Assert.Equal(
            ["resnet20-random-l2-seed0", "resnet20-random-linf-seed0"],
            Pictures.JudgesOf("vgg8-standard-seed0", JudgeGroup.RandomControl)
        );
        Assert.Equal(
            ["resnet20-standard-seed0", "resnet20-standard-seed1", "lowpassvgg8-standard-seed0"],
            Pictures.JudgesOf("vgg8-standard-seed0", JudgeGroup.OtherArchitecture)
        );
        Assert.Equal(
            Pictures.JudgesOf(Robust).Order(),
            JudgeGroups.Apart.SelectMany(group => Pictures.JudgesOf(Robust, group)).Order()
        );
    }

    [Fact]
    public void Only_what_is_accepted_counts_and_a_network_does_not_judge_itself()
    {
        StudyRecognition study = Made(
                metamers: [("a-0", true), ("b-0", false), ("c-0", true)],
                correct: [(Robust, [true, true, false]), (Standard, [true, true, true])]
            )
            .ToRecognition();
        Assert.Equal(2, study.CountOf(Standard, "layer3"));
        Assert.Equal([Robust], study.JudgesOf(Standard));
        Assert.Equal(0.5, study.Mean(Standard, "layer3").Value);
        Assert.Contains(
            "No network of that group judges",
            Assert.Throws<MetamerException>(() => study.Mean(Standard, "layer3", JudgeGroup.RandomControl)).Message,
            StringComparison.Ordinal
        );
        Assert.Contains(
            "Its stages are natural, layer3",
            Assert.Throws<MetamerException>(() => study.Mean(Standard, "layer9")).Message,
            StringComparison.Ordinal
        );
        Assert.Contains(
            "It has metamers of resnet20-standard-seed0",
            Assert.Throws<MetamerException>(() => study.StagesOf("vgg8")).Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void A_stage_without_an_accepted_metamer_has_no_recognition()
    {
        StudyResults results = Made([("a-0", false)], [(Robust, [true])]);
        StudyRecognition study = results.ToRecognition();
        Assert.NotEmpty(LossByStage.Draw(results, [(Standard, "none counts")]).ToPng());
        Assert.Contains(
            "None of the metamers",
            Assert.Throws<MetamerException>(() => study.Mean(Standard, "layer3")).Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Figures_of_a_study_name_its_schedule_and_say_how_well_the_metamers_match()
    {
        (string, string)[] networks = [(Standard, "standard"), (Robust, "robust")];
        Transfer transfer = Shipped.ToTransfer();
        Figure one = TransferByStage.Draw(transfer.Among(Standard, Robust), Standard, 0.1);
        Assert.All(
            [
                TransferByStage.Draw(Pictures, networks, JudgeGroup.All, 0.1),
                TransferByStage.Draw(Pictures, Standard, 0.1),
                TransferByStage.Draw(transfer, networks, 0.1),
                LossByStage.Draw(Shipped, networks),
                LossByStage.Draw(transfer, networks),
                TransferMatrix.Draw(transfer, [(Standard, "layer3")]),
                one,
            ],
            figure => Assert.EndsWith("Schedule: 8x100, 800 steps.", figure.Note)
        );
        Assert.Equal(
            LossByStage.Draw(Shipped, networks).Series.SelectMany(series => series.Y),
            LossByStage.Draw(transfer, networks).Series.SelectMany(series => series.Y)
        );
        Assert.Equal("Who recognises the metamers of ResNet-20", one.Title);
        Assert.Equal(["ResNet-20, L2-trained", "ResNet-20, itself"], one.Series.Select(series => series.Name));
        string loss = NumberText.Format(LossByStage.Draw(Shipped, networks).Series[0].Y[3], 2);
        Assert.Matches($"Median loss: conv1_relu1 [0-9.]+, .*, layer3 {loss}, final ", one.Note);
        Assert.Equal(
            $"ResNet-20, layer3, loss {loss}",
            TransferMatrix.Draw(transfer, [(Standard, "layer3")]).Y.TickLabels!.Single().Label
        );

        // The median of the two that are counted, 0.10 and 0.14.
        StudyRecognition study = Made(
                [("a-0", true), ("b-0", false), ("c-0", true)],
                [(Robust, [true, true, false]), (Standard, [true, true, true])]
            )
            .ToRecognition();
        Figure robustness = RobustnessAgainstRecognition.Draw(
            study,
            [("standard", Standard, "layer3", AdversarialEvaluation.LoadShipped(Standard))],
            new(PerturbationNorm.L2, 0.5),
            JudgeGroup.Adversarial,
            0.1
        );
        Assert.EndsWith("Median loss: standard 0.12. Schedule: quick, 800 steps.", robustness.Note);
    }

    [Fact]
    public void Figures_have_a_name_for_every_network_of_a_study()
    {
        string[] studies = Directory.GetFiles(Path.Combine(ProjectFolder.Data, "studies"), "*.json");
        Assert.NotEmpty(studies);
        string[] keys =
        [
            .. studies.Select(Study.Read).SelectMany(study => study.Networks.Keys.Concat(study.Evaluators)).Distinct(),
        ];
        Assert.All(keys, key => Assert.NotEqual(key, NetworkNames.Of(key)));
        Assert.Equal(keys.Length, keys.Select(NetworkNames.Of).Distinct().Count());
        Assert.Equal("ResNet-20 (fast)", NetworkNames.Of("resnet20-standard-seed0 (fast)"));
        Assert.Equal("ResNet50 Standard", NetworkNames.Of("resnet50"));
        Assert.Equal("mine", NetworkNames.Of("mine"));
    }

    [Fact]
    public void The_mean_over_networks_leaves_out_what_each_says_of_its_own_metamers()
    {
        (string Network, string Stage)[] conditions = [(Standard, "layer3"), (Robust, "final")];
        Assert.Equal(
            conditions.Average(one => Pictures.Loss(one.Network, one.Stage, Pictures.JudgesOf(one.Network)).Value),
            Pictures.MeanLoss(conditions).Value,
            1e-12
        );
    }

    [Fact]
    public void Two_networks_are_compared_over_the_stimuli_that_are_counted_for_both()
    {
        StudyResults one = Made([("a-0", true), ("b-0", false)], [("vgg8-standard-seed0", [true, true])]);
        StudyResults other = Made(
            [("a-0", true), ("b-0", true)],
            [("vgg8-standard-seed0", [false, true])],
            network: Robust
        );
        StudyRecognition study = Joined(one, other).ToRecognition();
        Assert.Equal(0.5, study.Mean(Robust, "layer3").Value);
        Assert.Equal(-1, study.Difference(Robust, Standard, "layer3").Value);

        StudyResults apart = Made(
            [("a-0", false), ("b-0", true)],
            [("vgg8-standard-seed0", [false, true])],
            network: Robust
        );
        Assert.Contains(
            "No stimulus has counted metamers both of 'resnet20-l2-seed0' at 'layer3' and of 'resnet20-standard-seed0'",
            Assert
                .Throws<MetamerException>(() =>
                    Joined(one, apart).ToRecognition().Difference(Robust, Standard, "layer3")
                )
                .Message,
            StringComparison.Ordinal
        );

        static StudyResults Joined(StudyResults first, StudyResults second) =>
            new(
                first.Metamers.Append(second.Metamers.Rows),
                first.Recognition.Append(second.Recognition.Rows),
                first.Transfer
            );
    }

    /// <summary>A study of one network and stage, with the answers of each judge to each stimulus.</summary>
    internal static StudyResults Made(
        (string Stimulus, bool Kept)[] metamers,
        (string Judge, bool[] Correct)[] correct,
        string network = Standard
    )
    {
        var recognition = metamers
            .SelectMany(
                (metamer, i) =>
                    correct.Select(judge => new
                    {
                        Network = network,
                        Stage = "layer3",
                        Stimulus = metamer.Stimulus,
                        Evaluator = judge.Judge,
                        Correct = judge.Correct[i],
                    })
            )
            .ToDataFrame();
        var made = metamers
            .Select(
                (metamer, place) =>
                    new
                    {
                        Network = network,
                        Stage = "layer3",
                        Schedule = "quick",
                        metamer.Stimulus,
                        ClassIndex = (int?)0,
                        DecisionKept = metamer.Kept,
                        Accepted = (bool?)null,
                        Steps = 800,
                        Loss = 0.1 + 0.02 * place,
                    }
            )
            .ToDataFrame();
        return new(made, recognition, recognition);
    }
}
