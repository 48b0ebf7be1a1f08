using Metamers.Runtime;
using TorchSharp;
using static TorchSharp.torch;

namespace Metamers.Models.Import.Onnx;

/// <summary>
/// The values of a graph that do not depend on the stimulus, computed once, on the CPU and in the graph's own type, as
/// ONNX says: a rounded size must not depend on the type of the network. Nodes that compute with the stimulus get them
/// in the network's type, on its device or, as parameters of operators, on the CPU.
/// </summary>
/// <param name="device">The network's device.</param>
/// <param name="floats">The types of graph and network.</param>
/// <param name="most">The most bytes of results that are kept.</param>
internal sealed class OnnxConstants(Device device, OnnxFloats floats, Int128 most) : IDisposable
{
    private readonly Dictionary<OnnxValue, Tensor> host = [];
    private readonly Dictionary<(OnnxValue Value, bool OnHost), Tensor> placed = [];
    private readonly Dictionary<OnnxNode, (Tensor Weight, Tensor Bias)> folded = [];
    private Int128 kept;

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

    /// <summary>Keeps a copy of what a node computed.</summary>
    /// <exception cref="MetamerException">There is too much of it.</exception>
    public void Keep(OnnxNode node, OnnxValue value, Tensor result)
    {
        kept += result.numel() * result.element_size();
        if (kept > most)
        {
            throw node.Refused(
                $"with it, what follows from weights and shapes alone takes {kept} bytes; {most} are allowed for a "
                    + "file of this size. Export the network with constant folding, which writes such values into it."
            );
        }

        Keep(value, result.detach().clone());
    }

    /// <summary>A value that is known, as nodes take it that compute with the stimulus.</summary>
    /// <param name="value">The value.</param>
    /// <param name="onHost">Whether it is wanted on the CPU and not on the network's device.</param>
    public Tensor ForStimulus(OnnxValue value, bool onHost)
    {
        Tensor known = host[value];
        ScalarType type = floats.Of(known.dtype);
        onHost |= device.type == DeviceType.CPU;
        if (onHost && type == known.dtype)
        {
            return known;
        }

        if (!placed.TryGetValue((value, onHost), out Tensor? tensor))
        {
            tensor = known.to(type, onHost ? CPU : device).DetachFromDisposeScope();
            placed[(value, onHost)] = tensor;
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
