using TorchSharp;
using static TorchSharp.torch;

namespace Metamers.Models.Import.Onnx;

/// <summary>
/// The values of a graph that do not depend on the stimulus, computed once: on the CPU, where they are parameters of
/// operators, and on the network's device, where they are computed with.
/// </summary>
/// <param name="device">The network's device.</param>
internal sealed class OnnxConstants(Device device) : IDisposable
{
    private readonly Dictionary<OnnxValue, Tensor> host = [];
    private readonly Dictionary<OnnxValue, Tensor> placed = [];
    private readonly Dictionary<OnnxNode, (Tensor Weight, Tensor Bias)> folded = [];

    /// <summary>A value on the CPU; null if it is not known yet.</summary>
    public Tensor? OnHost(OnnxValue value) => host.GetValueOrDefault(value);

    /// <summary>Keeps a value.</summary>
    public void Keep(OnnxValue value, Tensor tensor)
    {
        if (host.Remove(value, out Tensor? old))
        {
            old.Dispose();
        }

        host[value] = tensor.DetachFromDisposeScope();
    }

    /// <summary>A value that is known, on the network's device.</summary>
    public Tensor OnDevice(OnnxValue value)
    {
        if (device.type == DeviceType.CPU)
        {
            return host[value];
        }

        if (!placed.TryGetValue(value, out Tensor? tensor))
        {
            tensor = host[value].to(device).DetachFromDisposeScope();
            placed[value] = tensor;
        }

        return tensor;
    }

    /// <summary>The weights of a convolution with the batch norm after it.</summary>
    public (Tensor Weight, Tensor Bias) Folded(OnnxNode norm, Func<(Tensor Weight, Tensor Bias)> fold)
    {
        if (!folded.TryGetValue(norm, out (Tensor Weight, Tensor Bias) made))
        {
            (Tensor weight, Tensor bias) = fold();
            made = (weight.DetachFromDisposeScope(), bias.DetachFromDisposeScope());
            folded[norm] = made;
        }

        return made;
    }

    public void Dispose()
    {
        foreach (
            Tensor tensor in host
                .Values.Concat(placed.Values)
                .Concat(folded.Values.SelectMany(f => new[] { f.Weight, f.Bias }))
        )
        {
            tensor.Dispose();
        }

        host.Clear();
        placed.Clear();
        folded.Clear();
    }
}
