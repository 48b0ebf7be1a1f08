using Metamers.Stimuli;

namespace Metamers.Evaluation.Sensitivity;

/// <summary>
/// A stimulus with a distortion added. Values that leave the range of the stimulus, 0 to 1 for pictures and −1 to 1 for
/// sounds, are clipped to it, one by one, so that less than the wanted length may be left.
/// </summary>
/// <param name="Stimulus">The distorted stimulus.</param>
/// <param name="Wanted">The L2 length of the distortion before clipping.</param>
/// <param name="Length">The L2 length that is left.</param>
/// <example>
/// <code>
/// var picture = Photographs.Take(1)[0];
/// new Distortion(picture, ones_like(picture.Pixels)).AddTo(length: 2).Length
/// </code>
/// </example>
public sealed record DistortedStimulus(Stimulus Stimulus, double Wanted, double Length)
{
    /// <summary>The stimulus with both lengths in one line.</summary>
    public override string ToString() =>
        FormattableString.Invariant($"{Stimulus.Name}: a distortion of L2 length {Length:0.###} of {Wanted:0.###}");
}
