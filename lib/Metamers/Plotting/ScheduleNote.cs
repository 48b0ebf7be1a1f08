using Metamers.Evaluation;
using Metamers.Synthesis;

namespace Metamers.Plotting;

/// <summary>
/// The schedule that metamers were made by, for the note below a figure: equal losses do not mean equal stimuli, so a
/// figure of metamers always names it.
/// </summary>
internal static class ScheduleNote
{
    private const string Match = "match"; // the objective of metamers for which none was given
    private const string Objective = ", objective: "; // as MetamerOptions.Describe writes it

    /// <summary>One sentence.</summary>
    /// <param name="metamers">Metamers of one or more schedules.</param>
    /// <returns>
    /// For example "Schedule: 8 × 3000 steps of length 1 to 0.00781, identity gradient on, seed 0."; with the number of
    /// steps that were done where metamers were finished before its end.
    /// </returns>
    public static string Schedules(this IEnumerable<Metamer> metamers) =>
        Sentence(new MetamerSet(metamers).ScheduleTexts);

    /// <summary>
    /// The same of schedules in words; empty if there are none. Schedules that differ in their objectives alone are
    /// named once.
    /// </summary>
    public static string Sentence(IReadOnlyList<string> schedules)
    {
        string[] distinct =
        [
            .. schedules
                .Select(text => text.Split(Objective, 2))
                .GroupBy(parts => parts[0], parts => parts.Length == 2 ? parts[1] : null)
                .Select(same => same.Key + Objectives([.. same])),
        ];
        return distinct.Length == 0
            ? ""
            : $"Schedule{(distinct.Length == 1 ? "" : "s")}: {string.Join("; ", distinct)}.";
    }

    private static string Objectives(string?[] objectives) =>
        objectives switch
        {
            [null] => "",
            [{ } only] => Objective + only,
            _ => $", objectives: {string.Join("; ", objectives.Select(objective => objective ?? Match))}",
        };

    /// <summary>
    /// The schedules by the names that a figure has for them: "fast: Fast, 2200 steps: ….". What all have in common
    /// but their objectives is said once.
    /// </summary>
    public static string Named(this IEnumerable<(string Name, MetamerSet Metamers)> schedules)
    {
        (string Name, string[] Parts)[] named =
        [
            .. schedules.Select(one =>
                (one.Name, $"{one.Metamers[0].Options.Describe()}{one.Metamers.Finished}".Split(Objective, 2))
            ),
        ];
        return named.Length > 1 && named.All(one => one.Parts.Length == 2 && one.Parts[0] == named[0].Parts[0])
            ? $"Schedule: {named[0].Parts[0]}. " + Join(one => one.Parts[1])
            : Join(one => string.Join(Objective, one.Parts));

        string Join(Func<(string Name, string[] Parts), string> text) =>
            string.Join(" ", named.Select(one => $"{one.Name}: {text(one)}."));
    }

    /// <summary>The figure with the schedule at the end of its note.</summary>
    public static Figure WithSchedules(this Figure figure, IEnumerable<Metamer> metamers) =>
        figure.WithSchedules(new MetamerSet(metamers).ScheduleTexts);

    /// <summary>The figure with the schedules, in words, at the end of its note.</summary>
    public static Figure WithSchedules(this Figure figure, IReadOnlyList<string> schedules) =>
        figure with
        {
            Note = $"{figure.Note} {Sentence(schedules)}".Trim() is { Length: > 0 } note ? note : null,
        };

    /// <summary>
    /// How well metamers match, for a figure of their recognition: "Median loss: layer3 0.10, final 8.9·10⁻⁴."; empty
    /// if none is known.
    /// </summary>
    /// <param name="metamers">What is known of them.</param>
    /// <param name="conditions">Networks and stages, and what each is called.</param>
    public static string Losses(
        this TransferMetamers metamers,
        IEnumerable<(string Generator, string Stage, string Name)> conditions
    )
    {
        string[] losses =
        [
            .. from condition in conditions
            let loss = metamers.LossText(condition.Generator, condition.Stage)
            where loss is not null
            select $"{condition.Name} {loss}",
        ];
        return losses.Length == 0 ? "" : $"Median loss: {string.Join(", ", losses)}.";
    }

    /// <summary>The median loss of the metamers of a stage in two digits; null if it is not known.</summary>
    public static string? LossText(this TransferMetamers metamers, string generator, string stage) =>
        metamers.Losses.TryGetValue((generator, stage), out double loss) ? NumberText.Format(loss, 2) : null;
}
