using Metamers.Evaluation;
using Metamers.Models;
using Metamers.Runtime;
using Microsoft.Data.Analysis;

namespace Metamers.Studies;

/// <summary>
/// What an earlier merge of a study wrote, by pieces of work: its rows stand for metamers that a store no longer has.
/// </summary>
internal sealed class EarlierTables
{
    private readonly Dictionary<string, MergedMetamer[]> metamers;
    private readonly ILookup<(string Network, string Stage, string Schedule, string Stimulus), MergedAnswer> answers;

    /// <summary>Reads the tables.</summary>
    /// <exception cref="MetamerException">They are of another version.</exception>
    public EarlierTables(StudyResults results)
    {
        try
        {
            // Once, if two schedules of the tables have the same options.
            metamers = results
                .Metamers.Rows.Select(MergedMetamer.From)
                .GroupBy(metamer => metamer.Item)
                .ToDictionary(item => item.Key, item => item.GroupBy(row => row.Schedule).First().ToArray());
            answers = results
                .Recognition.Rows.Select(Answer)
                .ToLookup(answer => (answer.Network, answer.Stage, answer.Schedule, answer.Stimulus));
        }
        catch (Exception error) when (error is ArgumentException or InvalidCastException or NullReferenceException)
        {
            throw new MetamerException(
                $"The earlier tables lack something that this version writes: {error.Message} Make them again from "
                    + "their store (study merge), or leave out --from.",
                error
            );
        }
    }

    /// <summary>Whether the tables hold all metamers of a piece of work.</summary>
    public bool Has(StudyItem item) => Rows(item).Length == item.Count;

    /// <summary>The metamers of a piece of work, without their verdicts.</summary>
    public IEnumerable<MergedMetamer> MetamersOf(StudyItem item) =>
        Rows(item).Select(row => row with { Schedule = item.Schedule });

    /// <summary>The answers of a network to the metamers of a piece of work.</summary>
    /// <exception cref="MetamerException">The network was not asked.</exception>
    public IEnumerable<MergedAnswer> AnswersOf(string evaluator, StudyItem item) =>
        Rows(item)
            .Where(row => row.ClassIndex is not null)
            .Select(row =>
                answers[(row.Network, row.Stage, row.Schedule, row.Stimulus)]
                    .FirstOrDefault(answer => answer.Evaluator == evaluator)
                    is { } given
                    ? given with
                    {
                        Schedule = item.Schedule,
                    }
                    : throw new MetamerException(
                        $"In the earlier tables '{evaluator}' gives no answer to {row.Stimulus} ({row.Network}, "
                            + $"{row.Stage}). Ask the same evaluators as then, or make the metamers again (without "
                            + "--from)."
                    )
            );

    /// <summary>
    /// Checks that evaluating networks have the weights that they had then, as far as the tables tell: by their answers
    /// to the references, and by the weights for which metamers were made.
    /// </summary>
    /// <exception cref="MetamerException">One has other weights.</exception>
    public void CheckSame(IReadOnlyList<MergedAnswer> natural, IReadOnlyList<ModelIdentity> networks)
    {
        foreach (ModelIdentity network in networks.Where(own => natural.Any(now => now.Evaluator == own.Key)))
        {
            if (
                metamers
                    .Values.SelectMany(item => item)
                    .FirstOrDefault(row =>
                        row.Network == network.Key
                        && !network.WeightsSha256.StartsWith(row.Weights, StringComparison.Ordinal)
                    ) is
                { } other
            )
            {
                throw Changed(network.Key!, $"has weights of the hash {network.WeightsSha256[..8]}", other.Weights);
            }
        }

        foreach (MergedAnswer now in natural)
        {
            MergedAnswer? then = answers[(Transfer.Natural, Transfer.Natural, Transfer.Natural, now.Stimulus)]
                .FirstOrDefault(answer => answer.Evaluator == now.Evaluator);
            if (then is not null && then.Predicted != now.Predicted)
            {
                throw Changed(
                    now.Evaluator,
                    $"takes the reference {now.Stimulus} for class {now.Predicted}",
                    $"class {then.Predicted}"
                );
            }
        }

        static MetamerException Changed(string network, string now, string then) =>
            new(
                $"'{network}' {now}, and in the earlier tables it was {then}: its weights have changed. Make the "
                    + "metamers again (without --from)."
            );
    }

    private MergedMetamer[] Rows(StudyItem item) => metamers.GetValueOrDefault(item.Name, []);

    private static MergedAnswer Answer(DataFrameRow row) =>
        new(
            (string)row["network"],
            (string)row["stage"],
            (string)row["schedule"],
            (string)row["stimulus"],
            (string)row["evaluator"],
            (int)row["class_index"],
            (int)row["predicted"]
        );
}
