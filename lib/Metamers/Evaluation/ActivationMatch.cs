using MathNet.Numerics.Statistics;
using Metamers.Models;
using Metamers.Runtime;
using Metamers.Statistics;
using Metamers.Synthesis;
using Microsoft.Data.Analysis;
using TorchSharp;
using static TorchSharp.torch;

namespace Metamers.Evaluation;

/// <summary>
/// How metamers match their references at every stage of a network, and whether the network decides the same of both:
/// one forward pass for each stimulus (method: section "success criteria" of the paper, and the authors'
/// optimization_analysis_scripts.py).
/// </summary>
/// <param name="Metamers">One entry a metamer, in the order given.</param>
public sealed record ActivationMatch(IReadOnlyList<MetamerMatch> Metamers)
{
    /// <summary>Stimuli in one forward pass: bounds the memory, since all stages are held.</summary>
    private const int BatchSize = 8;

    /// <summary>Compares metamers that the library made.</summary>
    /// <param name="model">
    /// The network that they were made for, or another one that has the stages they were made for.
    /// </param>
    /// <param name="metamers">Metamers of one size, or sounds of one length and sampling rate.</param>
    /// <returns>The matches; <see cref="Judge"/> puts them into the metamers.</returns>
    /// <exception cref="MetamerException">
    /// A shape, range, sampling rate or stage that the network does not have, or activations that are not finite.
    /// </exception>
    public static ActivationMatch Of(StagedModel model, IReadOnlyList<Metamer> metamers)
    {
        if (metamers.Count == 0)
        {
            throw new MetamerException("There are no metamers to compare; give at least one.");
        }

        if (metamers.FirstOrDefault(m => !m.Values.shape.SequenceEqual(metamers[0].Values.shape)) is { } other)
        {
            throw new MetamerException(
                $"The metamers differ in size: {metamers[0]} and {other}. Compare those of one size at a time."
            );
        }

        foreach (Metamer metamer in metamers)
        {
            StimulusValidation.CheckSamplingRate(
                model,
                metamer.SamplingRate,
                $"The metamer of '{metamer.ReferenceName}'"
            );
        }

        using DisposeScope scope = NewDisposeScope();
        return Between(
            model,
            stack([.. metamers.Select(m => m.Reference)]),
            stack([.. metamers.Select(m => m.Values)]),
            [.. metamers.Select(m => m.ReferenceName)],
            [.. metamers.Select(m => m.Stage)]
        );
    }

    /// <summary>Compares any stimuli pair by pair.</summary>
    /// <param name="model">The network; it is used in evaluation mode and put back.</param>
    /// <param name="references">(N, shape of a stimulus) with N ≥ 1, in the network's input range.</param>
    /// <param name="metamers">The same shape; item i belongs to item i of <paramref name="references"/>.</param>
    /// <param name="names">N names of the references.</param>
    /// <param name="madeFor">N stages, for which the metamers were made.</param>
    /// <returns>The matches.</returns>
    /// <exception cref="ArgumentException">The numbers of items differ.</exception>
    /// <exception cref="MetamerException">
    /// A shape, range or stage that the network does not have, or activations that are not finite.
    /// </exception>
    public static ActivationMatch Between(
        StagedModel model,
        Tensor references,
        Tensor metamers,
        IReadOnlyList<string> names,
        IReadOnlyList<string> madeFor
    )
    {
        Check(model, references, metamers, names, madeFor);
        using IDisposable evaluation = model.InEvaluation();
        List<MetamerMatch> matches = [];
        for (int first = 0; first < names.Count; first += BatchSize)
        {
            using DisposeScope scope = NewDisposeScope();
            TensorIndex batch = TensorIndex.Slice(first, Math.Min(first + BatchSize, names.Count));
            IReadOnlyList<Judgement> judgements = JudgeBatch(model, references[batch], metamers[batch]);
            matches.AddRange(
                judgements.Select((judgement, i) => new MetamerMatch(names[first + i], madeFor[first + i], judgement))
            );
        }

        return new ActivationMatch(matches);
    }

    /// <summary>The compared metamers, each with what the network makes of it.</summary>
    /// <param name="metamers">Those that were given to <see cref="Of"/>, in the same order.</param>
    /// <returns>New metamers; those given stay as they are and are still to be disposed.</returns>
    public IReadOnlyList<Metamer> Judge(IReadOnlyList<Metamer> metamers) =>
        metamers.Select(m => (m.ReferenceName, m.Stage)).SequenceEqual(Metamers.Select(m => (m.Stimulus, m.MadeFor)))
            ? [.. metamers.Zip(Metamers, (metamer, match) => metamer.Judged(match.Judgement))]
            : throw new ArgumentException(
                "These are not the metamers that were compared, or in another order; give the same list as to Of.",
                nameof(metamers)
            );

    /// <summary>One row for each metamer and compared stage.</summary>
    /// <returns>
    /// Columns stimulus, stage_made_for, stage_compared, spearman, pearson, db_snr (ratio of norms, dB),
    /// predicted_reference, predicted_metamer (class indices), decision_kept.
    /// </returns>
    public DataFrame ToDataFrame()
    {
        (MetamerMatch Metamer, StageMatch Stage)[] rows =
        [
            .. Metamers.SelectMany(m => m.Judgement.Stages.Select(stage => (m, stage))),
        ];
        return new DataFrame(
            new StringDataFrameColumn("stimulus", rows.Select(row => row.Metamer.Stimulus)),
            new StringDataFrameColumn("stage_made_for", rows.Select(row => row.Metamer.MadeFor)),
            new StringDataFrameColumn("stage_compared", rows.Select(row => row.Stage.Stage)),
            new DoubleDataFrameColumn("spearman", rows.Select(row => row.Stage.Measures.Spearman)),
            new DoubleDataFrameColumn("pearson", rows.Select(row => row.Stage.Measures.Pearson)),
            new DoubleDataFrameColumn("db_snr", rows.Select(row => row.Stage.Measures.DecibelSnr)),
            new Int32DataFrameColumn(
                "predicted_reference",
                rows.Select(row => row.Metamer.Judgement.PredictedReference)
            ),
            new Int32DataFrameColumn("predicted_metamer", rows.Select(row => row.Metamer.Judgement.PredictedMetamer)),
            new BooleanDataFrameColumn("decision_kept", rows.Select(row => row.Metamer.Judgement.DecisionKept))
        );
    }

    /// <summary>One row for each stage that metamers were made for, compared at that stage.</summary>
    /// <returns>
    /// Columns stage, metamers (count), decisions_kept (count), spearman, pearson, db_snr (ratio of norms, dB):
    /// medians, and the least spearman.
    /// </returns>
    public DataFrame ByStage()
    {
        IGrouping<string, MetamerMatch>[] stages = [.. Metamers.GroupBy(metamer => metamer.MadeFor)];
        return new DataFrame(
            new StringDataFrameColumn("stage", stages.Select(stage => stage.Key)),
            new Int32DataFrameColumn("metamers", stages.Select(stage => stage.Count())),
            new Int32DataFrameColumn(
                "decisions_kept",
                stages.Select(stage => stage.Count(m => m.Judgement.DecisionKept))
            ),
            new DoubleDataFrameColumn(
                "median_spearman",
                stages.Select(stage => stage.Select(m => m.AtOwnStage.Spearman).Median())
            ),
            new DoubleDataFrameColumn("least_spearman", stages.Select(stage => stage.Min(m => m.AtOwnStage.Spearman))),
            new DoubleDataFrameColumn(
                "median_pearson",
                stages.Select(stage => stage.Select(m => m.AtOwnStage.Pearson).Median())
            ),
            new DoubleDataFrameColumn(
                "median_db_snr",
                stages.Select(stage => stage.Select(m => m.AtOwnStage.DecibelSnr).Median())
            )
        );
    }

    private static List<Judgement> JudgeBatch(StagedModel model, Tensor references, Tensor metamers)
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable noGradient = no_grad();
        string[] stages = [.. model.Stages.Select(stage => stage.Name)];
        IReadOnlyDictionary<string, Tensor> wanted = Activations(model, references, stages, "The references");
        IReadOnlyDictionary<string, Tensor> reached = Activations(model, metamers, stages, "The metamers");
        IReadOnlyList<MatchMeasures>[] measures =
        [
            .. stages.Select(stage => Measure(stage, wanted[stage], reached[stage])),
        ]; // stage, item
        float[][] referenceLogits = Logits(wanted[stages[^1]]);
        float[][] metamerLogits = Logits(reached[stages[^1]]);
        return
        [
            .. Enumerable
                .Range(0, (int)references.shape[0])
                .Select(item => new Judgement(
                    referenceLogits[item],
                    metamerLogits[item],
                    [.. stages.Select((stage, i) => new StageMatch(stage, measures[i][item]))]
                )),
        ];
    }

    private static IReadOnlyDictionary<string, Tensor> Activations(
        StagedModel model,
        Tensor stimuli,
        string[] stages,
        string what
    )
    {
        Tensor input = stimuli.to(model.ElementType, model.Device);
        StimulusValidation.Check(model, input, what);
        return model.Activations(input, stages);
    }

    private static IReadOnlyList<MatchMeasures> Measure(string stage, Tensor wanted, Tensor reached)
    {
        try
        {
            return MatchMeasures.BetweenEach(wanted, reached);
        }
        catch (ArgumentException error)
        {
            throw new MetamerException($"At the stage '{stage}': {error.Message}", error);
        }
    }

    private static float[][] Logits(Tensor logits)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor flat = logits.flatten(1).to(float32).cpu(); // (N, classes)
        return [.. flat.data<float>().ToArray().Chunk((int)flat.shape[1])];
    }

    private static void Check(
        StagedModel model,
        Tensor references,
        Tensor metamers,
        IReadOnlyList<string> names,
        IReadOnlyList<string> madeFor
    )
    {
        if (
            !references.shape.SequenceEqual(metamers.shape)
            || references.dim() == 0
            || references.shape[0] == 0
            || names.Count != references.shape[0]
            || madeFor.Count != names.Count
        )
        {
            throw new ArgumentException(
                "Give one reference, metamer, name and stage for each pair, at least one; given are references "
                    + $"({string.Join(", ", references.shape)}), "
                    + $"metamers ({string.Join(", ", metamers.shape)}), {names.Count} names and {madeFor.Count} stages.",
                nameof(metamers)
            );
        }

        string[] known = [.. model.Stages.Select(stage => stage.Name)];
        if (madeFor.FirstOrDefault(stage => !known.Contains(stage)) is { } unknown)
        {
            throw new MetamerException(
                $"{model.Name} has no stage '{unknown}', for which a metamer was made. Its stages "
                    + $"are: {string.Join(", ", known)}."
            );
        }
    }
}
