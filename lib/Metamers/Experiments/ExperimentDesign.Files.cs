using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Metamers.Runtime;

namespace Metamers.Experiments;

public sealed partial class ExperimentDesign
{
    /// <summary>Name of the file that is looked for beside answers.</summary>
    internal const string UsualFile = "design.json";

    private const string Remedy = "Give a file that design.Save wrote.";

    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        IgnoreReadOnlyProperties = true,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        WriteIndented = true,
        NewLine = "\n",
    };

    /// <summary>
    /// Writes what the design was drawn from, as <c>design.json</c> beside the answers or in the folder above: the
    /// command <c>report --people</c> finds it there. It holds the right answers, so keep it from participants.
    /// </summary>
    /// <param name="path">
    /// The file. It names the stimuli relative to its folder; keep them there, or move all of it.
    /// </param>
    /// <exception cref="MetamerException">The file cannot be written.</exception>
    public void Save(string path)
    {
        string folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        Saved saved = new(
            Hash,
            Options,
            [
                .. stimuli.Select(version =>
                    version with
                    {
                        File = Path.GetRelativePath(folder, version.File).Replace('\\', '/'),
                    }
                ),
            ]
        );
        AtomicFile.WriteText(path, JsonSerializer.Serialize(saved, Json) + "\n");
    }

    /// <summary>Draws a design again from the file that <see cref="Save"/> wrote.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="MetamerException">
    /// It is not such a file, a stimulus is missing, or stimuli or options are not those that it was saved with.
    /// </exception>
    public static ExperimentDesign Load(string path)
    {
        Saved saved;
        try
        {
            saved = JsonText.Read<Saved>(JsonText.FromFile(path), Json);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or JsonException)
        {
            throw new MetamerException($"{path} holds no design of an experiment: {error.Message} {Remedy}", error);
        }

        string folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        ExperimentDesign design = Create(
            [.. saved.Stimuli.Select(version => version with { File = Path.Combine(folder, version.File) })],
            saved.Options
        );
        return design.Hash == saved.Design
            ? design
            : throw new MetamerException(
                $"{path} was saved for the design {saved.Design}, and what it names now gives the design "
                    + $"{design.Hash}: the file or a stimulus was changed. Restore both from a copy."
            );
    }

    private sealed record Saved(string Design, ExperimentOptions Options, IReadOnlyList<ExperimentStimulus> Stimuli);
}
