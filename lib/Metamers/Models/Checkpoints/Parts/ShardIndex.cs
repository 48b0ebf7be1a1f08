using System.Text.Json;
using System.Text.RegularExpressions;
using Metamers.Runtime;

namespace Metamers.Models.Checkpoints.Parts;

/// <summary>
/// The index of a checkpoint that was saved in several files, as Hugging Face's libraries write it
/// (<c>model.safetensors.index.json</c>): which file holds which tensor.
/// </summary>
internal static partial class ShardIndex
{
    private const long Largest = 100_000_000;
    private const int MostShards = 10_000;

    /// <summary>The files beside the index, each with the names of its tensors; null if it is no such index.</summary>
    /// <exception cref="MetamerException">It is one, but cannot be followed.</exception>
    public static IReadOnlyList<(string File, IReadOnlySet<string> Names)>? Read(string path)
    {
        if (!IsJson(path))
        {
            return null;
        }

        Dictionary<string, HashSet<string>> files = [];
        try
        {
            using JsonDocument index = JsonDocument.Parse(File.ReadAllBytes(path));
            if (
                index.RootElement.ValueKind != JsonValueKind.Object
                || !index.RootElement.TryGetProperty("weight_map", out JsonElement map)
            )
            {
                return null;
            }

            foreach (JsonProperty entry in map.EnumerateObject())
            {
                string file = entry.Value.GetString() ?? "";
                if (file.Length == 0 || file is "." or ".." || file.AsSpan().ContainsAny('/', '\\', ':'))
                {
                    throw new MetamerException(
                        $"The index {path} has '{CheckpointSource.Shown(entry.Name)}' in the file "
                            + $"'{CheckpointSource.Shown(file)}'; allowed are names of files in the folder of the "
                            + "index."
                    );
                }

                (files.TryGetValue(file, out HashSet<string>? names) ? names : files[file] = []).Add(entry.Name);
            }
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            return null;
        }

        string folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        string[] missing = [.. files.Keys.Where(file => !File.Exists(Path.Combine(folder, file)))];
        return files.Count is 0 or > MostShards
                ? throw new MetamerException($"The index {path} names {files.Count} files; at least one is needed.")
            : missing.Length > 0
                ? throw new MetamerException(
                    $"The index {path} names {files.Count} files, of which {missing.Length} are not in its folder: "
                        + $"{string.Join(", ", missing.Take(20).Select(CheckpointSource.Shown))}. Download them into "
                        + $"{folder}."
                )
            : [.. files.Select(file => (Path.Combine(folder, file.Key), (IReadOnlySet<string>)file.Value))];
    }

    /// <summary>What to do if a file is one of several; empty if its name does not say so.</summary>
    public static string Advice(string path) =>
        PartName().Match(Path.GetFileName(path)) is { Success: true } part
            ? $" {path} is file {part.Groups[1].Value} of {part.Groups[2].Value} of a checkpoint: "
                + "load its index (a file *.index.json beside it), which names them all."
            : "";

    private static bool IsJson(string path)
    {
        try
        {
            using FileStream stream = File.OpenRead(path);
            return stream.Length is > 1 and <= Largest && stream.ReadByte() == '{';
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return false; // whoever reads it says why
        }
    }

    [GeneratedRegex(@"-0*(\d{1,5})-of-0*(\d{1,5})\.")]
    private static partial Regex PartName();
}
