using Metamers.Runtime;
using static TorchSharp.torch;

namespace Metamers.Stimuli.Sounds;

/// <summary>The conditions that a tensor must satisfy to be a sound.</summary>
internal static class SoundCheck
{
    /// <summary>
    /// Returns <paramref name="samples"/> if it is (T) float32 in [−1, 1]; otherwise throws and says what it is.
    /// </summary>
    /// <param name="samples">The tensor to check.</param>
    /// <param name="what">Subject of the error's first sentence.</param>
    public static Tensor RequireSound(Tensor samples, string what)
    {
        ArgumentNullException.ThrowIfNull(samples);
        if (samples.dim() != 1 || samples.shape[0] == 0)
        {
            throw new MetamerException(
                $"{what} has the shape ({string.Join(", ", samples.shape)}); a sound is (samples), one channel "
                    + "without a batch dimension. Take one item of a batch with batch[i]; mix channels with "
                    + "sound.mean([0])."
            );
        }

        if (samples.dtype != ScalarType.Float32)
        {
            throw new MetamerException(
                $"{what} has {samples.dtype} values; samples are Float32 in [-1, 1]. "
                    + "Convert 16-bit samples with samples.to(float32) / 32768."
            );
        }

        // NaN fails both comparisons, so it is caught by the negation.
        using IDisposable scope = NewDisposeScope();
        using IDisposable noGradient = no_grad();
        float least = samples.min().item<float>();
        float greatest = samples.max().item<float>();
        if (!(least >= -1f && greatest <= 1f))
        {
            throw new MetamerException(
                FormattableString.Invariant(
                    $"{what} has samples from {least} to {greatest}; they must be in [-1, 1] and contain no NaN. "
                ) + "Lower its level, or clamp with samples.clamp(-1, 1)."
            );
        }

        return samples;
    }

    /// <summary>Returns <paramref name="samplingRate"/> if it is above 0; otherwise throws.</summary>
    /// <param name="samplingRate">Hz.</param>
    /// <param name="what">Subject of the error's first sentence.</param>
    public static int RequireRate(int samplingRate, string what) =>
        samplingRate > 0
            ? samplingRate
            : throw new MetamerException(
                $"{what} has a sampling rate of {samplingRate} Hz; it must be above 0, for example 16000."
            );
}
