using Metamers.Runtime;
using Metamers.Stimuli.Sounds;
using static TorchSharp.torch;
using Key = Metamers.Stimuli.Data.Sets.SpokenDigitsArchive.Key;

namespace Metamers.Stimuli.Data.Sets;

/// <summary>
/// The Free Spoken Digit Dataset (Jackson et al. 2018): 3,000 recordings of the English digits by six speakers, fifty
/// each, at 8 kHz. Reads its tar file in place, and the folder of a clone of
/// https://github.com/Jakobovski/free-spoken-digit-dataset.
/// </summary>
/// <param name="path">The tar (or tar.gz) file, the folder <c>recordings</c> or the folder above it.</param>
/// <example>
/// <code>
/// SpokenDigits.ClassNames(SpokenDigitsTask.Digit)
/// </code>
/// </example>
public sealed class SpokenDigits(string path)
{
    /// <summary>
    /// Sampling rate of all sounds that this class returns, Hz. The recordings, made at 8,000 Hz, contain nothing above
    /// 4 kHz.
    /// </summary>
    public const int SamplingRate = 16_000;

    /// <summary>Name of the tar file in the manifest.</summary>
    internal const string Archive = "recordings.tar";

    private const int RecordingsPerDigitAndSpeaker = 50;
    private const int TestRecordings = 5;

    internal static readonly string[] Digits =
    [
        "zero",
        "one",
        "two",
        "three",
        "four",
        "five",
        "six",
        "seven",
        "eight",
        "nine",
    ];

    internal static readonly string[] Speakers = ["george", "jackson", "lucas", "nicolas", "theo", "yweweler"];

    /// <summary>The tar file or folder.</summary>
    public string Path { get; } = path;

    /// <summary>The classes of a task: "zero" to "nine", or the speakers' names in alphabetical order.</summary>
    /// <param name="task">Which task.</param>
    public static IReadOnlyList<string> ClassNames(SpokenDigitsTask task) =>
        task == SpokenDigitsTask.Digit ? Digits : Speakers;

    /// <summary>Number of recordings of each class in a part.</summary>
    /// <param name="part">Which part.</param>
    /// <param name="task">Which classes.</param>
    /// <returns>Digit: 270 or 30. Speaker: 450 or 50.</returns>
    public static int CountPerClass(DataPart part, SpokenDigitsTask task) =>
        (part == DataPart.Train ? RecordingsPerDigitAndSpeaker - TestRecordings : TestRecordings)
        * (task == SpokenDigitsTask.Digit ? Speakers.Length : Digits.Length);

    /// <summary>
    /// Path of the recordings, or null if they are not found (see <see cref="DataFiles"/>): <see cref="Archive"/>,
    /// otherwise the folder <c>free-spoken-digit-dataset</c> or <c>fsdd</c> in one of <see cref="DataFiles.Folders"/>.
    /// </summary>
    /// <exception cref="MetamerException">The only copy of the tar file is damaged.</exception>
    internal static string? Locate() =>
        DataFiles.Find(Archive)
        ?? DataFiles
            .Folders.SelectMany(folder =>
                new[] { "free-spoken-digit-dataset", "fsdd" }.Select(name => System.IO.Path.Combine(folder.Path, name))
            )
            .FirstOrDefault(folder => SpokenDigitsArchive.RecordingsFolder(folder) is not null);

    /// <summary>
    /// All words of a part for training and evaluation, as they were recorded: resampled, mean removed, level
    /// unchanged, without added silence. Ordered by class, then by recording, so that neighbours differ in the other
    /// property.
    /// </summary>
    /// <param name="part">Which part.</param>
    /// <param name="task">Which labels.</param>
    /// <returns>2,700 or 300 words at 16 kHz, 0.14 to 2.3 s long.</returns>
    /// <exception cref="MetamerException">The recordings are missing, damaged or incomplete.</exception>
    public LabelledSounds Load(DataPart part, SpokenDigitsTask task)
    {
        int perClass = CountPerClass(part, task);
        (Key Key, float[] Samples)[] words = Read(part, task, perClass, firstIndex: 0);
        return new LabelledSounds(
            [.. words.Select(word => tensor(word.Samples))],
            arange(ClassNames(task).Count).repeat_interleave(perClass),
            ClassNames(task),
            SamplingRate
        );
    }

    /// <summary>
    /// A fixed subset as stimuli of 1 s: each word in the middle between zeros, mean removed, root mean square 0.1 over
    /// the whole second. A word whose peak would pass 1 is lowered until its peak is 1, and <see
    /// cref="Stimulus.Source"/> says so. From a word longer than 1 s, the stretch of 1 s with the most energy is taken.
    /// </summary>
    /// <param name="part">Which part.</param>
    /// <param name="task">Which labels.</param>
    /// <param name="perClass">How many of each class, at least 1.</param>
    /// <param name="firstIndex">
    /// Index within the class of the first, from 0; neighbours differ in the other property.
    /// </param>
    /// <returns>(16,000) samples each, ordered by class and then by index.</returns>
    /// <exception cref="MetamerException">
    /// The recordings are missing, damaged or incomplete, or a class has fewer.
    /// </exception>
    public IReadOnlyList<SoundStimulus> Subset(DataPart part, SpokenDigitsTask task, int perClass, int firstIndex = 0)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(perClass, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(firstIndex);
        if (firstIndex + (long)perClass > CountPerClass(part, task))
        {
            throw new MetamerException(
                $"The Free Spoken Digit Dataset has {CountPerClass(part, task)} recordings "
                    + $"a {task.ToString().ToLowerInvariant()} "
                    + $"in its {part} part; asked for {firstIndex} to {firstIndex + (long)perClass - 1}."
            );
        }

        string licence = DataFiles.Describe(Archive).Licence;
        return
        [
            .. Read(part, task, perClass, firstIndex)
                .Select(
                    (word, i) =>
                    {
                        int label = i / perClass;
                        float[] stretch = SoundClip.LoudestStretch(word.Samples, SamplingRate);
                        (float[] samples, bool lowered) = SoundClip.Prepare(
                            stretch,
                            SamplingRate,
                            SoundFile.Level,
                            $"The recording {word.Key}.wav of {Path}"
                        );
                        return new SoundStimulus(
                            word.Key.ToString(),
                            ClassNames(task)[label],
                            label,
                            tensor(samples),
                            SamplingRate,
                            $"Free Spoken Digit Dataset, {part} set (Jackson et al. 2018, CC BY-SA 4.0)"
                                + (lowered ? SoundFile.LoweredNote : "")
                        )
                        {
                            Licence = licence,
                        };
                    }
                ),
        ];
    }

    /// <summary>The key of each recording of a class in order: all first recordings, then all second ones.</summary>
    private static Key[] Keys(DataPart part, SpokenDigitsTask task, int perClass, int firstIndex)
    {
        int others = task == SpokenDigitsTask.Digit ? Speakers.Length : Digits.Length;
        int first = part == DataPart.Train ? TestRecordings : 0;
        return
        [
            .. from label in Enumerable.Range(0, ClassNames(task).Count)
            from i in Enumerable.Range(firstIndex, perClass)
            select task == SpokenDigitsTask.Digit
                ? new Key(label, i % others, first + i / others)
                : new Key(i % others, label, first + i / others),
        ];
    }

    /// <summary>The words wanted, ordered by class and index: at 16 kHz, mean removed.</summary>
    private (Key Key, float[] Samples)[] Read(DataPart part, SpokenDigitsTask task, int perClass, int firstIndex)
    {
        Key[] keys = Keys(part, task, perClass, firstIndex);
        HashSet<Key> wanted = [.. keys];
        Dictionary<Key, byte[]> files;
        try
        {
            files = SpokenDigitsArchive.Read(Path, wanted.Contains);
        }
        catch (Exception error)
            when (error is IOException or InvalidDataException or UnauthorizedAccessException or OverflowException)
        {
            throw new MetamerException(
                $"Cannot read the Free Spoken Digit Dataset from {Path}: {error.Message} "
                    + "It takes recordings.tar or the folder recordings of a clone of "
                    + "https://github.com/Jakobovski/free-spoken-digit-dataset; fetch it again.",
                error
            );
        }

        if (files.Count != keys.Length)
        {
            throw new MetamerException(
                $"{Path} holds {files.Count} of the {keys.Length} recordings wanted from its {part} part; "
                    + $"{keys.First(key => !files.ContainsKey(key))}.wav is missing, for example. It is incomplete or "
                    + "another data set. Fetch it again."
            );
        }

        return [.. keys.Select(key => (key, Word(files[key], $"{key}.wav of {Path}")))];
    }

    private static float[] Word(byte[] file, string name)
    {
        WaveDecoder recording = WaveDecoder.Decode(file, name);
        float[] samples = SoundClip.Centred(recording.Samples); // a constant would leave edges
        return SoundClip.Centred(
            SoundResample.Convert(samples, recording.SamplingRate, SamplingRate, $"The sound {name}")
        );
    }
}
