using System.Diagnostics;
using System.Globalization;
using Metamers.Models;
using Metamers.Runtime;
using Metamers.Stimuli;
using TorchSharp;
using static TorchSharp.torch;

namespace Metamers.Synthesis;

/// <summary>
/// Makes model metamers: from noise, by gradient descent on the stimulus, the same activations at one stage as a
/// reference. All items of a batch descend together, each with its own loss, gradient norm and step.
/// </summary>
/// <example>
/// <code>
/// var model = ModelZoo.Load("resnet20-standard-seed0", session.Device);
/// var fast = MetamerOptions.Quick with { Repetitions = 1, StepsPerRepetition = 2 };
/// var metamers = new MetamerSynthesizer(model, fast).Synthesize(Photographs.Take(2), "layer1");
/// metamers[0]
/// </code>
/// </example>
public sealed class MetamerSynthesizer
{
    private readonly StagedModel model;
    private readonly MetamerOptions options;
    private ModelIdentity? identity;

    /// <summary>Prepares a network and a schedule.</summary>
    /// <param name="model">A network with its weights loaded, frozen (<see cref="StagedModel.Freeze"/>).</param>
    /// <param name="options">The schedule; <see cref="MetamerOptions.Paper"/> is the published one.</param>
    /// <exception cref="MetamerException">
    /// The network is not frozen or has no gradient, a weight is not finite, or an option is out of range.
    /// </exception>
    public MetamerSynthesizer(StagedModel model, MetamerOptions options)
    {
        this.model = model;
        this.options = options;
        options.Check();
        CheckLastStep();
        model.RequireGradient();
        if (!model.IsFrozen || model.training)
        {
            throw new MetamerException(
                $"{model.Name} is not frozen: in training mode, or with gradients for its parameters, it is not a "
                    + "fixed function. Call model.Freeze() after its weights are loaded."
            );
        }

        using DisposeScope scope = NewDisposeScope();
        ModelValidation.CheckWeights(model);
    }

    /// <summary>The schedule.</summary>
    public MetamerOptions Options => options;

    /// <summary>The network with the hash of its weights, as every metamer carries it.</summary>
    public ModelIdentity Identity =>
        (identity ??= ModelIdentity.Compute(model)) with
        {
            FrontEnd = model.Cochleagram?.Options,
        };

    /// <summary>What is known of the network, as every metamer carries it.</summary>
    internal NetworkCard Card => model.Card;

    /// <summary>The start noise of a seed: one array for all stimuli and stages, as published.</summary>
    /// <returns>(1, shape of a stimulus) float32, clamped to the input's range.</returns>
    public Tensor StartNoise() => Synthesis.StartNoise.Draw(options, model.InputShape, model.Input);

    /// <summary>Sets up a descent without doing a step.</summary>
    /// <param name="references">(N, shape of a stimulus), N ≥ 1, finite, within the input's range.</param>
    /// <param name="stage">Name of the stage to match.</param>
    /// <param name="start">Where to start, (1 or N, shape of a stimulus); <see cref="StartNoise"/> if null.</param>
    /// <returns>The run, to be advanced and disposed.</returns>
    /// <exception cref="MetamerException">
    /// No such stage, a wrong shape or range, NaN, or all-zero activations.
    /// </exception>
    public SynthesisRun Start(Tensor references, string stage, Tensor? start = null)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor wanted = references.to(model.Device);
        StimulusValidation.Check(model, wanted, "The references");
        Tensor begin = (start ?? StartNoise()).to(model.Device);
        StimulusValidation.Check(model, begin, "The start");
        return new SynthesisRun(model, options, stage, wanted, begin);
    }

    /// <summary>
    /// The speed of the descent for one stimulus, timed over a few steps after a warm-up step; it tells what a study
    /// will cost.
    /// </summary>
    /// <param name="reference">A picture or sound that the network takes.</param>
    /// <param name="stage">Name of the stage to match.</param>
    /// <param name="steps">Steps that are timed, at least 1.</param>
    /// <returns>Steps per second.</returns>
    /// <exception cref="MetamerException">As <see cref="Start"/>.</exception>
    public double StepsPerSecond(Stimulus reference, string stage, int steps = 3)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(steps, 1);
        using DisposeScope scope = NewDisposeScope();
        using SynthesisRun run = Start(Batch([reference]), stage);
        run.Advance(1);
        run.Candidates.sum().item<float>(); // waits for the device
        Stopwatch watch = Stopwatch.StartNew();
        run.Advance(1 + steps);
        run.Candidates.sum().item<float>();
        return steps / watch.Elapsed.TotalSeconds;
    }

    /// <summary>Makes the metamers of a batch of pictures, or of sounds, at one stage, and compares them.</summary>
    /// <param name="references">
    /// At least one; all pictures of the network's input size, or all sounds of its length and sampling rate.
    /// </param>
    /// <param name="stage">Name of the stage to match.</param>
    /// <param name="progress">Receives the state every <see cref="MetamerOptions.ReportEvery"/> steps.</param>
    /// <param name="cancellation">
    /// Stops early; the metamers are then as far as they got, with the number of steps done.
    /// </param>
    /// <param name="statePath">
    /// File that keeps the state every <paramref name="saveEvery"/> steps and at cancellation; a run that was stopped
    /// or killed resumes from it to the bit-identical result. Deleted when the schedule is done. Null keeps nothing.
    /// </param>
    /// <param name="saveEvery">Steps between two saves, at least 1.</param>
    /// <returns>One metamer per reference, on the CPU, with its match at every stage.</returns>
    /// <exception cref="MetamerException">
    /// As <see cref="Start"/>; the stimuli are of two kinds or sizes, or not what the network takes; or the state
    /// belongs to another synthesis.
    /// </exception>
    public MetamerSet Synthesize(
        IEnumerable<Stimulus> references,
        string stage,
        IProgress<SynthesisProgress>? progress = null,
        CancellationToken cancellation = default,
        string? statePath = null,
        int saveEvery = 1000
    )
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(saveEvery, 1);
        Stimulus[] stimuli = [.. references];
        using DisposeScope scope = NewDisposeScope();
        using SynthesisRun run = Start(Batch(stimuli), stage);
        SynthesisState state = new(Identity, options, run);
        if (statePath is not null)
        {
            Remains.Remove(statePath);
        }

        if (statePath is not null && File.Exists(statePath))
        {
            state.Restore(statePath);
        }

        while (!run.IsComplete && !cancellation.IsCancellationRequested)
        {
            run.Advance(statePath is null ? null : run.Step + saveEvery, progress, cancellation);
            if (statePath is not null && !run.IsComplete)
            {
                state.Save(statePath);
            }
        }

        double[]? reached = run.IsComplete ? null : run.FinalLosses();
        MetamerSet made = Compare(
            new(
                stimuli.Select(
                    (stimulus, item) =>
                        ToMetamer(run, item, stimulus, reached is null ? [] : [new LossReport(run.Step, reached[item])])
                )
            )
        );
        if (run.IsComplete && statePath is not null)
        {
            Remains.Delete(statePath);
        }

        return made;
    }

    /// <summary>The same at several stages, one after the other.</summary>
    /// <param name="references">As for one stage.</param>
    /// <param name="stages">The stages to match, as <c>model.Stages</c>.</param>
    /// <param name="progress">Receives the state while metamers are made.</param>
    /// <param name="cancellation">Stops early; stages that were not begun are left out.</param>
    /// <returns>The metamers of the first stage, then those of the second, and so on.</returns>
    /// <exception cref="MetamerException">As for one stage.</exception>
    public MetamerSet Synthesize(
        IEnumerable<Stimulus> references,
        IEnumerable<Stage> stages,
        IProgress<SynthesisProgress>? progress = null,
        CancellationToken cancellation = default
    )
    {
        Stimulus[] stimuli = [.. references];
        return new(
            stages
                .TakeWhile(_ => !cancellation.IsCancellationRequested)
                .SelectMany(stage => Synthesize(stimuli, stage.Name, progress, cancellation))
        );
    }

    /// <summary>
    /// The metamers with the network's judgements. If activations are not finite at some stage, which synthesis at
    /// another stage does not notice, the metamers are returned without judgements, so that hours of work are not lost.
    /// </summary>
    internal MetamerSet Compare(MetamerSet made)
    {
        try
        {
            MetamerSet compared = new(
                made.Zip(StageComparison.Measure(model, made), (metamer, judgement) => metamer.With(judgement))
            );
            made.Dispose();
            return compared;
        }
        catch (MetamerException)
        {
            return made;
        }
    }

    /// <summary>A step across the whole range cannot settle: a length for another range was given.</summary>
    private void CheckLastStep()
    {
        double values = model.InputShape.Aggregate(1.0, (product, size) => product * size);
        double range = Math.Sqrt(values) * (model.Input.Maximum - model.Input.Minimum);
        SynthesisSegment last = options.Schedule[^1];
        if (last.Optimizer != SynthesisOptimizer.Adam && last.StepLength > range)
        {
            throw new MetamerException(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"The last steps of the schedule have the length {last.StepLength:G3}, and the two farthest "
                        + $"inputs of {model.Name} are {range:G3} apart, so that it could not settle on a match; end "
                        + $"with much shorter steps (the published schedule ends with 0.0078 for values from 0 to 1)."
                )
            );
        }
    }

    private Metamer ToMetamer(SynthesisRun run, int item, Stimulus reference, LossReport[] reached)
    {
        using DisposeScope scope = NewDisposeScope();
        return new Metamer(run.Candidates[item], reference)
        {
            Stage = run.Stage,
            Options = options,
            Model = Identity,
            Card = Card,
            Losses = [.. run.Losses(item), .. reached],
            Manifest = RunManifest.Current(model.Device, model.ElementType),
            Created = DateTimeOffset.Now,
        };
    }

    private Tensor Batch(Stimulus[] stimuli)
    {
        if (stimuli.Length == 0)
        {
            throw new MetamerException($"There are no references; give at least one {model.Kind.Noun}.");
        }

        Stimulus first = stimuli[0];
        if (stimuli.FirstOrDefault(stimulus => stimulus.Kind.IsSound != first.Kind.IsSound) is { } otherKind)
        {
            throw new MetamerException(
                $"The references are of two kinds, pictures and sounds: {first} and {otherKind}. Make the metamers "
                    + "of each kind with a network that takes it."
            );
        }

        if (
            stimuli.FirstOrDefault(stimulus =>
                !stimulus.Values.shape.SequenceEqual(first.Values.shape) || stimulus.Kind != first.Kind
            ) is
            { } other
        )
        {
            throw new MetamerException(
                other.Kind.IsSound
                    ? $"The references differ in length or sampling rate: {first} and {other}. Load all with one "
                        + "of each: SoundFile.Load(path, 16000, 1.0)."
                    : $"The references differ in size: {first} and {other}. Load all with one size."
            );
        }

        StimulusValidation.CheckKind(model, first.Kind, $"The reference '{first.Name}'");
        return stack([.. stimuli.Select(stimulus => stimulus.Values)]);
    }
}
