using Metamers.Models;
using Metamers.Runtime;
using Metamers.Synthesis;

namespace Metamers.Evaluation.Kinds;

/// <summary>The metamers of one reference at one stage that are compared.</summary>
/// <param name="First">By the first schedule.</param>
/// <param name="Again">By the first schedule, from another seed.</param>
/// <param name="Second">By the second schedule, if possible from the seed of <paramref name="First"/>.</param>
internal sealed record KindPair(Metamer First, Metamer Again, Metamer Second)
{
    /// <summary>Pairs the metamers of two sets.</summary>
    /// <returns>By stage, in the order of the first set; at least two pairs each.</returns>
    /// <exception cref="MetamerException">The sets cannot be compared; the message says why.</exception>
    public static IReadOnlyList<(string Stage, KindPair[] Pairs)> From(MetamerSet first, MetamerSet second)
    {
        CheckSchedule(first, "first");
        CheckSchedule(second, "second");
        ModelIdentity[] networks = [.. first.Models.Concat(second.Models).Distinct()];
        if (networks.FirstOrDefault(other => !other.IsSameNetworkAs(networks[0])) is { } stranger)
        {
            throw new MetamerException(
                $"The metamers are of different networks, {networks[0].Label} and {stranger.Label}. Compare the "
                    + "schedules on one network at a time."
            );
        }

        List<(string, KindPair[])> stages =
        [
            .. from stage in first.Stages.Intersect(second.Stages)
            select (stage, PairsAt(first.At(stage), second.At(stage))),
        ];
        return stages.Count > 0
            ? stages
            : throw new MetamerException(
                $"The two sets have no stage in common: the first has {string.Join(", ", first.Stages)}, the second "
                    + $"{string.Join(", ", second.Stages)}."
            );
    }

    private static KindPair[] PairsAt(MetamerSet first, MetamerSet second)
    {
        KindPair[] pairs =
        [
            .. from name in first.References.Select(reference => reference.Name)
            where second.Any(metamer => metamer.Reference.Name == name)
            select Choose([.. first.Of(name)], [.. second.Of(name)]),
        ];
        return pairs.Length >= 2
            ? pairs
            : throw new MetamerException(
                $"The two sets have {pairs.Length} reference{(pairs.Length == 1 ? "" : "s")} in common at "
                    + $"'{first[0].Stage}'; give metamers of at least two by both schedules."
            );
    }

    private static KindPair Choose(Metamer[] first, Metamer[] second)
    {
        Metamer other = second
            .OrderBy(metamer => first.All(mine => mine.Options.Seed != metamer.Options.Seed))
            .ThenBy(metamer => metamer.Options.Seed)
            .First();
        Metamer[] seeds =
        [
            .. first
                .DistinctBy(metamer => metamer.Options.Seed)
                .OrderBy(metamer => metamer.Options.Seed != other.Options.Seed)
                .ThenBy(metamer => metamer.Options.Seed),
        ];
        if (seeds.Length < 2)
        {
            throw new MetamerException(
                $"The first set has one seed of '{other.Reference.Name}' at '{other.Stage}', so it is not known what "
                    + "another seed changes. Make its metamers again with another seed (options with { Seed = 1 }) and "
                    + "give both: new MetamerSet(first.Concat(again))."
            );
        }

        return other.Reference.Values.Equals(seeds[0].Reference.Values)
            ? new(seeds[0], seeds[1], other)
            : throw new MetamerException(
                $"The references called '{other.Reference.Name}' of the two sets are not the same stimulus. Make both "
                    + "sets of the same references."
            );
    }

    private static void CheckSchedule(MetamerSet metamers, string which)
    {
        MetamerOptions[] schedules = [.. metamers.Select(metamer => metamer.Options.ForAnySeed).Distinct()];
        if (schedules.Length != 1)
        {
            throw new MetamerException(
                $"The {which} set has {metamers.Count} metamers of {schedules.Length} schedules; give metamers of one "
                    + "schedule, of any seeds."
            );
        }

        if (metamers.FirstOrDefault(metamer => !metamer.IsComplete) is { } unfinished)
        {
            throw new MetamerException(
                $"A metamer of the {which} set has fewer than the {unfinished.Options.TotalSteps} steps of its "
                    + $"schedule: {unfinished}. It was cancelled, or stopped at a given match. Compare those of whole "
                    + "schedules."
            );
        }
    }
}
