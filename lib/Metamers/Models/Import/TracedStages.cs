using System.IO.Compression;
using System.Text.Json;
using Metamers.Runtime;

namespace Metamers.Models.Import;

/// <summary>
/// The description that <c>notebooks/export_torchscript.py</c> writes along with the program: the record
/// <c>extra/stages.json</c> of the file.
/// </summary>
internal sealed record TracedStages(
    string Name,
    IReadOnlyList<long> Shape,
    IReadOnlyList<double> Range,
    IReadOnlyList<double> Mean,
    IReadOnlyList<double> Deviation,
    IReadOnlyList<TracedStage> Stages
)
{
    private const string Record = "/extra/stages.json";

    private static readonly JsonSerializerOptions Form = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        RespectRequiredConstructorParameters = true,
        RespectNullableAnnotations = true,
    };

    /// <summary>Range and normalisation of the input.</summary>
    public InputNormalization Input => new(Range[0], Range[1], Mean, Deviation);

    /// <summary>Reads the record.</summary>
    /// <exception cref="MetamerException">The file is missing, or contains no such record.</exception>
    public static TracedStages Read(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        try
        {
            using FileStream file = File.OpenRead(path);
            using ZipArchive archive = new(file, ZipArchiveMode.Read);
            ArchiveIntegrity.Require(file, archive);
            ZipArchiveEntry? record = archive.Entries.FirstOrDefault(entry =>
                entry.FullName.EndsWith(Record, StringComparison.Ordinal)
            );
            if (record is not null)
            {
                using Stream stream = record.Open();
                return JsonText.Checked(JsonSerializer.Deserialize<TracedStages>(stream, Form), Form);
            }
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new MetamerException(
                $"The traced network {path} cannot be read: {error.Message} Name an existing file (now "
                    + $"in {Environment.CurrentDirectory}).",
                error
            );
        }
        catch (Exception error) when (error is InvalidDataException or JsonException)
        {
            throw new MetamerException(
                $"{path} is damaged, or not a TorchScript file: {error.Message} Export it again with "
                    + "notebooks/export_torchscript.py.",
                error
            );
        }

        throw new MetamerException(
            $"{path} does not name its stages: it was not written by notebooks/export_torchscript.py. A checkpoint "
                + "(state_dict) is loaded with Checkpoint.Load into a network of the zoo."
        );
    }
}
