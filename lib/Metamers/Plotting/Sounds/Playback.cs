namespace Metamers.Plotting.Sounds;

/// <summary>A sound at its playback level (<see cref="SoundSafety"/>).</summary>
/// <param name="Samples">The samples that are played, in [−0.99, 0.99].</param>
/// <param name="Rms">Its root mean square; 0 for silence.</param>
/// <param name="Peak">Its largest absolute value.</param>
/// <param name="ChangeInDecibels">The change of the level; above 0 if it is played louder than it is stored.</param>
internal sealed record Playback(IReadOnlyList<float> Samples, double Rms, double Peak, double ChangeInDecibels)
{
    /// <summary>Whether there is nothing to hear.</summary>
    public bool IsSilent => Rms == 0;

    /// <summary>The level in words, for a caption.</summary>
    /// <returns>For example "played at an RMS of 0.05, 6.0 dB quieter than stored".</returns>
    public override string ToString()
    {
        if (IsSilent)
        {
            return "silent";
        }

        string change =
            Math.Abs(ChangeInDecibels) < 0.05
                ? "as loud as stored"
                : FormattableString.Invariant(
                    $"{Math.Abs(ChangeInDecibels):0.0} dB {(ChangeInDecibels > 0 ? "louder" : "quieter")} than stored"
                );
        return FormattableString.Invariant($"played at an RMS of {Rms:0.###}, {change}");
    }
}
