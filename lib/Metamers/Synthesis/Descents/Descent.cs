using static TorchSharp.torch;

namespace Metamers.Synthesis.Descents;

/// <summary>
/// How the candidates of one segment move: one step for each evaluation of the network, every item of the batch on its
/// own. What it remembers from step to step is kept by name, so that a run can be saved and resumed to the same bits.
/// </summary>
/// <param name="minimum">Smallest value of the input.</param>
/// <param name="maximum">Largest value of the input.</param>
internal abstract class Descent(double minimum, double maximum) : IDisposable
{
    private readonly Dictionary<string, Tensor> memory = [];

    /// <summary>Everything that the next step depends on besides the candidates; empty before the first step.</summary>
    public IReadOnlyDictionary<string, Tensor> Memory => memory;

    protected double Minimum => minimum;

    protected double Maximum => maximum;

    /// <summary>The descent of a segment, before its first step.</summary>
    public static Descent For(SynthesisSegment segment, double minimum, double maximum) =>
        segment.Optimizer switch
        {
            SynthesisOptimizer.Adam => new AdamDescent(segment.StepLength, minimum, maximum),
            SynthesisOptimizer.Lbfgs => new LbfgsDescent(
                segment.StepLength,
                minimum,
                maximum,
                segment.History ?? LbfgsDescent.UsualHistory
            ),
            _ => new GradientDescent(segment.StepLength, segment.Momentum, minimum, maximum),
        };

    /// <summary>The next candidates, within the range. Called without gradients, inside a dispose scope.</summary>
    /// <param name="x">(N, shape of a stimulus): the candidates.</param>
    /// <param name="losses">(N): their losses.</param>
    /// <param name="gradient">The gradient of each item's loss, of the shape of <paramref name="x"/>.</param>
    /// <param name="last">Whether it is the last step of the segment.</param>
    public abstract Tensor Step(Tensor x, Tensor losses, Tensor gradient, bool last);

    /// <summary>What was reached so far, if the run ends here.</summary>
    /// <param name="x">The candidates, where the next step would evaluate the network.</param>
    public virtual Tensor Reached(Tensor x) => x;

    /// <summary>Takes the memory of a saved run; the values are copied.</summary>
    public void Restore(IReadOnlyDictionary<string, Tensor> saved, Device device)
    {
        foreach ((string name, Tensor value) in saved)
        {
            Keep(name, value.to(device).clone());
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (Tensor value in memory.Values)
        {
            value.Dispose();
        }

        memory.Clear();
    }

    protected Tensor? Remembered(string name) => memory.GetValueOrDefault(name);

    /// <summary>Remembers a value beyond the step's dispose scope, in the place of what had its name.</summary>
    protected Tensor Keep(string name, Tensor value)
    {
        if (memory.TryGetValue(name, out Tensor? before) && !ReferenceEquals(before, value))
        {
            before.Dispose();
        }

        return memory[name] = value.DetachFromDisposeScope();
    }

    protected Tensor Clamped(Tensor x) => x.clamp(minimum, maximum);
}
