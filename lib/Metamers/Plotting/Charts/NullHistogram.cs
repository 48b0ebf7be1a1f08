using System.Globalization;
using Metamers.Evaluation;
using Metamers.Evaluation.Nulls;
using Metamers.Statistics;

namespace Metamers.Plotting.Charts;

/// <summary>
/// The figure of one measure at one stage: the distribution for unrelated stimuli, and the values of the metamers (like
/// the paper's figures of its null distributions).
/// </summary>
public static class NullHistogram
{
    private const int Bins = 40;

    /// <summary>Spearman's rank correlation.</summary>
    /// <param name="nulls">The null distribution of the network.</param>
    /// <param name="verdicts">Metamers of one stage of the network.</param>
    /// <exception cref="ArgumentException">There are no metamers, or they belong to several stages.</exception>
    public static Figure Spearman(NullDistribution nulls, IReadOnlyList<MetamerVerdict> verdicts) =>
        Draw(
            nulls,
            verdicts,
            "Spearman correlation ρ",
            null,
            stage => stage.Spearman,
            verdict => verdict.Match.AtOwnStage.Spearman
        );

    /// <summary>Pearson's correlation.</summary>
    /// <param name="nulls">The null distribution of the network.</param>
    /// <param name="verdicts">Metamers of one stage of the network.</param>
    /// <exception cref="ArgumentException">There are no metamers, or they belong to several stages.</exception>
    public static Figure Pearson(NullDistribution nulls, IReadOnlyList<MetamerVerdict> verdicts) =>
        Draw(
            nulls,
            verdicts,
            "Pearson correlation r",
            null,
            stage => stage.Pearson,
            verdict => verdict.Match.AtOwnStage.Pearson
        );

    /// <summary>The signal-to-noise ratio in dB.</summary>
    /// <param name="nulls">The null distribution of the network.</param>
    /// <param name="verdicts">Metamers of one stage of the network.</param>
    /// <exception cref="ArgumentException">There are no metamers, or they belong to several stages.</exception>
    public static Figure DecibelSnr(NullDistribution nulls, IReadOnlyList<MetamerVerdict> verdicts) =>
        Draw(
            nulls,
            verdicts,
            "Signal-to-noise ratio",
            "dB",
            stage => stage.DecibelSnr,
            verdict => verdict.Match.AtOwnStage.DecibelSnr
        );

    private static Figure Draw(
        NullDistribution nulls,
        IReadOnlyList<MetamerVerdict> verdicts,
        string measure,
        string? unit,
        Func<StageNull, Histogram> histogram,
        Func<MetamerVerdict, double> value
    )
    {
        string[] stages = [.. verdicts.Select(verdict => verdict.Match.MadeFor).Distinct()];
        if (stages.Length != 1)
        {
            throw new ArgumentException(
                $"{verdicts.Count} metamers of {stages.Length} stages. Give metamers of one stage, as "
                    + "verdicts.Where(verdict => verdict.Match.MadeFor == \"layer3\")."
            );
        }

        Histogram unrelated = histogram(nulls.At(stages[0]));
        double[] matched = [.. verdicts.Select(value)];
        double low = Math.Min(unrelated.Minimum, matched.Min());
        double width = Math.Max((Math.Max(unrelated.Maximum, matched.Max()) - low) / Bins, 1e-9);
        double[] unrelatedCounts = new double[Bins + 1],
            matchedCounts = new double[Bins + 1];
        double fine = (unrelated.High - unrelated.Low) / unrelated.Counts.Count;
        for (int bin = 0; bin < unrelated.Counts.Count; bin++)
        {
            double middle = Math.Clamp(unrelated.Low + (bin + 0.5) * fine, unrelated.Minimum, unrelated.Maximum);
            unrelatedCounts[(int)((middle - low) / width)] += unrelated.Counts[bin];
        }

        foreach (double one in matched)
        {
            matchedCounts[(int)((one - low) / width)]++;
        }

        return new(
            $"{measure} at {stages[0]}",
            new(measure, unit),
            new("Number, relative to the highest bin") { Minimum = 0, Maximum = 1.05 },
            [Steps("unrelated pairs", unrelatedCounts, low, width, 0), Steps("metamers", matchedCounts, low, width, 1)]
        )
        {
            Note = string.Create(
                CultureInfo.InvariantCulture,
                $"{nulls.Pairs:#,0} unrelated pairs, the largest at the dotted line; {matched.Length} metamers with "
                    + $"their references."
            ),
            Lines = [new ReferenceLine(unrelated.Maximum, Vertical: true)],
            Width = 430,
            Height = 380,
        };
    }

    /// <summary>The outline of a histogram.</summary>
    private static Series Steps(string name, double[] counts, double low, double width, int style) =>
        new(
            name,
            [
                low,
                .. counts.SelectMany((_, bin) => new[] { low + bin * width, low + (bin + 1) * width }),
                low + counts.Length * width,
            ],
            [0, .. counts.SelectMany(count => new[] { count / counts.Max(), count / counts.Max() }), 0]
        )
        {
            Style = style,
        };
}
