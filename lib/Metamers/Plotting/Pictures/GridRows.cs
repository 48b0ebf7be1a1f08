using Metamers.Synthesis;

namespace Metamers.Plotting.Pictures;

/// <summary>Judged metamers as the rows of a grid, with a column for each stage.</summary>
/// <param name="Rows">Heading of each row and its metamers, of one reference and one network.</param>
/// <param name="Stages">The stages, in the order in which they first come.</param>
internal sealed record GridRows(
    IReadOnlyList<(string Heading, IReadOnlyList<Metamer> Metamers)> Rows,
    IReadOnlyList<string> Stages
)
{
    /// <summary>A row for each reference of one network.</summary>
    public static GridRows OfReferences(IReadOnlyList<Metamer> metamers) =>
        Of([
            .. metamers
                .GroupBy(metamer => metamer.ReferenceName)
                .Select(group => (group.Key, (IReadOnlyList<Metamer>)[.. group])),
        ]);

    /// <summary>A row for each network, all of one reference.</summary>
    public static GridRows OfNetworks(IReadOnlyList<(string Name, IReadOnlyList<Metamer> Metamers)> networks)
    {
        string[] references =
        [
            .. networks.SelectMany(network => network.Metamers).Select(metamer => metamer.ReferenceName).Distinct(),
        ];
        return references.Length < 2
            ? Of(networks)
            : throw new ArgumentException(
                $"The metamers are of {references.Length} references: {string.Join(", ", references)}. A grid of "
                    + "several networks shows one; choose it by ReferenceName."
            );
    }

    private static GridRows Of(IReadOnlyList<(string Heading, IReadOnlyList<Metamer> Metamers)> rows)
    {
        if (rows.Count == 0 || rows.Any(row => row.Metamers.Count == 0))
        {
            throw new ArgumentException("There are no metamers to draw. Give at least one for each row.");
        }

        Metamer[] all = [.. rows.SelectMany(row => row.Metamers)];
        return all.FirstOrDefault(metamer => metamer.Judgement is null) is { } other
            ? throw new ArgumentException(
                $"The metamer of '{other.ReferenceName}' at {other.Stage} was not judged. Judge it with "
                    + "ActivationMatch first."
            )
            : new(rows, [.. all.Select(metamer => metamer.Stage).Distinct()]);
    }
}
