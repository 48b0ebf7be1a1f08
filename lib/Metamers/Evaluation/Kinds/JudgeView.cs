using Metamers.Evaluation.Robustness;
using Metamers.Models;
using Metamers.Runtime;
using Metamers.Synthesis;
using TorchSharp;
using static TorchSharp.torch;

namespace Metamers.Evaluation.Kinds;

/// <summary>What a network says of a metamer as people are shown it.</summary>
/// <param name="Correct">1 if it gives the reference's true class, otherwise 0.</param>
/// <param name="Probability">What it gives that class.</param>
/// <param name="Features">
/// Activations of the stage before the last; none of a network without such a stage (<see cref="HasFeatures"/>).
/// </param>
internal sealed record JudgeView(double Correct, double Probability, float[] Features)
{
    private const int BatchSize = 32;

    /// <summary>
    /// Whether a network has a stage between its input and its decision. One that ONNX Runtime computes has none: the
    /// stage before its last is the stimulus itself.
    /// </summary>
    public static bool HasFeatures(StagedModel judge) => judge.Stages[^2].Name != StagedModel.InputStage;

    /// <summary>Asks a network about every metamer, in their order.</summary>
    /// <exception cref="MetamerException">
    /// A reference has no class, or one that the network lacks; or the network does not take it, or gives values that
    /// are not finite.
    /// </exception>
    public static IReadOnlyList<JudgeView> Ask(StagedModel judge, IEnumerable<Metamer> metamers)
    {
        using IDisposable evaluation = judge.InEvaluation();
        string decision = judge.Stages[^1].Name;
        string? last = HasFeatures(judge) ? judge.Stages[^2].Name : null;
        string[] stages = last is null ? [decision] : [last, decision];
        List<JudgeView> views = [];
        foreach (Metamer[] batch in metamers.Chunk(BatchSize))
        {
            AdversarialEvaluation.CheckClasses(judge, [.. batch.Select(metamer => metamer.Reference)]);
            using DisposeScope scope = NewDisposeScope();
            using IDisposable noGradient = no_grad();
            foreach (Metamer metamer in batch)
            {
                StimulusValidation.CheckKind(
                    judge,
                    metamer.Reference.Kind,
                    $"The metamer of '{metamer.Reference.Name}'"
                );
            }

            Tensor shown = stack([.. batch.Select(metamer => metamer.Reference.Kind.AsShown(metamer.Values))])
                .to(judge.ElementType, judge.Device);
            StimulusValidation.Check(judge, shown, "The metamers");
            IReadOnlyDictionary<string, Tensor> activations = judge.Activations(shown, stages);
            foreach (string stage in stages)
            {
                RequireFinite(judge, stage, activations[stage], batch);
            }

            Tensor logits = activations[decision].flatten(1).to(float64).cpu(); // (N, classes)
            Tensor probabilities = logits.softmax(1);
            long[] decisions = [.. logits.argmax(1).data<long>()];
            Tensor? features = last is null ? null : activations[last].flatten(1).to(float32).cpu(); // (N, units)
            for (int i = 0; i < batch.Length; i++)
            {
                int truth = Transfer.ClassOf(batch[i].Reference);
                views.Add(
                    new(
                        decisions[i] == truth ? 1 : 0,
                        probabilities[i, truth].item<double>(),
                        features is null ? [] : [.. features[i].data<float>()]
                    )
                );
            }
        }

        return views;
    }

    /// <summary>A classifier that learns from such a value is right half of the time, whatever it is asked.</summary>
    private static void RequireFinite(StagedModel judge, string stage, Tensor activations, Metamer[] batch)
    {
        bool[] finite = [.. activations.flatten(1).isfinite().all(1).cpu().data<bool>()];
        int broken = Array.IndexOf(finite, false);
        if (broken >= 0)
        {
            throw new MetamerException(
                $"The judge {judge.Label} gives NaN or infinity at '{stage}' for the metamer of "
                    + $"'{batch[broken].Reference.Name}'. Check its weights with ModelValidation.Check, or leave it "
                    + "out."
            );
        }
    }
}
