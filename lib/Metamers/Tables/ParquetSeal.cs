using System.Security.Cryptography;
using System.Text;

namespace Metamers.Tables;

/// <summary>
/// A SHA-256 of a whole Parquet file, kept in the file's own metadata and computed with zeros in its place. It is found
/// and checked without reading the file as Parquet, since some damage makes the library read for ever.
/// </summary>
internal static class ParquetSeal
{
    /// <summary>The name of the entry in the file's metadata.</summary>
    public const string Key = "metamers.sha256";

    private const int HeaderLength = 2; // Thrift, compact: the value's field and its length

    /// <summary>What the entry holds until the file is sealed.</summary>
    public static string Open { get; } = new('0', 2 * SHA256.HashSizeInBytes);

    /// <summary>Seals a file whose entry is <see cref="Open"/>.</summary>
    /// <param name="file">All its bytes; changed.</param>
    public static void Close(Span<byte> file)
    {
        string sum = Sum(file);
        Encoding.ASCII.GetBytes(sum, Entry(file));
    }

    /// <summary>Whether a file has a seal at all.</summary>
    /// <param name="file">All its bytes.</param>
    public static bool IsIn(ReadOnlySpan<byte> file) => Place(file) >= 0;

    /// <summary>Whether a file that has a seal is as it was when it was sealed.</summary>
    /// <param name="file">All its bytes.</param>
    public static bool Holds(ReadOnlySpan<byte> file)
    {
        byte[] open = file.ToArray();
        Span<byte> entry = Entry(open);
        string sealedWith = Encoding.ASCII.GetString(entry);
        Encoding.ASCII.GetBytes(Open, entry);
        return sealedWith == Sum(open);
    }

    private static Span<byte> Entry(Span<byte> file) => file.Slice(Place(file), Open.Length);

    /// <summary>Where the entry's value begins, or −1.</summary>
    private static int Place(ReadOnlySpan<byte> file)
    {
        int key = file.LastIndexOf(Encoding.ASCII.GetBytes(Key));
        int place = key + Key.Length + HeaderLength;
        return key >= 0 && place + Open.Length <= file.Length ? place : -1;
    }

    private static string Sum(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));
}
