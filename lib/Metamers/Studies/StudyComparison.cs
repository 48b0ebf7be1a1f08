using Metamers.Synthesis;

namespace Metamers.Studies;

/// <summary>
/// Schedules of a study whose metamers are compared when it is merged: whether they are of the same kind, by <see
/// cref="Evaluation.Kinds.KindTest"/>, network by network, with the study's other evaluators as judges. The p values
/// are corrected for the tests of one comparison at one network; a study with several makes more tests than that.
/// </summary>
/// <param name="First">
/// Names of the standard schedule's entries, at least two, which differ by their seeds only: the yardstick.
/// </param>
/// <param name="Second">
/// Names of the other schedule's entries, at least one, which differ by their seeds only.
/// </param>
/// <example>
/// <code>
/// new StudyComparison(["published-seed0", "published-seed1"], ["fast-seed0"])
/// </code>
/// </example>
public sealed record StudyComparison(IReadOnlyList<string> First, IReadOnlyList<string> Second)
{
    /// <summary>For messages and tables, for example "published-seed0, published-seed1 against fast-seed0".</summary>
    public override string ToString() => $"{string.Join(", ", First)} against {string.Join(", ", Second)}";

    /// <summary>What is wrong with this comparison, and what is allowed.</summary>
    internal IEnumerable<(bool Right, string Rule)> Rules(
        IReadOnlyDictionary<string, MetamerOptions> schedules,
        int judges
    )
    {
        string[] unknown = [.. First.Concat(Second).Where(name => !schedules.ContainsKey(name))];
        return
        [
            (
                unknown.Length == 0,
                $"comparison {this}: no schedule '{unknown.FirstOrDefault()}', only {string.Join(", ", schedules.Keys)}"
            ),
            (
                First.Distinct().Count() >= 2 && IsOne(First),
                $"comparison {this}: first, two or more entries of one schedule that differ by their seeds"
            ),
            (
                Second.Count >= 1 && IsOne(Second),
                $"comparison {this}: second, one or more entries of one schedule that differ by their seeds"
            ),
            (
                !First.Concat(Second).CountBy(name => name).Any(name => name.Value > 1),
                $"comparison {this}: each entry once"
            ),
            (judges >= 2, $"comparison {this}: at least two evaluators, since no network judges its own metamers"),
        ];

        // Only what is known: an unknown name has its own line.
        bool IsOne(IReadOnlyList<string> names)
        {
            MetamerOptions[] options =
            [
                .. names.Distinct().Where(schedules.ContainsKey).Select(name => schedules[name]),
            ];
            return options.Select(option => option.ForAnySeed).Distinct().Count() <= 1
                && options.DistinctBy(option => option.Seed).Count() == options.Length;
        }
    }
}
