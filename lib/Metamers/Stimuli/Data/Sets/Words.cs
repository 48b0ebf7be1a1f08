using Metamers.Runtime;

namespace Metamers.Stimuli.Data.Sets;

/// <summary>
/// The words that notebooks use: recordings of spoken digits, of the test part of the Free Spoken Digit Dataset. <see
/// cref="TakeOrSpeak(int)"/> never fails: it gives synthetic speech if there are no recordings.
/// </summary>
/// <example>
/// <code>
/// var words = Words.TakeOrSpeak(2);
/// Console.WriteLine(words.Attribution());
/// words[0]
/// </code>
/// </example>
public static class Words
{
    /// <summary>Largest number of words that <see cref="Take(int)"/> returns: ten digits in eight voices.</summary>
    public const int MostDigits = 80;

    /// <summary>
    /// Recordings of 1 s at 16 kHz, each digit once before any comes a second time, in changing voices.
    /// </summary>
    /// <param name="count">How many, 1 to 80.</param>
    /// <returns>(16,000) samples each, with the digit as class; the same ones at every call.</returns>
    /// <exception cref="MetamerException">There are none on this computer, or the archive is damaged.</exception>
    public static IReadOnlyList<SoundStimulus> Take(int count) => Take(count, DataSets.SpokenDigit);

    /// <summary>
    /// Recordings if there are any on this computer (<see cref="Take(int)"/>), otherwise the synthetic speech that the
    /// project ships (<see cref="SyntheticWords.Take(int)"/>). The <see cref="Stimulus.Source"/> of each says which.
    /// </summary>
    /// <param name="count">How many, 1 to 80.</param>
    /// <returns>(16,000) samples each, with the digit as class; the same ones at every call.</returns>
    /// <exception cref="MetamerException">
    /// The archive is damaged, or there are neither recordings nor shipped words.
    /// </exception>
    public static IReadOnlyList<SoundStimulus> TakeOrSpeak(int count) => TakeOrSpeak(count, DataSets.SpokenDigit);

    /// <summary>As the public methods, from given recordings.</summary>
    internal static IReadOnlyList<SoundStimulus> Take(int count, DataSet recordings)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, MostDigits);
        return recordings.IsFound
            ? [.. recordings.InTurn(DataPart.Test, count).Cast<SoundStimulus>()]
            : throw new MetamerException(
                $"There are no recordings on this computer: {SpokenDigits.Archive} was not found in "
                    + $"{string.Join(", ", DataFiles.Folders.Select(folder => folder.Path))}. data/README.md says how "
                    + "to get it. Words.TakeOrSpeak gives the synthetic speech that the project ships instead."
            );
    }

    internal static IReadOnlyList<SoundStimulus> TakeOrSpeak(int count, DataSet recordings) =>
        recordings.IsFound ? Take(count, recordings) : SyntheticWords.Take(count, "; no recordings were found");
}
