using Metamers.Runtime;
using Metamers.Stimuli.Sounds;

namespace Metamers.Stimuli.Data.Sets;

/// <summary>
/// Words that the project ships, synthetic speech by espeak-ng (<c>data/stimuli</c>): the ten digits in each of eight
/// voices, and 24 further words in two voices.
/// </summary>
/// <example>
/// <code>
/// SyntheticWords.Take(2)[0]
/// </code>
/// </example>
public static class SyntheticWords
{
    /// <summary>
    /// All words: the ten digits in each of eight voices, with the digit as class, then 24 further words in two voices,
    /// without a class.
    /// </summary>
    /// <param name="samplingRate">Sampling rate of the result, Hz; the files contain nothing above 4 kHz.</param>
    /// <param name="seconds">Length of each; the word is in the middle.</param>
    /// <returns>
    /// Prepared as <see cref="SoundFile.Load(string, int, double?, double?)"/> does; named by word and voice.
    /// </returns>
    /// <exception cref="MetamerException">
    /// The files, which are in <c>data/stimuli</c> of the checkout, are missing or damaged.
    /// </exception>
    public static IReadOnlyList<SoundStimulus> All(int samplingRate = SpokenDigits.SamplingRate, double seconds = 1) =>
        [.. ShippedWordList.Read(ShippedWordList.Folder).Words.Select(word => Load(word, "", samplingRate, seconds))];

    /// <summary>Digits of 1 s at 16 kHz, each digit once before any comes a second time, in changing voices.</summary>
    /// <param name="count">How many, 1 to 80.</param>
    /// <returns>(16,000) samples each, with the digit as class; the same ones at every call.</returns>
    /// <exception cref="MetamerException">
    /// The files, which are in <c>data/stimuli</c> of the checkout, are missing or damaged.
    /// </exception>
    public static IReadOnlyList<SoundStimulus> Take(int count) => Take(count, note: "");

    /// <summary>As the public method, with a note in the <see cref="Stimulus.Source"/> of each.</summary>
    internal static IReadOnlyList<SoundStimulus> Take(int count, string note)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, Words.MostDigits);

        // Ordered by voice; the i-th digit is taken from the voice that is its number of rounds further than the digit.
        ShippedWord[] shipped =
        [
            .. ShippedWordList.Read(ShippedWordList.Folder).Words.Where(word => word.Digit is not null),
        ];
        int digits = SpokenDigits.Digits.Length;
        int voices = shipped.Length / digits;
        return
        [
            .. Enumerable
                .Range(0, count)
                .Select(i =>
                    Load(
                        shipped[(i % digits + i / digits) % voices * digits + i % digits],
                        note,
                        SpokenDigits.SamplingRate,
                        1
                    )
                ),
        ];
    }

    private static SoundStimulus Load(ShippedWord word, string note, int samplingRate, double seconds)
    {
        SoundStimulus sound = SoundFile.Load(Path.Combine(ShippedWordList.Folder, word.File), samplingRate, seconds);
        string lowered = sound.Source.EndsWith(SoundFile.LoweredNote, StringComparison.Ordinal)
            ? SoundFile.LoweredNote
            : "";
        return sound with
        {
            Label = word.Word,
            ClassIndex = word.Digit,
            Source = $"synthetic speech by espeak-ng, made for this project, free to use{note}{lowered}",
            Licence = "free to use",
        };
    }
}
