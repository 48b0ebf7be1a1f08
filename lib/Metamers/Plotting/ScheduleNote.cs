using Metamers.Synthesis;

namespace Metamers.Plotting;

/// <summary>
/// The schedule that metamers were made by, for the note below a figure: equal losses do not mean equal stimuli, so a
/// figure of metamers always names it.
/// </summary>
internal static class ScheduleNote
{
    /// <summary>One sentence.</summary>
    /// <param name="metamers">Metamers of one or more schedules.</param>
    /// <returns>
    /// For example "Schedule: 8 × 3000 steps of length 1 to 0.00781, identity gradient on, seed 0."; with the number of
    /// steps that were done where metamers were finished before its end.
    /// </returns>
    public static string Schedules(this IEnumerable<Metamer> metamers)
    {
        string[] schedules =
        [
            .. metamers.GroupBy(metamer => metamer.Options.Describe()).Select(same => same.Key + Finished([.. same])),
        ];
        return schedules.Length == 0
            ? ""
            : $"Schedule{(schedules.Length == 1 ? "" : "s")}: {string.Join("; ", schedules)}.";
    }

    /// <summary>After how many steps metamers of one schedule were finished, if before its end.</summary>
    public static string Finished(IReadOnlyCollection<Metamer> metamers)
    {
        (int least, int most) = (
            metamers.Min(metamer => metamer.StepsDone),
            metamers.Max(metamer => metamer.StepsDone)
        );
        return metamers.All(metamer => metamer.IsComplete) ? ""
            : least == most ? $" (finished after {most} steps)"
            : $" (finished after {least} to {most} steps)";
    }

    /// <summary>The figure with the schedule at the end of its note.</summary>
    public static Figure WithSchedules(this Figure figure, IEnumerable<Metamer> metamers) =>
        figure with
        {
            Note = $"{figure.Note} {metamers.Schedules()}".Trim(),
        };
}
