using System.Diagnostics;
using Metamers.Models;
using Metamers.Runtime;
using Metamers.Stimuli;
using Metamers.Synthesis;

namespace Metamers.Reports.Making;

/// <summary>One share of a report's metamers, such as "2/8".</summary>
/// <param name="Batches">How many batches the share has; none if there are more shards than batches.</param>
/// <param name="Made">How many of its metamers the folder of the report has now.</param>
/// <param name="Failures">
/// Why batches could not be made; they are left to the report, which tries again and says it.
/// </param>
/// <param name="Problem">What is wrong with the network, so that nothing was made; null if nothing is.</param>
internal sealed record ReportShard(int Batches, int Made, IReadOnlyList<string> Failures, string? Problem)
{
    /// <summary>Makes every n-th batch of all stages, and keeps its metamers in the folder of the report.</summary>
    /// <param name="model">The network.</param>
    /// <param name="options">The report's options.</param>
    /// <param name="shard">For example "2/8", the second of eight.</param>
    /// <param name="progress">Receives how far the share has come.</param>
    /// <param name="cancellation">Stops; what was made is kept.</param>
    /// <exception cref="MetamerException">There is no such shard, or an option or a stimulus is wrong.</exception>
    public static ReportShard Make(
        StagedModel model,
        ReportOptions options,
        string shard,
        IProgress<ReportProgress>? progress,
        CancellationToken cancellation
    )
    {
        options.Check();
        IReadOnlyList<Stimulus> stimuli = ReportStimuli.Load(model, options).Stimuli;
        IReadOnlyList<ReportBatches.Batch> own = Shards.Of(ReportBatches.Of(model, stimuli), shard);
        if (NetworkProblem.Find(model, stimuli).Problem is { } problem)
        {
            return new(own.Count, 0, [], problem);
        }

        ReportBatches batches = new(model, options, stimuli, cancellation);
        Stopwatch watch = Stopwatch.StartNew();
        TimeLeft timeLeft = new();
        List<string> failures = [];
        int made = 0;
        foreach ((int place, ReportBatches.Batch batch) in own.Index())
        {
            try
            {
                using MetamerSet metamers = batches.GetOrMake(batch, Tell);
                made += metamers.Count;
            }
            catch (MetamerException error) when (!error.IsOfStorage)
            {
                failures.Add($"{model.Stages[batch.Stage].Name}: no metamers. {error.Message}");
            }

            void Tell(ReportBatches.Batch told, string what, double done)
            {
                double share = (place + done) / own.Count;
                progress?.Report(new(what, share, timeLeft.After($"{place}", share, watch.Elapsed)));
            }
        }

        return new(own.Count, made, failures, null);
    }
}
