using TorchSharp;
using static TorchSharp.torch;

namespace Metamers.Models.Architectures.Blocks;

/// <summary>
/// The 111 modulation filters of <see cref="SpecTemp"/> (after Chi, Ru and Shamma 2005; the authors'
/// audio_models/spectemp.py), as transfer functions over a cochleagram that is padded with zeros to 422 channels and
/// 1170 frames: temporal rates of 0 to 64 Hz by spectral scales of 0 to 2 cycles/ERB, for upward and downward sweeps.
/// The buffer <c>all_Hts</c> (111, 422, 1170, 2), real and imaginary part, is part of the authors' checkpoint.
/// </summary>
internal sealed class SpectrotemporalFilters : nn.Module<Tensor, Tensor>
{
    /// <summary>Channels and frames of the cochleagram.</summary>
    public const int Channels = 211,
        Frames = 390;

    private const int PaddedChannels = 2 * Channels;
    private const int PaddedFrames = 3 * Frames;
    private const double FramesPerSecond = 200;
    private const double ChannelsPerErb = 6; // as rounded by the authors; the filter bank has 6.11
    private const string Transfer = "all_Hts";

    private static readonly double[] Rates = [0, 0.5, 1, 2, 4, 8, 16, 32, 64];
    private static readonly double[] Scales = [0, 0.0625, 0.125, 0.25, 0.5, 1, 2];

    /// <summary>Computes the filters.</summary>
    public SpectrotemporalFilters()
        : base("ApplyFiltInFourier2D")
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor all = zeros([Modulations.Count, PaddedChannels, PaddedFrames, 2], float32);
        for (int i = 0; i < Modulations.Count; i++)
        {
            using DisposeScope step = NewDisposeScope();
            (double rate, double scale) = Modulations[i];
            Tensor filter =
                Spectral(scale).to(complex128).unsqueeze(1) * Temporal(Math.Abs(rate)).unsqueeze(0) * Quadrants(rate);
            all[i].copy_(view_as_real(filter).to(float32));
        }

        register_buffer(Transfer, all.DetachFromDisposeScope());
    }

    /// <summary>Temporal rate (Hz; its sign is the direction) and spectral scale (cycles/ERB) of each filter.</summary>
    public static IReadOnlyList<(double Rate, double Scale)> Modulations { get; } =
    [
        .. Scales.SelectMany(scale => Rates.Select(rate => (-rate, scale))),
        .. Scales.Skip(1).SelectMany(scale => Rates.Skip(1).Select(rate => (rate, scale))),
    ];

    /// <summary>(N, 1, 211, 390) → (N, 111, 211, 390), the real part of each filter's response.</summary>
    public override Tensor forward(Tensor input)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor spectrum = fft.fft2(input, [PaddedChannels, PaddedFrames]); // (N, 1, 422, 1170)
        Tensor filtered = spectrum * view_as_complex(get_buffer(Transfer)!); // (N, 111, 422, 1170)

        // The padding is cut off before the second transform.
        Tensor channels = fft.ifft(filtered, dim: -2).narrow(-2, 0, Channels);
        return fft.ifft(channels, dim: -1).narrow(-1, 0, Frames).real.MoveToOuterDisposeScope();
    }

    /// <summary>
    /// sin(2πt)·t²·exp(−3.5t) with t in periods of the rate; largest gain 1; the highest rate also passes everything
    /// above it.
    /// </summary>
    private static Tensor Temporal(double rate)
    {
        if (rate == 0)
        {
            return Delta(PaddedFrames);
        }

        Tensor t = arange(Frames, float64) / FramesPerSecond * rate;
        Tensor impulse = (2 * Math.PI * t).sin() * t.square() * (-3.5 * t).exp();
        Tensor spectrum = fft.fft_(impulse - impulse.mean(), PaddedFrames);
        Tensor gain = spectrum.abs() / spectrum.abs().max();
        if (rate == Rates[^1])
        {
            long nyquist = PaddedFrames / 2;
            long up = gain.narrow(0, 0, nyquist + 1).argmax().item<long>();
            long down = gain.narrow(0, nyquist + 1, PaddedFrames - nyquist - 1).argmax().item<long>() + nyquist + 1;
            gain.narrow(0, up, down - up).fill_(1);
        }

        return polar(gain, spectrum.angle());
    }

    /// <summary>
    /// R·exp(−R), R = (frequency / scale)²; largest gain 1; the highest scale also passes everything above it.
    /// </summary>
    private static Tensor Spectral(double scale)
    {
        if (scale == 0)
        {
            return Delta(PaddedChannels);
        }

        long nyquist = PaddedChannels / 2;
        Tensor ratio = (ChannelsPerErb * arange(nyquist + 1, float64) / PaddedChannels / scale).square();
        Tensor gain = ratio * (-ratio).exp();
        gain = gain / gain.max();
        if (scale == Scales[^1])
        {
            long peak = gain.argmax().item<long>();
            gain.narrow(0, peak, nyquist + 1 - peak).fill_(1);
        }

        return cat([gain, gain.narrow(0, 1, nyquist - 1).flip(0)]); // the negative frequencies mirror the positive ones
    }

    /// <summary>
    /// 1, but 0 where the signs of temporal and spectral frequency do not belong to the direction; 1 at 0 Hz and at the
    /// Nyquist frequencies.
    /// </summary>
    private static Tensor Quadrants(double rate)
    {
        int sign = rate < 0 ? -1 : 1;
        Tensor channels = Signs(PaddedChannels).unsqueeze(1);
        Tensor frames = Signs(PaddedFrames).unsqueeze(0);
        Tensor removed = ((channels > 0) & (frames == -sign)) | ((channels < 0) & (frames == sign));
        return (~removed).to(float64);
    }

    /// <summary>Signs of the frequencies of a transform; 0 for 0 Hz and for the Nyquist frequency.</summary>
    private static Tensor Signs(int length)
    {
        Tensor bins = arange(length, float64);
        return where(bins < length / 2, bins.sign(), where(bins > length / 2, -1.0, 0.0));
    }

    private static Tensor Delta(int length)
    {
        Tensor delta = zeros([length], complex128);
        delta[0] = 1;
        return delta;
    }
}
