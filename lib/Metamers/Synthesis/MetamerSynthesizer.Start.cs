using Metamers.Models;
using Metamers.Runtime;
using Metamers.Stimuli;
using Metamers.Synthesis.Objectives;
using TorchSharp;
using static TorchSharp.torch;

namespace Metamers.Synthesis;

public sealed partial class MetamerSynthesizer
{
    /// <summary>Sets up a descent without doing a step.</summary>
    /// <param name="references">(N, shape of a stimulus), N ≥ 1, finite, within the input's range.</param>
    /// <param name="stage">Name of the stage to match.</param>
    /// <param name="start">Where to start, (1 or N, shape of a stimulus); <see cref="StartNoise"/> if null.</param>
    /// <returns>The run, to be advanced and disposed.</returns>
    /// <exception cref="MetamerException">
    /// No such stage, a wrong shape or range, NaN, or all-zero activations.
    /// </exception>
    public SynthesisRun Start(Tensor references, string stage, Tensor? start = null) =>
        Begin(new(references), stage, start);

    /// <summary>
    /// Sets up a descent towards a given representation, for example one halfway between those of two stimuli, in the
    /// place of the references' own at the asked stage.
    /// </summary>
    /// <param name="representation">(1 or N, shape of the stage): the activations to match, finite, not all 0.</param>
    /// <param name="references">As for <see cref="Start"/>; for what else the objective asks.</param>
    /// <param name="stage">Name of the stage.</param>
    /// <param name="start">As for <see cref="Start"/>.</param>
    /// <returns>The run, to be advanced and disposed.</returns>
    /// <exception cref="MetamerException">
    /// As <see cref="Start"/>; the representation has another shape; or the objective does not match that stage.
    /// </exception>
    public SynthesisRun StartTowards(Tensor representation, Tensor references, string stage, Tensor? start = null)
    {
        Stage wanted = model.Stages.First(known => known.Name == model.CanonicalStage(stage));
        return
            representation.dim() == wanted.Shape.Count + 1
            && representation.shape[1..].SequenceEqual(wanted.Shape)
            && representation.shape[0] is var count
            && (count == 1 || count == references.shape[0])
            ? Begin(new(references, representation), stage, start)
            : throw new MetamerException(
                $"The representation has the shape ({string.Join(", ", representation.shape)}); {wanted.Name} of "
                    + $"{model.Label} needs ({references.shape[0]} or 1, {string.Join(", ", wanted.Shape)})."
            );
    }

    /// <summary>The first name of a stage that has several.</summary>
    /// <exception cref="MetamerException">The network has no such stage.</exception>
    internal string CanonicalStage(string stage) => model.CanonicalStage(stage);

    private SynthesisTargets Targets(Stimulus[] stimuli) =>
        new(ReferenceBatch.Stack(model, stimuli), Classes: [.. stimuli.Select(stimulus => stimulus.ClassIndex)]);

    private SynthesisRun Begin(SynthesisTargets targets, string stage, Tensor? start = null)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor wanted = targets.References.to(model.Device);
        StimulusValidation.Check(model, wanted, "The references");
        Tensor begin = (start ?? Synthesis.StartNoise.Draw(options, model.Input, wanted, SamplesOf(wanted))).to(
            model.Device
        );
        StimulusValidation.Check(model, begin, "The start");
        if (begin.shape[0] != 1 && begin.shape[0] != wanted.shape[0])
        {
            throw new MetamerException(
                $"The start has {begin.shape[0]} stimuli, and "
                    + $"{Counted.Of((int)wanted.shape[0], "reference was", "references were")} given; give one start "
                    + $"for all, (1, {string.Join(", ", model.InputShape)}), or one for each."
            );
        }

        return new SynthesisRun(
            model,
            options,
            networks,
            CanonicalStage(stage),
            targets with
            {
                References = wanted,
            },
            begin
        );
    }

    private IReadOnlyList<int>? SamplesOf(Tensor references) =>
        options.Objective?.JoinsItems == true ? SpreadLoss.Samples(references) : null;
}
