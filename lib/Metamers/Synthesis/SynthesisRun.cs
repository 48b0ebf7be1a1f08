using System.Diagnostics;
using Metamers.Models;
using Metamers.Runtime;
using Metamers.Synthesis.Descents;
using Metamers.Synthesis.Objectives;
using TorchSharp;
using static TorchSharp.torch;

namespace Metamers.Synthesis;

/// <summary>
/// A descent in progress: the candidates of a batch of references at one stage, with everything needed to continue. The
/// update of each item is x ← clamp(x − s·g/(‖g‖₂ + 1e-10)), g being the gradient of that item's own loss; in segments
/// with momentum or of another optimiser there is also what that remembers. There are no random numbers but the shifts
/// of a jitter, which the seed and the step determine.
/// </summary>
public sealed class SynthesisRun : IDisposable
{
    private readonly StagedModel model;
    private readonly MetamerOptions options;
    private readonly SynthesisSchedule schedule;
    private readonly ObjectiveLoss loss;
    private readonly SpectralFilter? filter;
    private readonly List<LossReport>[] reports;
    private readonly Stopwatch watch = new();
    private Tensor candidates;
    private Descent? descent;
    private int segment = -1;
    private int firstStep;

    internal SynthesisRun(
        StagedModel model,
        MetamerOptions options,
        ObjectiveNetworks networks,
        string stage,
        SynthesisTargets targets,
        Tensor start
    )
    {
        this.model = model;
        this.options = options;
        schedule = options.Schedule;
        Stage = stage;
        References = targets.References.to(model.ElementType, model.Device).detach().alias().DetachFromDisposeScope();
        Identity = targets.Identity(options.Objective);
        SynthesisObjective objective = options.Objective ?? SynthesisObjective.Published;
        using DisposeScope scope = NewDisposeScope();
        loss = new ObjectiveBinding(model, objective, networks, stage, targets with { References = References }).Bind();
        filter = objective.Spectrum is { } spectrum ? new(spectrum, model.InputShape[^2], model.InputShape[^1]) : null;

        candidates = start.to(model.ElementType, model.Device).expand_as(References).clone().DetachFromDisposeScope();
        reports = [.. Enumerable.Range(0, Count).Select(_ => new List<LossReport>())];
    }

    /// <summary>Name of the matched stage.</summary>
    public string Stage { get; }

    /// <summary>The stimuli to be matched: (N, shape of a stimulus), on the model's device.</summary>
    public Tensor References { get; }

    /// <summary>Number of items in the batch.</summary>
    public int Count => (int)References.shape[0];

    /// <summary>Steps done.</summary>
    public int Step { get; private set; }

    /// <summary>Whether the whole schedule is done.</summary>
    public bool IsComplete => Step == options.TotalSteps;

    /// <summary>
    /// The candidates as they are now: (N, shape of a stimulus), on the model's device. Owned by the run; those of
    /// L-BFGS, the last that it accepted and not the ones that it tries next, are a new view, which is the caller's.
    /// </summary>
    public Tensor Candidates => InSegment ? descent!.Reached(candidates) : candidates;

    /// <summary>Where the next step evaluates the network.</summary>
    internal Tensor Next => candidates;

    /// <summary>Loss of an item before the steps at which it was reported, and after the last step.</summary>
    /// <param name="item">Index in the batch, from 0.</param>
    /// <returns>In the order of steps.</returns>
    public IReadOnlyList<LossReport> Losses(int item) => reports[item];

    /// <summary>
    /// Continues to the end of the schedule, a given step, or cancellation; the run can then be continued or saved.
    /// </summary>
    /// <param name="untilStep">Where to stop; the end of the schedule if null.</param>
    /// <param name="progress">Receives the state at every report.</param>
    /// <param name="cancellation">Stops before the next step; what was reached is kept.</param>
    /// <exception cref="MetamerException">A loss is no longer finite.</exception>
    public void Advance(
        int? untilStep = null,
        IProgress<SynthesisProgress>? progress = null,
        CancellationToken cancellation = default
    )
    {
        int last = Math.Min(untilStep ?? options.TotalSteps, options.TotalSteps);
        int fine = schedule.At(options.TotalSteps).First;
        watch.Start();
        if (
            Step < Math.Min(fine, last)
            && model.Cochleagram is { } cochleagram
            && options.CoarseOversampling < cochleagram.Oversampling
        )
        {
            using IDisposable coarse = cochleagram.OversampledBy(options.CoarseOversampling.Value);
            AdvanceTo(Math.Min(fine, last), progress, cancellation);
        }

        AdvanceTo(last, progress, cancellation);
        watch.Stop();
        if (IsComplete && reports[0].LastOrDefault()?.Step != Step)
        {
            double[] losses = FinalLosses();
            Record(losses);
            progress?.Report(Progress(losses));
        }
    }

    private void AdvanceTo(int last, IProgress<SynthesisProgress>? progress, CancellationToken cancellation)
    {
        while (Step < last && !cancellation.IsCancellationRequested)
        {
            bool reported = Step % options.ReportEvery == 0;
            double[]? losses = Descend(reported);
            if (losses is not null)
            {
                Record(losses);
                progress?.Report(Progress(losses));
            }

            Step++;
        }
    }

    /// <summary>The losses of the candidates as they are now.</summary>
    /// <returns>One value per item.</returns>
    public double[] FinalLosses()
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable noGradient = no_grad();
        return ToArray(loss.Compute(Candidates, identityGradient: false));
    }

    /// <summary>Reports that the run ends here, though the schedule may go on.</summary>
    internal void ReportEnd(IProgress<SynthesisProgress>? progress) =>
        progress?.Report(Progress(FinalLosses()) with { TotalSteps = Step, TimeLeft = TimeSpan.Zero });

    /// <summary>
    /// What its steps depend on besides the references and the options; empty for published metamers.
    /// </summary>
    internal string Identity { get; }

    /// <summary>The terms of the objective for the candidates as they are now, without weights.</summary>
    internal IReadOnlyList<(ObjectiveTerm Term, IReadOnlyList<double> Values)> Parts => loss.Parts(Candidates);

    /// <summary>
    /// What the next step depends on besides the candidates: nothing at the start of a segment.
    /// </summary>
    internal IReadOnlyDictionary<string, Tensor> Memory =>
        InSegment ? descent!.Memory : new Dictionary<string, Tensor>();

    /// <summary>Whether the next step is one of the descent's; if not, a segment begins with it.</summary>
    private bool InSegment => descent is not null && schedule.At(Step).Index == segment;

    /// <summary>Restores a saved state; the run must have the same model, options and references.</summary>
    internal void Restore(
        int step,
        Tensor saved,
        IReadOnlyDictionary<string, Tensor> memory,
        IReadOnlyList<LossReport>[] losses
    )
    {
        if (
            step < 0
            || step > options.TotalSteps
            || losses.Length != Count
            || !saved.shape.SequenceEqual(References.shape)
        )
        {
            throw new ArgumentException(
                $"it is of step {step} of {options.TotalSteps}, with losses of {losses.Length} of {Count} stimuli."
            );
        }

        (Step, firstStep) = (step, step);
        using (no_grad())
        {
            candidates.copy_(saved);
            EnterSegment().Restore(memory, model.Device);
        }

        for (int item = 0; item < Count; item++)
        {
            reports[item].AddRange(losses[item]);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        References.Dispose();
        candidates.Dispose();
        descent?.Dispose();
        loss.Dispose();
        filter?.Dispose();
    }

    /// <summary>One step of all items; nothing waits for the device unless the losses are wanted.</summary>
    private double[]? Descend(bool wantLosses)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor x = candidates.detach().requires_grad_(true);
        Tensor seen = Jitter.Shift(x, options.Objective?.Jitter ?? 0, options.Seed, Step);
        Tensor losses = loss.Compute(seen, options.IdentityGradient);
        Tensor gradient = autograd.grad([losses.sum()], [x])[0];
        using IDisposable noGradient = no_grad();
        gradient = filter is null ? gradient : filter.Precondition(gradient);
        bool last = Step + 1 == options.TotalSteps || schedule.At(Step + 1).Index != schedule.At(Step).Index;
        Tensor moved = EnterSegment().Step(x, losses, gradient, last);
        candidates.Dispose();
        candidates = moved.DetachFromDisposeScope();
        return wantLosses ? ToArray(losses.detach()) : null;
    }

    /// <summary>The descent of the segment that the next step belongs to, new at its first step.</summary>
    private Descent EnterSegment()
    {
        int current = schedule.At(Step).Index;
        if (descent is null || current != segment)
        {
            descent?.Dispose();
            (descent, segment) = (Descent.For(schedule[current], model.Input.Minimum, model.Input.Maximum), current);
        }

        return descent;
    }

    /// <summary>The rate counts only the steps of this process, not those before a resumption.</summary>
    private SynthesisProgress Progress(double[] losses)
    {
        int done = Step - firstStep;
        double rate = done / Math.Max(watch.Elapsed.TotalSeconds, 1e-9);
        return new(
            Stage,
            Step,
            options.TotalSteps,
            losses,
            rate,
            TimeSpan.FromSeconds(done == 0 ? 0 : (options.TotalSteps - Step) / rate)
        );
    }

    private static double[] ToArray(Tensor losses) => [.. losses.to(float64).cpu().data<double>()];

    private void Record(double[] losses)
    {
        for (int item = 0; item < losses.Length; item++)
        {
            if (!double.IsFinite(losses[item]))
            {
                throw new MetamerException(
                    FormattableString.Invariant(
                        $"The loss of item {item} at '{Stage}' is {losses[item]} at step {Step}. Check the weights, or "
                    ) + "use float64 with model.to(torch.float64)."
                );
            }

            reports[item].Add(new LossReport(Step, losses[item]));
        }
    }
}
