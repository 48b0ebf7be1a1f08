using static TorchSharp.torch;

namespace Metamers.Stimuli;

/// <summary>
/// A picture or sound to be presented to a network or a person: the reference that metamers are made for.
/// </summary>
/// <param name="Name">Short name, unique in its set; used in file names and figures.</param>
/// <param name="Label">What it is ("cat", "seven"); null if that is unknown or has no name.</param>
/// <param name="ClassIndex">Index of the label among the data set's classes, or null.</param>
/// <param name="Source">Where it comes from, with its licence: the attribution that belongs under a figure.</param>
public abstract record Stimulus(string Name, string? Label, int? ClassIndex, string Source)
{
    /// <summary>The input of a network, float32, without the batch dimension: the pixels or the samples.</summary>
    public abstract Tensor Values { get; }
}
