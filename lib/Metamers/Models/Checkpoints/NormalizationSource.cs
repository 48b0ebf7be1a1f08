namespace Metamers.Models.Checkpoints;

/// <summary>Where the normalisation of the input comes from when weights are loaded.</summary>
public enum NormalizationSource
{
    /// <summary>The network keeps its own (<see cref="StagedModel.Input"/>).</summary>
    Network,

    /// <summary>The network takes the one with which the weights in the file were trained.</summary>
    Checkpoint,
}
