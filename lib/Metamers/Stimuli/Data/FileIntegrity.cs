using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Metamers.Stimuli.Data;

/// <summary>Tells a good copy of a <see cref="DataFile"/> from a damaged one.</summary>
/// <param name="memory">
/// Folder that records which files have been hashed, by path, size and time of change, so that a large file is hashed
/// only once.
/// </param>
internal sealed class FileIntegrity(string memory)
{
    /// <summary>
    /// Null for a good copy, otherwise what is wrong with it, as the rest of a sentence that begins with "it".
    /// </summary>
    public string? Problem(DataFile file, string path)
    {
        try
        {
            FileInfo info = new(path);
            if (info.Length != file.Bytes)
            {
                return WrongSize(file, info.Length, Head(path));
            }

            string marker = Path.Combine(
                memory,
                Digest(
                    Encoding.UTF8.GetBytes($"{info.FullName}|{info.Length}|{info.LastWriteTimeUtc.Ticks}|{file.Sha256}")
                )
            );
            if (File.Exists(marker))
            {
                return null;
            }

            using FileStream stream = File.OpenRead(path);
            string digest = Convert.ToHexStringLower(SHA256.HashData(stream));
            if (digest != file.Sha256)
            {
                return WrongContent(file, digest);
            }

            Remember(marker);
            return null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return $"cannot be read: {error.Message}";
        }
    }

    /// <summary>
    /// Says why a file of <paramref name="length"/> bytes that begins with <paramref name="head"/> is not the wanted
    /// one.
    /// </summary>
    public static string WrongSize(DataFile file, long length, ReadOnlySpan<byte> head)
    {
        string sizes = string.Create(CultureInfo.InvariantCulture, $"{length:N0} of {file.Bytes:N0} bytes");
        return LooksLikeHtml(head)
                ? $"is an HTML page, such as an error or log-in page saved in the file's place ({sizes})"
            : length < file.Bytes ? $"is truncated: {sizes}"
            : $"is too large: {sizes}";
    }

    /// <summary>Says that the size is right and the content is not.</summary>
    public static string WrongContent(DataFile file, string digest) =>
        $"has the right size but different content: SHA-256 {digest} in place of {file.Sha256}";

    /// <summary>Whether the first bytes are those of a web page.</summary>
    public static bool LooksLikeHtml(ReadOnlySpan<byte> head)
    {
        string text = Encoding.UTF8.GetString(head).TrimStart('\uFEFF', ' ', '\t', '\r', '\n');
        return text.StartsWith("<!doctype html", StringComparison.OrdinalIgnoreCase)
            || text.StartsWith("<html", StringComparison.OrdinalIgnoreCase);
    }

    private static byte[] Head(string path)
    {
        using FileStream stream = File.OpenRead(path);
        byte[] head = new byte[256];
        return head[..stream.ReadAtLeast(head, head.Length, throwOnEndOfStream: false)];
    }

    private static string Digest(byte[] text) => Convert.ToHexStringLower(SHA256.HashData(text));

    /// <summary>
    /// Records a hashed file. If the cache cannot be written, the file is merely hashed again next time.
    /// </summary>
    private void Remember(string marker)
    {
        try
        {
            Directory.CreateDirectory(memory);
            File.WriteAllBytes(marker, []);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException) { }
    }
}
