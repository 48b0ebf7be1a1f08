using static TorchSharp.torch;

namespace Metamers.Models.Checkpoints;

/// <summary>The result of <see cref="Checkpoint.Load(nn.Module, string[])"/>.</summary>
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
    /// <summary>
    /// What else there was in the files and what became of it: a prefix of the names, a moving average, a second copy,
    /// a normalisation of the input, tensors that the network does not have.
    /// </summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>
    /// One line: how many tensors there are, how many of them were converted from which type, and the notes.
    /// </summary>
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
        )
        + string.Concat(Notes.Select(note => $"; {note}"));
}
