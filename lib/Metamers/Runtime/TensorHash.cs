using System.Security.Cryptography;
using static TorchSharp.torch;

namespace Metamers.Runtime;

/// <summary>A hash of numbers, by which stimuli and representations are told apart whatever they are called.</summary>
internal static class TensorHash
{
    /// <summary>The SHA-256 of the values in their order, in hexadecimal digits; the shape is no part of it.</summary>
    /// <param name="values">On any device.</param>
    public static string Compute(Tensor values)
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        TensorBytes.Write(values, hash.AppendData);
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
