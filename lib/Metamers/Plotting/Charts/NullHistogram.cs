using System.Globalization;
using Metamers.Evaluation.Nulls;
using Metamers.Statistics;
using Metamers.Synthesis;

namespace Metamers.Plotting.Charts;

/// <summary>
/// The figure of one measure at one stage: the distribution for unrelated stimuli, and the values of the metamers (like
/// the paper's figures of its null distributions).
/// </summary>
/// <example>
/// <code>
/// var model = ModelZoo.Load("resnet20-standard-seed0", session.Device);
/// var fast = MetamerOptions.Quick with { Repetitions = 1, StepsPerRepetition = 2 };
/// var metamers = new MetamerSynthesizer(model, fast).Synthesize(Photographs.Take(1), "layer3");
/// var nulls = NullJob.GetOrMeasure("resnet20-standard-seed0");
/// metamers.NullHistogram(nulls, MatchMeasure.Spearman)
/// </code>
/// </example>
public static class NullHistogram
{
    private const int Bins = 40;

    /// <summary>Draws one measure.</summary>
    /// <param name="nulls">The null distribution of the network.</param>
    /// <param name="metamers">Metamers of one stage of the network.</param>
    /// <param name="measure">Which measure.</param>
    /// <exception cref="ArgumentException">There are no metamers, or they are of several stages.</exception>
    public static Figure Draw(NullDistribution nulls, MetamerSet metamers, MatchMeasure measure)
    {
        if (metamers.Stages.Count != 1)
        {
            throw new ArgumentException(
                $"{metamers.Count} metamers of {metamers.Stages.Count} stages. Give metamers of one stage, as "
                    + "metamers.At(\"layer3\")."
            );
        }

        string stage = metamers.Stages[0];
        (string name, string? unit) = measure switch
        {
            MatchMeasure.Spearman => ("Spearman correlation ρ", null),
            MatchMeasure.Pearson => ("Pearson correlation r", null),
            _ => ("Signal-to-noise ratio", "dB"),
        };
        Histogram unrelated = nulls.At(stage)[measure];
        double[] matched = [.. metamers.Select(metamer => metamer.Match[measure])];
        int equal = matched.Count(double.IsPositiveInfinity);
        double[] finite = [.. matched.Append(unrelated.Minimum).Append(unrelated.Maximum).Where(double.IsFinite)];
        double low = finite.Min();
        double width = Math.Max((finite.Max() - low) / Bins, 1e-9);
        double[] unrelatedCounts = new double[Bins + 1],
            matchedCounts = new double[Bins + 1];
        double fine = (unrelated.High - unrelated.Low) / unrelated.Counts.Count;
        for (int bin = 0; bin < unrelated.Counts.Count; bin++)
        {
            double middle = Math.Clamp(unrelated.Low + (bin + 0.5) * fine, unrelated.Minimum, unrelated.Maximum);
            unrelatedCounts[(int)Math.Clamp((middle - low) / width, 0, Bins)] += unrelated.Counts[bin];
        }

        foreach (double one in matched)
        {
            matchedCounts[(int)Math.Clamp((one - low) / width, 0, Bins)]++; // an infinite one in the last
        }

        return new(
            $"{name} at {stage}",
            new(name, unit),
            new("Number, relative to the highest bin") { Minimum = 0, Maximum = 1.05 },
            [Steps("unrelated pairs", unrelatedCounts, low, width, 0), Steps("metamers", matchedCounts, low, width, 1)]
        )
        {
            Note = string.Create(
                CultureInfo.InvariantCulture,
                $"{nulls.Pairs:#,0} unrelated pairs, the largest at the dotted line; {matched.Length} metamers with "
                    + $"their references.{(equal == 0 ? "" : $" {equal} with equal activations are in the last bin.")}"
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
