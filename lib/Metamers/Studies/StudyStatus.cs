using Metamers.Runtime;

namespace Metamers.Studies;

/// <summary>The progress of a study in a store.</summary>
/// <param name="Study">Its name.</param>
/// <param name="Networks">One entry per network, in the order of the study.</param>
/// <param name="Workers">Who works on what, and how far they are: one line each.</param>
/// <param name="Failures">What has failed, and why.</param>
/// <param name="TimeLeft">
/// Estimated from the most recently finished pieces and the number of workers; null if nobody is working or nothing is
/// done yet.
/// </param>
public sealed record StudyStatus(
    string Study,
    IReadOnlyList<NetworkStatus> Networks,
    IReadOnlyList<string> Workers,
    IReadOnlyList<(StudyItem Item, string Reason)> Failures,
    TimeSpan? TimeLeft
)
{
    private const int Recent = 20;

    /// <summary>Total number of pieces of work.</summary>
    public int Items => Networks.Sum(network => network.Items);

    /// <summary>Pieces of work that are done.</summary>
    public int Done => Networks.Sum(network => network.Done);

    /// <summary>Whether nothing is missing.</summary>
    public bool IsComplete => Done == Items;

    /// <summary>Reads the state of a store.</summary>
    /// <param name="store">The store.</param>
    /// <param name="plan">The plan of the study.</param>
    public static StudyStatus Read(StudyStore store, StudyPlan plan)
    {
        StudyItem[] done = [.. plan.Items.Where(store.IsDone)];
        (StudyItem Item, string Reason)[] failed =
        [
            .. plan
                .Items.Except(done)
                .Select(item => (item, store.FailureOf(item)!))
                .Where(entry => entry.Item2 is not null),
        ];
        (StudyItem Item, ClaimRecord Worker)[] working =
        [
            .. from item in plan.Items.Except(done)
            let claim = store.Claims.Look(item.Name)
            where claim is { Live: true }
            select (item, claim.Value.Record),
        ];
        double[] seconds =
        [
            .. done.OrderByDescending(item => File.GetLastWriteTimeUtc(store.ResultPath(item)))
                .Take(Recent)
                .Select(item => store.Claims.Look(item.Name)?.Record.Seconds)
                .OfType<double>(),
        ];
        return new(
            plan.Study.Name,
            [
                .. plan.Study.Networks.Keys.Select(key => new NetworkStatus(
                    key,
                    Count(plan.Items, key),
                    Count(done, key),
                    Count(working.Select(entry => entry.Item), key),
                    Count(failed.Select(entry => entry.Item), key)
                )),
            ],
            [
                .. working.Select(entry =>
                    $"{entry.Worker.Machine}, process {entry.Worker.Process}: {entry.Item}, step {entry.Worker.Step} "
                    + $"of {StepsOf(plan, entry.Item)}"
                ),
            ],
            failed,
            seconds.Length == 0 || working.Length == 0
                ? null
                : TimeSpan.FromSeconds(
                    seconds.Average() * (plan.Items.Count - done.Length - failed.Length) / working.Length
                )
        );
    }

    /// <summary>The progress in one line.</summary>
    public override string ToString() =>
        $"{Study}: {Done} of {Items} done, {Workers.Count} under way"
        + (Failures.Count > 0 ? $", {Failures.Count} failed" : "")
        + (TimeLeft is { } left ? $", about {TimeText.Format(left)} left" : "");

    private static int Count(IEnumerable<StudyItem> items, string network) =>
        items.Count(item => item.Network == network);

    private static int StepsOf(StudyPlan plan, StudyItem item) => plan.Study.Schedules[item.Schedule].TotalSteps;
}
