using System.Text.Json;
using System.Text.Json.Serialization;
using Metamers.Runtime;

namespace Metamers.Stimuli.Data;

/// <summary>
/// Reads <c>data/manifest.json</c>, a copy of which is embedded in the library, and refuses entries that cannot be
/// trusted.
/// </summary>
internal static class DataManifest
{
    private static readonly JsonSerializerOptions Strict = new(JsonSerializerDefaults.Web)
    {
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    };

    /// <summary>The manifest that the library was built with.</summary>
    public static IReadOnlyList<DataFile> BuiltIn { get; } = ReadBuiltIn();

    /// <summary>Parses and checks a manifest.</summary>
    /// <exception cref="MetamerException">It is not such a manifest, or an entry is unsafe or incomplete.</exception>
    public static IReadOnlyList<DataFile> Parse(string json)
    {
        List<DataFile> files;
        try
        {
            files = JsonText.Read<List<DataFile>>(json, Strict);
        }
        catch (JsonException error)
        {
            throw new MetamerException($"data/manifest.json cannot be read: {error.Message}", error);
        }

        HashSet<string> names = new(StringComparer.OrdinalIgnoreCase);
        foreach (DataFile file in files)
        {
            string? problem = Problem(file) ?? (names.Add(file.Name) ? null : "its name occurs twice");
            if (problem is not null)
            {
                throw new MetamerException($"data/manifest.json: the entry '{file.Name}' is refused: {problem}.");
            }
        }

        return files;
    }

    private static IReadOnlyList<DataFile> ReadBuiltIn()
    {
        using Stream stream = typeof(DataManifest).Assembly.GetManifestResourceStream("data/manifest.json")!;
        using StreamReader reader = new(stream);
        return Parse(reader.ReadToEnd());
    }

    private static string? Problem(DataFile file)
    {
        string[] parts = file.Path.Split('/');
        if (FileName.FaultOfPath(file.Path) is { } fault)
        {
            return $"its path '{file.Path}' must be relative, with forward slashes and no '..', so that it stays "
                + $"inside the data folder ({fault})";
        }

        if (file.Name != parts[^1])
        {
            return $"its path '{file.Path}' must end in its name";
        }

        if (file.Bytes <= 0)
        {
            return $"its size {file.Bytes} must be above zero";
        }

        if (
            file.Sha256.Length != 64
            || file.Sha256.Any(digit => !char.IsAsciiHexDigitLower(digit) && !char.IsAsciiDigit(digit))
        )
        {
            return $"its SHA-256 '{file.Sha256}' must be 64 lower-case hexadecimal digits";
        }

        bool web = Uri.TryCreate(file.Url, UriKind.Absolute, out Uri? url) && (url.Scheme is "https" or "http");
        return file.Url is null || web ? null : $"its URL '{file.Url}' must begin with https:// or http://";
    }
}
