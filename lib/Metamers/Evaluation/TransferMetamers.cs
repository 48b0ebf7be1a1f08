using MathNet.Numerics.Statistics;

namespace Metamers.Evaluation;

/// <summary>
/// What a figure of recognition says of the metamers themselves: how they were made, and how well they match.
/// </summary>
/// <param name="Schedules">Each schedule in words; none if it is not known.</param>
/// <param name="Losses">
/// Median of the normalised losses of the metamers that are counted, by their network and stage; missing if it is not
/// known.
/// </param>
internal sealed record TransferMetamers(
    IReadOnlyList<string> Schedules,
    IReadOnlyDictionary<(string Generator, string Stage), double> Losses
)
{
    /// <summary>Nothing is known of them.</summary>
    public static TransferMetamers Unknown { get; } = new([], new Dictionary<(string, string), double>());

    /// <summary>What the losses of single metamers say.</summary>
    /// <param name="schedules">Each schedule in words.</param>
    /// <param name="losses">One for each metamer that is counted.</param>
    public static TransferMetamers From(
        IReadOnlyList<string> schedules,
        IEnumerable<(string Generator, string Stage, double Loss)> losses
    ) =>
        new(
            schedules,
            losses
                .GroupBy(metamer => (metamer.Generator, metamer.Stage), metamer => metamer.Loss)
                .ToDictionary(stage => stage.Key, stage => stage.Median())
        );
}
