using Metamers.Models;
using Metamers.Models.Cochleagrams;
using Metamers.Runtime;
using Metamers.Stimuli.Data;
using Metamers.Stimuli.Data.Sets;

namespace Metamers.Training;

/// <summary>A data set that recipes name, opened: its training and its test part.</summary>
public sealed class TrainingData : IDisposable
{
    private static readonly (string Name, SpokenDigitsTask? Task, string Archive)[] Known =
    [
        ("cifar10", null, "cifar-10-binary.tar.gz"), // the official archive
        ("cifar10-jpeg", null, "cifar10-jpeg.tar"),
        ("spoken-digits-digit", SpokenDigitsTask.Digit, "recordings.tar"),
        ("spoken-digits-speaker", SpokenDigitsTask.Speaker, "recordings.tar"),
    ];

    private readonly IDisposable[] held;

    private TrainingData(TrainingSet train, TrainingSet test, params IDisposable[] held) =>
        (Train, Test, this.held) = (train, test, held);

    /// <summary>What is trained on.</summary>
    public TrainingSet Train { get; }

    /// <summary>What is evaluated on.</summary>
    public TrainingSet Test { get; }

    /// <summary>Number of classes of a data set.</summary>
    /// <param name="name">As a recipe names it.</param>
    /// <exception cref="MetamerException">There is no such data set.</exception>
    public static int ClassesOf(string name) =>
        Find(name).Task is { } task ? SpokenDigits.ClassNames(task).Count : Cifar10.ClassNames.Count;

    /// <summary>Opens the data set of a recipe for a network.</summary>
    /// <param name="recipe">Names the data set, and how much the envelopes of sounds are oversampled.</param>
    /// <param name="model">A network that takes such stimuli; its cochleagram is set as the recipe says.</param>
    /// <returns>Both parts; dispose of it in the end.</returns>
    /// <exception cref="MetamerException">
    /// There is no such data set, it is not found or damaged, or the network takes other stimuli.
    /// </exception>
    public static TrainingData Open(TrainingRecipe recipe, StagedModel model)
    {
        (_, SpokenDigitsTask? task, string archive) = Find(recipe.Data);
        if (task is null)
        {
            Cifar10 pictures = new(DataFiles.Require(archive));
            LabelledImages train = pictures.Load(Cifar10Split.Train),
                test = pictures.Load(Cifar10Split.Test);
            return new(new PictureSet(train), new PictureSet(test), train, test);
        }

        Cochleagram cochleagram =
            model.Cochleagram
            ?? throw new MetamerException(
                $"{recipe.Architecture} takes pictures; '{recipe.Data}' are sounds. Train a network that hears, such "
                    + "as CochCnnSmall."
            );
        cochleagram.Oversampling = recipe.Sound?.Oversampling ?? cochleagram.Oversampling;
        SpokenDigits words = SpokenDigits.Find() ?? new SpokenDigits(DataFiles.Require(archive));
        LabelledSounds trainWords = words.Load(SpokenDigitsSplit.Train, task.Value),
            testWords = words.Load(SpokenDigitsSplit.Test, task.Value);
        SoundSet trainSet = new(trainWords, cochleagram.Options.Samples),
            testSet = new(testWords, cochleagram.Options.Samples);
        return new(trainSet, testSet, trainSet, testSet, trainWords, testWords);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (IDisposable part in held)
        {
            part.Dispose();
        }
    }

    private static (string Name, SpokenDigitsTask? Task, string Archive) Find(string name) =>
        Known.FirstOrDefault(data => data.Name == name) is { Name: not null } found
            ? found
            : throw new MetamerException(
                $"There is no training data '{name}'. Allowed: {string.Join(", ", Known.Select(data => data.Name))}."
            );
}
