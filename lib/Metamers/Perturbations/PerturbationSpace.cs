using Metamers.Models;
using Metamers.Runtime;
using static TorchSharp.torch;

namespace Metamers.Perturbations;

/// <summary>
/// What is perturbed: the stimulus itself, or the cochleagram that an auditory model computes from it.
/// </summary>
/// <example>
/// <code>
/// var adversary = new Adversary { Norm = PerturbationNorm.L2, Radius = 0.5, Space = PerturbationSpace.Cochleagram };
/// adversary.Set
/// </code>
/// </example>
public enum PerturbationSpace
{
    /// <summary>Pixels or samples of the waveform.</summary>
    Input,

    /// <summary>The cochleagram; kept between 0 and 100 as in the paper.</summary>
    Cochleagram,
}

/// <summary>Runs a network from the space that is perturbed.</summary>
internal static class PerturbationSpaces
{
    private const double LargestCochleagram = 100;

    /// <summary>Maps stimuli to the space that is perturbed.</summary>
    public static Tensor Enter(this PerturbationSpace space, StagedModel model, Tensor stimuli)
    {
        space.Check(model);
        if (space == PerturbationSpace.Input)
        {
            return stimuli;
        }

        using IDisposable noGradient = no_grad();
        return model.Activations(stimuli, StagedModel.InputStage);
    }

    /// <summary>Computes the last stage from perturbed values.</summary>
    public static Tensor Logits(this PerturbationSpace space, StagedModel model, Tensor perturbed) =>
        space == PerturbationSpace.Input ? model.call(perturbed) : model.LogitsAfter(StagedModel.InputStage, perturbed);

    /// <summary>Refuses cochleagrams for a network that computes none.</summary>
    /// <exception cref="MetamerException">It computes none.</exception>
    public static void Check(this PerturbationSpace space, StagedModel model)
    {
        if (space == PerturbationSpace.Cochleagram && model.Cochleagram is null)
        {
            throw new MetamerException(
                $"{model.Name} computes no cochleagram that could be perturbed. Perturb its input, or use an "
                    + "auditory model."
            );
        }
    }

    /// <summary>Smallest and largest allowed value.</summary>
    public static (double Minimum, double Maximum) Range(this PerturbationSpace space, StagedModel model) =>
        space == PerturbationSpace.Input ? (model.Input.Minimum, model.Input.Maximum) : (0, LargestCochleagram);
}
