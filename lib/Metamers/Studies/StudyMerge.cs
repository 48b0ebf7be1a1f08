using Metamers.Evaluation;
using Metamers.Evaluation.Nulls;
using Metamers.Models;
using Metamers.Models.Zoo;
using Metamers.Runtime;
using Metamers.Statistics;
using Metamers.Synthesis;
using Metamers.Tables;
using Microsoft.Data.Analysis;
using static TorchSharp.torch;

namespace Metamers.Studies;

/// <summary>
/// Brings the metamers of a study together: judges them by the null distributions, asks the evaluating networks, and
/// compares schedules.
/// </summary>
public static class StudyMerge
{
    private const string Natural = Transfer.Natural;

    /// <summary>
    /// Merges what was made; the same metamers give the same tables. All evaluating networks are held in memory, and
    /// one piece of work; for a comparison of schedules, all metamers of a network that are compared.
    /// </summary>
    /// <param name="store">The store.</param>
    /// <param name="plan">The plan of the study.</param>
    /// <param name="device">Where evaluating networks run; the CPU if null.</param>
    /// <param name="partial">Whether missing work is left out instead of causing an error.</param>
    /// <param name="progress">Receives the finished share, 0 to 1.</param>
    /// <param name="cancellation">Stops before the next piece of work.</param>
    /// <exception cref="MetamerException">
    /// Work is missing or damaged, or a null distribution or an evaluating network is not found.
    /// </exception>
    public static StudyResults Merge(
        StudyStore store,
        StudyPlan plan,
        Device? device = null,
        bool partial = false,
        IProgress<double>? progress = null,
        CancellationToken cancellation = default
    )
    {
        StudyItem[] items = [.. plan.Items.Where(store.IsDone)];
        if (items.Length == 0 || (items.Length < plan.Items.Count && !partial))
        {
            throw new MetamerException(
                $"{plan.Items.Count - items.Length} of {plan.Items.Count} pieces of work of '{plan.Study.Name}' are "
                    + $"missing, such as {plan.Items.First(item => !store.IsDone(item))}. "
                    + "See their state (study status), run the study to its end, or merge what there is (--partial)."
            );
        }

        IReadOnlyDictionary<string, NullDistribution> nulls = StudyPlan.NullsOf(plan.Study, plan.Networks);
        List<(string Key, StagedModel Model)> evaluators = [];
        try
        {
            evaluators.AddRange(plan.Study.Evaluators.Select(key => (key, ModelZoo.Load(key, device))));
            List<MergedMetamer> metamers = [];
            List<Recognition> recognition = [];
            HashSet<string> references = [];
            foreach ((int index, StudyItem item) in items.Index())
            {
                cancellation.ThrowIfCancellationRequested();
                Add(item, store.Load(item));
                progress?.Report((index + 1.0) / items.Length);
            }

            Recognition[] ordered = [.. recognition.OrderBy(row => row.Stage == Natural ? 0 : 1)]; // stable
            return new(
                MergedMetamer.ToDataFrame(metamers),
                ordered.ToDataFrame(),
                TransferOf(plan.Study, metamers, ordered).ToDataFrame()
            )
            {
                Kinds = StudyKinds.Compare(store, plan, items, evaluators),
            };

            void Add(StudyItem item, MetamerSet made)
            {
                StudyStimulus[] stimuli = [.. plan.Stimuli.Skip(item.First).Take(item.Count)];
                using MetamerSet judged = nulls.TryGetValue(item.Network, out NullDistribution? own)
                    ? made.Judge(own)
                    : made;
                metamers.AddRange(
                    judged.Zip(stimuli, (metamer, stimulus) => new MergedMetamer(item, stimulus, metamer))
                );
                bool first = references.Add(stimuli[0].Name); // all pieces of work cut the stimuli in the same way
                foreach ((string key, StagedModel model) in evaluators)
                {
                    if (first)
                    {
                        Ask(Natural, Natural, Natural, metamer => metamer.Reference.Values);
                    }

                    Ask(item.Network, item.Stage, item.Schedule, metamer => metamer.Values);

                    // Networks are asked only for the class of what has one; the tables count those.
                    void Ask(string network, string stage, string schedule, Func<Metamer, Tensor> shown)
                    {
                        (Metamer Metamer, StudyStimulus Stimulus)[] classed =
                        [
                            .. made.Zip(stimuli).Where(pair => pair.Second.ClassIndex is not null),
                        ];
                        recognition.AddRange(
                            Transfer
                                .Decisions(
                                    model,
                                    [.. classed.Select(pair => (pair.Metamer.Reference, shown(pair.Metamer)))]
                                )
                                .Zip(
                                    classed,
                                    (decided, pair) =>
                                        new Recognition(
                                            network,
                                            stage,
                                            schedule,
                                            pair.Stimulus.Name,
                                            key,
                                            pair.Stimulus.ClassIndex!.Value,
                                            decided
                                        )
                                )
                        );
                    }
                }

                made.Dispose();
            }
        }
        finally
        {
            evaluators.ForEach(evaluator => evaluator.Model.Dispose());
        }
    }

    private static Transfer TransferOf(
        Study study,
        IReadOnlyList<MergedMetamer> metamers,
        IReadOnlyList<Recognition> recognition
    )
    {
        ILookup<(string Network, string Stage, string Schedule, string Evaluator), Recognition> asked =
            recognition.ToLookup(row => (row.Network, row.Stage, row.Schedule, row.Evaluator));
        HashSet<(string Network, string Stage, string Schedule, string Stimulus)> counted =
        [
            .. metamers
                .Where(metamer => metamer.Metamer.Accepted)
                .Select(metamer =>
                    (metamer.Item.Network, metamer.Item.Stage, metamer.Item.Schedule, metamer.Stimulus.Name)
                ),
        ];
        List<TransferResult> results = [];
        foreach (
            IGrouping<(string Network, string Schedule), MergedMetamer> generator in metamers.GroupBy(metamer =>
                (metamer.Item.Network, metamer.Item.Schedule)
            )
        )
        {
            (string network, string schedule) = generator.Key;
            string name = study.Schedules.Count == 1 ? network : TransferResult.Name(network, schedule);
            foreach (string stage in generator.Select(metamer => metamer.Item.Stage).Distinct().Prepend(Natural))
            {
                foreach (string evaluator in study.Evaluators)
                {
                    IEnumerable<Recognition> rows =
                        stage == Natural
                            ? asked[(Natural, Natural, Natural, evaluator)]
                            : asked[(network, stage, schedule, evaluator)]
                                .Where(row => counted.Contains((network, stage, schedule, row.Stimulus)));
                    double[] correct = [.. rows.Select(row => row.Correct ? 1.0 : 0)];
                    if (correct.Length > 0)
                    {
                        results.Add(
                            new(
                                name,
                                stage,
                                evaluator,
                                correct.Length,
                                correct.Average(),
                                Bootstrap.StandardErrorOfMean(correct)
                            )
                        );
                    }
                }
            }
        }

        return new(results);
    }

    private sealed record Recognition(
        string Network,
        string Stage,
        string Schedule,
        string Stimulus,
        string Evaluator,
        int ClassIndex,
        int Predicted
    )
    {
        public bool Correct => Predicted == ClassIndex;
    }

    /// <summary>A metamer of the study; its tensors were disposed of.</summary>
    private sealed record MergedMetamer(StudyItem Item, StudyStimulus Stimulus, Metamer Metamer)
    {
        public static DataFrame ToDataFrame(IEnumerable<MergedMetamer> rows) =>
            rows.Select(row => new
                {
                    Item = row.Item.Name,
                    row.Item.Network,
                    Weights = row.Metamer.Model.WeightsSha256[..8],
                    row.Item.Stage,
                    row.Item.Schedule,
                    Stimulus = row.Stimulus.Name,
                    row.Stimulus.Label,
                    row.Stimulus.ClassIndex,
                    Steps = row.Metamer.StepsDone,
                    Loss = row.Metamer.FinalLoss,
                    row.Metamer.Match.Spearman,
                    row.Metamer.Match.Pearson,
                    DbSnr = row.Metamer.Match.DecibelSnr,
                    row.Metamer.Compared.PredictedReference,
                    row.Metamer.Compared.PredictedMetamer,
                    row.Metamer.Compared.DecisionKept,
                    NullPairs = row.Metamer.Null?.Pairs,
                    NullSpearman = row.Metamer.Null?.Measures.Spearman,
                    NullPearson = row.Metamer.Null?.Measures.Pearson,
                    NullDbSnr = row.Metamer.Null?.Measures.DecibelSnr,
                    NullLeftOut = row.Metamer.Null is { } unrelated
                        ? string.Join(" and ", unrelated.Saturated.Select(measure => measure.InWords()))
                        : null,
                    BetterThanNull = row.Metamer.Verdict?.MatchExceedsNull,
                    row.Metamer.Verdict?.Accepted,
                })
                .ToDataFrame();
    }
}
