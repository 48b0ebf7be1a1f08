using Metamers.Evaluation.Robustness;
using Metamers.Models;
using Metamers.Models.Architectures;
using Metamers.Models.Zoo;
using Metamers.Perturbations;
using Metamers.Plotting;
using Metamers.Plotting.Charts;
using Metamers.Plotting.Pictures;
using Metamers.Runtime;
using Metamers.Stimuli;
using Metamers.Stimuli.Data.Sets;
using Metamers.Stimuli.Synthetic;
using Metamers.Tests.Synthesis;
using TorchSharp;
using static TorchSharp.torch;

namespace Metamers.Tests.Evaluation.Robustness;

public sealed class AdversarialEvaluationTests
{
    private static readonly AttackOptions Ten = new() { Steps = 10 };

    [Theory]
    [InlineData(PerturbationNorm.L1, 60)]
    [InlineData(PerturbationNorm.L2, 1.5)]
    [InlineData(PerturbationNorm.LInf, 0.06)]
    public void A_trained_network_falls_from_all_right_to_none(PerturbationNorm norm, double large)
    {
        using StagedModel model = ModelZoo.Load("resnet20-standard-seed0");
        AdversarialEvaluation evaluation = AdversarialEvaluation.Measure(
            model,
            AsTheNetworkSees(model, 12),
            norm,
            [0, large / 30, large],
            Ten
        );
        double[] accuracies = [.. evaluation.Results.Select(result => result.Accuracy)];
        Assert.Equal(1, accuracies[0]);
        Assert.Equal(0, accuracies[2]);
        Assert.True(
            evaluation.Results[0].Loss < evaluation.Results[1].Loss
                && evaluation.Results[1].Loss < evaluation.Results[2].Loss
        );
        Assert.Equal([0, large / 30, large], evaluation.ToDataFrame()["radius"].Cast<double>());
    }

    [Fact]
    public void A_network_is_tested_on_the_data_set_of_its_card()
    {
        Assert.Contains(
            "The project has no test set for the classes of 'resnet50'.",
            Assert.Throws<MetamerException>(() => RobustnessJob.Measure(ModelZoo.Find("resnet50"), 1, new())).Message
        );
        ModelCard speaker = ModelZoo.Find("cochcnnsmall-speaker-seed0");
        if (DataSet.Find(speaker.DataSet!).IsFound)
        {
            Assert.Equal(speaker.ClassNames, RobustnessJob.TestStimuli(speaker, 1).Select(word => word.Label));
            Assert.Equal(300, RobustnessJob.TestStimuli(speaker, 1000).Count);
        }
    }

    [Fact]
    public void Seeds_differ_and_each_gives_the_same_again()
    {
        using StagedModel model = ModelZoo.Load("resnet20-standard-seed0");
        IReadOnlyList<Stimulus> stimuli = AsTheNetworkSees(model, 6);
        double[] Losses() =>
            [
                .. AdversarialEvaluation
                    .Measure(model, stimuli, PerturbationNorm.L2, [0.1], Ten with { Steps = 2 }, seeds: 3)
                    .Results.Select(result => result.Loss),
            ];
        double[] losses = Losses();
        Assert.Equal(3, losses.Distinct().Count());
        Assert.Equal(losses, Losses());
    }

    [Fact]
    public void The_robustness_of_an_undefended_network_is_not_false()
    {
        using StagedModel model = ModelZoo.Load("resnet20-standard-seed0");
        using CifarResNet other = MetamerExamples.Network();
        RobustnessChecks checks = RobustnessChecks.Measure(
            model,
            other,
            AsTheNetworkSees(model, 8),
            new(PerturbationNorm.L2, 0.3),
            largeRadius: 20
        );
        Assert.True(checks.AllHold, checks.ToDataFrame().ToString());
        Assert.StartsWith("More steps find larger losses", checks.ToString());
        Assert.Equal(5, checks.ToDataFrame().Rows.Count);
        Assert.Contains(
            "12.5 % of the stimuli withstand perturbations of 20",
            (checks with { Large = checks.Large with { Accuracy = 0.125 } }).ToString()
        );
    }

    [Fact]
    public void Results_are_read_as_they_were_written_and_other_files_are_refused()
    {
        using TemporaryFolder folder = new();
        AdversarialEvaluation evaluation = new([
            new(new(PerturbationNorm.LInf, 8 / 255.0), PerturbationSpace.Input, Ten, 0, 0.4321, 1.23456, 500),
            new(new(PerturbationNorm.L2, 0), PerturbationSpace.Cochleagram, Ten, 1, 1, 0, 300),
        ]);
        evaluation.Save(folder["a.csv"]);
        Assert.Equal(evaluation.Results, AdversarialEvaluation.Load(folder["a.csv"]).Results);
        Assert.Equal(Math.Sqrt(0.4321 * 0.5679 / 500), evaluation.Results[0].StandardError, 1e-12);
        AdversarialEvaluation restarted = new([evaluation.Results[0] with { Options = Ten with { Restarts = 5 } }]);
        Assert.Contains(
            "The table holds the number and length of an attack's steps alone",
            Assert.Throws<MetamerException>(() => restarted.Save(folder["a.csv"])).Message
        );

        Assert.Contains(
            "robustness b",
            Assert.Throws<MetamerException>(() => AdversarialEvaluation.Load(folder["b.csv"])).Message
        );
        File.WriteAllText(folder["c.csv"], "epoch,loss\n1,2\n");
        Assert.Contains(
            "c.csv has no column 'norm'; it has epoch, loss. It is written by the command robustness",
            Assert.Throws<MetamerException>(() => AdversarialEvaluation.Load(folder["c.csv"])).Message
        );
        File.AppendAllText(folder["a.csv"], "L2,Input,0.5,0,none,1,500,10,0.25\n");
        Assert.Contains(
            "line 4: column 'accuracy' must be a number, with a point for decimals; found 'none'",
            Assert.Throws<MetamerException>(() => AdversarialEvaluation.Load(folder["a.csv"])).Message
        );
        File.WriteAllText(
            folder["d.csv"],
            File.ReadAllText(folder["a.csv"])
                .Replace("LInf", "L3", StringComparison.Ordinal)
                .Replace("L2", "L3", StringComparison.Ordinal)
        );
        Assert.Contains(
            "line 2: column 'norm' must be L1 or L2 or LInf; found 'L3'",
            Assert.Throws<MetamerException>(() => AdversarialEvaluation.Load(folder["d.csv"])).Message
        );
    }

    [Fact]
    public void The_figure_shows_one_norm_with_its_uncertainty_and_chance()
    {
        AdversarialEvaluation evaluation = new([
            new(new(PerturbationNorm.L2, 0), PerturbationSpace.Input, Ten, 0, 0.9, 0.3, 100),
            new(new(PerturbationNorm.L2, 0.5), PerturbationSpace.Input, Ten, 0, 0.5, 1.3, 100),
            new(new(PerturbationNorm.LInf, 0.1), PerturbationSpace.Input, Ten, 0, 0, 9, 100),
        ]);
        Figure figure = RobustnessCurve.Draw([("standard", evaluation)], PerturbationNorm.L2, chance: 0.1);
        Assert.Equal([0, 0.5], figure.Series[0].X);
        Assert.Equal([87, 45], figure.Series[0].Low!.Select(value => Math.Round(value, 6)));
        Assert.Equal(10, figure.Lines[0].Value);
        Assert.Contains("L2 norm", figure.Description);
        Assert.Throws<ArgumentException>(() =>
            RobustnessCurve.Draw([("standard", evaluation)], PerturbationNorm.L1, chance: 0.1)
        );
    }

    [Fact]
    public void Examples_say_what_was_seen_before_and_after_and_are_drawn()
    {
        using StagedModel model = ModelZoo.Load("resnet20-standard-seed0");
        IReadOnlyList<Stimulus> stimuli = AsTheNetworkSees(model, 3);
        IReadOnlyList<AdversarialExample> examples = AdversarialExample.Find(
            model,
            stimuli,
            new(PerturbationNorm.L2, 1.5)
        );
        Assert.All(
            examples,
            example =>
            {
                Assert.Equal(example.Natural.ClassIndex, example.PredictedNatural);
                Assert.True(example.Misleads);
                Assert.Equal((example.Perturbed - example.Natural.Values).norm().item<float>(), example.Size, 1e-4);
                Assert.InRange(example.Size, 0.5, 1.5001);
                using Tensor logits = model.call(example.Perturbed.unsqueeze(0));
                Assert.Equal(example.PredictedPerturbed, logits.argmax(1).item<long>());
            },
            throwIfEmpty: true
        );

        PictureGrid grid = AdversarialGrid.Draw([("ResNet-20", examples)], Cifar10.ClassNames);
        Assert.Equal(["natural", "perturbation × 10", "ResNet-20"], grid.Columns);
        Assert.Equal(Cifar10.ClassNames[examples[0].PredictedPerturbed], grid.Rows[0].Pictures[2]!.Caption);
        Assert.False(grid.Rows[0].Pictures[2]!.Correct);
        Assert.EndsWith("✓: the true class; ✗: another.", grid.Note);
        Assert.EndsWith(
            "✓: the true class, or the network's decision before if there is no true class; ✗: another.",
            AdversarialGrid
                .Draw(
                    [("one", [examples[0] with { Natural = examples[0].Natural with { ClassIndex = null } }])],
                    Cifar10.ClassNames
                )
                .Note
        );
        Assert.Contains(
            "another",
            Assert
                .Throws<ArgumentException>(() =>
                    AdversarialGrid.Draw([("one", examples), ("another", [.. examples.Reverse()])], Cifar10.ClassNames)
                )
                .Message
        );
    }

    [Fact]
    public void Examples_of_words_can_be_heard()
    {
        using StagedModel model = ModelZoo.Load("cochcnnsmall-digit-seed0");
        SoundStimulus word = SyntheticWords.All()[0];
        using Tensor logits = model.call(word.Samples.unsqueeze(0));
        IReadOnlyList<AdversarialExample> examples = AdversarialExample.Find(
            model,
            [word with { ClassIndex = (int)logits.argmax(1).item<long>() }],
            new(PerturbationNorm.L2, 3),
            new AttackOptions { Steps = 5, RelativeStepSize = 0.5 }
        );
        Assert.True(examples[0].Misleads);
        PictureGrid grid = AdversarialGrid.Draw(
            [("CochCnnSmall", examples)],
            SpokenDigits.ClassNames(SpokenDigitsTask.Digit),
            model.Cochleagram!.Apply
        );
        Assert.Equal(2, grid.ToHtml().Split("<audio").Length - 1);
        Assert.False(grid.Rows[0].Pictures[1]!.Correct);
    }

    [Fact]
    public void Radii_are_spread_evenly_on_a_logarithmic_scale()
    {
        Assert.Equal(
            [0.1, 0.316228, 1, 3.162278],
            AdversarialEvaluation.Radii(0.1, Math.Pow(10, 0.5)).Select(radius => Math.Round(radius, 6))
        );
        Assert.Equal([2], AdversarialEvaluation.Radii(2, 2));
        Assert.Throws<ArgumentException>(() => AdversarialEvaluation.Radii(0, 1));
    }

    [Fact]
    public void Stimuli_without_class_or_of_another_shape_are_refused()
    {
        using CifarResNet model = MetamerExamples.Network();
        string Message(params Stimulus[] stimuli) =>
            Assert
                .Throws<MetamerException>(() =>
                    AdversarialEvaluation.Measure(model, stimuli, PerturbationNorm.L2, [0.1])
                )
                .Message;
        Assert.Contains("give at least one", Message());
        Assert.Contains("has no class", Message(SyntheticStimuli.DeadLeaves(32)));
        Assert.Contains(
            "has class 281, and ResNet8 has the classes 0 to 9",
            Message(SyntheticStimuli.DeadLeaves(32) with { ClassIndex = 281, Label = "tabby" })
        );
        Assert.Contains("takes (N, 3, 32, 32)", Message(SyntheticStimuli.DeadLeaves(16) with { ClassIndex = 1 }));
    }

    /// <summary>Pictures labelled with the class that the network assigns to them.</summary>
    private static IReadOnlyList<Stimulus> AsTheNetworkSees(StagedModel model, int count)
    {
        using DisposeScope scope = NewDisposeScope();
        ImageStimulus[] pictures =
        [
            .. Enumerable.Range(0, count).Select(seed => SyntheticStimuli.DeadLeaves(32, seed)),
        ];
        long[] classes = model
            .call(stack([.. pictures.Select(picture => picture.Pixels)]))
            .argmax(1)
            .data<long>()
            .ToArray();
        return
        [
            .. pictures.Zip(
                classes,
                (picture, index) =>
                    picture with
                    {
                        ClassIndex = (int)index,
                        Pixels = picture.Pixels.DetachFromDisposeScope(),
                    }
            ),
        ];
    }
}
