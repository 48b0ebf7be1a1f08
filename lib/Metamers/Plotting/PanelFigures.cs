using Metamers.Evaluation.Panels;
using Metamers.Statistics;

namespace Metamers.Plotting;

/// <summary>The figure of what a panel of networks recognises.</summary>
public static class PanelFigures
{
    /// <summary>The share of the panel that recognises each set, with the errors over references.</summary>
    /// <param name="recognised">What the panel recognised.</param>
    public static Figure Chart(this PanelComparison recognised)
    {
        int references = recognised.Rows[0].Recognised.Count;
        return new(
            "What the panel recognises",
            new("Metamers") { Categories = [.. recognised.Rows.Select(row => row.Name)] },
            new("Share recognised") { Minimum = 0, Maximum = 1 },
            [
                new Series(
                    $"{recognised.Judges.Count} networks",
                    [.. recognised.Rows.Select((_, place) => (double)place)],
                    [.. recognised.Rows.Select(row => row.Recognised.Average())]
                )
                {
                    Mark = SeriesMark.Points,
                }.WithErrors(
                    references < 2
                        ? null
                        : [.. recognised.Rows.Select(row => StandardError.OfMean([.. row.Recognised]))]
                ),
            ]
        )
        {
            Note =
                $"Mean over {references} references"
                + (references < 2 ? "" : "; bars: standard error over references")
                + $". The panel: {string.Join(", ", recognised.Judges)}.",
        };
    }
}
