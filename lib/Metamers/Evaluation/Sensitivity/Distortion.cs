using Metamers.Runtime;
using Metamers.Stimuli;
using TorchSharp;
using static TorchSharp.torch;

namespace Metamers.Evaluation.Sensitivity;

/// <summary>A direction in which a stimulus can be changed.</summary>
/// <example>
/// <code>
/// var picture = Photographs.Take(1)[0];
/// new Distortion(picture, ones_like(picture.Pixels)).MeanFrequency()
/// </code>
/// </example>
public sealed record Distortion
{
    private const double ShownDeviation = 0.06;
    private const double ShownShare = 0.2;

    /// <summary>Takes a direction of any length, which is divided by its length.</summary>
    /// <param name="reference">The stimulus.</param>
    /// <param name="direction">Shape of its values; not all 0.</param>
    /// <exception cref="MetamerException">The shape differs, or there is no direction.</exception>
    public Distortion(Stimulus reference, Tensor direction)
    {
        using DisposeScope scope = NewDisposeScope();
        if (!direction.shape.SequenceEqual(reference.Values.shape))
        {
            throw new MetamerException(
                $"The direction has shape ({string.Join(", ", direction.shape)}), and '{reference.Name}' "
                    + $"({string.Join(", ", reference.Values.shape)}). Give one for each value of the stimulus."
            );
        }

        Tensor values = direction.detach().cpu().to(float64);
        double length = values.norm().item<double>();
        if (!(length > 0 && double.IsFinite(length)))
        {
            throw new MetamerException(
                FormattableString.Invariant($"A distortion of '{reference.Name}' of length {length} has no direction. ")
                    + "Give finite values that are not all 0."
            );
        }

        Reference = reference;
        Direction = (values / length).DetachFromDisposeScope();
    }

    /// <summary>The stimulus.</summary>
    public Stimulus Reference { get; }

    /// <summary>Shape of the stimulus, float64, of L2 length 1, on the CPU. Its sign has no meaning.</summary>
    public Tensor Direction { get; }

    /// <summary>
    /// The L2 length at which figures show it: a root mean square of 0.06 for pictures, a fifth of the sound's own
    /// length for sounds.
    /// </summary>
    public double ShownLength
    {
        get
        {
            using DisposeScope scope = NewDisposeScope();
            return Reference.Kind.IsSound
                ? ShownShare * Reference.Values.cpu().to(float64).norm().item<double>()
                : ShownDeviation * Math.Sqrt(Direction.numel());
        }
    }

    /// <summary>The stimulus, changed along this direction and clipped to its range.</summary>
    /// <param name="length">L2 length of the change before clipping; below 0 for the opposite direction.</param>
    /// <exception cref="MetamerException">The length is not finite.</exception>
    public DistortedStimulus AddTo(double length)
    {
        if (!double.IsFinite(length))
        {
            throw new MetamerException(
                FormattableString.Invariant($"A distortion cannot have the length {length}; give a finite number.")
            );
        }

        using DisposeScope scope = NewDisposeScope();
        Tensor natural = Reference.Values.detach().cpu().to(float64);
        Tensor changed = (natural + length * Direction).clamp(Reference.Kind.Minimum, 1);
        double left = (changed - natural).norm().item<double>();
        Stimulus stimulus = Reference.Kind.Make(
            $"{Reference.Name}, distorted",
            Reference.Label,
            Reference.ClassIndex,
            changed.to(float32).DetachFromDisposeScope(),
            Reference.Source
        );
        return new(stimulus with { Licence = Reference.Licence }, Math.Abs(length), left);
    }

    /// <summary>
    /// Where its power is, on average, in the spectrum: cycles a pixel for pictures (0 for an even change, 0.5 for
    /// stripes one pixel wide), Hz for sounds.
    /// </summary>
    public double MeanFrequency()
    {
        using DisposeScope scope = NewDisposeScope();
        if (Reference.Kind.SamplingRate is { } rate)
        {
            Tensor spectrum = fft.rfft(Direction).abs().square();
            Tensor hertz = fft.rfftfreq(Direction.shape[0], 1.0 / rate, float64);
            return ((spectrum * hertz).sum() / spectrum.sum()).item<double>();
        }

        Tensor power = fft.fft2(Direction).abs().square(); // (3, H, W)
        Tensor down = fft.fftfreq(Direction.shape[^2], 1.0, float64).unsqueeze(1);
        Tensor across = fft.fftfreq(Direction.shape[^1], 1.0, float64);
        return ((power * (down.square() + across.square()).sqrt()).sum() / power.sum()).item<double>();
    }
}
