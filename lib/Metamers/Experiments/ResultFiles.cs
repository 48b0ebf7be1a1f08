using System.Text.Json;
using Metamers.Runtime;

namespace Metamers.Experiments;

/// <summary>The files of a folder that hold what participants answered.</summary>
internal static class ResultFiles
{
    /// <summary>Begins the name of one of several results in a file.</summary>
    public const string Part = "Result ";

    private const int MostListed = 10;

    /// <summary>The files with results, and the names of the others.</summary>
    /// <param name="folder">
    /// The folder; hidden files and those of the system are ignored. Folders in it are searched if it has no results of
    /// its own, as in an unpacked archive of JATOS; otherwise they are among the others. It may also be one file.
    /// </param>
    /// <exception cref="MetamerException">There is no such folder, or there are no results.</exception>
    public static (IReadOnlyList<string> Results, IReadOnlyList<string> Others) Find(string folder)
    {
        if (File.Exists(folder))
        {
            return ([folder], []);
        }

        if (!Directory.Exists(folder))
        {
            throw new MetamerException(
                $"There is no folder {Path.GetFullPath(folder)}. Check the name and, if it is relative, the working "
                    + "directory."
            );
        }

        string[] all = Files(folder, SearchOption.TopDirectoryOnly);
        string[] folders =
        [
            .. Directory
                .GetDirectories(folder)
                .Where(inner => !FileName.IsSystems(Path.GetFileName(inner)))
                .Order(StringComparer.Ordinal)
                .Select(inner => Path.GetFileName(inner) + "/"),
        ];
        string[] results = [.. all.Where(HoldsResults)];
        if (results.Length == 0 && folders.Length > 0)
        {
            all = Files(folder, SearchOption.AllDirectories);
            results = [.. all.Where(HoldsResults)];
            folders = [];
        }

        string[] others =
        [
            .. all.Except(results).Select(file => Path.GetRelativePath(folder, file).Replace('\\', '/')),
            .. folders,
        ];
        string passedOver =
            others.Length == 0
                ? ""
                : $" {others.Length} passed over: {string.Join(", ", others.Take(MostListed))}"
                    + (others.Length > MostListed ? ", …" : ".");
        if (results.Length == 0)
        {
            string packed = Array.Find(others, name => Extension(name) is ".zip" or ".jrzip") is { } archive
                ? $" Unpack {archive} first."
                : "";
            throw new MetamerException(
                $"There is no file *.json or *.csv, and no *.txt of JATOS, in {folder}.{passedOver}{packed} Put the "
                    + "files that the page saved there, one per participant, or an export of JATOS."
            );
        }

        if (others.Length > 0)
        {
            Console.Error.WriteLine($"{results.Length} files with results in {folder};{passedOver}");
        }

        return (results, others);
    }

    /// <summary>The results in a file, each with what it is called in errors.</summary>
    /// <exception cref="MetamerException">One is not what the page saves.</exception>
    public static IEnumerable<(string Origin, ExperimentSession Session)> Read(string file, ExperimentDesign design)
    {
        if (Extension(file) == ".csv")
        {
            return [(file, ExperimentSession.FromCsv(file).Compared(file, design))];
        }

        IReadOnlyList<string> texts = Values(file);
        return texts.Select(
            (text, i) =>
            {
                string origin = texts.Count == 1 ? file : $"{Part}{i + 1} of {texts.Count} in {file}";
                return (origin, ExperimentSession.FromJson(text, origin).Compared(origin, design));
            }
        );
    }

    private static string[] Files(string folder, SearchOption search) =>
        [
            .. Directory
                .GetFiles(folder, "*", search)
                .Where(file => !FileName.Below(folder, file).Any(FileName.IsSystems))
                .Order(StringComparer.Ordinal),
        ];

    /// <summary>
    /// A design's table may be beside the results, and JATOS puts a description of its own into each archive.
    /// </summary>
    private static bool HoldsResults(string file) =>
        Extension(file) switch
        {
            ".jsonl" => true,
            ".json" => !IsJson(file) || File.ReadAllText(file).Contains("\"trials\"", StringComparison.Ordinal),
            ".csv" => !IsDesign(file),
            ".txt" => IsJson(file),
            _ => false,
        };

    private static bool IsDesign(string file)
    {
        using StreamReader reader = new(file);
        string[] columns = reader.ReadLine()?.Split(',') ?? [];
        return columns.Contains("condition") && !columns.Contains("response");
    }

    private static string Extension(string file) => Path.GetExtension(file).ToLowerInvariant();

    private static bool IsJson(string file)
    {
        using StreamReader reader = new(file);
        int first;
        do
        {
            first = reader.Read();
        } while (first >= 0 && char.IsWhiteSpace((char)first));

        return first is '{' or '[';
    }

    /// <summary>
    /// JSON values one after the other, on lines of their own or not, or in a list; one value in most files.
    /// </summary>
    private static List<string> Values(string file)
    {
        byte[] bytes = File.ReadAllBytes(file);
        ReadOnlySpan<byte> rest = bytes.AsSpan().StartsWith("\uFEFF"u8) ? bytes.AsSpan(3) : bytes;
        List<string> values = [];
        try
        {
            Utf8JsonReader reader = new(rest, new JsonReaderOptions { AllowMultipleValues = true });
            while (reader.Read())
            {
                if (reader.TokenType is JsonTokenType.StartArray or JsonTokenType.EndArray)
                {
                    continue; // what is in a list are values like those beside one another
                }

                long start = reader.TokenStartIndex;
                reader.Skip();
                values.Add(System.Text.Encoding.UTF8.GetString(rest[(int)start..(int)reader.BytesConsumed]));
            }
        }
        catch (JsonException error)
        {
            throw ExperimentSession.NotSaved(file, error);
        }

        return values.Count > 0 ? values : throw ExperimentSession.NotSaved(file, new JsonException("it is empty."));
    }
}
