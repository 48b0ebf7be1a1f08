using TorchSharp;
using static TorchSharp.torch;

namespace Metamers.Statistics;

/// <summary>
/// The measures of <see cref="MatchMeasures"/> between all items of a batch: ranks and norms are computed once per
/// item, and all pairs are then three matrix products.
/// </summary>
internal static class PairwiseMeasures
{
    /// <summary>
    /// All three measures of the pairs (i, j) with i &lt; j, row by row: (0, 1), (0, 2), …, (1, 2), ….
    /// </summary>
    /// <param name="activations">(N, any shape) with N ≥ 2, finite.</param>
    /// <returns>N·(N − 1)/2 values each; the first of a pair counts as the reference.</returns>
    public static (double[] Spearman, double[] Pearson, double[] DecibelSnr) Measure(Tensor activations)
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable noGradient = no_grad();
        Tensor rows = activations.flatten(1);
        Tensor values = rows.to(float64);
        Tensor silent = (values == 0).all(1);
        Tensor usable = ~(silent.unsqueeze(0) | silent.unsqueeze(1));
        Tensor gram = values.mm(values.t());
        Tensor squares = gram.diagonal();
        Tensor distance = (squares.unsqueeze(0) + squares.unsqueeze(1) - 2 * gram).clamp_min(0).sqrt();
        Tensor ratio = squares.sqrt().unsqueeze(1) / distance; // +∞ between equal items
        return (
            Pairs(Correlations(MatchMeasures.CentredRanks(rows)), usable),
            Pairs(Correlations(MatchMeasures.Centred(values)), usable),
            Pairs(10 * log10(ratio), usable)
        );
    }

    private static Tensor Correlations(Tensor centred)
    {
        Tensor products = centred.mm(centred.t());
        Tensor power = (products.diagonal().unsqueeze(0) * products.diagonal().unsqueeze(1)).sqrt();
        return (products / power).masked_fill(power == 0, 0).clamp(-1, 1);
    }

    private static double[] Pairs(Tensor table, Tensor usable)
    {
        Tensor above = ones_like(usable).triu(1);
        return [.. table.masked_fill(~usable, 0).masked_select(above).cpu().data<double>()];
    }
}
