using Metamers.Models;
using Metamers.Synthesis;

namespace Metamers.Plotting.Pictures;

/// <summary>Metamers as the rows of a grid, with a column for each stage.</summary>
/// <param name="Rows">Heading of each row and its metamers, of one reference and one network.</param>
/// <param name="Stages">The stages, in the order in which they first appear.</param>
internal sealed record GridRows(IReadOnlyList<(string Heading, MetamerSet Metamers)> Rows, IReadOnlyList<string> Stages)
{
    /// <summary>Whether any of the networks makes decisions, which the figure then shows.</summary>
    public bool HaveDecisions => Rows.Any(row => row.Metamers.Any(metamer => metamer.Compared.HasDecision));

    /// <summary>What makes these decisions, in words: that of the networks' cards, if they agree.</summary>
    public string Decider =>
        Rows.SelectMany(row => row.Metamers)
            .Where(metamer => metamer.Compared.HasDecision)
            .Select(metamer => metamer.Card.Decider)
            .Distinct()
            .ToArray()
            is [{ } one]
            ? one
            : NetworkCard.UsualDecider;

    /// <summary>A row for each reference of one network, or for each network of one reference.</summary>
    /// <param name="metamers">At least one, all compared with their references.</param>
    /// <param name="names">Names of the networks in the figure, by their labels; the label itself if missing.</param>
    /// <exception cref="ArgumentException">
    /// There are no metamers, or they are of several networks and several references.
    /// </exception>
    public static GridRows From(MetamerSet metamers, IReadOnlyDictionary<string, string>? names)
    {
        if (metamers.Count == 0)
        {
            throw new ArgumentException("There are no metamers to draw. Give at least one.");
        }

        foreach (Metamer metamer in metamers)
        {
            _ = metamer.Compared;
        }

        if (metamers.Models.Count > 1 && metamers.References.Count > 1)
        {
            string references = string.Join(", ", metamers.References.Select(reference => reference.Name));
            throw new ArgumentException(
                $"The metamers are of {metamers.Models.Count} networks and {metamers.References.Count} references: "
                    + $"{references}. A grid of several "
                    + "networks shows one reference; choose it: metamers.Of(reference)."
            );
        }

        return new(
            metamers.Models.Count > 1
                ?
                [
                    .. metamers
                        .GroupBy(metamer => metamer.Model)
                        .Select(network => (Heading(network.Key.Label, names), new MetamerSet(network))),
                ]
                : [.. metamers.References.Select(reference => (reference.Name, metamers.Of(reference)))],
            metamers.Stages
        );
    }

    /// <summary>What a network is called in a figure: its name by its key, or the key.</summary>
    internal static string Heading(string label, IReadOnlyDictionary<string, string>? names) =>
        names?.GetValueOrDefault(label) ?? label;
}
