using TorchSharp;
using static TorchSharp.torch;

namespace Metamers.Models.Cochleagrams;

/// <summary>
/// From the frequency bins of filtered sounds to the spectrum of their envelopes: inverse transform, magnitude,
/// transform. It is a function of its own because its gradient needs two transforms, one of them real, whereas
/// automatic differentiation takes two complex ones and twice the memory.
/// </summary>
internal sealed class EnvelopeSpectrum : autograd.SingleTensorFunction<EnvelopeSpectrum>
{
    private const float Floor = 1e-8f; // the minimum of the published envelope, √max(|z|², 1e-16)

    private const string BinsKey = "bins";

    /// <inheritdoc/>
    public override string Name => nameof(EnvelopeSpectrum);

    /// <summary>(N, filters, bins) complex → (N, filters, points / 2 + 1) complex.</summary>
    /// <param name="bins">
    /// (N, filters, bins) complex: the positive frequencies of each filtered sound, shifted down to 0.
    /// </param>
    /// <param name="points">Points at which the envelope is computed, at least the bins.</param>
    public static Tensor Compute(Tensor bins, int points) => apply(bins, points);

    /// <inheritdoc/>
    public override Tensor forward(autograd.AutogradContext context, params object[] arguments)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor analytic = fft.ifft((Tensor)arguments[0], (int)arguments[1]); // (N, filters, points)
        Tensor envelope = analytic.abs().clamp_min_(Floor);
        context.save_data(BinsKey, ((Tensor)arguments[0]).shape[^1]);
        context.save_for_backward([analytic.MoveToOuterDisposeScope(), envelope.MoveToOuterDisposeScope()]);
        return fft.rfft(envelope).MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    public override List<Tensor> backward(autograd.AutogradContext context, Tensor gradient)
    {
        using DisposeScope scope = NewDisposeScope();
        List<Tensor> saved = context.get_saved_variables();
        (Tensor analytic, Tensor envelope) = (saved[0], saved[1]);
        long points = envelope.shape[^1];

        // The adjoint of the real transform is the inverse one except for its scale: points, and half of that for the
        // frequencies that represent two.
        Tensor halved = gradient * (points / 2.0);
        halved.select(-1, 0).mul_(2);
        if (points % 2 == 0)
        {
            halved.select(-1, -1).mul_(2);
        }

        Tensor byEnvelope = fft.irfft(halved, points);

        // There is no slope below the floor.
        Tensor direction = byEnvelope.div_(envelope).masked_fill_(envelope.le(Floor), 0) * analytic;
        Tensor byBins = fft.fft_(direction).slice(-1, 0, (long)context.get_data(BinsKey), 1) / points;
        return [byBins.MoveToOuterDisposeScope(), null!];
    }
}
