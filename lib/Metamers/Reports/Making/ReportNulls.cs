using Metamers.Evaluation.Nulls;
using Metamers.Models;
using Metamers.Models.Zoo;
using Metamers.Runtime;
using Metamers.Stimuli.Data.Sets;

namespace Metamers.Reports.Making;

/// <summary>The null distribution of a report.</summary>
internal static class ReportNulls
{
    /// <summary>
    /// Finds or measures it. Networks of a panel are compared under one condition, with as many pairs each. Where no
    /// panel compares them, the pairs that the project ships, if there are more of them, say more and take no time;
    /// they also stand in where there are no training stimuli on the computer.
    /// </summary>
    /// <param name="model">The network.</param>
    /// <param name="options">What the report measures.</param>
    /// <param name="panel">The panel that judges the network; null if none does.</param>
    /// <param name="folder">The folder of the report.</param>
    /// <param name="progress">Receives the finished share.</param>
    /// <param name="cancellation">Stops after the current block; the next call resumes.</param>
    /// <returns>The null distribution, or why there is none; the report then goes on without it.</returns>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public static (NullDistribution? Nulls, string? Reason) Measure(
        StagedModel model,
        ReportOptions options,
        JudgePanel? panel,
        string folder,
        Action<double> progress,
        CancellationToken cancellation
    )
    {
        try
        {
            DataSet? data = ReportStimuli.TrainingDataFor(model, options);
            if (
                (panel is null || data is null)
                && options.NullData is null
                && model.Card is ModelCard { DataSet: { } key }
                && NullStore.FindLargest(NullJob.Folder, model, DataSet.Find(key), options.Nulls) is { } shipped
            )
            {
                return (shipped, null);
            }

            if (data is null)
            {
                return (
                    null,
                    "no training stimuli of the network's kind and size are on this computer (data/README.md says how "
                        + "to get data sets; give your own as ReportOptions.NullData)"
                );
            }

            NullDistribution nulls = NullStore.GetOrMeasure(
                Path.Combine(folder, "nulls"),
                model,
                data,
                options.Nulls with
                {
                    Seed = options.Seed,
                },
                new ProgressAction<double>(progress),
                cancellation
            );
            cancellation.ThrowIfCancellationRequested();
            return (nulls, null);
        }
        catch (MetamerException error) when (!error.IsOfStorage) // such as activations that are not finite
        {
            return (null, error.Message.TrimEnd('.'));
        }
    }
}
