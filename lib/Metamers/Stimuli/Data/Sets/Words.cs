using Metamers.Runtime;
using Metamers.Stimuli.Sounds;

namespace Metamers.Stimuli.Data.Sets;

/// <summary>
/// The words that notebooks work on: recordings of spoken digits where they are found, else synthetic speech that the
/// project ships.
/// </summary>
public static class Words
{
    /// <summary>Most words that <see cref="Take(int)"/> gives: ten digits in eight voices.</summary>
    public const int MostDigits = 80;

    /// <summary>
    /// Spoken digits of 1 s at 16 kHz, each digit once before a second time, in changing voices: recordings of the test
    /// part of the Free Spoken Digit Dataset, or the shipped digits where it is not found. The
    /// <see cref="Stimulus.Source"/> of each says which.
    /// </summary>
    /// <param name="count">How many, 1 to 80.</param>
    /// <returns>(16,000) samples each, with the digit as class; the same ones at every call.</returns>
    /// <exception cref="MetamerException">A damaged archive, or no recordings and no shipped words.</exception>
    public static IReadOnlyList<SoundStimulus> Take(int count)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, MostDigits);
        return Take(count, SpokenDigits.Find());
    }

    /// <summary>As the public method, from given recordings or, with null, from the shipped digits.</summary>
    internal static IReadOnlyList<SoundStimulus> Take(int count, SpokenDigits? recordings)
    {
        int digits = SpokenDigits.Digits.Length;
        int rounds = (count + digits - 1) / digits;
        if (recordings is null)
        {
            // Ordered by voice; the i-th digit is taken from the voice that is its number of rounds further than the
            // digit.
            ShippedWord[] shipped =
            [
                .. ShippedWordList.Read(ShippedWordList.Folder).Words.Where(word => word.Digit is not null),
            ];
            int voices = shipped.Length / digits;
            return
            [
                .. Enumerable
                    .Range(0, count)
                    .Select(i =>
                        Load(
                            shipped[(i % digits + i / digits) % voices * digits + i % digits],
                            "; no recordings were found",
                            SpokenDigits.SamplingRate,
                            1
                        )
                    ),
            ];
        }

        // Ordered by class, within it by recording and then by speaker.
        int speakers = SpokenDigits.Speakers.Length;
        int perClass = (rounds + speakers - 1) / speakers * speakers;
        IReadOnlyList<SoundStimulus> subset = recordings.Subset(
            SpokenDigitsSplit.Test,
            SpokenDigitsTask.Digit,
            perClass
        );
        return
        [
            .. Enumerable
                .Range(0, count)
                .Select(i =>
                    subset[
                        i % digits * perClass + i / digits / speakers * speakers + (i % digits + i / digits) % speakers
                    ]
                ),
        ];
    }

    /// <summary>
    /// All words that the project ships, synthetic speech by espeak-ng: the ten digits in each of eight voices, with
    /// the digit as class, then 24 further words in two voices, without a class.
    /// </summary>
    /// <param name="samplingRate">Of the result, Hz; nothing above 4 kHz is in the files.</param>
    /// <param name="seconds">Length of each, the word in its middle.</param>
    /// <returns>
    /// Prepared as <see cref="SoundFile.Load(string, int, double?, double?)"/> does; named by word and voice.
    /// </returns>
    /// <exception cref="MetamerException">
    /// The files are missing, which lie in <c>data/stimuli</c> of the checkout, or damaged.
    /// </exception>
    public static IReadOnlyList<SoundStimulus> Synthetic(
        int samplingRate = SpokenDigits.SamplingRate,
        double seconds = 1
    ) => [.. ShippedWordList.Read(ShippedWordList.Folder).Words.Select(word => Load(word, "", samplingRate, seconds))];

    /// <summary>A sentence for a figure's note: what the sounds are and whose.</summary>
    /// <param name="sounds">At least one sound.</param>
    /// <returns>Such as "Sounds: Free Spoken Digit Dataset, Test set (Jackson et al. 2018, CC BY-SA 4.0)."</returns>
    public static string Attribution(IReadOnlyList<SoundStimulus> sounds)
    {
        int lowered = sounds.Count(sound => sound.Source.EndsWith(SoundFile.LoweredNote, StringComparison.Ordinal));
        string sources = string.Join(
            "; ",
            sounds.Select(sound => sound.Source.Replace(SoundFile.LoweredNote, "", StringComparison.Ordinal)).Distinct()
        );
        return $"Sounds: {sources}.{(lowered > 0 ? $" {lowered} of {sounds.Count} lowered so that the peak is 1." : "")}";
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
        };
    }
}
