using System.Text;
using Metamers.Stimuli.Data;

namespace Metamers.Stimuli.Sounds;

/// <summary>Recognises by its first bytes what kind of file was given as a sound.</summary>
internal static class SoundSignature
{
    private static readonly (int At, string Bytes, string What)[] Known =
    [
        (0, "ID3", "is an MP3 file"),
        (0, "\u00ff\u00fb", "is an MP3 file"),
        (0, "\u00ff\u00f3", "is an MP3 file"),
        (0, "\u00ff\u00f2", "is an MP3 file"),
        (0, "\u00ff\u00fa", "is an MP3 file"),
        (0, "fLaC", "is a FLAC file"),
        (0, "OggS", "is an Ogg file (Vorbis or Opus)"),
        (4, "ftyp", "is an MP4 or M4A file"),
        (0, "FORM", "is an AIFF file"),
        (0, "caff", "is a Core Audio file"),
        (0, ".snd", "is a Sun AU file"),
        (0, "NIST_1A", "is a NIST SPHERE file, like those of TIMIT and WSJ"),
        (0, "RIFX", "is a big-endian WAV file"),
        (0, "\u001aE\u00df\u00a3", "is a WebM or Matroska file"),
        (0, "riff\u002e\u0091\u00cf\u0011", "is a Wave64 file"),
        (0, "PK\u0003\u0004", "is a ZIP archive"),
        (0, "version https://git-lfs", "is a Git LFS pointer in place of the file: run git lfs pull"),
        (8, "AVI ", "is an AVI film"),
        (8, "WEBP", "is a WebP picture"),
        (0, "\u0089PNG", "is a PNG picture"),
        (0, "%PDF", "is a PDF document"),
    ];

    /// <summary>
    /// Null for a WAV file, otherwise what the file is, as the rest of a sentence that begins with "the file".
    /// </summary>
    /// <param name="file">The whole file or its first bytes.</param>
    public static string? Problem(ReadOnlySpan<byte> file)
    {
        if (file.IsEmpty)
        {
            return "is empty (0 bytes)";
        }

        ReadOnlySpan<byte> head = file[..Math.Min(file.Length, 256)];
        string text = Encoding.Latin1.GetString(head);
        if (IsWave(text))
        {
            return null;
        }

        return FileIntegrity.LooksLikeHtml(head)
            ? "is an HTML page, such as an error or log-in page saved in the sound's place"
            : Known.FirstOrDefault(known => Has(text, known.At, known.Bytes)).What
                ?? (
                    text.Length < 12 && "RIFF".StartsWith(text[..Math.Min(4, text.Length)], StringComparison.Ordinal)
                        ? "is truncated within its header"
                        : "is not a WAV file: it does not begin with RIFF and WAVE"
                );
    }

    /// <summary>What to do about a problem, as further sentences without the last full stop.</summary>
    /// <param name="problem">As <see cref="Problem"/> gives it.</param>
    public static string Cure(string problem) =>
        problem.Contains(" file", StringComparison.Ordinal)
            && !problem.Contains("Git LFS", StringComparison.Ordinal)
            && !problem.StartsWith("is not", StringComparison.Ordinal)
        || problem.EndsWith("film", StringComparison.Ordinal)
            ? ". Convert it, for example with ffmpeg -i FILE -c:a pcm_s16le NEW.wav"
        : problem.Contains("HTML", StringComparison.Ordinal)
        || problem.Contains("0 bytes", StringComparison.Ordinal)
        || problem.Contains("truncated", StringComparison.Ordinal)
            ? ". Download it again"
        : "";

    /// <summary>
    /// Bytes of an ID3 tag before a WAV file (ID3v2.4, 3.1), which some editors and recorders put there; 0 if there is
    /// none.
    /// </summary>
    /// <param name="file">The whole file.</param>
    public static int TagLength(ReadOnlySpan<byte> file)
    {
        const int header = 10;
        if (
            file.Length < header
            || !file.StartsWith("ID3"u8)
            || file[6..header].ContainsAnyInRange((byte)128, (byte)255)
        )
        {
            return 0;
        }

        int footer = (file[5] & 0x10) == 0 ? 0 : header;
        int length = header + (file[6] << 21 | file[7] << 14 | file[8] << 7 | file[9]) + footer;
        return length + 12 <= file.Length && IsWave(Encoding.Latin1.GetString(file.Slice(length, 12))) ? length : 0;
    }

    private static bool IsWave(string text) =>
        (Has(text, 0, "RIFF") || Has(text, 0, "RF64") || Has(text, 0, "BW64")) && Has(text, 8, "WAVE");

    private static bool Has(string text, int at, string bytes) =>
        text.Length >= at + bytes.Length && string.CompareOrdinal(text, at, bytes, 0, bytes.Length) == 0;
}
