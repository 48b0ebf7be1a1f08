using Metamers.Evaluation.Panels;
using Metamers.Plotting.Pictures;
using Metamers.Stimuli;
using Metamers.Synthesis;

namespace Metamers.Plotting;

/// <summary>The figure of what a panel of networks recognises.</summary>
public static class PanelFigures
{
    /// <summary>The share of the panel that recognises each set, with errors over references and networks.</summary>
    /// <param name="recognised">What the panel recognised.</param>
    public static Figure Chart(this PanelComparison recognised)
    {
        int references = recognised.References;
        Figure figure = new(
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
                        : [.. recognised.Rows.Select(row => PanelComparison.Recognition(row).StandardError)]
                ),
            ]
        )
        {
            Lines = [new(recognised.Chance, FormattableString.Invariant($"chance, {recognised.Chance:0.###}"))],
            Note =
                $"Mean over {references} references"
                + (references < 2 ? "" : "; bars: standard error over references and networks")
                + $". The panel: {string.Join(", ", recognised.Judges)}.",
        };
        return figure.WithSchedules(recognised.Schedules);
    }

    /// <summary>Several metamers of one picture: a row for each set, with their match in dB.</summary>
    /// <param name="sets">Names and metamers of one stage, as many of the picture in each set.</param>
    /// <param name="reference">The picture, known by its values.</param>
    /// <exception cref="ArgumentException">
    /// There are no sets, the stimulus is a sound, or a set has more or fewer of its metamers than another.
    /// </exception>
    public static PictureGrid Samples(this IReadOnlyList<(string Name, MetamerSet Metamers)> sets, Stimulus reference)
    {
        (string Name, Metamer[] Metamers)[] rows =
        [
            .. sets.Select(set =>
                (
                    set.Name,
                    set.Metamers.Where(metamer =>
                            metamer.Reference.Kind == reference.Kind
                            && metamer.Reference.Values.shape.SequenceEqual(reference.Values.shape)
                            && metamer.Reference.Values.Equals(reference.Values)
                        )
                        .ToArray()
                )
            ),
        ];
        int count = rows.Length == 0 ? 0 : rows[0].Metamers.Length;
        if (count == 0 || reference.Kind.IsSound || rows.Any(row => row.Metamers.Length != count))
        {
            throw new ArgumentException(
                $"Of '{reference.Name}', a {reference.Kind.Noun}, the sets have "
                    + $"{string.Join(", ", rows.Select(row => row.Metamers.Length))} metamers. Give sets with as many "
                    + "metamers of one picture each."
            );
        }

        return new(
            $"Several metamers of {reference.Label ?? reference.Name} at {rows[0].Metamers[0].Stage}",
            ["natural", .. Enumerable.Range(1, count).Select(number => $"metamer {number}")],
            [
                .. rows.Select(row => new PictureRow(
                    row.Name,
                    [
                        GridPicture.From(reference.Values),
                        .. row.Metamers.Select(metamer =>
                            GridPicture.From(metamer.Values, $"{NumberText.Fixed(metamer.Match.DecibelSnr, 1)} dB")
                        ),
                    ]
                )),
            ],
            "Under each metamer: its match, the ratio of norms in dB. "
                + $"{rows.SelectMany(row => row.Metamers).Schedules()} "
                + new[] { reference }.Attribution()
        );
    }
}
