using System.Security.Cryptography;
using System.Text.RegularExpressions;
using Metamers.Runtime;

namespace Metamers.Models.Zoo;

/// <summary>
/// Checks published weights against the digits of their SHA-256 in their file name, where torchvision and others put
/// those digits.
/// </summary>
internal static partial class CheckpointHash
{
    /// <summary>The digits that the hash of a card's checkpoint must start with; null if they are not known.</summary>
    public static string? PrefixOf(ModelCard card) =>
        card.Checkpoint is not string file ? null
        : InName().Match(file) is { Success: true } name ? name.Groups[1].Value
        : null;

    /// <summary>Returns the path if the file has the right hash or none is known.</summary>
    /// <exception cref="MetamerException">It is damaged or is another file.</exception>
    public static string Verified(string path, ModelCard card)
    {
        if (PrefixOf(card) is not string expected)
        {
            return path;
        }

        using FileStream stream = File.OpenRead(path);
        string hash = Convert.ToHexStringLower(SHA256.HashData(stream));
        return hash.StartsWith(expected, StringComparison.Ordinal)
            ? path
            : throw new MetamerException(
                FormattableString.Invariant(
                    $"{path} ({stream.Length:N0} bytes) is damaged or another file: its SHA-256 starts with "
                )
                    + $"{hash[..8]}, its name says {expected}. "
                    + $"Delete it and download it again{(card.CheckpointUrl is string url ? $" from {url}" : "")}."
            );
    }

    [GeneratedRegex("-([0-9a-f]{8})\\.")]
    private static partial Regex InName();
}
