namespace Metamers.Training;

/// <summary>
/// How words are changed in training: each at a random time of the clip and in a background, half of the time a babble
/// of other training words, else pink or level-modulated noise, in place of the paper's sounds from AudioSet.
/// </summary>
public sealed record SoundMixing
{
    /// <summary>Lowest ratio of the word's level to the background's, dB. The paper's is −10.</summary>
    public double LowestSnr { get; init; } = -10;

    /// <summary>Highest ratio, dB; all between are equally likely. The paper's is 10.</summary>
    public double HighestSnr { get; init; } = 10;

    /// <summary>
    /// Share of words that stay without background, 0 to 1, so that silence around a word is known too.
    /// </summary>
    public double CleanShare { get; init; } = 0.2;

    /// <summary>
    /// Oversampling of the envelopes while training (see <see cref="Models.Cochleagrams.CochleagramOptions"/>): the
    /// error of the values is small beside the backgrounds, and fewer points take less time (README has the table).
    /// </summary>
    public double Oversampling { get; init; } = 4;
}
