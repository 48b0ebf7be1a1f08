using System.Numerics;
using MathNet.Numerics;
using TorchSharp;
using static TorchSharp.torch;

namespace Metamers.Models.Cochleagrams;

/// <summary>
/// Step 3 of a cochleagram: envelopes are low-pass filtered and sampled at
/// <see cref="CochleagramOptions.EnvelopeRate"/>. The filter is a sinc of cut-off at half that rate, in a Kaiser window
/// with β = 5; its times run from −taps/2 in whole steps, half a sample off centre, as published. Only frames that the
/// filter covers completely are computed (method: chcochleagram's downsampling.py, SincWithKaiserWindow).
/// </summary>
/// <remarks>
/// Published as a strided convolution. Here the filter is a multiplication in the frequency domain; the frames are then
/// the inverse transform at every D-th sample, for which the spectrum is folded to the length at which those samples
/// repeat. So the envelope may have any number of points, and the ratio of the two rates need not be an integer.
/// </remarks>
internal sealed class KaiserDownsampling : IDisposable
{
    private const double Beta = 5;

    private readonly double[] taps;
    private readonly int samples;
    private readonly long period; // number of distinct frame positions in the folded transform
    private readonly long stride; // from one frame to the next there
    private readonly TensorCache<int> responses;

    /// <summary>Makes the filter.</summary>
    /// <param name="options">Rates and lengths, already checked.</param>
    public KaiserDownsampling(CochleagramOptions options)
    {
        samples = options.Samples;
        double factor = (double)options.SamplingRate / options.EnvelopeRate;
        taps = Taps(options.KaiserTaps, factor);
        Frames = (int)((long)(samples - options.KaiserTaps) * options.EnvelopeRate / options.SamplingRate) + 1;

        // Frame f is at sample f·rate/envelope rate; in units of the sound's length that is f·stride/period.
        long whole = (long)samples * options.EnvelopeRate;
        long common = (long)BigInteger.GreatestCommonDivisor(options.SamplingRate, whole);
        (stride, period) = (options.SamplingRate / common, whole / common);
        responses = new(Response);
    }

    /// <summary>Number of frames.</summary>
    public int Frames { get; }

    /// <summary>The filter's taps: a sinc in a Kaiser window.</summary>
    /// <param name="count">Number of taps.</param>
    /// <param name="factor">Sampling rate over envelope rate.</param>
    public static double[] Taps(int count, double factor)
    {
        double[] values = new double[count];
        for (int i = 0; i < count; i++)
        {
            double across = count == 1 ? 0 : 2.0 * i / (count - 1) - 1; // −1 to 1
            double window =
                SpecialFunctions.BesselI0(Beta * Math.Sqrt(1 - across * across)) / SpecialFunctions.BesselI0(Beta);
            values[i] = window * Trig.Sinc((i - count / 2.0) / factor) / factor;
        }

        return values;
    }

    /// <summary>Filters and samples envelopes.</summary>
    /// <param name="envelopes">(N, channels, points / 2 + 1) complex: the Fourier transform of the envelopes.</param>
    /// <param name="points">
    /// Number of points, spread evenly over the length of the sound, at which they were computed.
    /// </param>
    /// <returns>(N, channels, frames); may fall slightly below 0.</returns>
    public Tensor Apply(Tensor envelopes, int points)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor spectrum = envelopes * responses.Get(points, envelopes);
        long folds = (spectrum.shape[^1] + period - 1) / period;
        if (folds > 1)
        {
            spectrum = nn.functional.pad(spectrum, [0, folds * period - spectrum.shape[^1]]);
            spectrum = spectrum.view([.. spectrum.shape[..^1], folds, period]).sum(-2);
        }

        Tensor frames = fft.ifft(spectrum, period).real;
        if (stride > 1)
        {
            Tensor places = (arange(Frames, int64, envelopes.device) * stride).remainder(period);
            return frames.index_select(-1, places).MoveToOuterDisposeScope();
        }

        return frames.slice(-1, 0, Frames, 1).MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    public void Dispose() => responses.Dispose();

    /// <summary>
    /// The factor for the transform of an envelope with this number of points: Σ h[t]·e^{2πi·q·t/samples} at frequency
    /// q, twice that for all frequencies except 0 (their negative partners are left out), divided by the points and
    /// multiplied by the period that ifft divides by.
    /// </summary>
    private Tensor Response(int points)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor response = fft.rfft(tensor(taps), samples).conj().resolve_conj(); // (samples / 2 + 1)
        response = response.slice(0, 0, points / 2 + 1, 1) * (2.0 * period / points);
        response[0] /= 2;
        if (points % 2 == 0)
        {
            response[-1] /= 2; // the highest frequency is its own partner
        }

        return response.MoveToOuterDisposeScope();
    }
}
