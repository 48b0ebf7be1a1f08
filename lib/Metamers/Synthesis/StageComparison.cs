using Metamers.Models;
using Metamers.Runtime;
using Metamers.Statistics;
using TorchSharp;
using static TorchSharp.torch;

namespace Metamers.Synthesis;

/// <summary>
/// How metamers match their references at every stage of a network, and whether the network makes the same decision for
/// both: one forward pass per stimulus (method: section "success criteria" of the paper, and the authors'
/// optimization_analysis_scripts.py).
/// </summary>
internal static class StageComparison
{
    /// <summary>Stimuli in one forward pass: bounds the memory, since all stages are held.</summary>
    private const int BatchSize = 8;

    /// <summary>Compares metamers of one size.</summary>
    /// <param name="model">The network; it is put into evaluation mode and restored afterwards.</param>
    /// <param name="metamers">Any number.</param>
    /// <returns>One judgement per metamer, in their order.</returns>
    /// <exception cref="MetamerException">
    /// A shape, range, sampling rate or stage that the network does not have, or activations that are not finite.
    /// </exception>
    public static IReadOnlyList<Judgement> Measure(StagedModel model, IReadOnlyList<Metamer> metamers)
    {
        string[] stages = [.. model.Stages.Select(stage => stage.Name)];
        foreach (Metamer metamer in metamers)
        {
            StimulusValidation.CheckKind(model, metamer.Reference.Kind, $"The metamer of '{metamer.Reference.Name}'");
            if (!stages.Contains(metamer.Stage))
            {
                throw new MetamerException(
                    $"{model.Name} has no stage '{metamer.Stage}', for which a metamer was made. Its stages are: "
                        + $"{string.Join(", ", stages)}."
                );
            }
        }

        if (metamers.FirstOrDefault(m => !m.Values.shape.SequenceEqual(metamers[0].Values.shape)) is { } other)
        {
            throw new MetamerException(
                $"The metamers differ in size: {metamers[0]} and {other}. Compare those of one size at a time."
            );
        }

        using IDisposable evaluation = model.InEvaluation();
        return [.. metamers.Chunk(BatchSize).SelectMany(batch => MeasureBatch(model, stages, batch))];
    }

    private static List<Judgement> MeasureBatch(StagedModel model, string[] stages, Metamer[] metamers)
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable noGradient = no_grad();
        Tensor references = stack([.. metamers.Select(metamer => metamer.Reference.Values)]);
        IReadOnlyDictionary<string, Tensor> wanted = Activations(model, references, stages, "The references");
        Tensor values = stack([.. metamers.Select(metamer => metamer.Values)]);
        IReadOnlyDictionary<string, Tensor> reached = Activations(model, values, stages, "The metamers");
        IReadOnlyList<MatchMeasures>[] measures = // stage, item
        [.. stages.Select(stage => Measure(stage, wanted[stage], reached[stage]))];
        float[][] referenceLogits = Logits(model, wanted[stages[^1]]);
        float[][] metamerLogits = Logits(model, reached[stages[^1]]);
        return
        [
            .. metamers.Select(
                (_, item) =>
                    new Judgement(
                        referenceLogits[item],
                        metamerLogits[item],
                        [.. stages.Select((stage, i) => new StageMatch(stage, measures[i][item]))]
                    )
            ),
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

    /// <summary>The outputs of each item; empty if the network makes no decision.</summary>
    private static float[][] Logits(StagedModel model, Tensor logits)
    {
        if (!model.HasDecision)
        {
            return [.. Enumerable.Repeat(Array.Empty<float>(), (int)logits.shape[0])];
        }

        using DisposeScope scope = NewDisposeScope();
        Tensor flat = logits.flatten(1).to(float32).cpu(); // (N, classes)
        return [.. flat.data<float>().ToArray().Chunk((int)flat.shape[1])];
    }
}
