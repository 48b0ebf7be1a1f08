using Metamers.Models.Cochleagrams;

namespace Metamers.Plotting.Charts;

/// <summary>The figure of a cochleagram's filters: gain against frequency.</summary>
/// <example>
/// <code>
/// FilterGains.Draw(new Cochleagram(CochleagramOptions.OneSecond), every: 12)
/// </code>
/// </example>
public static class FilterGains
{
    private const int PointsPerFilter = 80;

    /// <summary>Draws some of the filters, and the sum of the squared gains of all filters.</summary>
    /// <param name="cochleagram">The cochleagram with the filters.</param>
    /// <param name="every">Step from one drawn filter to the next, at least 1.</param>
    /// <param name="logarithmic">
    /// Whether frequency is on a logarithmic axis, on which the low filters look broad; on a linear one widths in Hz
    /// are seen as they are.
    /// </param>
    public static Figure Draw(Cochleagram cochleagram, int every = 12, bool logarithmic = true)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(every, 1);
        ErbFilterBank bank = cochleagram.Filters;
        double binWidth = (double)cochleagram.Options.SamplingRate / cochleagram.Options.Samples;
        int[] shown = [.. Enumerable.Range(0, bank.Count).Where(filter => filter % every == 0)];
        int[] bins =
        [
            .. Enumerable
                .Range(1, 200)
                .Select(i => (int)((bank.Gains(0).Count - 1) * Math.Pow(i / 200.0, 3)))
                .Where(bin => bin > 0)
                .Distinct(),
        ];
        return new(
            $"{shown.Length} of the {bank.Count} filters",
            new("Frequency", "Hz")
            {
                Logarithmic = logarithmic,
                Minimum = logarithmic ? 20 : 0,
                Maximum = cochleagram.Options.SamplingRate / 2.0,
            },
            new("Gain") { Minimum = 0, Maximum = 1.1 },
            [
                .. shown.Select((filter, i) => Line(bank, filter, binWidth) with { InLegend = i == 0 }),
                new(
                    "sum of the squared gains of all",
                    [.. bins.Select(bin => bin * binWidth)],
                    [
                        .. bins.Select(bin =>
                            Enumerable.Range(0, bank.Count).Sum(f => bank.Gains(f)[bin] * bank.Gains(f)[bin])
                        ),
                    ]
                )
                {
                    Style = 1,
                },
            ]
        )
        {
            Width = 640,
            Height = 300,
        };
    }

    private static Series Line(ErbFilterBank bank, int filter, double binWidth)
    {
        (int first, int count) = bank.Support(filter);
        int step = Math.Max(1, count / PointsPerFilter);
        int[] bins =
        [
            .. Enumerable
                .Range(0, count / step + 1)
                .Select(i => first + i * step)
                .Where(bin => bin > 0 && bin < bank.Gains(filter).Count),
        ];
        return new(
            "gain of a filter",
            [.. bins.Select(bin => bin * binWidth)],
            [.. bins.Select(bin => bank.Gains(filter)[bin])]
        );
    }
}
