using Metamers.Reports.Records;

namespace Metamers.Reports.Making;

/// <summary>What a report says was not tested, and why.</summary>
internal static class UntestedParts
{
    /// <summary>What was not tested, if there is a reason.</summary>
    private const string Works = "Whether the network works",
        BetterThanNull = "Whether the match is better than between unrelated stimuli",
        ByNetworks = "Recognition by other networks",
        ByPeople = "Recognition by people",
        Metamers = "Validity of metamers, and their recognition by networks and people";

    /// <summary>What is said whatever was tested.</summary>
    private static readonly Untested[] Always =
    [
        new(
            "Prediction of brain responses",
            "Such scores can be raised without information that the task needs, and do not say what metamers say."
        ),
        new(
            "Other schedules, seeds and starts",
            "Equal losses of two schedules do not mean equal stimuli (notebook 15)."
        ),
        new(
            "Whether a judge is the same network in another form",
            "A judge is left out if its weights are the network's; the same network in another file format, or one "
                + "that was fine-tuned from it, is not noticed."
        ),
    ];

    private static readonly Untested UnknownTraining = new(
        "What the network shares with its judges",
        "It is not known what it was trained on. The judges were trained on the training set of their task; a "
            + "network that was trained on it too shares that with all of them."
    );

    /// <summary>The parts that were not tested.</summary>
    /// <param name="network">The network.</param>
    /// <param name="problem">What is wrong with it; null if nothing is.</param>
    /// <param name="missing">Why parts were not measured.</param>
    public static IEnumerable<Untested> Of(ReportedNetwork network, string? problem, Missing missing)
    {
        if (missing.Doubt is not null)
        {
            yield return new(Works, missing.Doubt);
        }

        if (problem is not null)
        {
            yield return new(Metamers, "The network does not work, so that none were made.");
        }

        if (problem is null && missing.Nulls is not null)
        {
            yield return new(BetterThanNull, missing.Nulls + ".");
        }

        if (problem is null && missing.Panel is not null)
        {
            yield return new(ByNetworks, missing.Panel + ".");
        }

        if (problem is null && missing.Panel is null && network.TrainingData is null)
        {
            yield return UnknownTraining;
        }

        if (missing.People is not null)
        {
            yield return new(ByPeople, missing.People);
        }

        foreach (Untested part in missing.Beside)
        {
            yield return part;
        }

        foreach (Untested part in Always)
        {
            yield return part;
        }
    }

    /// <summary>The reasons, from what a record says.</summary>
    public static Missing Read(IReadOnlyList<Untested> parts)
    {
        string[] own =
        [
            Works,
            BetterThanNull,
            ByNetworks,
            ByPeople,
            Metamers,
            UnknownTraining.What,
            .. Always.Select(part => part.What),
        ];
        return new(
            Why(Works),
            Why(BetterThanNull)?.TrimEnd('.'),
            Why(ByNetworks)?.TrimEnd('.'),
            Why(ByPeople),
            [.. parts.Where(part => !own.Contains(part.What))]
        );

        string? Why(string what) => parts.FirstOrDefault(part => part.What == what)?.Why;
    }
}
