using System.Diagnostics;
using Metamers.Models;
using Metamers.Runtime;
using Metamers.Stimuli;
using Metamers.Synthesis.Objectives;
using TorchSharp;
using static TorchSharp.torch;

namespace Metamers.Synthesis;

/// <summary>
/// Makes model metamers: from noise, by gradient descent on the stimulus, the same activations at one stage as a
/// reference. All items of a batch descend together, each with its own loss, gradient norm and step. With an objective
/// in its options (<see cref="MetamerOptions.Objective"/>), more or other things are asked of the stimuli.
/// </summary>
/// <example>
/// <code>
/// var model = ModelZoo.Load("resnet20-standard-seed0", session.Device);
/// var fast = MetamerOptions.Quick with { Repetitions = 1, StepsPerRepetition = 2 };
/// var metamers = new MetamerSynthesizer(model, fast).Synthesize(Photographs.Take(2), "layer1");
/// metamers[0]
/// </code>
/// </example>
public sealed partial class MetamerSynthesizer
{
    private readonly StagedModel model;
    private readonly MetamerOptions options;
    private readonly ObjectiveNetworks networks;
    private ModelIdentity? identity;

    internal ScalarType ElementType => model.ElementType;

    /// <summary>Prepares a network and a schedule.</summary>
    /// <param name="model">A network with its weights loaded, frozen (<see cref="StagedModel.Freeze"/>).</param>
    /// <param name="options">The schedule; <see cref="MetamerOptions.Paper"/> is the published one.</param>
    /// <exception cref="MetamerException">
    /// The network is not frozen or has no gradient, a weight is not finite, or an option is out of range.
    /// </exception>
    public MetamerSynthesizer(StagedModel model, MetamerOptions options)
        : this(model, options, []) { }

    /// <summary>Prepares a network, a schedule, and the other networks that the options' objective names.</summary>
    /// <param name="model">The network that judges the metamers and whose stage they are asked for; as above.</param>
    /// <param name="options">The schedule, with its objective.</param>
    /// <param name="others">
    /// The networks that terms of the objective name by <see cref="NetworkTerm.Model"/>, frozen, for the same stimuli.
    /// </param>
    /// <exception cref="MetamerException">
    /// As above; the objective names a network that was not given, or asks of one what it does not have; networks take
    /// different stimuli, or share a name.
    /// </exception>
    public MetamerSynthesizer(StagedModel model, MetamerOptions options, IEnumerable<StagedModel> others)
    {
        this.model = model;
        this.options = options;
        options.Check();
        options.CheckFor(model);
        StagedModel[] all = [model, .. others];
        foreach (StagedModel each in all)
        {
            ModelValidation.RequireFixed(each);
        }

        networks = new(model, all[1..], options.Objective);
    }

    /// <summary>The schedule.</summary>
    public MetamerOptions Options => options;

    /// <summary>The network with the hash of its weights, as every metamer carries it.</summary>
    public ModelIdentity Identity =>
        (identity ??= ModelIdentity.Compute(model)) with
        {
            FrontEnd = model.Cochleagram?.Options,
        };

    /// <summary>The other networks of the objective, as every metamer carries them.</summary>
    internal IReadOnlyList<ModelIdentity> Others => networks.Others;

    /// <summary>What is known of the network, as every metamer carries it.</summary>
    internal NetworkCard Card => model.Card;

    /// <summary>
    /// The start noise of a seed: one array for all stimuli and stages, as published. With <see
    /// cref="MetamerOptions.StartsAtReferenceMean"/> the mean of each stimulus takes the place of this one's.
    /// </summary>
    /// <returns>(1, shape of a stimulus) float32, clamped to the input's range.</returns>
    public Tensor StartNoise() => Synthesis.StartNoise.Draw(options, model.InputShape, model.Input);

    /// <summary>
    /// The speed of the descent for one stimulus, timed over a few steps after a warm-up step; it tells what a study
    /// will cost.
    /// </summary>
    /// <param name="reference">A picture or sound that the network takes.</param>
    /// <param name="stage">Name of the stage to match.</param>
    /// <param name="steps">Steps that are timed, at least 1; fewer if the schedule ends before.</param>
    /// <returns>Steps per second.</returns>
    /// <exception cref="MetamerException">
    /// As <see cref="Start"/>; or the schedule has no step after the warm-up step.
    /// </exception>
    public double StepsPerSecond(Stimulus reference, string stage, int steps = 3)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(steps, 1);
        if (options.TotalSteps < 2)
        {
            throw new MetamerException(
                $"The schedule has {options.TotalSteps} step, which is the warm-up step, so that none is left to be "
                    + "timed; give one of at least 2 steps, such as MetamerOptions.Quick."
            );
        }

        using DisposeScope scope = NewDisposeScope();
        using SynthesisRun run = Begin(Targets([reference]), stage);
        run.Advance(1);
        run.Candidates.sum().item<float>(); // waits for the device
        Stopwatch watch = Stopwatch.StartNew();
        run.Advance((int)Math.Min(1L + steps, int.MaxValue));
        run.Candidates.sum().item<float>();
        return (run.Step - 1) / watch.Elapsed.TotalSeconds;
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
        MetamerSet made = SynthesizeKeeping(references, stage, progress, cancellation, statePath, saveEvery);
        if (statePath is not null && made.All(metamer => metamer.IsComplete))
        {
            Remains.Delete(statePath);
        }

        return made;
    }

    /// <summary>
    /// The same, but the state is kept when the schedule is done too: whoever saves the metamers deletes it afterwards,
    /// so that nothing is lost if they cannot be saved.
    /// </summary>
    internal MetamerSet SynthesizeKeeping(
        IEnumerable<Stimulus> references,
        string stage,
        IProgress<SynthesisProgress>? progress,
        CancellationToken cancellation,
        string? statePath,
        int saveEvery = 1000
    )
    {
        Stimulus[] stimuli = [.. references];
        using DisposeScope scope = NewDisposeScope();
        using SynthesisRun run = Begin(Targets(stimuli), stage);
        SynthesisState state = new(Identity, Others, options, run);
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
            if (statePath is not null)
            {
                state.Save(statePath);
            }
        }

        double[]? reached = run.IsComplete ? null : run.FinalLosses();
        return Compare(
            new(
                stimuli.Select(
                    (stimulus, item) =>
                        ToMetamer(run, item, stimulus, reached is null ? [] : [new LossReport(run.Step, reached[item])])
                )
            )
        );
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
        Stage[] wanted = [.. stages];
        foreach (Stage stage in wanted.Skip(1)) // every stage is checked before the first is made
        {
            using DisposeScope scope = NewDisposeScope();
            using SynthesisRun run = Begin(Targets(stimuli), stage.Name);
        }

        return new(
            wanted
                .TakeWhile(_ => !cancellation.IsCancellationRequested)
                .SelectMany(stage => Synthesize(stimuli, stage.Name, progress, cancellation))
        );
    }

    /// <summary>
    /// The metamers with the network's judgements. A metamer whose activations are not finite at some stage, which
    /// synthesis at another stage does not notice, is returned without one, so that hours of work are not lost; each is
    /// then compared alone, so that the others have theirs.
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
        catch (MetamerException error) when (error.InnerException is ArgumentException)
        {
            return made.Count == 1 ? made : new(made.Select(metamer => Compare(new(metamer))[0]));
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
            Others = Others,
            Sample = SamplesOf(run.References)?[item] ?? 0,
        };
    }
}
