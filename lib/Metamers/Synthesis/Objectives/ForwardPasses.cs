using Metamers.Models;
using static TorchSharp.torch;

namespace Metamers.Synthesis.Objectives;

/// <summary>
/// The activations that the terms of one evaluation need, each computed once. Every stage has a pass of its own, since
/// only the ReLU that ends the matched stage passes the gradient unchanged.
/// </summary>
/// <param name="stimuli">(N, shape of a stimulus).</param>
/// <param name="identityGradient">Whether that ReLU does.</param>
internal sealed class ForwardPasses(Tensor stimuli, bool identityGradient)
{
    private readonly Dictionary<(StagedModel Model, string Stage), Tensor> done = [];

    /// <summary>(N, shape of a stimulus).</summary>
    public Tensor Stimuli => stimuli;

    /// <summary>The activations of a stage, in the current dispose scope of the first call.</summary>
    public Tensor Activations(StagedModel model, string stage)
    {
        if (!done.TryGetValue((model, stage), out Tensor? activations))
        {
            Tensor input = stimuli.to(model.ElementType, model.Device);
            done[(model, stage)] = activations = model.Activations(input, stage, identityGradient);
        }

        return activations;
    }

    /// <summary>A result of another network, as the synthesizer's own network would give it.</summary>
    public Tensor AsOwn(Tensor result) => result.to(stimuli.dtype, stimuli.device);
}
