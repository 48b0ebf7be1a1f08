namespace Metamers.Models.Checkpoints;

/// <summary>
/// What <see cref="Checkpoint.Load(TorchSharp.torch.nn.Module, CheckpointOptions, string[])"/> takes.
/// </summary>
/// <example>
/// <code>
/// var network = ModelZoo.Build("resnet20", seed: 0);
/// var own = new CheckpointOptions { Normalization = NormalizationSource.Network };
/// Checkpoint.Load(network, own, Path.Combine(ProjectFolder.Data, "checkpoints", "resnet20-l2-seed0.safetensors"))
/// </code>
/// </example>
public sealed record CheckpointOptions
{
    /// <summary>
    /// Whether to take the moving average of the weights (EMA, SWA) rather than the weights themselves. A file that has
    /// only the average is loaded without asking.
    /// </summary>
    public bool Averaged { get; init; }

    /// <summary>
    /// The part of the file to take if the network is in it more than once, as the error names it, e.g.
    /// <c>state_dict.encoder_q</c>; null if it is there once.
    /// </summary>
    public string? Part { get; init; }

    /// <summary>
    /// Which normalisation of the input counts if the file has its own and it differs from the network's; null refuses
    /// such a file.
    /// </summary>
    public NormalizationSource? Normalization { get; init; }
}
