using System.Diagnostics;
using Metamers.Models;
using Metamers.Models.Checkpoints;
using Metamers.Perturbations;
using Metamers.Runtime;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Metamers.Training;

/// <summary>
/// Trains a network by a recipe. After each epoch the weights, the optimiser's momentum and the log are saved in
/// <paramref name="folder"/>; a training that was stopped resumes from there and ends with bit-identical weights to one
/// that was not, on the same machine with the same number of threads.
/// </summary>
/// <param name="recipe">What to do.</param>
/// <param name="model">A network that was just built after <c>manual_seed(recipe.Seed)</c>.</param>
/// <param name="folder">
/// The folder of the state: <c>last.safetensors</c>, <c>log.csv</c> and <c>best.safetensors</c>.
/// </param>
internal sealed class Trainer(TrainingRecipe recipe, StagedModel model, string folder)
{
    private const string ModelPrefix = "model.";
    private const string MomentumPrefix = "momentum.";

    /// <summary>The saved state: weights, momentum and, in its metadata, the log up to its epoch.</summary>
    public string StatePath => Path.Combine(folder, "last.safetensors");

    /// <summary>
    /// The weights after the epoch of the highest test accuracy so far, for those who want to stop early; training
    /// resumes from the last epoch's weights.
    /// </summary>
    public string BestPath => Path.Combine(folder, "best.safetensors");

    /// <summary>The log as comma-separated values, one line per epoch.</summary>
    public string LogPath => Path.Combine(folder, "log.csv");

    /// <summary>Trains to the end of the recipe, from the saved state if there is one.</summary>
    /// <param name="train">Training set.</param>
    /// <param name="test">
    /// Test set, evaluated after each epoch; it chooses <see cref="BestPath"/> and nothing else.
    /// </param>
    /// <param name="progress">Called every 20 steps.</param>
    /// <param name="cancellation">Stops after the current step; the last finished epoch stays saved.</param>
    /// <param name="afterEpoch">
    /// Called after each epoch is saved, and again for the last saved one when a training is resumed.
    /// </param>
    /// <returns>The log of all epochs; for a recipe without epochs, the random weights as epoch 0.</returns>
    /// <exception cref="MetamerException">
    /// The saved state belongs to another recipe, or the loss is not finite.
    /// </exception>
    public IReadOnlyList<EpochResult> Run(
        TrainingSet train,
        TrainingSet test,
        IProgress<TrainingProgress>? progress = null,
        CancellationToken cancellation = default,
        Action<EpochResult, StagedModel>? afterEpoch = null
    )
    {
        recipe.Check();
        if (recipe.Epochs > 0 && train.Count < recipe.BatchSize)
        {
            throw new MetamerException(
                $"There are {train.Count} stimuli to train on and batches of {recipe.BatchSize}, so that no step "
                    + "would be "
                    + $"made; give more stimuli, or the recipe a batchSize of at most {train.Count}."
            );
        }

        using IDisposable? frontEnd = recipe.Sound is { } sound
            ? model.Cochleagram?.OversampledBy(sound.Oversampling)
            : null;
        if (recipe.Epochs == 0)
        {
            return [Untrained(test)];
        }

        using SGD optimizer = optim.SGD(
            model.parameters(),
            recipe.LearningRate,
            recipe.Momentum,
            weight_decay: recipe.WeightDecay,
            nesterov: recipe.Momentum > 0
        );
        Remains.Remove(StatePath);
        Remains.Remove(BestPath);
        Remains.Remove(LogPath);
        List<EpochResult> log = Restore(optimizer);
        if (log.Count > 0)
        {
            afterEpoch?.Invoke(log[^1], model);
        }

        while (log.Count < recipe.Epochs)
        {
            log.Add(RunEpoch(log.Count, train, test, optimizer, progress, cancellation));
            Save(optimizer, log);
            afterEpoch?.Invoke(log[^1], model);
        }

        return log;
    }

    /// <summary>Mean cross-entropy and proportion correct, in evaluation mode without augmentation.</summary>
    /// <param name="model">Any network for these stimuli.</param>
    /// <param name="stimuli">The stimuli and their classes.</param>
    /// <returns>Loss in nats and accuracy from 0 to 1.</returns>
    public static (double Loss, double Accuracy) Evaluate(StagedModel model, TrainingSet stimuli)
    {
        using IDisposable evaluation = model.InEvaluation();
        double loss = 0;
        double correct = 0;
        using IDisposable noGradient = no_grad();
        for (long start = 0; start < stimuli.Count; start += stimuli.EvaluationBatch)
        {
            using DisposeScope scope = NewDisposeScope();
            long end = Math.Min(start + stimuli.EvaluationBatch, stimuli.Count);
            Tensor labels = stimuli.Labels[TensorIndex.Slice(start, end)].to(model.Device);
            Tensor logits = model.call(stimuli.Plain(start, end, model));
            loss += nn.functional.cross_entropy(logits, labels, reduction: nn.Reduction.Sum).to(float64).item<double>();
            correct += (logits.argmax(1) == labels).sum().item<long>();
        }

        return (loss / stimuli.Count, correct / stimuli.Count);
    }

    /// <summary>Evaluates the random weights without training.</summary>
    private EpochResult Untrained(TrainingSet test)
    {
        Stopwatch watch = Stopwatch.StartNew();
        (double loss, double accuracy) = Evaluate(model, test);
        return new EpochResult(0, 0, double.NaN, double.NaN, loss, accuracy, watch.Elapsed.TotalSeconds);
    }

    private EpochResult RunEpoch(
        int epoch,
        TrainingSet train,
        TrainingSet test,
        SGD optimizer,
        IProgress<TrainingProgress>? progress,
        CancellationToken cancellation
    )
    {
        Stopwatch watch = Stopwatch.StartNew();
        using DisposeScope epochScope = NewDisposeScope();
        long seed = recipe.Seed * 1_000_003 + epoch + 1;
        using Generator random = new((ulong)seed, CPU);
        using SeededTorch seeded = new(seed); // what dropout draws from
        Tensor order = randperm(train.Count, int64, generator: random);
        long steps = train.Count / recipe.BatchSize;
        Tensor sums = zeros(2, float64, model.Device); // loss, correct
        model.train();
        double rate = 0;
        for (long step = 0; step < steps; step++)
        {
            cancellation.ThrowIfCancellationRequested();
            using DisposeScope scope = NewDisposeScope();
            rate = recipe.LearningRateAt(epoch * steps + step, recipe.Epochs * steps);
            optimizer.ParamGroups.First().LearningRate = rate;
            Tensor chosen = order[TensorIndex.Slice(step * recipe.BatchSize, (step + 1) * recipe.BatchSize)];
            Tensor stimuli = train.Augmented(chosen, model, recipe.Augmentation, random);
            Tensor labels = train.Labels[chosen].to(model.Device);
            PerturbationSpace space = recipe.Adversary?.Space ?? PerturbationSpace.Input;
            Tensor entered = space.Enter(model, stimuli);
            Tensor perturbed =
                recipe
                    .Adversary?.At(epoch * steps + step, recipe.Epochs * steps)
                    .Perturb(model, entered, labels, random)
                ?? entered;
            Tensor logits = space.Logits(model, perturbed);
            Tensor loss = nn.functional.cross_entropy(logits, labels);
            optimizer.zero_grad();
            loss.backward();
            optimizer.step();
            sums.add_(stack([loss.detach().to(float64), (logits.argmax(1) == labels).to(float64).mean()]));
            if ((step + 1) % 20 == 0 || step + 1 == steps)
            {
                double mean = sums[0].item<double>() / (step + 1);
                CheckFinite(mean, epoch, step);
                double left = (double)(recipe.Epochs * steps - epoch * steps - step - 1) / (step + 1);
                progress?.Report(new(epoch + 1, recipe.Epochs, step + 1, steps, mean, watch.Elapsed * left));
            }
        }

        (double testLoss, double testAccuracy) = Evaluate(model, test);
        return new EpochResult(
            epoch + 1,
            rate,
            sums[0].item<double>() / steps,
            sums[1].item<double>() / steps,
            testLoss,
            testAccuracy,
            watch.Elapsed.TotalSeconds
        );
    }

    private static void CheckFinite(double loss, int epoch, long step)
    {
        if (!double.IsFinite(loss))
        {
            throw new MetamerException(
                FormattableString.Invariant(
                    $"The training loss is {loss} in epoch {epoch + 1}, step {step + 1}. Lower the learning rate of "
                ) + "the recipe; the earlier epochs are saved."
            );
        }
    }

    private void Save(SGD optimizer, List<EpochResult> log)
    {
        Dictionary<string, Tensor> tensors = model.state_dict().ToDictionary(t => ModelPrefix + t.Key, t => t.Value);
        foreach ((string name, SGD.State state) in States(optimizer))
        {
            if (state.momentum_buffer is not null)
            {
                tensors[MomentumPrefix + name] = state.momentum_buffer;
            }
        }

        Dictionary<string, string> metadata = new()
        {
            ["recipe"] = recipe.ToJson(),
            ["log"] = TrainingLog.ToLines(log),
        };
        // A log that was restored has four digits.
        if (log.All(result => Math.Round(result.TestAccuracy, 4) <= Math.Round(log[^1].TestAccuracy, 4)))
        {
            SafeTensors.Write(BestPath, model.state_dict(), metadata);
        }

        StateFile.Write(StatePath, tensors, metadata);
        TrainingLog.Write(LogPath, log);
    }

    private List<EpochResult> Restore(SGD optimizer)
    {
        if (!File.Exists(StatePath))
        {
            return [];
        }

        List<EpochResult> log = [];
        StateFile.Restore(
            StatePath,
            (tensors, metadata) =>
            {
                if (metadata.GetValueOrDefault("recipe") != recipe.ToJson())
                {
                    throw new MetamerException(
                        $"{StatePath} was made by a recipe that differs from '{recipe.Name}' now. Give the recipe its "
                            + "former values, rename it, or delete that folder."
                    );
                }

                Restore(tensors, optimizer);
                log.AddRange(TrainingLog.FromLines(metadata["log"]));
            }
        );
        return log;
    }

    private void Restore(IReadOnlyDictionary<string, Tensor> tensors, SGD optimizer)
    {
        using IDisposable noGradient = no_grad();
        foreach ((string name, Tensor target) in model.state_dict())
        {
            target.copy_(tensors[ModelPrefix + name]);
        }

        foreach ((string name, SGD.State state) in States(optimizer))
        {
            state.momentum_buffer = tensors
                .GetValueOrDefault(MomentumPrefix + name)
                ?.to(model.Device)
                .DetachFromDisposeScope();
        }
    }

    private IEnumerable<(string Name, SGD.State State)> States(SGD optimizer) =>
        model.named_parameters().Select(p => p.name).Zip(optimizer.state_dict().State.Cast<SGD.State>());
}
