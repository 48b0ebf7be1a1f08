using static TorchSharp.torch;

namespace Metamers.Models.Checkpoints;

/// <summary>The result of <see cref="Checkpoint.Load"/>.</summary>
/// <param name="Network">Name of the network.</param>
/// <param name="Files">The files, joined by "and".</param>
/// <param name="Tensors">Number of tensors that were copied.</param>
/// <param name="Converted">Number of tensors that were converted to the network's type, by their original type.</param>
public sealed record LoadedWeights(
    string Network,
    string Files,
    int Tensors,
    IReadOnlyDictionary<ScalarType, int> Converted
)
{
    /// <summary>One line: how many tensors there are, and how many of them were converted from which type.</summary>
    public override string ToString() =>
        $"{Network}: {Tensors} tensors of {Files}"
        + string.Concat(
            Converted.Select(type =>
                $"; {type.Value} of them converted from {type.Key}"
                + (
                    type.Key is ScalarType.Float16 or ScalarType.BFloat16
                        ? ", whose rounding stays (three significant digits)"
                        : ""
                )
            )
        );
}
