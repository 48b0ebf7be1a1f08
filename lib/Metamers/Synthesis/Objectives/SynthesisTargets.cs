using Metamers.Runtime;
using static TorchSharp.torch;

namespace Metamers.Synthesis.Objectives;

/// <summary>What the stimuli of a batch are made from.</summary>
/// <param name="References">(N, shape of a stimulus), on the network's device.</param>
/// <param name="Representation">
/// (1 or N, shape of a stage): activations that are matched in place of the references' at the asked stage; null for
/// the references' own.
/// </param>
/// <param name="Classes">The class of each reference, if it is known; null for tensors without names.</param>
internal sealed record SynthesisTargets(
    Tensor References,
    Tensor? Representation = null,
    IReadOnlyList<int?>? Classes = null
)
{
    /// <summary>What a state must agree on besides the references; empty for published metamers.</summary>
    /// <param name="objective">The objective, or null for the published one.</param>
    public string Identity(SynthesisObjective? objective)
    {
        string classes =
            Classes is not null && objective?.AsksForClass == true ? $" classes {string.Join(' ', Classes)}" : "";
        return Representation is null ? classes : $"{classes} representation {TensorHash.Compute(Representation)}";
    }
}
