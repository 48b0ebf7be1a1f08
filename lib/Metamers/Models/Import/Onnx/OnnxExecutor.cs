using Metamers.Runtime;
using TorchSharp;
using static TorchSharp.torch;

namespace Metamers.Models.Import.Onnx;

/// <summary>
/// Computes values of a graph: only what they need, each value dropped after its last use. What follows from weights
/// and shapes is computed once. One pass at a time.
/// </summary>
/// <param name="graph">The graph.</param>
/// <param name="weight">Gives the tensor of a weight, on the network's device.</param>
internal sealed class OnnxExecutor(OnnxGraph graph, Func<OnnxValue, Tensor> weight) : IDisposable
{
    private const int MostBatches = 4;

    private readonly Dictionary<string, OnnxSchedule> schedules = [];
    private readonly Dictionary<long, OnnxConstants> constants = []; // by size of batch; 0: does not depend on it
    private readonly Lock oneRunAtATime = new();
    private (ScalarType, DeviceType, int)? kind;

    /// <summary>Whether batch norms are folded into the convolutions before them.</summary>
    public bool FoldsBatchNorm { get; set; }

    /// <summary>Forgets what was computed of the weights.</summary>
    public void Forget()
    {
        lock (oneRunAtATime)
        {
            foreach (OnnxConstants kept in constants.Values)
            {
                kept.Dispose();
            }

            constants.Clear();
        }
    }

    /// <summary>Computes values.</summary>
    /// <param name="input">The input of the graph.</param>
    /// <param name="wanted">The values.</param>
    /// <param name="identityAt">The output of a ReLU that passes the gradient unchanged; null for none.</param>
    /// <returns>The values, in the current dispose scope.</returns>
    /// <exception cref="MetamerException">A node cannot be computed.</exception>
    public Dictionary<OnnxValue, Tensor> Run(Tensor input, IReadOnlySet<OnnxValue> wanted, OnnxValue? identityAt = null)
    {
        lock (oneRunAtATime)
        {
            Prepare(input);
            using DisposeScope scope = NewDisposeScope();
            OnnxPass pass = new(graph, weight, constants, input);
            try
            {
                foreach (OnnxSchedule.Step step in ScheduleFor(wanted).Steps)
                {
                    pass.Take(step, identityAt);
                }
            }
            catch
            {
                Forget(); // half of a value may be kept
                throw;
            }

            return wanted.ToDictionary(value => value, value => pass.Result(value).MoveToOuterDisposeScope());
        }
    }

    /// <summary>Releases what was computed of the weights.</summary>
    public void Dispose() => Forget();

    /// <summary>Forgets what belongs to another type or device, and sizes of batch beyond a few.</summary>
    private void Prepare(Tensor input)
    {
        (ScalarType, DeviceType, int) now = (input.dtype, input.device_type, input.device_index);
        if (kind != now || constants.Count > MostBatches)
        {
            Forget();
            kind = now;
        }

        foreach (long batch in new[] { 0, input.shape[0] })
        {
            Int128 most = (Int128)graph.Source.Budget * Math.Max(batch, 1);
            constants.TryAdd(batch, new OnnxConstants(input.device, new(graph.InputType, input.dtype), most));
        }
    }

    private OnnxSchedule ScheduleFor(IReadOnlySet<OnnxValue> wanted)
    {
        string key = $"{FoldsBatchNorm} {string.Join(' ', wanted.Select(value => value.Index).Order())}";
        if (!schedules.TryGetValue(key, out OnnxSchedule? schedule))
        {
            schedule = OnnxSchedule.Of(graph, wanted, FoldsBatchNorm);
            schedules[key] = schedule;
        }

        return schedule;
    }
}
