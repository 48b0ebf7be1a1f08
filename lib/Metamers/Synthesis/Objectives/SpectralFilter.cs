using static TorchSharp.torch;

namespace Metamers.Synthesis.Objectives;

/// <summary>Filters pictures by a spectrum.</summary>
/// <param name="spectrum">The spectrum.</param>
/// <param name="height">Height of the pictures.</param>
/// <param name="width">Their width.</param>
internal sealed class SpectralFilter(StimulusSpectrum spectrum, long height, long width) : IDisposable
{
    private readonly Tensor amplitude = spectrum.AmplitudeOf(height, width).DetachFromDisposeScope();
    private Tensor? squared;

    /// <summary>The step of the coefficients along a gradient, in pixels: filtered by the squared amplitude.</summary>
    /// <param name="gradient">(N, channels, H, W).</param>
    public Tensor Precondition(Tensor gradient)
    {
        squared ??= amplitude.square().to(gradient.dtype, gradient.device).DetachFromDisposeScope();
        return Apply(gradient, squared);
    }

    /// <summary>White noise filtered by the amplitude, with its expected deviation kept.</summary>
    /// <param name="noise">(N, channels, H, W), float32, on the CPU.</param>
    public Tensor Shape(Tensor noise)
    {
        // Of each row's coefficients, all but those of the mean and of the highest frequency occur twice.
        Tensor counts = full([width / 2 + 1], 2.0, float64);
        counts[0] = 1;
        if (width % 2 == 0)
        {
            counts[-1] = 1;
        }

        Tensor power = (amplitude.square() * counts).sum() / (height * width);
        return Apply(noise, (amplitude / power.sqrt()).to(noise.dtype, noise.device));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        amplitude.Dispose();
        squared?.Dispose();
    }

    private Tensor Apply(Tensor x, Tensor factors) => fft.irfft2(fft.rfft2(x) * factors, [height, width]);
}
