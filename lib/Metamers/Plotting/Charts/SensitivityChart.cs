using Metamers.Evaluation.Sensitivity;
using Metamers.Plotting.Pictures;
using Metamers.Statistics;

namespace Metamers.Plotting.Charts;

/// <summary>The figure of how much several networks notice of distortions, on a logarithmic scale.</summary>
/// <example>
/// <code>
/// var model = ModelZoo.Load("resnet20-standard-seed0", session.Device);
/// var found = Eigendistortions.Find(model, "final", Photographs.Take(1)[0]);
/// var noticed = DistortionSensitivity.Measure(model, "final", found.Most.Distortion);
/// SensitivityChart.Draw([("its most noticeable distortion", [noticed])])
/// </code>
/// </example>
public static class SensitivityChart
{
    /// <summary>Draws a series for each group of distortions, over the networks.</summary>
    /// <param name="distortions">
    /// Names of groups, each with the sensitivities of all networks to one distortion or, for the mean and its standard
    /// error, to one of each stimulus.
    /// </param>
    /// <param name="names">Names of the networks by their keys; the key if missing.</param>
    /// <exception cref="ArgumentException">A group is empty.</exception>
    public static Figure Draw(
        IReadOnlyList<(string Name, IReadOnlyList<DistortionSensitivity> Sensitivities)> distortions,
        IReadOnlyDictionary<string, string>? names = null
    )
    {
        if (distortions.Count == 0 || distortions.Any(group => group.Sensitivities.Count == 0))
        {
            throw new ArgumentException("There are no sensitivities to draw. Give at least one for each distortion.");
        }

        string[] networks = [.. distortions[0].Sensitivities.Select(noticed => noticed.Network).Distinct()];
        int stimuli = distortions[0].Sensitivities.Count / networks.Length;
        return new(
            $"What networks notice at {distortions[0].Sensitivities[0].Stage}",
            new("Network") { Categories = [.. networks.Select(key => GridRows.Heading(key, names))] },
            new("log₁₀ of the sensitivity, relative to random directions"),
            [
                .. distortions.Select(
                    (group, style) =>
                    {
                        double[][] logs = [.. networks.Select(network => Logs(group.Sensitivities, network))];
                        double[] means = [.. logs.Select(values => values.Average())];
                        return new Series(group.Name, [.. networks.Select((_, place) => (double)place)], means)
                        {
                            Mark = SeriesMark.LineAndPoints,
                            Style = style,
                        }.WithErrors(stimuli < 2 ? null : [.. logs.Select(StandardError.OfMean)]);
                    }
                ),
            ]
        )
        {
            Lines = [new(0)],
            Note =
                "Dashed: as much as of a random change of the same length"
                + (stimuli < 2 ? "." : $"; mean over {stimuli} stimuli, bars: standard error over stimuli."),
        };
    }

    private static double[] Logs(IReadOnlyList<DistortionSensitivity> sensitivities, string network) =>
        [
            .. sensitivities
                .Where(noticed => noticed.Network == network)
                .Select(noticed => Math.Log10(Math.Max(noticed.Relative, 1e-12))),
        ];
}
