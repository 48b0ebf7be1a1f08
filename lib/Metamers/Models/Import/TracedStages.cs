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
    IReadOnlyList<TracedStage> Stages,
    int? SamplingRate = null
)
{
    private const string Record = "/extra/stages.json";

    private static readonly string[] Machine = ["mkldnn", "prepacked", "onednn"];

    private static readonly JsonSerializerOptions Form = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        RespectRequiredConstructorParameters = true,
        RespectNullableAnnotations = true,
    };

    /// <summary>Range and normalisation of the input.</summary>
    public InputNormalization Input => new(Range[0], Range[1], Mean, Deviation);

    /// <summary>Whether a file is an archive with the record.</summary>
    public static bool AreIn(string path)
    {
        try
        {
            using ZipArchive archive = ZipFile.OpenRead(path);
            return Find(archive) is not null;
        }
        catch (Exception error) when (error is InvalidDataException or IOException or UnauthorizedAccessException)
        {
            return false; // no archive: the reader of checkpoints says what it is
        }
    }

    private static ZipArchiveEntry? Find(ZipArchive archive) =>
        archive.Entries.FirstOrDefault(entry => entry.FullName.EndsWith(Record, StringComparison.Ordinal));

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
            ZipArchiveEntry? record = Find(archive);
            if (record is not null)
            {
                RequirePortable(path, archive);
                using Stream stream = record.Open();
                TracedStages stages = JsonText.Checked(JsonSerializer.Deserialize<TracedStages>(stream, Form), Form);
                return stages.Problem() is { } problem ? throw new JsonException(problem) : stages;
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

    /// <summary>
    /// What torch.jit.optimize_for_inference makes holds weights in a form of another library, at which libtorch ends
    /// the process.
    /// </summary>
    private static void RequirePortable(string path, ZipArchive archive)
    {
        foreach (
            ZipArchiveEntry code in archive.Entries.Where(entry =>
                entry.FullName.EndsWith(".py", StringComparison.Ordinal)
            )
        )
        {
            using StreamReader reader = new(code.Open());
            string text = reader.ReadToEnd();
            if (Array.Find(Machine, mark => text.Contains(mark, StringComparison.OrdinalIgnoreCase)) is { } found)
            {
                throw new MetamerException(
                    $"{path} was optimised for inference on one machine (its program calls '{found}'), and has no "
                        + "gradients. Export the network as it is, without torch.jit.optimize_for_inference, with "
                        + "notebooks/export_torchscript.py."
                );
            }
        }
    }

    /// <summary>What is wrong with the description; null if nothing is.</summary>
    private string? Problem() =>
        Shape.Count == 0 || Shape.Any(length => length < 1) ? $"the shape is [{string.Join(", ", Shape)}]."
        : Range is not [var least, var most] || !(least < most) ? "the range is not two numbers, the lower one first."
        : Mean.Count == 0 || Mean.Count != Deviation.Count || Deviation.Any(value => !(value > 0))
            ? "mean and deviation need one number for each channel, deviations above 0."
        : Stages.Count == 0 ? "there are no stages."
        : SamplingRate is null
            ? Mean.Count == 1 || Mean.Count == Shape[0] ? null
                : $"there are {Mean.Count} means for {Shape[0]} channels."
        : SamplingRate < 1 ? $"the sampling rate is {SamplingRate} Hz."
        : Shape.Count != 1 ? "with a sampling rate, the shape is the number of samples alone, e.g. [16000]."
        : Input.IsIdentity ? null
        : "a sound is used as it is: mean 0, deviation 1; what the network does with it belongs into the network.";
}
