using Metamers.Models;
using Metamers.Runtime;
using Metamers.Statistics;
using Metamers.Stimuli;
using Metamers.Synthesis;
using TorchSharp;
using static TorchSharp.torch;

namespace Metamers.Evaluation;

/// <content>How networks are asked about metamers.</content>
public sealed partial record Transfer
{
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

        MetamerSet accepted = metamers.Accepted;
        return new(results)
        {
            Made = TransferMetamers.From(
                accepted.ScheduleTexts,
                accepted.Select(metamer => (metamer.Model.Label, metamer.Stage, metamer.ResidualLoss))
            ),
        };
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
