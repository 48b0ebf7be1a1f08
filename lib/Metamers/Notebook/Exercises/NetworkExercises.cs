using Metamers.Evaluation;
using Metamers.Models;
using Metamers.Models.Import;
using Metamers.Runtime;
using Metamers.Stimuli;
using Metamers.Synthesis;
using static TorchSharp.torch;

namespace Metamers.Notebook.Exercises;

/// <summary>The exercises of notebooks 10 and 11.</summary>
internal static class NetworkExercises
{
    private const int Classes = 1000;

    public static IReadOnlyList<ExerciseTask> All { get; } =
    [
        ExerciseTask.Of<Func<string, double>>("10.1", CategoryChance),
        ExerciseTask.Of<Func<Tensor, Tensor, bool>>("10.2", SameCategory),
        ExerciseTask.Of<Func<StagedModel>>("11.1", OneConvolution),
        ExerciseTask.Of<Func<StagedModel, ImageStimulus, Metamer>>("11.2", OfMine),
    ];

    private static IEnumerable<Finding> CategoryChance(Func<string, double> chance)
    {
        int all = ImageNet16.Names.Sum(name => ImageNet16.ClassesOf(name).Count);
        foreach (string name in new[] { "dog", "airplane", "bird" })
        {
            yield return Finding.Number(
                chance(name),
                ImageNet16.ClassesOf(name).Count / (double)all,
                $"the category {name}",
                "divide its number of classes by that of all classes which belong to a category"
            );
        }

        yield return Finding.Number(
            ImageNet16.Names.Sum(chance),
            1,
            "the sum over all categories",
            "one of them is named in the end"
        );
    }

    private static IEnumerable<Finding> SameCategory(Func<Tensor, Tensor, bool> same)
    {
        static Tensor Logits(params (int Class, float Value)[] high)
        {
            Tensor logits = zeros(1, Classes);
            foreach ((int index, float value) in high)
            {
                logits[0, index] = value;
            }

            return logits;
        }

        (int dog, int otherDog, int cat) = (
            ImageNet16.ClassesOf("dog")[0],
            ImageNet16.ClassesOf("dog")[5],
            ImageNet16.ClassesOf("cat")[0]
        );
        yield return Finding.Truth(
            same(Logits((dog, 9)), Logits((dog, 9))),
            true,
            "one class for both",
            "it is the same category"
        );
        yield return Finding.Truth(
            same(Logits((dog, 9)), Logits((otherDog, 9))),
            true,
            "two breeds of dog",
            "compare the categories, not the classes"
        );
        yield return Finding.Truth(
            same(Logits((dog, 9)), Logits((cat, 9))),
            false,
            "a dog and a cat",
            "these are two categories"
        );
        int goldfish = 1;
        yield return Finding.Truth(
            same(Logits((cat, 9)), Logits((goldfish, 9), (cat, 5))),
            true,
            "a metamer called a goldfish first and a cat next",
            "a goldfish is in no category, so the first guess that is in one counts, as ImageNet16.Answers has it"
        );
        yield return Finding.Truth(
            same(Logits((cat, 9)), Logits([(cat, 5), .. ImageNet16.ClassesOf("dog").Select(index => (index, 1f))])),
            true,
            "a metamer called a cat, with a little of every dog",
            "the highest class decides, not the sum over a category, as ImageNet16.Answers has it"
        );
    }

    private static IEnumerable<Finding> OneConvolution(Func<StagedModel> build)
    {
        using StagedModel network = build();
        Stage? relu = network.Stages.FirstOrDefault(stage => stage.Name == "relu");
        yield return Finding.That(
            relu is not null,
            $"It has no stage \"relu\" but {string.Join(", ", network.Stages.Select(stage => stage.Name))}: give "
                + "the ReLU that name, and name it as a stage at the end."
        );
        yield return Finding.That(
            relu!.EndsInRelu,
            "The stage \"relu\" does not end in a ReLU: give the name to nn.ReLU()."
        );
        yield return Finding.That(
            relu.Shape.SequenceEqual([8L, 32, 32]),
            $"The stage \"relu\" has the shape ({string.Join(", ", relu.Shape)}) and not (8, 32, 32): a window "
                + "of 5 keeps the size with a padding of 2."
        );
        yield return Finding.Number(
            network.Stages[^1].Units,
            4,
            "the units of the last stage",
            "the readout has four classes"
        );
        long parameters = network.named_parameters().Sum(parameter => parameter.parameter.numel());
        yield return Finding.Number(
            parameters,
            8 * (3 * 5 * 5 + 1) + 4 * (8 * 32 * 32 + 1),
            "the number of parameters",
            "there is one convolution from 3 to 8 channels with a window of 5 × 5, and one readout of all its units, "
                + "both with a bias"
        );
        ModelValidation.Check(network.Freeze(), ExerciseMetamers.Leaves().Pixels.unsqueeze(0));
    }

    private static IEnumerable<Finding> OfMine(Func<StagedModel, ImageStimulus, Metamer> make)
    {
        using SeededTorch seeded = new(0);
        using StagedModel network = new ModuleNetwork(
            nn.Sequential(
                ("conv", nn.Conv2d(3, 4, 3, padding: 1)),
                ("relu", nn.ReLU()),
                ("flatten", nn.Flatten()),
                ("readout", nn.Linear(4 * 32 * 32, 5))
            ),
            InputNormalization.ImageNet,
            [3, 32, 32],
            "relu"
        ).Freeze();
        ImageStimulus leaves = ExerciseMetamers.Leaves();
        foreach (Finding finding in ExerciseMetamers.Check(make(network, leaves), leaves, "relu"))
        {
            yield return finding;
        }
    }
}
