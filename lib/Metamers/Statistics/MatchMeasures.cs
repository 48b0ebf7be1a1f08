using TorchSharp;
using static TorchSharp.torch;

namespace Metamers.Statistics;

/// <summary>
/// How well the activations A′ of a metamer match the activations A of its reference: the paper's three measures
/// (method: the authors' robustness/tools/distance_measures.py), in float64 whatever the type of the activations.
/// </summary>
/// <remarks>
/// <para>All three are 0 if A or A′ is all zero, as in the authors' null distributions.</para>
/// <para>
/// A correlation with a vector whose units are all equal is undefined. Here it is 0 (SciPy gives NaN), even if the
/// other vector is identical: a constant carries no evidence of a match, and a single NaN would spoil a median or a
/// histogram.
/// </para>
/// </remarks>
/// <param name="Spearman">Spearman's rho, −1 to 1; tied units share their average rank.</param>
/// <param name="Pearson">Pearson's r, −1 to 1.</param>
/// <param name="DecibelSnr">
/// 10·log10(‖A‖₂ / ‖A − A′‖₂) in dB: the ratio of the norms, as in the paper's code, and so half of the usual decibels,
/// which use the ratio of powers. The loss of the synthesis is 10^(−dB/10). +∞ if A and A′ are identical.
/// </param>
/// <example>
/// <code>
/// MatchMeasures.Between(reference: tensor([3f, 4f]), candidate: tensor([3f, 0f])).DecibelSnr
/// </code>
/// </example>
public readonly record struct MatchMeasures(double Spearman, double Pearson, double DecibelSnr)
{
    /// <summary>Units processed at once: limits the memory to about half a gigabyte, or to one long item.</summary>
    private const long UnitsAtOnce = 1 << 22;

    /// <summary>‖A′ − A‖₂ / ‖A‖₂, the loss of the synthesis, by the ratio of norms; 1 if A or A′ is all zero.</summary>
    internal double ResidualLoss => Math.Pow(10, -DecibelSnr / 10);

    /// <summary>One of the three.</summary>
    /// <param name="measure">Which.</param>
    public double this[MatchMeasure measure] =>
        measure switch
        {
            MatchMeasure.Spearman => Spearman,
            MatchMeasure.Pearson => Pearson,
            _ => DecibelSnr,
        };

    /// <summary>Compares one pair.</summary>
    /// <param name="reference">Activations A of any shape with at least one unit, finite.</param>
    /// <param name="candidate">Activations A′ of the same shape, finite; both are flattened.</param>
    /// <returns>The three measures.</returns>
    /// <exception cref="ArgumentException">
    /// The shapes differ or are empty, or the activations contain NaN or infinity.
    /// </exception>
    public static MatchMeasures Between(Tensor reference, Tensor candidate)
    {
        CheckShapes(reference, candidate);
        using DisposeScope scope = NewDisposeScope();
        return BetweenEach(reference.reshape(1, -1), candidate.reshape(1, -1))[0];
    }

    /// <summary>Compares each pair of a batch separately.</summary>
    /// <param name="references">(N, any shape) with N ≥ 1, finite.</param>
    /// <param name="candidates">
    /// The same shape; item i is compared with item i of <paramref name="references"/>.
    /// </param>
    /// <returns>N measures.</returns>
    /// <exception cref="ArgumentException">
    /// The shapes differ or are empty, or the activations contain NaN or infinity.
    /// </exception>
    public static IReadOnlyList<MatchMeasures> BetweenEach(Tensor references, Tensor candidates)
    {
        CheckShapes(references, candidates);
        using DisposeScope scope = NewDisposeScope();
        using IDisposable noGradient = no_grad();
        Tensor a = references.detach().reshape(references.shape[0], -1);
        Tensor b = candidates.detach().reshape(candidates.shape[0], -1);
        long rows = Math.Max(1, UnitsAtOnce / a.shape[1]);
        List<MatchMeasures> measures = [];
        for (long first = 0; first < a.shape[0]; first += rows)
        {
            TensorIndex chunk = TensorIndex.Slice(first, Math.Min(first + rows, a.shape[0]));
            measures.AddRange(OfRows(a[chunk], b[chunk]));
        }

        return measures;
    }

    private static IEnumerable<MatchMeasures> OfRows(Tensor a, Tensor b)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor spearman = Correlation(CentredRanks(a), CentredRanks(b));
        Tensor signal = a.to(float64);
        Tensor candidate = b.to(float64);
        Tensor pearson = Correlation(Centred(signal), Centred(candidate));
        Tensor ratio = signal.norm(1) / (signal - candidate).norm(1);
        Tensor silent = (signal == 0).all(1) | (candidate == 0).all(1);
        Tensor table = stack([spearman, pearson, 10 * log10(ratio)], 1).masked_fill(silent.unsqueeze(1), 0); // (N, 3)
        double[] values = [.. table.cpu().data<double>()];
        bool[] finite = [.. (signal.isfinite().all(1) & candidate.isfinite().all(1)).cpu().data<bool>()];
        if (finite.Contains(false))
        {
            throw new ArgumentException(
                $"The activations of item {Array.IndexOf(finite, false)} (from 0) contain NaN or infinity, so they "
                    + "cannot be compared. "
                    + "Check the network's weights and that the stimuli are in its input range."
            );
        }

        return [.. values.Chunk(3).Select(row => new MatchMeasures(row[0], row[1], row[2]))];
    }

    /// <summary>Ranks minus their mean; tied units have the mean of the ranks that they occupy.</summary>
    /// <param name="rows">(N, D).</param>
    /// <returns>(N, D) float64.</returns>
    internal static Tensor CentredRanks(Tensor rows)
    {
        using DisposeScope scope = NewDisposeScope();
        long units = rows.shape[1];
        (Tensor sorted, Tensor order) = rows.sort(1);
        Tensor edge = ones([rows.shape[0], 1], ScalarType.Bool, rows.device);
        // The positions at which runs of equal values begin.
        Tensor first = cat([edge, sorted[.., 1..] != sorted[.., ..^1]], 1).flatten().nonzero().flatten();
        Tensor lengths = cat([first, full([1], rows.numel(), int64, rows.device)]).diff();
        Tensor ofRuns = (first % units).to(float64) + (lengths - 1).to(float64) / 2 - (units - 1) / 2.0;
        Tensor ranks = ofRuns.repeat_interleave(lengths).view(rows.shape); // in sorted order
        return empty_like(ranks).scatter_(1, order, ranks).MoveToOuterDisposeScope();
    }

    /// <summary>Values minus their mean; exactly 0 if all are equal, which the rounded mean would not give.</summary>
    internal static Tensor Centred(Tensor rows)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor constant = rows.amax([1], keepdim: true) == rows.amin([1], keepdim: true);
        return (rows - rows.mean([1], keepdim: true)).masked_fill_(constant, 0).MoveToOuterDisposeScope();
    }

    /// <summary>Σab / √(Σa²·Σb²) of centred rows: one root, so that equal rows give exactly 1.</summary>
    private static Tensor Correlation(Tensor a, Tensor b)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor power = ((a * a).sum(1) * (b * b).sum(1)).sqrt();
        return ((a * b).sum(1) / power).masked_fill(power == 0, 0).clamp(-1, 1).MoveToOuterDisposeScope();
    }

    private static void CheckShapes(Tensor reference, Tensor candidate)
    {
        ArgumentNullException.ThrowIfNull(reference);
        ArgumentNullException.ThrowIfNull(candidate);
        if (!reference.shape.SequenceEqual(candidate.shape) || reference.numel() == 0)
        {
            throw new ArgumentException(
                $"Activations of one stage are compared, so both must have one shape with at least one unit; given "
                    + $"({string.Join(", ", reference.shape)}) and ({string.Join(", ", candidate.shape)}).",
                nameof(candidate)
            );
        }
    }
}
