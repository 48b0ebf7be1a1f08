using Metamers.Models.Cochleagrams;
using Metamers.Stimuli.Data.Sets;

namespace Metamers.Training;

/// <summary>
/// How a network is trained on words: how they are mixed with backgrounds (<see cref="SoundMixing"/>), and how finely
/// the network computes its cochleagrams during training.
/// </summary>
public sealed record SoundTraining
{
    /// <summary>As <see cref="SoundMixing.LowestSnr"/>.</summary>
    public double LowestSnr { get; init; } = -10;

    /// <summary>As <see cref="SoundMixing.HighestSnr"/>.</summary>
    public double HighestSnr { get; init; } = 10;

    /// <summary>As <see cref="SoundMixing.CleanShare"/>.</summary>
    public double CleanShare { get; init; } = 0.2;

    /// <summary>
    /// Oversampling of the envelopes while the network trains (see <see cref="CochleagramOptions"/>): the error of the
    /// values is small compared with the backgrounds, and fewer points take less time (README has the table).
    /// Afterwards the network computes them as finely as before.
    /// </summary>
    public double Oversampling { get; init; } = 4;

    /// <summary>How the words are mixed.</summary>
    internal SoundMixing Mixing =>
        new()
        {
            LowestSnr = LowestSnr,
            HighestSnr = HighestSnr,
            CleanShare = CleanShare,
        };
}
