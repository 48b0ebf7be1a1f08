using Metamers.Evaluation.Sensitivity;
using Metamers.Plotting.Pictures;
using Metamers.Statistics;

namespace Metamers.Plotting.Charts;

/// <summary>The figure of what principal distortions tell apart: the log ratio of each network.</summary>
internal static class LogRatioChart
{
    /// <summary>Draws a faint point for each stimulus and the mean with its standard error.</summary>
    /// <exception cref="ArgumentException">There are none, or they are of other networks.</exception>
    public static Figure Draw(
        IReadOnlyList<PrincipalDistortions> distortions,
        IReadOnlyDictionary<string, string>? names
    )
    {
        if (distortions.Count == 0 || distortions.Any(pair => !Panel(pair).SequenceEqual(Panel(distortions[0]))))
        {
            throw new ArgumentException(
                $"{distortions.Count} pairs of principal distortions; give at least one, all of the same networks and "
                    + "stages."
            );
        }

        string[] networks = [.. Panel(distortions[0]).Select(one => one.Network)];
        string[] headings = Headings(distortions[0], names);
        double[][] ratios =
        [
            .. networks.Select((_, place) => distortions.Select(pair => pair.LogRatios[place]).ToArray()),
        ];
        double[] means = [.. ratios.Select(values => values.Average())];
        double[] errors = [.. ratios.Select(values => StandardError.OfMean(values))];
        return new(
            distortions[0].AreOfOneNetwork
                ? $"Which of the two distortions the stages of {GridRows.Heading(networks[0], names)} notice more"
                : "Which of the two distortions networks notice more",
            new(distortions[0].AreOfOneNetwork ? "Stage" : "Network") { Categories = headings },
            new("ln of the ratio of the sensitivities"),
            [
                .. distortions.Select(
                    (pair, item) =>
                        new Series(pair.Reference.Name, Places(networks, item, distortions.Count), pair.LogRatios)
                        {
                            Mark = SeriesMark.Points,
                            Style = FigureStyle.Grey,
                            Faint = true,
                            InLegend = false,
                        }
                ),
                new Series("mean", [.. networks.Select((_, place) => (double)place)], means)
                {
                    Mark = SeriesMark.Points,
                }.WithErrors(errors),
            ]
        )
        {
            Lines = [new(0)],
            Note =
                $"Above 0: notices the first distortion more. Grey: {distortions.Count} stimuli; point and bar: "
                + "mean and standard error over stimuli. The first is the one that the network at the left notices "
                + "more than the average one does.",
        };
    }

    private static IEnumerable<(string Network, string Stage)> Panel(PrincipalDistortions pair) =>
        pair.Networks.Zip(pair.Stages);

    /// <summary>The networks, or the stages if all are of one network, or both if one of several has more.</summary>
    private static string[] Headings(PrincipalDistortions pair, IReadOnlyDictionary<string, string>? names) =>
        pair.AreOfOneNetwork ? [.. pair.Stages]
        : pair.Networks.Distinct().Count() == pair.Networks.Count
            ? [.. pair.Networks.Select(key => GridRows.Heading(key, names))]
        : [.. Panel(pair).Select(one => $"{GridRows.Heading(one.Network, names)}, {one.Stage}")];

    private static double[] Places(string[] networks, int item, int count) =>
        [.. networks.Select((_, place) => place + (count < 2 ? 0 : 0.4 * ((double)item / (count - 1) - 0.5)))];
}
