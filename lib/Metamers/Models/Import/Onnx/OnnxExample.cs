using TorchSharp;
using static TorchSharp.torch;

namespace Metamers.Models.Import.Onnx;

/// <summary>Inputs to try a graph with: the same at every call, and the first ones the same for any number.</summary>
internal static class OnnxExample
{
    private const int Most = 2;

    /// <summary>Inputs of a graph, from random stimuli in their range.</summary>
    public static Tensor Of(OnnxGraph graph, OnnxInputAdapter adapter, OnnxOptions options, int count)
    {
        using DisposeScope scope = NewDisposeScope();
        using Generator generator = new(0, CPU);
        Tensor stimuli = rand([Most, .. adapter.InputShape], graph.InputType, generator: generator);
        stimuli = options.Input.Minimum + ((options.Input.Maximum - options.Input.Minimum) * stimuli[..count]);
        if (options.SamplingRate is null)
        {
            using Normalizer normalizer = new(options.Input);
            stimuli = normalizer.Apply(stimuli);
        }

        return adapter.Apply(stimuli).MoveToOuterDisposeScope();
    }
}
