using Metamers.Reports.Making;
using Metamers.Reports.Records;
using Metamers.Runtime;
using Metamers.Statistics;

namespace Metamers.Reports;

/// <summary>
/// How much the three numbers of two networks differ, from the records of their reports. Both are drawn together, over
/// the stimuli and the judges that both have, so that what is hard for both does not count as uncertainty.
/// </summary>
/// <param name="Network">The network.</param>
/// <param name="Other">The one that it is compared with.</param>
/// <param name="Reach">Reach of the network minus that of the other; null if one of them has none.</param>
/// <param name="Idiosyncrasy">The same for idiosyncrasy.</param>
/// <param name="Yield">The same for yield.</param>
/// <example>
/// <code>
/// var robust = ReportRecord.LoadShipped("resnet20-l2-seed0");
/// var standard = ReportRecord.LoadShipped("resnet20-standard-seed0");
/// ReportComparison.Measure(robust, standard)
/// </code>
/// </example>
public sealed record ReportComparison(
    string Network,
    string Other,
    Estimate? Reach,
    Estimate? Idiosyncrasy,
    Estimate? Yield
)
{
    /// <summary>Compares.</summary>
    /// <param name="one">Record of the network.</param>
    /// <param name="other">Record of the other one, made under the same conditions.</param>
    /// <param name="judges">Which of the judges that both have count; all of them if null.</param>
    /// <exception cref="MetamerException">The records were made under different conditions.</exception>
    public static ReportComparison Measure(
        ReportRecord one,
        ReportRecord other,
        Func<ReportedJudge, bool>? judges = null
    ) =>
        one.Conditions is null || one.Conditions != other.Conditions
            ? throw new MetamerException(
                $"{one.Network.Label} and {other.Network.Label} were tested under different conditions "
                    + $"({Words(one)}, and {Words(other)}), so that their numbers cannot be compared. Make both "
                    + "reports with the same budget, stimuli and panel."
            )
            : new(
                one.Network.Label,
                other.Network.Label,
                InBoth(
                    one,
                    other,
                    judges,
                    record => record.Reach,
                    (table, items, asked) => table.Reach(items, asked),
                    table => table.Stimuli
                ),
                InBoth(
                    one,
                    other,
                    judges,
                    record => record.Idiosyncrasy,
                    (table, items, asked) => table.Idiosyncrasy(items, asked),
                    table => table.Accepted(one.Stages.Count)
                ),
                YieldInBoth(one, other)
            );

    /// <summary>The three differences.</summary>
    public override string ToString() =>
        $"{Network} minus {Other}: reach {Text(Reach)}; idiosyncrasy {Text(Idiosyncrasy)}; yield {Text(Yield)}.";

    /// <summary>The same as HTML, as a notebook shows it.</summary>
    public string ToHtml() => Shown.ToHtml(this);

    private static string Text(Estimate? difference) => difference?.ToString() ?? "not said";

    private static string Words(ReportRecord record) => record.Conditions ?? "no recognition was tested";

    private static Estimate? InBoth(
        ReportRecord one,
        ReportRecord other,
        Func<ReportedJudge, bool>? judges,
        Func<ReportRecord, HeadlineNumber> number,
        Func<AnswerTable, int[], int[], double> measure,
        Func<AnswerTable, int> counted
    )
    {
        if (number(one).Found is null || number(other).Found is null)
        {
            return null;
        }

        (PanelRecognition mine, PanelRecognition theirs) = (one.Recognition!, other.Recognition!);
        string[] common = [.. Keys(mine).Intersect(Keys(theirs))];
        int[] stimuli = [.. AnswerTable.WithClass(mine.Stages).Intersect(AnswerTable.WithClass(theirs.Stages))];
        if (common.Length == 0 || stimuli.Length == 0)
        {
            return null;
        }

        AnswerTable first = new(mine.Stages, stimuli, Places(mine));
        AnswerTable second = new(theirs.Stages, stimuli, Places(theirs));
        Estimate found = first.Measure(Difference, one.Settings.Resamples);
        int[] all = [.. Enumerable.Repeat(1, common.Length)];
        return Widened(
                found,
                one,
                other,
                Math.Min(counted(first), counted(second)),
                Shares(found.Value, stimuli.Length, items => Difference(items, all))
            )
            .Rounded();

        double Difference(int[] items, int[] asked) => measure(first, items, asked) - measure(second, items, asked);

        IEnumerable<string> Keys(PanelRecognition panel) =>
            panel.Judges.Where(judge => judges is null || judges(judge)).Select(judge => judge.Key);
        int[] Places(PanelRecognition panel) =>
            [.. common.Select(key => panel.Judges.Index().First(judge => judge.Item.Key == key).Index)];
    }

    private static Estimate? YieldInBoth(ReportRecord one, ReportRecord other)
    {
        if (one.Yield.Found is null || other.Yield.Found is null)
        {
            return null;
        }

        bool[][] mine = [.. ReportWriter.AcceptedOf(one.Stages, one.Settings)];
        bool[][] theirs = [.. ReportWriter.AcceptedOf(other.Stages, other.Settings)];
        int count = one.Settings.Stimuli.Count;
        Estimate found = CrossedBootstrap.Measure(count, 1, (items, _) => Difference(items), one.Settings.Resamples);
        return Widened(found, one, other, count, Shares(found.Value, count, Difference)).Rounded();

        double Difference(int[] items) => ReportWriter.YieldOf(mine, items) - ReportWriter.YieldOf(theirs, items);
    }

    /// <summary>
    /// What each stimulus does to a number, as the pseudovalues of the jackknife (Tukey 1958): the difference of its
    /// pair, if the number is a mean of such.
    /// </summary>
    private static IEnumerable<double> Shares(double all, int stimuli, Func<int[], double> number) =>
        Enumerable
            .Range(0, stimuli)
            .Select(left => number([.. Enumerable.Range(0, stimuli).Select(i => i == left ? 0 : 1)]))
            .Select(without => Math.Round(stimuli * all - (stimuli - 1) * without, 9));

    /// <summary>
    /// A difference that allows for exceptions and for few pairs, unless a network is compared with itself.
    /// </summary>
    private static Estimate Widened(
        Estimate found,
        ReportRecord one,
        ReportRecord other,
        int items,
        IEnumerable<double> differences
    ) =>
        one.Network.WeightsSha256 == other.Network.WeightsSha256
            ? found
            : found.AllowingExceptions(items, lowest: -1).AllowingFewPairs(differences);
}
