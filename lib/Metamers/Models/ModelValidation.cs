using System.Runtime.InteropServices;
using Metamers.Runtime;
using TorchSharp;
using static TorchSharp.torch;

namespace Metamers.Models;

/// <summary>
/// Checks whether metamers can be made for a network, from the zoo or of a user's own, and says what to do if not.
/// </summary>
/// <example>
/// <code>
/// var model = ModelZoo.Load("resnet20-standard-seed0", session.Device);
/// ModelValidation.Check(model, Photographs.Take(1)[0].Pixels.unsqueeze(0));
/// </code>
/// </example>
public static class ModelValidation
{
    private const double Tolerance = 1e-3; // of a stage's largest value; rounding in another order is far smaller

    /// <summary>
    /// Tries a network on an example: input, weights, mode, every stage and its gradient. Costs a few passes; call it
    /// once, after the weights are loaded.
    /// </summary>
    /// <param name="model">The network, in evaluation mode.</param>
    /// <param name="example">
    /// (N, <see cref="StagedModel.InputShape"/>), N ≥ 1, a typical stimulus, not a constant.
    /// </param>
    /// <exception cref="MetamerException">The first problem found, and how to fix it.</exception>
    public static void Check(StagedModel model, Tensor example)
    {
        ArgumentNullException.ThrowIfNull(model);
        using DisposeScope scope = NewDisposeScope();
        if (model.training)
        {
            throw new MetamerException(
                $"{model.Name} is in training mode, in which dropout and batch norm make its answers change. Call "
                    + "Freeze() or eval() after its weights are loaded."
            );
        }

        CheckWeights(model);
        CheckStages(model);
        StimulusValidation.Check(model, example, "The example");
        using (no_grad())
        {
            CheckOutput(model, example);
        }

        CheckGradients(model, example);
    }

    /// <summary>Throws if a network is not a fixed function that has a gradient, with finite weights.</summary>
    internal static void RequireFixed(StagedModel model)
    {
        model.RequireGradient();
        if (!model.IsFrozen || model.training)
        {
            throw new MetamerException(
                $"{model.Name} is not frozen: in training mode, or with gradients for its parameters, it is not a "
                    + "fixed function. Call model.Freeze() after its weights are loaded."
            );
        }

        using DisposeScope scope = NewDisposeScope();
        CheckWeights(model);
    }

    /// <summary>Throws if weights are not finite, and names them.</summary>
    internal static void CheckWeights(StagedModel model)
    {
        string[] broken = [.. model.state_dict().Where(w => !w.Value.isfinite().all().item<bool>()).Select(w => w.Key)];
        if (broken.Length > 0)
        {
            throw new MetamerException(
                $"Weights of {model.Name} contain NaN or infinity: {string.Join(", ", broken)}. "
                    + "The checkpoint is damaged or its training diverged; load another."
            );
        }
    }

    private static void CheckStages(StagedModel model)
    {
        if (model.Stages.Count < 2)
        {
            throw new MetamerException(
                $"{model.Name} declares no stages, so there is nothing to match. Call AddStage for each in its "
                    + "constructor, in the order of computation."
            );
        }

        foreach (Stage stage in model.Stages)
        {
            if (
                string.IsNullOrWhiteSpace(stage.Name)
                || stage.Name.IndexOfAny(['/', '\\', ':', '*', '?', '"', '<', '>', '|']) >= 0
            )
            {
                throw new MetamerException(
                    $"'{stage.Name}' cannot be the name of a stage of {model.Name}: it is also used in file names. Use "
                        + "letters, digits, '_', '-' and '.', as in conv1_relu1."
                );
            }

            if (stage.Units == 0)
            {
                throw new MetamerException(
                    $"Stage '{stage.Name}' of {model.Name} has no units for input of shape "
                        + $"({string.Join(", ", model.InputShape)}). Its kernels or strides are too large for it."
                );
            }
        }
    }

    /// <summary>
    /// Checks that outputs are finite, the same at every call, and independent of the other items in a batch.
    /// </summary>
    private static void CheckOutput(StagedModel model, Tensor example)
    {
        Tensor first = example[..1];
        Tensor other = model.Input.Minimum + (model.Input.Maximum - first) / 2;
        string[] names = [.. model.Stages.Select(stage => stage.Name)];
        IReadOnlyDictionary<string, Tensor> once = model.Activations(first, names);
        IReadOnlyDictionary<string, Tensor> again = model.Activations(first, names);
        IReadOnlyDictionary<string, Tensor> batched = model.Activations(cat([first, other]), names);
        foreach (string name in names)
        {
            if (!once[name].isfinite().all().item<bool>())
            {
                throw new MetamerException(
                    $"Stage '{name}' of {model.Name} gives NaN or infinity for the example. Check its arithmetic: "
                        + "a division by zero, or the root of 0?"
                );
            }

            if (Differ(once[name], again[name]))
            {
                throw new MetamerException(
                    $"Stage '{name}' of {model.Name} gives different outputs for the same input: it is random. Switch "
                        + "its dropout or noise off, or draw the noise once, when the network is built."
                );
            }

            if (Differ(once[name], batched[name][..1]))
            {
                throw new MetamerException(
                    $"Stage '{name}' of {model.Name} depends on the other items in the batch, so metamers made "
                        + "together would influence each other. "
                        + "Normalise each item on its own; let batch norm use its running statistics (eval())."
                );
            }
        }
    }

    private static void CheckGradients(StagedModel model, Tensor example)
    {
        Tensor x = example[..1].detach().clone().requires_grad_();
        using Generator generator = new(0, CPU);
        List<string> without = [];
        foreach (Stage stage in model.Stages)
        {
            using DisposeScope scope = NewDisposeScope();
            Tensor activations = model.Activations(x, stage.Name, identityGradient: true);
            Tensor weights = randn(activations.shape, activations.dtype, generator: generator).to(model.Device);
            if (!GradientFlows((activations * weights).sum(), x))
            {
                without.Add(stage.Name);
            }
        }

        if (without.Count > 0)
        {
            throw new MetamerException(
                $"No usable gradient reaches the input of {model.Name} from: {string.Join(", ", without)}. "
                    + "Gradient descent cannot match such a stage: it must be computed by differentiable functions "
                    + "of the input, without detach(), no_grad(), rounding or argmax, and not be saturated."
            );
        }
    }

    private static bool GradientFlows(Tensor output, Tensor input)
    {
        if (!output.requires_grad)
        {
            return false;
        }

        try
        {
            Tensor gradient = autograd.grad([output], [input])[0];
            return gradient.isfinite().all().item<bool>() && gradient.count_nonzero().item<long>() > 0;
        }
        catch (ExternalException)
        {
            return false; // libtorch's way to say that the output does not depend on the input
        }
    }

    private static bool Differ(Tensor a, Tensor b)
    {
        double scale = a.abs().max().to(float64).item<double>();
        return (a - b).abs().max().to(float64).item<double>() > Tolerance * scale;
    }
}
