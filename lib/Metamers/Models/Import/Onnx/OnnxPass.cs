using Metamers.Models.Import.Onnx.Files;
using Metamers.Runtime;
using TorchSharp;
using static TorchSharp.torch;

namespace Metamers.Models.Import.Onnx;

/// <summary>One pass through a graph.</summary>
/// <param name="graph">The graph.</param>
/// <param name="weight">Gives the tensor of a weight, on the network's device.</param>
/// <param name="constants">What is known already, by size of batch; 0: what does not depend on it.</param>
/// <param name="input">The input.</param>
internal sealed class OnnxPass(
    OnnxGraph graph,
    Func<OnnxValue, Tensor> weight,
    IReadOnlyDictionary<long, OnnxConstants> constants,
    Tensor input
)
{
    private readonly Dictionary<OnnxValue, Tensor> live = new() { [graph.Input] = input };
    private readonly long batch = input.shape[0];

    /// <summary>A value that was wanted.</summary>
    public Tensor Result(OnnxValue value) =>
        value.Depends == OnnxValue.Dependence.Stimulus
            ? ReferenceEquals(live[value], input)
                ? input.alias()
                : live[value]
            : Placed(value).alias();

    /// <summary>Computes a node.</summary>
    public void Take(OnnxSchedule.Step step, OnnxValue? identityAt)
    {
        OnnxNode node = step.Node;
        OnnxValue[] outputs = [.. node.Outputs.OfType<OnnxValue>()];
        bool constant = outputs[0].Depends != OnnxValue.Dependence.Stimulus;
        if (constant && outputs.All(output => Store(output).OnHost(output) is not null))
        {
            Drop(step);
            return;
        }

        using (DisposeScope scope = NewDisposeScope())
        {
            Tensor[] results = Compute(step, identityAt, constant);
            for (int i = 0; i < node.Outputs.Length; i++)
            {
                if (node.Outputs[i] is not { } output)
                {
                    continue;
                }

                if (constant)
                {
                    Store(output).Keep(node, output, results[i]);
                }
                else
                {
                    live[output] = results[i].MoveToOuterDisposeScope();
                }
            }
        }

        Drop(step);
    }

    private Tensor[] Compute(OnnxSchedule.Step step, OnnxValue? identityAt, bool constant)
    {
        OnnxNode node = step.Node;
        try
        {
            if (node.Operator == "Relu" && identityAt is not null && node.Outputs[0] == identityAt)
            {
                return [IdentityGradientRelu.Apply(Placed(node.Inputs[0]!))];
            }

            if (step.Convolution is { } convolution)
            {
                (Tensor w, Tensor b) = constants[0]
                    .Folded(node, () => BatchNormFolding.Fold(node, convolution, Placed));
                return convolution.Kernel(
                    new KernelCall(convolution, [Placed(convolution.Inputs[0]!), w, b], Floats(constant), batch)
                );
            }

            Tensor?[] inputs =
            [
                .. node.Inputs.Select(
                    (value, i) =>
                        value is null ? null
                        : constant ? OnHost(value)
                        : Placed(value, onHost: node.Parameters.Contains(i))
                ),
            ];
            Tensor[] results = node.Kernel(new KernelCall(node, inputs, Floats(constant), batch));
            for (int i = 0; i < results.Length; i++)
            {
                results[i] = inputs.Any(given => ReferenceEquals(given, results[i])) ? results[i].alias() : results[i];
            }

            return results.Length >= node.Outputs.Length
                ? results
                : throw node.Refused($"it has {node.Outputs.Length} outputs; {results.Length} are supported.");
        }
        catch (Exception error) when (error is not MetamerException)
        {
            string shapes = string.Join(
                ", ",
                node.Inputs.OfType<OnnxValue>().Where(Known).Select(value => OnnxTensors.Text(Placed(value).shape))
            );
            throw node.Refused(
                $"it cannot be computed from inputs of shape {shapes}: {error.Message.Split('\n')[0]}",
                error
            );
        }
    }

    /// <summary>What follows from weights and shapes alone is computed in the graph's own type.</summary>
    private OnnxFloats Floats(bool constant) => new(graph.InputType, constant ? graph.InputType : input.dtype);

    private OnnxConstants Store(OnnxValue value) =>
        constants[value.Depends == OnnxValue.Dependence.Constant ? 0 : batch];

    private bool Known(OnnxValue value) =>
        value.IsParameter
        || value.Weight is not null
        || live.ContainsKey(value)
        || (value.Depends != OnnxValue.Dependence.Stimulus && Store(value).OnHost(value) is not null);

    /// <summary>
    /// A value on the CPU, in the graph's type; what depends on the stimulus is asked for its shape alone, and stays.
    /// </summary>
    private Tensor OnHost(OnnxValue value)
    {
        if (value.Depends == OnnxValue.Dependence.Stimulus)
        {
            return live[value];
        }

        if (Store(value).OnHost(value) is not { } tensor)
        {
            tensor = value.IsParameter ? weight(value).detach().cpu().to(graph.InputType) : value.Weight!;
            tensor = tensor.alias();
            Store(value).Keep(value, tensor);
        }

        return tensor;
    }

    /// <summary>A value in the network's type, on its device.</summary>
    private Tensor Placed(OnnxValue value) => Placed(value, onHost: false);

    private Tensor Placed(OnnxValue value, bool onHost)
    {
        if (value.Depends == OnnxValue.Dependence.Stimulus)
        {
            return live[value];
        }

        if (value.IsParameter && !onHost)
        {
            return weight(value);
        }

        OnHost(value);
        return Store(value).ForStimulus(value, onHost);
    }

    private void Drop(OnnxSchedule.Step step)
    {
        foreach (OnnxValue value in step.Dropped)
        {
            if (live.Remove(value, out Tensor? tensor) && !ReferenceEquals(tensor, input))
            {
                tensor.Dispose();
            }
        }
    }
}
