using static TorchSharp.torch;

namespace Metamers.Stimuli.Data.Sets;

/// <summary>A set of sounds of differing lengths with their classes, as training and evaluation use it.</summary>
/// <param name="Sounds">
/// N sounds, each (T) float32 in [−1, 1] with a mean of 0, without silence added, T differing.
/// </param>
/// <param name="Labels">(N) int64, index into <paramref name="ClassNames"/>.</param>
/// <param name="ClassNames">Name of each class.</param>
/// <param name="SamplingRate">Of all sounds, Hz.</param>
public sealed record LabelledSounds(
    IReadOnlyList<Tensor> Sounds,
    Tensor Labels,
    IReadOnlyList<string> ClassNames,
    int SamplingRate
) : IDisposable
{
    /// <summary>Number of sounds.</summary>
    public int Count => Sounds.Count;

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (Tensor sound in Sounds)
        {
            sound.Dispose();
        }

        Labels.Dispose();
    }
}
