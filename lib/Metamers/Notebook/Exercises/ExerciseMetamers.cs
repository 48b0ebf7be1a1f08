using System.Globalization;
using Metamers.Models;
using Metamers.Runtime;
using Metamers.Stimuli;
using Metamers.Stimuli.Synthetic;
using Metamers.Synthesis;
using static TorchSharp.torch;

namespace Metamers.Notebook.Exercises;

/// <summary>
/// Stimuli and metamers on which answers are tried, and what a metamer that an answer made must
/// fulfil.
/// </summary>
internal static class ExerciseMetamers
{
    /// <summary>A picture that every network for 32 × 32 pixels takes.</summary>
    public static ImageStimulus Leaves(int seed = 5) => SyntheticStimuli.DeadLeaves(32, seed);

    /// <summary>A metamer with given values, of which nothing else is real.</summary>
    public static Metamer Of(Stimulus reference, Tensor values, string stage = "layer3", params double[] losses) =>
        new(values, reference)
        {
            Stage = stage,
            Options = MetamerOptions.Quick,
            Model = new ModelIdentity("exercise", new string('0', 64)),
            Card = new NetworkCard { Name = "exercise" },
            Losses = losses is []
                ? [new(0, 1), new(200, 0.1)]
                : [.. losses.Select((loss, i) => new LossReport(5 * i, loss))],
            Manifest = RunManifest.Current(CPU, ScalarType.Float32),
        };

    /// <summary>A picture of given values.</summary>
    public static ImageStimulus Picture(Tensor pixels) => new("picture", null, null, pixels, "made for an exercise");

    /// <summary>Noise, the same for one seed.</summary>
    public static Tensor Noise(ulong seed, params long[] shape) =>
        rand(shape, float32, generator: new Generator(seed, CPU));

    /// <summary>Whether a metamer is what was asked for, with a descent that came closer to its target.</summary>
    public static IEnumerable<Finding> Check(Metamer made, Stimulus reference, string stage, string? key = null)
    {
        yield return Finding.That(
            made is not null,
            "It returns null: return the metamer, the first of the set that Synthesize gives."
        );
        yield return Finding.That(
            made!.Reference.Values.shape.SequenceEqual(reference.Values.shape)
                && made.Reference.Values.Equals(reference.Values),
            $"The metamer was made from {made.Reference.Name} and not from the stimulus that the function was "
                + "given: hand that one to Synthesize."
        );
        yield return Finding.That(
            made.Stage == stage,
            $"The metamer is one of the stage {made.Stage}; {stage} was asked for: give Synthesize that name."
        );
        yield return Finding.That(
            key is null || made.Model.Key == key,
            $"The metamer is one of {made.Model.Label}; {key} was asked for: load that network by its key."
        );
        yield return Finding.That(
            made.IsComplete,
            $"The descent stopped after {made.StepsDone} of {made.Options.TotalSteps} steps: let it run to its end."
        );
        yield return Finding.That(
            made.FinalLoss < made.Losses[0].Loss / 2,
            string.Create(
                CultureInfo.InvariantCulture,
                $"The loss fell from {made.Losses[0].Loss:G3} to {made.FinalLoss:G3} only, which matches "
                    + $"nothing: take more steps, as MetamerOptions.Quick does."
            )
        );
        yield return new(null, made);
    }
}
