using static TorchSharp.torch;

namespace Metamers.Stimuli;

/// <summary>
/// Something to be shown or played to a network or a person: the reference that metamers are made for.
/// </summary>
/// <param name="Name">Short name, unique in its set; names files and labels figures.</param>
/// <param name="Label">What it is ("cat", "seven"), or null where that is unknown or has no name.</param>
/// <param name="ClassIndex">Index of the label among the data set's classes, or null.</param>
/// <param name="Source">Where it comes from, with its licence: the attribution that belongs under a figure.</param>
public abstract record Stimulus(string Name, string? Label, int? ClassIndex, string Source)
{
    /// <summary>Licence under which it may be used, or what its authors say instead of one; null if not known.</summary>
    public string? Licence { get; init; }

    /// <summary>What a network is given, float32, without the batch dimension: the pixels or the samples.</summary>
    public abstract Tensor Values { get; }
}
