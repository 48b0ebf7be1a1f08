using System.Security.Cryptography;
using System.Text;

namespace Metamers.Runtime;

/// <summary>A short hash of a text, for files that are named by their content.</summary>
internal static class TextHash
{
    /// <summary>The first eight hexadecimal digits of the text's SHA-256.</summary>
    public static string Compute(string text) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..8];
}
