using System.Text;
using System.Text.Json;

namespace Metamers.Studies;

/// <summary>What a worker records about itself, for people and for estimates; no result depends on it.</summary>
/// <param name="Machine">Name of the machine.</param>
/// <param name="Process">Id of the process on that machine.</param>
/// <param name="Started">When it took on the work.</param>
/// <param name="Step">Steps done.</param>
/// <param name="Seconds">How long the whole piece took, once it is done.</param>
/// <param name="Host">The machine and the group of processes among which <paramref name="Process"/> is known.</param>
internal sealed record ClaimRecord(
    string Machine,
    int Process,
    DateTimeOffset Started,
    int Step,
    double? Seconds,
    string? Host = null
)
{
    /// <summary>A record of which nothing is known, because it is just being written or was never finished.</summary>
    private static readonly ClaimRecord Unknown = new("?", 0, DateTimeOffset.UnixEpoch, 0, null);

    public static ClaimRecord Read(string path)
    {
        try
        {
            using FileStream stream = new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            return JsonSerializer.Deserialize<ClaimRecord>(stream) ?? Unknown;
        }
        catch (Exception error) when (error is IOException or JsonException or UnauthorizedAccessException)
        {
            return Unknown;
        }
    }

    /// <summary>Overwrites the file, which must exist; its modification time is the sign of life.</summary>
    public void Write(string path)
    {
        using FileStream stream = new(
            path,
            FileMode.Open,
            FileAccess.Write,
            FileShare.ReadWrite | FileShare.Delete,
            bufferSize: 0
        );
        byte[] line = Encoding.UTF8.GetBytes(JsonSerializer.Serialize(this) + "\n");
        stream.Write(line);
        stream.SetLength(line.Length);
    }
}
