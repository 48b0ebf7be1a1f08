namespace Metamers.Stimuli.Data.Sets;

/// <summary>
/// How words are changed in training: each is placed at a random time in the clip, with a background. Half of the
/// backgrounds are a babble of other training words, the others pink or level-modulated noise, in place of the paper's
/// sounds from AudioSet.
/// </summary>
public sealed record SoundMixing
{
    /// <summary>Lowest ratio of the word's level to the background's, dB. The paper's is −10.</summary>
    public double LowestSnr { get; init; } = -10;

    /// <summary>Highest ratio, dB; all values between are equally likely. The paper's is 10.</summary>
    public double HighestSnr { get; init; } = 10;

    /// <summary>
    /// Share of words that stay without background, 0 to 1, so that the network also learns words in silence.
    /// </summary>
    public double CleanShare { get; init; } = 0.2;

    /// <summary>
    /// In words, the same in every language of the computer; part of what identifies a null distribution.
    /// </summary>
    public override string ToString() =>
        FormattableString.Invariant($"backgrounds at {LowestSnr} to {HighestSnr} dB, none for a share of {CleanShare}");
}
