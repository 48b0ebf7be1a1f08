using Metamers.Models;
using Metamers.Perturbations;
using Metamers.Runtime;
using Metamers.Stimuli;
using Metamers.Synthesis.Objectives;
using TorchSharp;
using static TorchSharp.torch;

namespace Metamers.Evaluation.Rivals;

/// <summary>
/// The four descents of a competition, side by side (method: Wang and Simoncelli 2008, projected gradients). Each item
/// holds one distance and moves the other up or down: a step of a given length along the gradient of the moved distance
/// without its part along the gradient of the held one, and a Newton step along the latter back to where it was. Steps
/// shorten to 0, and the descent ends with Newton steps alone.
/// </summary>
internal sealed class MadDescent : IDisposable
{
    private const int Returns = 12;

    /// <summary>Which distance each item holds, and whether it makes the other one larger.</summary>
    private static readonly (bool HoldsFirst, bool Up)[] Items =
    [
        (true, true),
        (true, false),
        (false, true),
        (false, false),
    ];

    private readonly Stimulus reference;
    private readonly MadOptions options;
    private readonly StagedModel model;
    private readonly ObjectiveLoss first;
    private readonly ObjectiveLoss second;
    private readonly Tensor holdsFirst; // (4)
    private readonly Tensor sign; // (4): 1 up, −1 down
    private readonly Tensor held; // (4)
    private Tensor candidates; // (4, shape of a stimulus)

    private MadDescent(
        (StagedModel Model, string Stage) one,
        (StagedModel Model, string Stage) other,
        Stimulus reference,
        MadOptions options
    )
    {
        (this.reference, this.options, model) = (reference, options, one.Model);
        using DisposeScope scope = NewDisposeScope();
        Tensor wanted = reference.Values.unsqueeze(0).to(model.ElementType, model.Device);
        StimulusValidation.Check(model, wanted, $"The reference '{reference.Name}'");
        Tensor four = wanted.expand([4, .. wanted.shape[1..]]);
        first = Distance(one, four);
        second = Distance(other, four);
        using Generator random = new((ulong)options.Seed, CPU);
        Tensor noise = randn(reference.Values.shape, float32, generator: random).to(wanted.dtype, wanted.device);
        double deviation = options.Deviation * (model.Input.Maximum - model.Input.Minimum);
        Tensor noisy = Clamped(wanted + deviation * noise);
        candidates = noisy.expand_as(four).clone().DetachFromDisposeScope();
        holdsFirst = tensor(Items.Select(item => item.HoldsFirst).ToArray(), device: model.Device)
            .DetachFromDisposeScope();
        sign = tensor(Items.Select(item => item.Up ? 1.0 : -1).ToArray(), model.ElementType, model.Device)
            .DetachFromDisposeScope();
        using IDisposable noGradient = no_grad();
        (Tensor ours, Tensor theirs) = (first.Compute(candidates, false), second.Compute(candidates, false));
        held = where(holdsFirst, ours, theirs).DetachFromDisposeScope();
        Noisy = Describe(0, "noisy", ours, theirs);
    }

    /// <summary>The version that all four start from.</summary>
    public MadStimulus Noisy { get; }

    /// <summary>Begins at the noisy version.</summary>
    /// <exception cref="MetamerException">The networks do not take the same stimuli, or not the reference.</exception>
    public static MadDescent Start(
        (StagedModel Model, string Stage) one,
        (StagedModel Model, string Stage) other,
        Stimulus reference,
        MadOptions options
    )
    {
        ModelValidation.RequireFixed(one.Model);
        ModelValidation.RequireFixed(other.Model);
        StimulusValidation.CheckKind(one.Model, reference.Kind, $"The reference '{reference.Name}'");
        StimulusValidation.CheckKind(other.Model, reference.Kind, $"The reference '{reference.Name}'");
        return new(one, other, reference, options);
    }

    /// <summary>Does all steps.</summary>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public void Run(CancellationToken cancellation)
    {
        for (int step = 0; step < options.Steps + Returns; step++)
        {
            cancellation.ThrowIfCancellationRequested();
            using DisposeScope scope = NewDisposeScope();
            Tensor moved = Step(options.StepLength * Math.Max(0, 1 - (double)step / options.Steps));
            candidates.Dispose();
            candidates = moved.DetachFromDisposeScope();
        }
    }

    /// <summary>The four stimuli, in the order of <see cref="Items"/>.</summary>
    public IReadOnlyList<MadStimulus> Found()
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable noGradient = no_grad();
        (Tensor ours, Tensor theirs) = (first.Compute(candidates, false), second.Compute(candidates, false));
        string[] names =
        [
            "first held, second most",
            "first held, second least",
            "second held, first most",
            "second held, first least",
        ];
        return [.. names.Select((name, item) => Describe(item, name, ours, theirs))];
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        first.Dispose();
        second.Dispose();
        candidates.Dispose();
        held.Dispose();
        sign.Dispose();
        holdsFirst.Dispose();
    }

    private Tensor Step(double length)
    {
        long[] perItem = PerturbationSet.PerItem(candidates);
        (Tensor ours, Tensor ourGradient) = Measure(first);
        (Tensor theirs, Tensor theirGradient) = Measure(second);
        using IDisposable noGradient = no_grad();
        Tensor mask = holdsFirst.view(perItem);
        Tensor hold = where(mask, ourGradient, theirGradient);
        Tensor move = where(mask, theirGradient, ourGradient);
        Tensor steepness = Dot(hold, hold).clamp_min(1e-30);
        Tensor along = move - hold * (Dot(move, hold) / steepness).view(perItem);
        Tensor direction = along / (Dot(along, along).sqrt() + 1e-30).view(perItem) * sign.view(perItem);
        Tensor missing = held - where(holdsFirst, ours, theirs);
        Tensor back = hold * (missing / steepness).view(perItem);
        // Far from linear, a Newton step can have any length.
        Tensor tooLong = Dot(back, back).sqrt() / options.StepLength;
        return Clamped(candidates + length * direction + back / tooLong.clamp_min(1).view(perItem));
    }

    private (Tensor Distances, Tensor Gradient) Measure(ObjectiveLoss distance)
    {
        Tensor x = candidates.detach().requires_grad_(true);
        Tensor distances = distance.Compute(x, identityGradient: false);
        return (distances.detach(), autograd.grad([distances.sum()], [x])[0]);
    }

    private MadStimulus Describe(int item, string name, Tensor ours, Tensor theirs)
    {
        Stimulus made = reference.Kind.Make(
            $"{reference.Name}, {name}",
            reference.Label,
            reference.ClassIndex,
            candidates[item].to(float32).cpu().clone().DetachFromDisposeScope(),
            reference.Source
        );
        return new(
            made with
            {
                Licence = reference.Licence,
            },
            ours[item].to(float64).item<double>(),
            theirs[item].to(float64).item<double>()
        );
    }

    private Tensor Clamped(Tensor x) => x.clamp(model.Input.Minimum, model.Input.Maximum);

    private static ObjectiveLoss Distance((StagedModel Model, string Stage) network, Tensor references) =>
        new ObjectiveBinding(
            network.Model,
            SynthesisObjective.Published,
            new ObjectiveNetworks(network.Model, [], null),
            network.Stage,
            new(references)
        ).Bind();

    private static Tensor Dot(Tensor one, Tensor other) => (one * other).flatten(1).sum(1);
}
