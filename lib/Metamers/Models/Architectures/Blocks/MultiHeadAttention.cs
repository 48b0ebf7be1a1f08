using TorchSharp;
using static TorchSharp.torch;

namespace Metamers.Models.Architectures.Blocks;

/// <summary>
/// Scaled dot-product attention (Vaswani et al. 2017) from queries, keys and values that are already computed.
/// </summary>
internal static class MultiHeadAttention
{
    /// <summary>softmax(q·kᵀ / √d)·v in each head, with the heads concatenated.</summary>
    /// <param name="q">Queries (N, Q, width).</param>
    /// <param name="k">Keys (N, K, width).</param>
    /// <param name="v">Values (N, K, width).</param>
    /// <param name="heads">Number of heads; divides the width.</param>
    /// <returns>(N, Q, width).</returns>
    public static Tensor Attend(Tensor q, Tensor k, Tensor v, int heads)
    {
        using DisposeScope scope = NewDisposeScope();
        double scale = 1 / Math.Sqrt((double)q.shape[2] / heads);
        Tensor products = (Split(q, heads) * scale).matmul(Split(k, heads).transpose(-2, -1)); // (N, heads, Q, K)
        Tensor weights = products.softmax(-1);
        Tensor mixed = weights.matmul(Split(v, heads)); // (N, heads, Q, width / heads)
        return mixed.transpose(1, 2).reshape(q.shape).MoveToOuterDisposeScope();
    }

    /// <summary>(N, tokens, width) → (N, heads, tokens, width / heads).</summary>
    private static Tensor Split(Tensor x, int heads) =>
        x.view(x.shape[0], x.shape[1], heads, x.shape[2] / heads).transpose(1, 2);
}
