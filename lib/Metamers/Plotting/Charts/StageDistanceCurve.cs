using Metamers.Evaluation;

namespace Metamers.Plotting.Charts;

/// <summary>
/// The figure of the distance between two versions of a stimulus, stage by stage, with one line per network.
/// </summary>
/// <example>
/// <code>
/// var model = ModelZoo.Load("resnet20-standard-seed0", session.Device);
/// var pictures = Photographs.Take(2);
/// var leaves = Enumerable.Range(0, 2).Select(seed => SyntheticStimuli.DeadLeaves(32, seed)).ToList();
/// var distances = StageDistance.Measure(model, pictures, leaves);
/// StageDistanceCurve.Draw([("trained", distances)], "a photograph to dead leaves", "pictures")
/// </code>
/// </example>
public static class StageDistanceCurve
{
    /// <summary>Draws the distances.</summary>
    /// <param name="networks">Name of each network and its distances, at the same stages.</param>
    /// <param name="versions">What the versions are, e.g. "word alone to word in babble".</param>
    /// <param name="stimuli">What the stimuli are called, e.g. "words".</param>
    /// <exception cref="ArgumentException">There are no networks, or their stages differ.</exception>
    public static Figure Draw(
        IReadOnlyList<(string Name, IReadOnlyList<StageDistance> Distances)> networks,
        string versions,
        string stimuli = "words"
    )
    {
        string[] stages =
            networks.Count == 0
                ? throw new ArgumentException("There are no networks to draw. Give at least one.")
                : [.. networks[0].Distances.Select(distance => distance.Stage)];
        if (
            networks.FirstOrDefault(network =>
                !network.Distances.Select(distance => distance.Stage).SequenceEqual(stages)
            ) is
            { Name: { } other }
        )
        {
            throw new ArgumentException(
                $"'{other}' has other stages than '{networks[0].Name}'. Draw networks of one architecture together."
            );
        }

        return new(
            $"Distance from {versions}",
            new("Stage") { Categories = stages },
            new("Relative distance") { Logarithmic = true },
            [
                .. networks.Select(
                    (network, style) =>
                        new Series(
                            network.Name,
                            [.. stages.Select((_, place) => (double)place)],
                            [.. network.Distances.Select(distance => distance.Mean)]
                        )
                        {
                            Mark = SeriesMark.LineAndPoints,
                            Style = style,
                            Low = [.. network.Distances.Select(distance => distance.Mean - distance.StandardError)],
                            High = [.. network.Distances.Select(distance => distance.Mean + distance.StandardError)],
                        }
                ),
            ]
        )
        {
            Note =
                $"Mean over {networks[0].Distances[0].Stimuli} {stimuli}, relative to the distance of different "
                + $"{stimuli} (dashed); bars: standard error over {stimuli}.",
            Lines = [new(1)],
        };
    }
}
