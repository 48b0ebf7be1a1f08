using System.Formats.Tar;
using System.Globalization;

namespace Metamers.Stimuli.Data.Sets;

/// <summary>
/// Reads the recordings of the Free Spoken Digit Dataset one after another from a tar file or a folder, without
/// unpacking.
/// </summary>
internal static class SpokenDigitsArchive
{
    private const int LargestRecording = 10_000_000; // bytes; a header of a tar can claim any

    /// <summary>One recording: <c>digit_speaker_index.wav</c>.</summary>
    /// <param name="Digit">0 to 9.</param>
    /// <param name="Speaker">Index into <see cref="SpokenDigits.Speakers"/>.</param>
    /// <param name="Index">Index of the recording among those of its digit and speaker, from 0.</param>
    internal readonly record struct Key(int Digit, int Speaker, int Index)
    {
        /// <summary>File name without extension.</summary>
        public override string ToString() =>
            string.Create(CultureInfo.InvariantCulture, $"{Digit}_{SpokenDigits.Speakers[Speaker]}_{Index}");
    }

    /// <summary>The content of the wanted WAV files.</summary>
    /// <param name="path">A tar or tar.gz file, the folder with the recordings or the folder above it.</param>
    /// <param name="wanted">Which to read.</param>
    public static Dictionary<Key, byte[]> Read(string path, Func<Key, bool> wanted)
    {
        Dictionary<Key, byte[]> files = [];
        foreach ((string name, Func<byte[]> read) in Directory.Exists(path) ? FolderEntries(path) : TarEntries(path))
        {
            if (Parse(name) is { } key && wanted(key))
            {
                files[key] = read();
            }
        }

        return files;
    }

    /// <summary>
    /// The folder of the recordings: the folder itself or <c>recordings</c> in it, where a clone of the repository has
    /// them; null if there are none.
    /// </summary>
    public static string? RecordingsFolder(string folder) =>
        new[] { folder, System.IO.Path.Combine(folder, "recordings") }.FirstOrDefault(candidate =>
            Directory.Exists(candidate)
            && Directory.EnumerateFiles(candidate, "*.wav").Any(file => Parse(file) is not null)
        );

    private static IEnumerable<(string Name, Func<byte[]> Read)> FolderEntries(string path) =>
        Directory
            .EnumerateFiles(RecordingsFolder(path) ?? path, "*.wav")
            .Select(file => (file, (Func<byte[]>)(() => File.ReadAllBytes(file))));

    private static IEnumerable<(string Name, Func<byte[]> Read)> TarEntries(string path) =>
        TarArchive.Files(path).Select(entry => (entry.Name, (Func<byte[]>)(() => ReadAll(entry))));

    private static byte[] ReadAll(TarEntry entry)
    {
        if (entry.Length > LargestRecording)
        {
            throw new InvalidDataException($"{entry.Name} has {entry.Length} bytes, too many for one recording.");
        }

        byte[] bytes = new byte[entry.Length];
        entry.DataStream!.ReadExactly(bytes);
        return bytes;
    }

    private static Key? Parse(string name)
    {
        string[] parts = System.IO.Path.GetFileName(name).Split('_');
        if (
            parts.Length != 3
            || parts[0].Length != 1
            || !char.IsAsciiDigit(parts[0][0])
            || !parts[2].EndsWith(".wav", StringComparison.Ordinal)
        )
        {
            return null;
        }

        int speaker = SpokenDigits.Speakers.ToList().IndexOf(parts[1]);
        bool number = int.TryParse(parts[2][..^4], NumberStyles.None, CultureInfo.InvariantCulture, out int index);
        return speaker >= 0 && number ? new Key(parts[0][0] - '0', speaker, index) : null;
    }
}
