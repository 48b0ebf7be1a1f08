using System.Formats.Tar;
using System.IO.Compression;

namespace Metamers.Stimuli.Data.Sets;

/// <summary>A tar archive, compressed by gzip or not, that is read without unpacking it to disk.</summary>
internal static class TarArchive
{
    /// <summary>Its files, one after another; the content of each can be read until the next.</summary>
    /// <param name="path">The archive.</param>
    /// <exception cref="IOException">It cannot be read.</exception>
    /// <exception cref="InvalidDataException">It is damaged.</exception>
    public static IEnumerable<TarEntry> Files(string path)
    {
        using FileStream file = File.OpenRead(path);
        bool compressed = file.ReadByte() == 0x1f && file.ReadByte() == 0x8b;
        file.Position = 0;
        using Stream stream = compressed ? new GZipStream(file, CompressionMode.Decompress) : file;
        using TarReader tar = new(stream);
        while (Next(tar) is { } entry)
        {
            if (entry.DataStream is not null)
            {
                yield return entry;
            }
        }
    }

    private static TarEntry? Next(TarReader tar)
    {
        try
        {
            return tar.GetNextEntry();
        }
        catch (Exception error) when (error is not (IOException or InvalidDataException))
        {
            throw new InvalidDataException($"the archive is damaged ({error.Message}).", error);
        }
    }
}
