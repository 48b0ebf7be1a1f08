using Metamers.Statistics;
using Metamers.Synthesis;

namespace Metamers.Plotting.Charts;

/// <summary>
/// The values of all items at one stage, for example the Spearman correlation of each metamer with its reference.
/// </summary>
/// <param name="Stage">The name of the stage.</param>
/// <param name="Values">One value per item; items are in the same order at every stage.</param>
/// <example>
/// <code>
/// var model = ModelZoo.Load("resnet20-standard-seed0", session.Device);
/// var fast = MetamerOptions.Quick with { Repetitions = 1, StepsPerRepetition = 2 };
/// var metamers = new MetamerSynthesizer(model, fast).Synthesize(Photographs.Take(2), "layer1");
/// StageValues.From(metamers, metamer => metamer.FinalLoss)
/// </code>
/// </example>
public sealed record StageValues(string Stage, IReadOnlyList<double> Values)
{
    /// <summary>The schedules that made the metamers, in words; none if they are not known.</summary>
    internal IReadOnlyList<string> Schedules { get; init; } = [];

    /// <summary>One value of each metamer, by the stage that it was made to match.</summary>
    /// <param name="metamers">
    /// In the same order of items at every stage; stages are kept in the order in which they first appear.
    /// </param>
    /// <param name="value">The value to take from each, for example <c>metamer => metamer.FinalLoss</c>.</param>
    public static IReadOnlyList<StageValues> From(IEnumerable<Metamer> metamers, Func<Metamer, double> value) =>
        [
            .. metamers
                .GroupBy(metamer => metamer.Stage)
                .Select(stage => new StageValues(stage.Key, [.. stage.Select(value)])
                {
                    Schedules = new MetamerSet(stage).ScheduleTexts,
                }),
        ];

    /// <summary>How well each judged metamer matches its reference at the stage that it was made to match.</summary>
    /// <param name="metamers">Judged metamers, in the same order of items at every stage.</param>
    /// <param name="measure">Which measure, for example <see cref="MatchMeasure.Spearman"/>.</param>
    /// <exception cref="InvalidOperationException">A metamer has not been compared with its reference.</exception>
    public static IReadOnlyList<StageValues> AtMatchedStage(IEnumerable<Metamer> metamers, MatchMeasure measure) =>
        From(metamers, metamer => metamer.Match[measure]);
}
