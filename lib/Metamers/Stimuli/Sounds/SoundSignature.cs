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
        if ((Has(text, 0, "RIFF") || Has(text, 0, "RF64")) && Has(text, 8, "WAVE"))
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

    private static bool Has(string text, int at, string bytes) =>
        text.Length >= at + bytes.Length && string.CompareOrdinal(text, at, bytes, 0, bytes.Length) == 0;
}
