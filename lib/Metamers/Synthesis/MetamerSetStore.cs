using System.Text.Json;
using Metamers.Runtime;

namespace Metamers.Synthesis;

/// <summary>
/// Sets of metamers as folders: <c>NETWORK/STAGE/REFERENCE</c>, each a metamer as <see cref="MetamerStore"/> writes it,
/// and <c>order.json</c>, which lists them in the order of the set.
/// </summary>
internal static class MetamerSetStore
{
    private const string Order = "order.json";

    public static void Save(MetamerSet metamers, string folder, bool overwrite)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(folder);
        string order = Path.Combine(folder, Order);
        if (File.Exists(order) && !overwrite)
        {
            throw new MetamerException(
                $"{folder} already holds a set of metamers. Name another folder, or replace it with overwrite: true."
            );
        }

        string[] places = [.. metamers.Select(PlaceOf)];
        if (
            places.CountBy(place => place).FirstOrDefault(place => place.Value > 1) is
            { Key: { } twice, Value: var count }
        )
        {
            throw new MetamerException(
                $"{count} metamers of the set would be saved as {twice}. "
                    + "Save those of each schedule as a set of its own."
            );
        }

        foreach ((Metamer metamer, string place) in metamers.Zip(places))
        {
            MetamerStore.Save(metamer, Path.Combine([folder, .. place.Split('/')]), overwrite);
        }

        AtomicFile.WriteText(order, JsonSerializer.Serialize(places) + "\n");
    }

    public static MetamerSet Load(string folder)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(folder);
        string[] places = File.Exists(Path.Combine(folder, Order)) ? Listed(folder) : Found(folder);
        if (places.Length == 0)
        {
            throw new MetamerException(
                $"There is no saved metamer in {Path.GetFullPath(folder)}. Name a folder that MetamerSet.Save "
                    + "wrote, or one that holds folders which Metamer.Save wrote."
            );
        }

        List<Metamer> loaded = [];
        try
        {
            foreach (string place in places)
            {
                loaded.Add(SharingReference(MetamerStore.Load(place), loaded));
            }

            return new(loaded);
        }
        catch
        {
            loaded.ForEach(metamer => metamer.Dispose());
            throw;
        }
    }

    /// <summary>Metamers of one reference share one copy of it.</summary>
    private static Metamer SharingReference(Metamer metamer, List<Metamer> before)
    {
        if (
            before.Find(other => other.Reference.Name == metamer.Reference.Name) is not { } first
            || !first.Reference.Values.Equals(metamer.Reference.Values)
            || first.Reference.Kind != metamer.Reference.Kind
        )
        {
            return metamer;
        }

        using (metamer)
        {
            return metamer.With(
                first.Reference with
                {
                    Label = metamer.Reference.Label,
                    ClassIndex = metamer.Reference.ClassIndex,
                    Source = metamer.Reference.Source,
                    Licence = metamer.Reference.Licence,
                },
                metamer.Card
            );
        }
    }

    private static string PlaceOf(Metamer metamer) =>
        string.Join(
            '/',
            FileName.Require(metamer.Model.Label, "The network"),
            FileName.Require(metamer.Stage, "The stage"),
            FileName.Require(metamer.Reference.Name, "The reference")
        );

    private static string[] Listed(string folder)
    {
        string path = Path.Combine(folder, Order);
        try
        {
            string?[]? listed = JsonSerializer.Deserialize<string?[]>(JsonText.FromFile(path));
            return
            [
                .. (listed ?? []).Select(place =>
                    Path.Combine([
                        folder,
                        .. (place ?? "").Split('/').Select(name => FileName.RequireFound(name, $"A folder in {path}")),
                    ])
                ),
            ];
        }
        catch (Exception error) when (error is JsonException or IOException or UnauthorizedAccessException)
        {
            throw new MetamerException(
                $"{path} does not list metamers: {error.Message} Delete it to load every metamer in the folder.",
                error
            );
        }
    }

    private static string[] Found(string folder) =>
        Directory.Exists(folder)
            ?
            [
                .. Directory
                    .GetFiles(folder, MetamerStore.Description, SearchOption.AllDirectories)
                    .Select(file => Path.GetDirectoryName(file)!)
                    .Where(place => !FileName.Below(folder, place).Any(AtomicFolder.IsRemains))
                    .Order(StringComparer.Ordinal),
            ]
            : [];
}
