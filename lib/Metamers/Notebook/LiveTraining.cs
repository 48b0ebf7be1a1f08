using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Metamers.Models;
using Metamers.Runtime;
using Metamers.Stimuli;
using Metamers.Stimuli.Data.Sets;
using Metamers.Training;
using Microsoft.DotNet.Interactive;
using Microsoft.DotNet.Interactive.Formatting;
using TorchSharp;

namespace Metamers.Notebook;

/// <summary>
/// Training in a cell: one line that shows the progress, updated at most four times per second. The state is kept in
/// <c>artifacts/training</c>, so a cell that was stopped resumes where it was, and a finished one returns at once when
/// it is run again.
/// </summary>
/// <example>
/// <code>
/// var train = Photographs.WithClassesOrDraw(DataPart.Train, perClass: 4);
/// var test = Photographs.WithClassesOrDraw(DataPart.Test, perClass: 1);
/// var recipe = new TrainingRecipe { Name = "mine", Architecture = "ResNet8", Data = "photographs",
///     Epochs = 1, BatchSize = 8 };
/// var (network, log) = LiveTraining.Run(recipe, () => new CifarResNet(8, classes: 10), train, test);
/// </code>
/// </example>
public sealed class LiveTraining : IProgress<TrainingProgress>
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(250);

    private readonly KernelInvocationContext? context = KernelInvocationContext.Current;
    private readonly Stopwatch sinceShown = new();
    private readonly string name;
    private DisplayedValue? displayed;

    private LiveTraining(string name) => this.name = name;

    /// <summary>
    /// A hash of what the untrained network says of a picture, by which networks that differ in parts without weights
    /// are told apart.
    /// </summary>
    private static string AnswerOf(StagedModel network, ImageStimulus picture)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using IDisposable evaluation = network.InEvaluation();
        using IDisposable noGradient = torch.no_grad();
        return TensorHash.Compute(network.call(picture.Pixels.unsqueeze(0).to(network.ElementType, network.Device)));
    }

    /// <summary>Trains a network on pictures.</summary>
    /// <param name="recipe">The recipe of the training.</param>
    /// <param name="build">Builds the network, with random weights from torch's seed.</param>
    /// <param name="train">Labelled pictures for training.</param>
    /// <param name="test">Labelled pictures for the test after each epoch.</param>
    /// <param name="cancellation">Stops after the current step; finished epochs are kept.</param>
    /// <returns>The network, frozen, and the log of its epochs.</returns>
    /// <exception cref="MetamerException">
    /// A picture has no class, the recipe cannot be used, or the loss is not finite.
    /// </exception>
    public static (StagedModel Network, IReadOnlyList<EpochResult> Log) Run(
        TrainingRecipe recipe,
        Func<StagedModel> build,
        IReadOnlyList<ImageStimulus> train,
        IReadOnlyList<ImageStimulus> test,
        CancellationToken cancellation = default
    )
    {
        using LabelledImages trainImages = LabelledImages.FromStimuli(train);
        using LabelledImages testImages = LabelledImages.FromStimuli(test);
        using SeededTorch seeded = new(recipe.Seed);
        StagedModel network = build();
        string state = TextHash.Compute(
            $"{recipe.ToJson()} {Contents(trainImages)} {Contents(testImages)} {torch.get_num_threads()} "
                + $"{network.Name} {JsonSerializer.Serialize(network.Input)} {AnswerOf(network, train[0])} "
                + ModelIdentity.Compute(network).WeightsSha256
        );
        network.Card = network.Card with { ClassNames = trainImages.ClassNames, TrainingData = train[0].Source };
        LiveTraining live = new(recipe.Name);
        Trainer trainer = new(
            recipe,
            network,
            Path.Combine(ProjectFolder.Artifacts, "training", FileName.Require($"{recipe.Name}-{state}", "The recipe"))
        );
        IReadOnlyList<EpochResult> log = trainer.Run(
            new PictureSet(trainImages),
            new PictureSet(testImages),
            live,
            cancellation
        );
        live.Show(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{recipe.Name}: {log.Count} epochs, {log.Sum(epoch => epoch.Seconds):0} "
                    + $"s, {100 * log[^1].TestAccuracy:0.0} % of {test.Count} test pictures correct"
            )
        );
        return (network.Freeze(), log);
    }

    /// <summary>Shows a report, unless another was shown less than a quarter of a second ago.</summary>
    /// <param name="value">The progress of the training.</param>
    void IProgress<TrainingProgress>.Report(TrainingProgress value)
    {
        if (!sinceShown.IsRunning || sinceShown.Elapsed >= Interval)
        {
            sinceShown.Restart();
            Show(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{name}: epoch {value.Epoch} of {value.Epochs}, step {value.Step} of {value.StepsPerEpoch}, "
                        + $"loss {value.Loss:0.000}, {TimeText.Format(value.TimeLeft)} left"
                )
            );
        }
    }

    private void Show(string line)
    {
        if (context is null)
        {
            Console.WriteLine(line);
        }
        else if (displayed is null)
        {
            displayed = KernelInvocationContextExtensions.Display(context, line);
        }
        else
        {
            displayed.Update(line);
        }
    }

    /// <summary>Tells pictures and their classes apart by their values.</summary>
    private static string Contents(LabelledImages images) =>
        $"{TensorHash.Compute(images.Pixels)} {TensorHash.Compute(images.Labels)}";
}
