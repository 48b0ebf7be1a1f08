using Metamers.Models.Checkpoints;
using Metamers.Models.Import.Onnx.Files;
using Metamers.Runtime;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Metamers.Models.Import.Onnx;

/// <summary>
/// A linear readout of the features that a graph gives: one value for each class. The network registers both tensors
/// and asks itself for them, since moving a network to another device or type makes new ones.
/// </summary>
/// <param name="Weight">(classes, features).</param>
/// <param name="Bias">(classes).</param>
internal sealed record OnnxReadout(Parameter Weight, Parameter Bias)
{
    /// <summary>The name of its stage, the last one.</summary>
    public const string Stage = "readout";

    /// <summary>Reads a file.</summary>
    /// <param name="path">A safetensors file with weight and bias.</param>
    /// <param name="features">Shape of the features of one stimulus.</param>
    /// <param name="type">Type of the network.</param>
    /// <exception cref="MetamerException">It has other tensors, or does not fit the features.</exception>
    public static OnnxReadout Read(string path, IReadOnlyList<long> features, ScalarType type)
    {
        IReadOnlyDictionary<string, Tensor> tensors = CheckpointSource.Open(path, SafeTensorsReader.Read).Tensors;
        if (
            tensors.Count != 2
            || !tensors.TryGetValue("weight", out Tensor? weight)
            || !tensors.TryGetValue("bias", out Tensor? bias)
            || !weight.is_floating_point()
            || !bias.is_floating_point()
            || weight.dim() != 2
            || features.Count != 1
            || weight.shape[1] != features[0]
            || !bias.shape.SequenceEqual([weight.shape[0]])
        )
        {
            string found = string.Join(", ", tensors.Select(t => $"{t.Key} {OnnxTensors.Text(t.Value.shape)}"));
            throw new MetamerException(
                $"The readout {path} has {found}; it needs 'weight' (classes, features) and 'bias' (classes) "
                    + $"alone, of floating point, for features of shape {OnnxTensors.Text(features)}."
            );
        }

        return new OnnxReadout(
            new Parameter(weight.to(type), requires_grad: false),
            new Parameter(bias.to(type), requires_grad: false)
        );
    }
}
