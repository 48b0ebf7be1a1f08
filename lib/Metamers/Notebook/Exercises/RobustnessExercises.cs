using Metamers.Evaluation;
using Metamers.Models;
using Metamers.Models.Zoo;
using Metamers.Published;
using Metamers.Stimuli;
using Metamers.Synthesis;
using static TorchSharp.torch;

namespace Metamers.Notebook.Exercises;

/// <summary>The exercises of notebooks 06 to 09.</summary>
internal static class RobustnessExercises
{
    public static IReadOnlyList<ExerciseTask> All { get; } =
    [
        ExerciseTask.Of<Func<Transfer, string, string, double>>("06.1", Idiosyncrasy),
        ExerciseTask.Of<Func<MetamerSet, StagedModel, double>>("06.2", RecognisedBy),
        ExerciseTask.Of<Func<Tensor, double, Tensor>>("07.1", IntoBall),
        ExerciseTask.Of<Func<ImageStimulus, Metamer>>("07.2", make => Made(make, "layer3", "resnet20-l2-seed0")),
        ExerciseTask.Of<Func<PublishedData, string, string, double>>("08.1", GainOfPeople),
        ExerciseTask.Of<Func<Metamer, double>>("08.2", Roughness),
        ExerciseTask.Of<Func<double, int, double>>("09.1", Folded),
        ExerciseTask.Of<Func<double[], double, double>>("09.2", GainOfWindow),
        ExerciseTask.Of<Func<ImageStimulus, Metamer>>("09.3", make => Made(make, "layer1", "resnet20-untrained-seed0")),
    ];

    private static IEnumerable<Finding> Idiosyncrasy(Func<Transfer, string, string, double> ofStage)
    {
        Transfer small = new([
            new("a", "late", "a", 10, 0.9, 0.1),
            new("a", "late", "b", 10, 0.2, 0.1),
            new("a", "late", "c", 10, 0.4, 0.1),
            new("b", "late", "b", 10, 1, 0.1),
            new("a", "early", "a", 10, 0.9, 0.1),
            new("a", "early", "b", 10, 0.9, 0.1),
        ]);
        const string Hint =
            "take the accuracy of the network on its own metamers minus the mean accuracy of all others on them";
        yield return Finding.Number(
            ofStage(small, "a", "late"),
            0.6,
            "a network that names 0.9 of its own metamers, others 0.2 and 0.4",
            Hint
        );
        yield return Finding.Number(ofStage(small, "a", "early"), 0, "a stage that all recognise alike", Hint);
        Transfer paper = new PublishedData().Transfers.Where(row => row.Modality == "vision").ToTransfer();
        yield return Finding.Number(
            ofStage(paper, "resnet50", "final"),
            paper
                .Results.Single(row => row is { Generator: "resnet50", Stage: "final", Evaluator: "resnet50" })
                .Accuracy - paper.OfOthers("resnet50", "final").Mean,
            "the last stage of the paper's ResNet-50",
            Hint
        );
    }

    private static IEnumerable<Finding> RecognisedBy(Func<MetamerSet, StagedModel, double> share)
    {
        using StagedModel judge = ModelZoo.Load("resnet20-standard-seed1");
        Metamer[] some = [.. Enumerable.Range(0, 4).Select(i => Labelled(judge, i))];
        using MetamerSet metamers = new(some);
        const string Hint =
            "show the judge the metamer, not the reference, and compare its largest logit with the class of "
            + "the reference";
        yield return Finding.Number(
            share(metamers, judge),
            0.5,
            "four metamers of which the judge names two right",
            Hint
        );
        yield return Finding.Number(
            share(new MetamerSet(some.Where((_, i) => i % 2 == 0)), judge),
            1,
            "the two that it names right",
            Hint
        );
        yield return Finding.Number(
            share(new MetamerSet(some.Where((_, i) => i % 2 == 1)), judge),
            0,
            "the two that it names wrong",
            Hint
        );
    }

    /// <summary>A metamer whose class the judge names if its number is even.</summary>
    private static Metamer Labelled(StagedModel judge, int i)
    {
        Tensor values = ExerciseMetamers.Noise((ulong)i + 1, 3, 32, 32);
        int named = (int)judge.Logits(values.unsqueeze(0)).argmax(1).item<long>();
        ImageStimulus leaves = ExerciseMetamers.Leaves(i);
        return ExerciseMetamers.Of(
            leaves with
            {
                Name = $"picture {i}",
                ClassIndex = i % 2 == 0 ? named : (named + 1) % 10,
            },
            values
        );
    }

    private static IEnumerable<Finding> IntoBall(Func<Tensor, double, Tensor> project)
    {
        Tensor three = tensor(new[] { 3f, 4f });
        foreach ((double radius, double expected) in new[] { (1.0, 1.0), (10, 5), (5, 5), (0.25, 0.25) })
        {
            Tensor inside = project(three, radius);
            yield return Finding.Number(
                inside.norm().item<float>(),
                expected,
                FormattableString.Invariant($"(3, 4) and radius {radius}, the length,"),
                "divide what is too long by how many times too long it is, and leave the rest as it is"
            );
            yield return Finding.Number(
                inside[0].item<float>() / inside[1].item<float>(),
                0.75,
                FormattableString.Invariant($"(3, 4) and radius {radius}, the direction, x over y,"),
                "the direction of the perturbation must not change"
            );
        }
    }

    private static IEnumerable<Finding> GainOfPeople(Func<PublishedData, string, string, double> gain)
    {
        PublishedData data = new();
        double Mean(string model, string stage) =>
            data
                .Recognition.Single(row =>
                    row.PaperExperiment.StartsWith("Visual Experiment 7", StringComparison.Ordinal)
                    && row.Model == model
                    && row.StageLabel == stage
                )
                .HumanMean;
        foreach (
            (string model, string stage) in new[]
            {
                ("resnet50_l2_3_robust", "layer4"),
                ("resnet50_l2_3_robust", "final"),
                ("resnet50", "layer4"),
            }
        )
        {
            yield return Finding.Number(
                gain(data, model, stage),
                Mean(model, stage) - Mean("resnet50", stage),
                $"{model} at {stage}",
                "take the human mean of the network minus that of resnet50 at the same stage, both of Visual "
                    + "Experiment 7"
            );
        }
    }

    private static IEnumerable<Finding> Roughness(Func<Metamer, double> ratio)
    {
        ImageStimulus leaves = ExerciseMetamers.Leaves();
        using Metamer same = ExerciseMetamers.Of(leaves, leaves.Pixels),
            grey = ExerciseMetamers.Of(leaves, full_like(leaves.Pixels, 0.5)),
            noise = ExerciseMetamers.Of(leaves, ExerciseMetamers.Noise(3, 3, 32, 32)),
            faint = ExerciseMetamers.Of(leaves, leaves.Pixels / 2);
        static double Steps(Tensor pixels) => (pixels[.., .., 1..] - pixels[.., .., ..^1]).abs().mean().item<float>();
        yield return Finding.Number(
            ratio(same),
            1,
            "a metamer equal to its reference",
            "divide by the same measure of the reference"
        );
        yield return Finding.Number(ratio(grey), 0, "a grey metamer", "neighbours that are equal differ by nothing");
        yield return Finding.Number(
            ratio(faint),
            0.5,
            "the reference at half its contrast",
            "take absolute differences, not their squares"
        );
        yield return Finding.Number(
            ratio(noise),
            Steps(noise.Values) / Steps(leaves.Pixels),
            "noise",
            "take the mean absolute difference of each pixel from the one at its right, over all channels and rows"
        );
    }

    private static IEnumerable<Finding> Folded(Func<double, int, double> folded)
    {
        const string Hint =
            "multiply by n to get cycles a kept sample, then take the distance to the nearest whole number";
        foreach (
            (double f, int n, double expected) in new[]
            {
                (0.4, 2, 0.2),
                (0.1, 2, 0.2),
                (0.25, 4, 0.0),
                (0.3, 3, 0.1),
                (0.45, 1, 0.45),
                (0.4, 4, 0.4),
            }
        )
        {
            yield return Finding.Number(
                folded(f, n),
                expected,
                FormattableString.Invariant($"f = {f} and n = {n}"),
                Hint
            );
        }
    }

    private static IEnumerable<Finding> GainOfWindow(Func<double[], double, double> gain)
    {
        double[] hann = [.. Enumerable.Range(1, 7).Select(i => Math.Pow(Math.Sin(Math.PI * i / 8), 2))];
        const string Hint =
            "sum the window times the cosine and times the sine, take the length of the two sums, and divide "
            + "by the sum of the window";
        yield return Finding.Number(gain(hann, 0), 1, "a frequency of 0", Hint);
        yield return Finding.Number(gain(hann, 0.125), 0.5, "the Hann window at f = 0.125", Hint);
        yield return Finding.Number(gain(hann, 0.25), 0, "the Hann window at f = 0.25", Hint);
        yield return Finding.Number(gain([1, 1], 0.5), 0, "two equal values at f = 0.5", Hint);
        yield return Finding.Number(gain([5], 0.3), 1, "a window of one value", Hint);
        yield return Finding.Number(gain([3, 1], 0.25), Math.Sqrt(10) / 4, "the values 3 and 1 at f = 0.25", Hint);
        yield return Finding.Number(gain([1, 1, 1], 0.5), 1 / 3.0, "three equal values at f = 0.5", Hint);
    }

    private static IEnumerable<Finding> Made(Func<ImageStimulus, Metamer> make, string stage, string key)
    {
        ImageStimulus leaves = ExerciseMetamers.Leaves();
        return ExerciseMetamers.Check(make(leaves), leaves, stage, key);
    }
}
