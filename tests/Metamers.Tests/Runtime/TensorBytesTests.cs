using System.Security.Cryptography;
using Metamers.Runtime;
using TorchSharp;
using static TorchSharp.torch;

namespace Metamers.Tests.Runtime;

/// <summary>Values as bytes in pieces, which a tensor of 2 GiB and more needs.</summary>
public sealed class TensorBytesTests
{
    private const int Piece = 16;

    [Theory]
    [InlineData(ScalarType.Float32)]
    [InlineData(ScalarType.Float64)]
    [InlineData(ScalarType.Int16)]
    [InlineData(ScalarType.Bool)]
    public void Pieces_together_are_all_values_in_their_order(ScalarType type)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor values = arange(35, dtype: ScalarType.Float32).view(5, 7).to(type);
        foreach (Tensor form in new[] { values, values.t(), values[1, 2], values[..0], values[2..4] })
        {
            List<byte> found = [];
            TensorBytes.Write(
                form,
                piece =>
                {
                    Assert.InRange(piece.Length, 1, Piece);
                    found.AddRange(piece);
                },
                Piece
            );
            Assert.Equal(form.contiguous().bytes.ToArray(), found);
        }
    }

    [Fact]
    public void A_hash_is_that_of_all_bytes()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor values = arange(35, dtype: ScalarType.Float32).view(5, 7);
        Assert.Equal(
            Convert.ToHexStringLower(SHA256.HashData(values.t().contiguous().bytes)),
            TensorHash.Compute(values.t())
        );
    }
}
