using System.Runtime.InteropServices;
using Metamers.Runtime;
using TorchSharp;
using static TorchSharp.torch;

namespace Metamers.Models;

/// <summary>Finds the shapes of a network's stages by computing each of them once.</summary>
internal static class StageMeasurement
{
    /// <summary>The stages with their shapes.</summary>
    /// <exception cref="MetamerException">A stage cannot be computed from the previous one.</exception>
    public static IReadOnlyList<Stage> Measure(StagedModel model, IReadOnlyList<(string Name, bool EndsInRelu)> stages)
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable noGradient = no_grad();
        using IDisposable evaluation = model.InEvaluation();
        List<Stage> measured = [];
        Tensor x = zeros([1, .. model.InputShape], model.ElementType, model.Device);
        for (int i = 0; i < stages.Count; i++)
        {
            try
            {
                x = model.Compute(i, x, identityGradient: false);
            }
            catch (Exception error) when (error is ExternalException or ArgumentException)
            {
                throw new MetamerException(
                    $"Stage '{stages[i].Name}' of {model.Name} cannot be computed from the previous stage, of shape "
                        + $"(1, {string.Join(", ", x.shape[1..])}): "
                        + $"{error.Message} Check the sizes of its layers.",
                    error
                );
            }

            measured.Add(new Stage(stages[i].Name, stages[i].EndsInRelu, x.shape[1..]));
        }

        return measured;
    }
}
