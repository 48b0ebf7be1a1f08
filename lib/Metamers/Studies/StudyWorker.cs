using Metamers.Models;
using Metamers.Runtime;
using Metamers.Stimuli;
using Metamers.Synthesis;
using static TorchSharp.torch;

namespace Metamers.Studies;

/// <summary>
/// Does the work of a study, together with any number of other workers on the same store. The results do not depend on
/// which worker makes them, in which order and after how many interruptions. Their last bits do depend on the kind of
/// processor and the number of threads, which every file therefore records: give all workers of a study the same number
/// (<c>OMP_NUM_THREADS</c>).
/// </summary>
/// <param name="store">The store.</param>
/// <param name="plan">The plan.</param>
/// <param name="device">Where to compute; the CPU if null.</param>
public sealed class StudyWorker(StudyStore store, StudyPlan plan, Device? device = null) : IDisposable
{
    /// <summary>
    /// Largest number of steps between two saves of a state, and so the most that is lost if a worker is killed; a
    /// twentieth of the schedule if that is less.
    /// </summary>
    private const int LongestUnsaved = 500;

    private readonly Dictionary<string, StagedModel> others = [];
    private (string Key, StagedModel Model)? loaded;
    private IReadOnlyList<Stimulus> stimuli = [];

    /// <summary>
    /// Does one free piece of work after another until all are done or have failed. It also waits for those that other
    /// workers are doing: if one of these is killed, its work is taken over when its lease ends.
    /// </summary>
    /// <param name="items">The work: all of the plan, or a shard.</param>
    /// <param name="progress">
    /// Receives the state of the current synthesis; <see cref="StudyStatus"/> gives that of the whole study.
    /// </param>
    /// <param name="cancellation">
    /// Stops before the next step; the state is kept, and the worker that takes over resumes from it.
    /// </param>
    /// <returns>Number of pieces done by this worker.</returns>
    /// <exception cref="MetamerException">
    /// The store cannot be written (the state of the work is kept, and the next worker resumes it), or this machine's
    /// weights or data are not those of the plan.
    /// </exception>
    public int Run(
        IReadOnlyList<StudyItem> items,
        IProgress<SynthesisProgress>? progress = null,
        CancellationToken cancellation = default
    )
    {
        int done = 0;
        List<StudyItem> open = [.. items];
        while (true)
        {
            int before = done;
            foreach (StudyItem item in open)
            {
                if (cancellation.IsCancellationRequested)
                {
                    return done;
                }

                done += !IsEnded(item) && Take(item, progress, cancellation) ? 1 : 0;
            }

            open.RemoveAll(IsEnded);
            if (open.Count == 0)
            {
                store.CleanUp(items.Where(store.HasMetamers));
                return done;
            }

            if (done == before)
            {
                cancellation.WaitHandle.WaitOne(store.Claims.Lease / 4);
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        loaded?.Model.Dispose();
        foreach (StagedModel other in others.Values)
        {
            other.Dispose();
        }

        others.Clear();
    }

    private bool IsEnded(StudyItem item) => store.IsDone(item) || store.FailureOf(item) is not null;

    private bool Take(StudyItem item, IProgress<SynthesisProgress>? progress, CancellationToken cancellation)
    {
        using ItemClaim? claim = store.Claims.TryTake(item.Name);
        if (claim is null || IsEnded(item)) // it may have been finished a moment ago
        {
            return false;
        }

        StagedModel model = Network(item.Network);
        store.CleanUp(item);
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation, claim.Lost);
        try
        {
            if (Make(item, model, new Steps(claim, progress), stop.Token) is not { } metamers)
            {
                return false;
            }

            using (metamers)
            {
                store.Save(item, metamers);
            }
        }
        catch (MetamerException) when (claim.Lost.IsCancellationRequested)
        {
            return false; // another took over meanwhile, and cleaned up
        }

        claim.Complete();
        return true;
    }

    /// <summary>
    /// The judged metamers; null if the work was stopped or cannot be done, which the store then records.
    /// </summary>
    private MetamerSet? Make(
        StudyItem item,
        StagedModel model,
        IProgress<SynthesisProgress> progress,
        CancellationToken stop
    )
    {
        try
        {
            MetamerOptions options = plan.Study.Schedules[item.Schedule];
            MetamerSet made = new MetamerSynthesizer(model, options, OthersOf(item, options)).SynthesizeKeeping(
                stimuli.Skip(item.First).Take(item.Count),
                item.Stage,
                progress,
                stop,
                store.StatePath(item),
                Math.Clamp(options.TotalSteps / 20, 1, LongestUnsaved)
            );
            if (made.All(metamer => metamer.IsComplete && metamer.Judgement is not null))
            {
                return made;
            }

            using (made)
            {
                return made[0].IsComplete ? made.Measure(model) : null; // says why they could not be compared
            }
        }
        catch (MetamerException error) when (!stop.IsCancellationRequested && !error.IsOfStorage)
        {
            store.Fail(item, error.Message);
            return null;
        }
    }

    /// <summary>The other networks of the objective, which stay loaded for the next pieces.</summary>
    private List<StagedModel> OthersOf(StudyItem item, MetamerOptions options)
    {
        List<StagedModel> named = [];
        foreach (string key in StudyPlan.OthersOf(options, item.Network))
        {
            if (!others.TryGetValue(key, out StagedModel? other))
            {
                others[key] = other = plan.LoadNetwork(key, device);
            }

            named.Add(other);
        }

        return named;
    }

    private StagedModel Network(string key)
    {
        if (loaded is { } last && last.Key == key)
        {
            return last.Model;
        }

        Dispose();
        loaded = null;
        StagedModel model = plan.LoadNetwork(key, device);
        stimuli = plan.LoadStimuli(model);
        loaded = (key, model);
        return model;
    }

    private sealed class Steps(ItemClaim claim, IProgress<SynthesisProgress>? progress) : IProgress<SynthesisProgress>
    {
        public void Report(SynthesisProgress value)
        {
            claim.Report(value.Step);
            progress?.Report(value);
        }
    }
}
