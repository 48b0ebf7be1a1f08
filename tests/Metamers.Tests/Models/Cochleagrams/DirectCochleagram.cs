using Metamers.Models;
using Metamers.Models.Cochleagrams;
using TorchSharp;
using static TorchSharp.torch;

namespace Metamers.Tests.Models.Cochleagrams;

/// <summary>
/// The cochleagram as computed by the published code (chcochleagram): every filter multiplied with the whole spectrum
/// as complex numbers, an inverse transform as long as the sound for each, and a strided convolution. The reference of
/// the tests and the baseline of the benchmark.
/// </summary>
internal sealed class DirectCochleagram : IDisposable
{
    private readonly CochleagramOptions options;
    private readonly Tensor filters; // (filters, bins, 2); the imaginary part is all zero
    private readonly Tensor taps; // (1, 1, taps)

    public DirectCochleagram(CochleagramOptions options, ScalarType type)
    {
        this.options = options;
        using DisposeScope scope = NewDisposeScope();
        ErbFilterBank bank = new(options);
        Tensor gains = tensor(
                [.. Enumerable.Range(0, bank.Count).SelectMany(bank.Gains)],
                [bank.Count, options.Samples / 2 + 1]
            )
            .to(type);
        filters = stack([gains, zeros_like(gains)], -1).DetachFromDisposeScope();
        double factor = (double)options.SamplingRate / options.EnvelopeRate;
        taps = tensor(KaiserDownsampling.Taps(options.KaiserTaps, factor))
            .to(type)
            .view(1, 1, -1)
            .DetachFromDisposeScope();
    }

    /// <summary>(N, samples) → (N, 1, channels, frames).</summary>
    public Tensor Apply(Tensor sounds)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor spectrum = fft.rfft(sounds).unsqueeze(-2).view_as_real(); // (N, 1, bins, 2)
        (Tensor re1, Tensor im1) = (spectrum.select(-1, 0), spectrum.select(-1, 1));
        (Tensor re2, Tensor im2) = (filters.select(-1, 0), filters.select(-1, 1));
        Tensor subbands = stack([re1 * re2 - im1 * im2, re1 * im2 + im1 * re2], -1); // (N, filters, bins, 2)
        subbands = nn.functional.pad(subbands, [0, 0, 0, options.Samples - spectrum.shape[^2]]);
        Tensor analytic = fft.ifft(subbands.view_as_complex()).view_as_real();
        Tensor squares = analytic.select(-1, 0).pow(2) + analytic.select(-1, 1).pow(2); // (N, filters, samples)
        Tensor envelopes = squares.clamp_min(1e-16).sqrt();
        Tensor frames = nn.functional.conv1d(
            envelopes.view(-1, 1, options.Samples),
            taps,
            stride: options.SamplingRate / options.EnvelopeRate
        );
        Tensor level =
            IdentityGradientRelu.Apply(frames.view(sounds.shape[0], 1, filters.shape[0], -1)) + options.Offset;
        return PublishedPower.apply(level, options.Exponent, options.LargestSlope).MoveToOuterDisposeScope();
    }

    public void Dispose()
    {
        filters.Dispose();
        taps.Dispose();
    }

    /// <summary>The published backward pass of the compression, as a function of its own.</summary>
    private sealed class PublishedPower : autograd.SingleTensorFunction<PublishedPower>
    {
        public override string Name => nameof(PublishedPower);

        public override Tensor forward(autograd.AutogradContext context, params object[] arguments)
        {
            Tensor x = (Tensor)arguments[0];
            context.save_for_backward([x]);
            context.save_data("exponent", (double)arguments[1]);
            context.save_data("largest", (double)arguments[2]);
            return x.pow((double)arguments[1]);
        }

        public override List<Tensor> backward(autograd.AutogradContext context, Tensor gradient)
        {
            Tensor x = context.get_saved_variables()[0];
            double exponent = (double)context.get_data("exponent");
            double largest = (double)context.get_data("largest");
            return [gradient * (exponent * x.pow(exponent - 1)).clamp(-largest, largest), null!, null!];
        }
    }
}
