using Metamers.Runtime;
using TorchSharp;
using static TorchSharp.torch;

namespace Metamers.Stimuli;

/// <summary>
/// A picture or sound to be presented to a network or a person: the reference that metamers are made for.
/// </summary>
/// <param name="Name">Short name, unique in its set; used in file names and figures.</param>
/// <param name="Label">What it is ("cat", "seven"); null if that is unknown or has no name.</param>
/// <param name="ClassIndex">Index of the label among the data set's classes, or null.</param>
/// <param name="Source">Where it comes from, with its licence: the attribution that belongs under a figure.</param>
/// <example>
/// <code>
/// Photographs.Take(1)[0].Name
/// </code>
/// </example>
public abstract record Stimulus(string Name, string? Label, int? ClassIndex, string Source)
{
    /// <summary>The input of a network, float32, without the batch dimension: the pixels or the samples.</summary>
    public abstract Tensor Values { get; }

    /// <summary>Whether it is a picture or a sound.</summary>
    public abstract StimulusKind Kind { get; }

    /// <summary>Licence under which it may be used and shown, such as "CC0"; null if it is not known.</summary>
    public string? Licence { get; init; }

    /// <summary>The picture, or the sound with its player, as a notebook shows it.</summary>
    public string ToHtml() => Shown.ToHtml(this);

    /// <summary>
    /// The same stimulus several times, under names of their own: <c>cat</c>, <c>cat-2</c>, <c>cat-3</c>. Metamers of
    /// one reference are made from them together.
    /// </summary>
    /// <param name="count">How often, at least 1; the first is this one.</param>
    public IReadOnlyList<Stimulus> Copies(int count)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        return [this, .. Enumerable.Range(2, count - 1).Select(number => this with { Name = $"{Name}-{number}" })];
    }

    /// <summary>The same stimulus with other values of the same shape.</summary>
    private protected abstract Stimulus With(Tensor values);

    /// <summary>
    /// The same stimulus with a tensor of its own, outside every dispose scope, that shares the memory of this one's:
    /// it remains valid when this one is disposed, and nothing is copied. On the CPU.
    /// </summary>
    internal Stimulus Share()
    {
        using DisposeScope scope = NewDisposeScope();
        return With(Values.detach().cpu().alias().DetachFromDisposeScope());
    }
}
