using Metamers.Evaluation;
using Metamers.Evaluation.Nulls;
using Metamers.Models;
using Metamers.Models.Zoo;
using Metamers.Runtime;
using Metamers.Statistics;
using Metamers.Stimuli;
using Metamers.Synthesis;
using Metamers.Tables;
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

        if (plan.Study.Comparisons.Count > 0 && items.FirstOrDefault(item => !store.HasMetamers(item)) is { } absent)
        {
            throw new MetamerException(
                $"'{plan.Study.Name}' compares schedules, which takes the metamers themselves, and earlier tables hold "
                    + $"only the results of {absent}. Run the study without them."
            );
        }

        IReadOnlyDictionary<string, NullDistribution> nulls = StudyPlan.NullsOf(plan.Study, plan.Networks);
        List<(string Key, StagedModel Model)> evaluators = [];
        try
        {
            evaluators.AddRange(plan.Study.Evaluators.Select(key => (key, ModelZoo.Load(key, device))));
            List<MergedMetamer> metamers = [];
            List<MergedAnswer> recognition = [];
            HashSet<string> references = [];
            if (store.Tables is { } earlier && evaluators.Count > 0)
            {
                recognition.AddRange(AskAboutReferences(plan, items, evaluators));
                earlier.CheckSame(recognition, plan.Networks);
            }

            foreach ((int index, StudyItem item) in items.Index())
            {
                cancellation.ThrowIfCancellationRequested();
                using MetamerSet? made = store.HasMetamers(item) ? store.Load(item) : null;
                Add(item, made);
                progress?.Report((index + 1.0) / items.Length);
            }

            MergedAnswer[] ordered = [.. recognition.OrderBy(row => row.Stage == Natural ? 0 : 1)]; // stable
            return new(
                metamers.ToDataFrame(),
                ordered.ToDataFrame(),
                TransferOf(plan.Study, metamers, ordered).ToDataFrame()
            )
            {
                Kinds = StudyKinds.Compare(store, plan, items, evaluators),
            };

            void Add(StudyItem item, MetamerSet? made)
            {
                StudyStimulus[] stimuli = [.. plan.Stimuli.Skip(item.First).Take(item.Count)];
                NullDistribution? own = nulls.GetValueOrDefault(item.Network);
                if (own is not null && made?.All(metamer => own.Model.IsSameNetworkAs(metamer.Model)) == false)
                {
                    throw new MetamerException(
                        $"The metamers of {item} were made with another front end than that of the null distribution. "
                            + $"Delete {store.ResultPath(item)} and run the study again."
                    );
                }

                IEnumerable<MergedMetamer> rows =
                    made?.Zip(stimuli, (metamer, stimulus) => MergedMetamer.From(item, stimulus, metamer))
                    ?? store.Tables!.MetamersOf(item);
                metamers.AddRange(
                    own is null ? rows : rows.Select(row => row.Judged(new(own.At(item.Stage).Maximum, own.Pairs)))
                );
                // All pieces of work cut the stimuli in the same way.
                bool first = store.Tables is null && references.Add(stimuli[0].Name);
                (string, string, string) condition = (item.Network, item.Stage, item.Schedule);
                foreach ((string key, StagedModel model) in evaluators)
                {
                    if (made is null)
                    {
                        recognition.AddRange(store.Tables!.AnswersOf(key, item));
                        continue;
                    }

                    if (first)
                    {
                        Ask((Natural, Natural, Natural), metamer => metamer.Reference.Values);
                    }

                    Ask(condition, metamer => metamer.Values);

                    void Ask((string, string, string) asked, Func<Metamer, Tensor> shown) =>
                        recognition.AddRange(
                            Answers(
                                key,
                                model,
                                asked,
                                stimuli,
                                [.. made.Select(metamer => (metamer.Reference, shown(metamer)))]
                            )
                        );
                }
            }
        }
        finally
        {
            evaluators.ForEach(evaluator => evaluator.Model.Dispose());
        }
    }

    /// <summary>The answers of all evaluating networks to the references of some pieces of work.</summary>
    private static IEnumerable<MergedAnswer> AskAboutReferences(
        StudyPlan plan,
        IReadOnlyList<StudyItem> items,
        IReadOnlyList<(string Key, StagedModel Model)> evaluators
    )
    {
        IReadOnlyList<Stimulus> references = plan.LoadStimuli(evaluators[0].Model);
        return from part in items.Select(item => (item.First, item.Count)).Distinct()
            from evaluator in evaluators
            from answer in Answers(
                evaluator.Key,
                evaluator.Model,
                (Natural, Natural, Natural),
                [.. plan.Stimuli.Skip(part.First).Take(part.Count)],
                [.. references.Skip(part.First).Take(part.Count).Select(reference => (reference, reference.Values))]
            )
            select answer;
    }

    /// <summary>The answers of a network to what has a class; the tables count those.</summary>
    private static IEnumerable<MergedAnswer> Answers(
        string evaluator,
        StagedModel model,
        (string Network, string Stage, string Schedule) condition,
        IReadOnlyList<StudyStimulus> stimuli,
        IReadOnlyList<(Stimulus Reference, Tensor Shown)> shown
    )
    {
        (StudyStimulus Stimulus, (Stimulus, Tensor) Shown)[] classed =
        [
            .. stimuli.Zip(shown).Where(pair => pair.First.ClassIndex is not null),
        ];
        return Transfer
            .Decisions(model, [.. classed.Select(pair => pair.Shown)])
            .Zip(
                classed,
                (decided, pair) =>
                    new MergedAnswer(
                        condition.Network,
                        condition.Stage,
                        condition.Schedule,
                        pair.Stimulus.Name,
                        evaluator,
                        pair.Stimulus.ClassIndex!.Value,
                        decided
                    )
            );
    }

    private static Transfer TransferOf(
        Study study,
        IReadOnlyList<MergedMetamer> metamers,
        IReadOnlyList<MergedAnswer> recognition
    )
    {
        ILookup<(string Network, string Stage, string Schedule, string Evaluator), MergedAnswer> asked =
            recognition.ToLookup(row => (row.Network, row.Stage, row.Schedule, row.Evaluator));
        HashSet<(string Network, string Stage, string Schedule, string Stimulus)> counted =
        [
            .. metamers
                .Where(metamer => metamer.IsCounted())
                .Select(metamer => (metamer.Network, metamer.Stage, metamer.Schedule, metamer.Stimulus)),
        ];
        List<TransferResult> results = [];
        foreach (
            IGrouping<(string Network, string Schedule), MergedMetamer> generator in metamers.GroupBy(metamer =>
                (metamer.Network, metamer.Schedule)
            )
        )
        {
            (string network, string schedule) = generator.Key;
            string name = study.Schedules.Count == 1 ? network : TransferResult.Name(network, schedule);
            foreach (string stage in generator.Select(metamer => metamer.Stage).Distinct().Prepend(Natural))
            {
                foreach (string evaluator in study.Evaluators)
                {
                    IEnumerable<MergedAnswer> rows =
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
}
