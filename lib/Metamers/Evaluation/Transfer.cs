using Metamers.Models;
using Metamers.Runtime;
using Metamers.Statistics;
using Metamers.Stimuli;
using Metamers.Synthesis;
using Metamers.Tables;
using Microsoft.Data.Analysis;
using TorchSharp;
using static TorchSharp.torch;

namespace Metamers.Evaluation;

/// <summary>
/// Which other networks recognise metamers: the accuracy of every network on the metamers of every other, by the true
/// class of the reference (method: the authors' network_network_helpers.py). Networks are given what people would be
/// given: 8-bit pictures and float32 sounds.
/// </summary>
/// <param name="Results">One entry for each generating network, stage and evaluating network.</param>
/// <example>
/// <code>
/// var study = StudyResults.Load(Path.Combine(ProjectFolder.Data, "studies", "transfer-pictures"));
/// var transfer = study.ToTransfer();
/// transfer.OfOthers("resnet20-standard-seed0", "layer3").Mean
/// </code>
/// </example>
public sealed record Transfer(IReadOnlyList<TransferResult> Results)
{
    /// <summary>What takes the place of a stage for the references themselves.</summary>
    public const string Natural = "natural";

    private const int BatchSize = 64;

    /// <summary>Asks every network about the metamers of every network.</summary>
    /// <param name="metamers">
    /// Metamers of one or more networks and any stages; those that are accepted are shown. Their references need a
    /// class.
    /// </param>
    /// <param name="evaluators">
    /// The networks that are asked; one that metamers were made for is asked about its own, too.
    /// </param>
    /// <param name="resamples">Number of bootstrap resamples; the paper uses 1,000.</param>
    /// <param name="progress">Receives the finished share, 0 to 1.</param>
    /// <returns>
    /// The results: for each generating network the references come first, then its stages in the order in which they
    /// first appear.
    /// </returns>
    /// <exception cref="MetamerException">
    /// No metamer is accepted, a reference has no class, two networks share a name, a network that is asked has the
    /// weights of the generating one under another name or is one of those that an objective matches besides it, or a
    /// stimulus that a network does not take.
    /// </exception>
    public static Transfer Measure(
        MetamerSet metamers,
        IEnumerable<StagedModel> evaluators,
        int resamples = 1000,
        IProgress<double>? progress = null
    )
    {
        StagedModel[] asked = [.. evaluators];
        if (asked.CountBy(model => model.Label).FirstOrDefault(name => name.Value > 1) is { Key: { } twice })
        {
            throw new MetamerException(
                $"Two of the networks that are asked are called '{twice}', so their answers could not be told apart. "
                    + "Give each architecture a name of its own."
            );
        }

        Refuse(metamers, asked);
        IGrouping<string, Metamer>[] generators = [.. metamers.Accepted.GroupBy(metamer => metamer.Model.Label)];
        if (generators.Length == 0)
        {
            throw new MetamerException(
                $"None of {metamers.Count} metamers is accepted, so there is nothing to ask about. More steps make "
                    + "more of them."
            );
        }

        List<TransferResult> results = [];
        double all = (double)generators.Length * asked.Length;
        int done = 0;
        foreach (IGrouping<string, Metamer> generator in generators)
        {
            foreach (StagedModel model in asked)
            {
                foreach (IGrouping<string, (string Stage, Stimulus Reference, Tensor Values)> stage in Shown(generator))
                {
                    IReadOnlyList<int> decisions = Decisions(
                        model,
                        [.. stage.Select(shown => (shown.Reference, shown.Values))]
                    );
                    double[] correct =
                    [
                        .. stage.Zip(decisions, (shown, decided) => decided == ClassOf(shown.Reference) ? 1.0 : 0),
                    ];
                    results.Add(
                        new(
                            generator.Key,
                            stage.Key,
                            model.Label,
                            correct.Length,
                            correct.Average(),
                            Bootstrap.StandardErrorOfMean(correct, resamples)
                        )
                    );
                }

                progress?.Report(++done / all);
            }
        }

        return new(results);
    }

    /// <summary>Refuses what the results could not tell apart.</summary>
    private static void Refuse(MetamerSet metamers, StagedModel[] asked)
    {
        foreach (IGrouping<string, Metamer> generator in metamers.GroupBy(metamer => metamer.Model.Label))
        {
            if (generator.Any(metamer => !metamer.Model.IsSameNetworkAs(generator.First().Model)))
            {
                throw new MetamerException(
                    $"The metamers are of two networks that are both called '{generator.Key}', so that their results "
                        + "would be averaged. Give each architecture a name of its own, or measure them apart."
                );
            }
        }

        foreach (
            (StagedModel model, ModelIdentity identity) in asked.Select(model => (model, ModelIdentity.Compute(model)))
        )
        {
            if (metamers.SelectMany(metamer => metamer.Others).Any(identity.HasWeightsOf))
            {
                throw new MetamerException(
                    $"{model.Label} is asked, and the objective of some of the metamers matches it too, so that it is "
                        + "no other network to them; leave it out."
                );
            }

            foreach (ModelIdentity generator in metamers.Select(metamer => metamer.Model).DistinctBy(own => own.Label))
            {
                if (identity.HasWeightsOf(generator) != (model.Label == generator.Label))
                {
                    throw new MetamerException(
                        model.Label == generator.Label
                            ? $"The network that is asked and that of the metamers are both called '{model.Label}' and "
                                + "have different weights, so that it would count as the same. Give each a name of its "
                                + "own."
                            : $"{model.Label} is asked and has the weights of {generator.Label}, for which metamers "
                                + "were made, so that it is no other network to them; leave it out."
                    );
                }
            }
        }
    }

    /// <summary>The stages of a generating network, the references first.</summary>
    /// <param name="generator">Its name.</param>
    public IReadOnlyList<string> StagesOf(string generator) =>
        [.. Results.Where(result => result.Generator == generator).Select(result => result.Stage).Distinct()];

    /// <summary>Mean accuracy of all networks but the generating one, with equal weights.</summary>
    /// <param name="generator">Name of the generating network.</param>
    /// <param name="stage">Its stage, or <see cref="Natural"/>.</param>
    /// <returns>The mean, and its standard error over the networks (0 for one network).</returns>
    /// <exception cref="MetamerException">There is no other network.</exception>
    public (double Mean, double StandardError) OfOthers(string generator, string stage)
    {
        double[] accuracies =
        [
            .. Results
                .Where(result => result.Generator == generator && result.Stage == stage && !result.IsOfItself)
                .Select(result => result.Accuracy),
        ];
        if (accuracies.Length == 0)
        {
            throw new MetamerException(
                $"No other network was asked about the metamers of '{generator}' at '{stage}'. Its stages "
                    + $"are: {string.Join(", ", StagesOf(generator))}."
            );
        }

        return (accuracies.Average(), StandardError.OfMean(accuracies));
    }

    /// <summary>The results for some of the networks.</summary>
    /// <param name="networks">Those that are kept, as generating and as evaluating networks.</param>
    public Transfer Among(params IReadOnlyList<string> networks) =>
        new([.. Results.Where(result => networks.Contains(result.Generator) && networks.Contains(result.Evaluator))]);

    /// <summary>
    /// How much more often the metamers of some networks are recognised than those of a baseline network, in each case
    /// by the networks for which neither were made.
    /// </summary>
    /// <param name="baseline">The network to compare with.</param>
    /// <param name="generators">The others, with the same stages.</param>
    /// <returns>
    /// Columns generator, stage, difference (−1 to 1), standard_error (over the networks asked; 0 for one), networks
    /// (count).
    /// </returns>
    /// <exception cref="MetamerException">At some stage no network was asked about both.</exception>
    public DataFrame AgainstOthers(string baseline, IEnumerable<string> generators) =>
        (
            from generator in generators
            from stage in StagesOf(generator)
            let differences = Differences(baseline, generator, stage)
            select new
            {
                Generator = generator,
                Stage = stage,
                Difference = differences.Average(),
                StandardError = StandardError.OfMean(differences),
                Networks = differences.Length,
            }
        ).ToDataFrame();

    private double[] Differences(string baseline, string generator, string stage)
    {
        Dictionary<string, double> before = Results
            .Where(result => result.Generator == baseline && result.Stage == stage)
            .ToDictionary(result => result.Evaluator, result => result.Accuracy);
        double[] differences =
        [
            .. Results
                .Where(result =>
                    result.Generator == generator
                    && result.Stage == stage
                    && !result.IsOfItself
                    && !TransferResult.IsOf(baseline, result.Evaluator)
                    && before.ContainsKey(result.Evaluator)
                )
                .Select(result => result.Accuracy - before[result.Evaluator]),
        ];
        return differences.Length > 0
            ? differences
            : throw new MetamerException(
                $"No third network was asked about the metamers of '{baseline}' and of '{generator}' at '{stage}'. "
                    + $"'{baseline}' has the stages {string.Join(", ", StagesOf(baseline))}."
            );
    }

    /// <summary>One row for each generating network, stage and evaluating network.</summary>
    /// <returns>Columns generator, stage, evaluator, stimuli (count), accuracy (0 to 1), standard_error.</returns>
    public DataFrame ToDataFrame() => Results.ToDataFrame();

    internal static int ClassOf(Stimulus reference) =>
        reference.ClassIndex
        ?? throw new MetamerException(
            $"The reference '{reference.Name}' has no class, so it is not known which networks recognise its "
                + "metamers. Use stimuli of a data set with classes, or give it one: stimulus with { ClassIndex = 3 }."
        );

    private static IEnumerable<IGrouping<string, (string Stage, Stimulus Reference, Tensor Values)>> Shown(
        IEnumerable<Metamer> metamers
    ) =>
        metamers
            .DistinctBy(metamer => metamer.Reference.Name)
            .Select(metamer => (Stage: Natural, metamer.Reference, metamer.Reference.Values))
            .Concat(metamers.Select(metamer => (metamer.Stage, metamer.Reference, metamer.Values)))
            .GroupBy(shown => shown.Stage);

    /// <summary>
    /// The class that a network gives to each stimulus as it is shown to people: pictures in 8 bits, sounds unchanged.
    /// </summary>
    /// <param name="model">The network.</param>
    /// <param name="stimuli">The reference, and the values (shape of a stimulus) that are shown.</param>
    internal static IReadOnlyList<int> Decisions(
        StagedModel model,
        IReadOnlyList<(Stimulus Reference, Tensor Values)> stimuli
    ) => Decisions(model, stimuli, logits => logits.argmax(1).cpu().data<long>().Select(index => (int)index));

    /// <summary>The same with another way to decide, given the logits of a batch (N, classes).</summary>
    internal static IReadOnlyList<int> Decisions(
        StagedModel model,
        IReadOnlyList<(Stimulus Reference, Tensor Values)> stimuli,
        Func<Tensor, IEnumerable<int>> decide
    )
    {
        model.RequireDecision();
        using IDisposable evaluation = model.InEvaluation();
        List<int> decisions = [];
        foreach ((Stimulus Reference, Tensor Values)[] batch in stimuli.Chunk(BatchSize))
        {
            using DisposeScope scope = NewDisposeScope();
            using IDisposable noGradient = no_grad();
            foreach ((Stimulus reference, Tensor _) in batch)
            {
                StimulusValidation.CheckKind(model, reference.Kind, $"The metamer of '{reference.Name}'");
            }

            Tensor values = stack([.. batch.Select(shown => shown.Reference.Kind.AsShown(shown.Values))])
                .to(model.ElementType, model.Device);
            StimulusValidation.Check(model, values, "The metamers");
            decisions.AddRange(decide(model.call(values)));
        }

        return decisions;
    }
}
