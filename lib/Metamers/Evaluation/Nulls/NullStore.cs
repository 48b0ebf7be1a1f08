using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;
using Metamers.Models;
using Metamers.Models.Cochleagrams;
using Metamers.Runtime;
using Metamers.Stimuli.Data.Sets;

namespace Metamers.Evaluation.Nulls;

/// <summary>Null distributions as JSON files: the counts that are not 0, and what was measured.</summary>
public static partial class NullStore
{
    private const int CurrentVersion = 1;

    /// <summary>Blocks between two saves: minutes of work, since each part opens the training set anew.</summary>
    private const int BlocksPerSave = 1000;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private static readonly JsonSerializerOptions Form = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    };

    /// <summary>Writes a null distribution.</summary>
    /// <param name="distribution">Whole or a part.</param>
    /// <param name="path">The file; an existing one is replaced.</param>
    public static void Save(NullDistribution distribution, string path) =>
        AtomicFile.WriteText(
            path,
            JsonSerializer.Serialize(
                new Document(
                    CurrentVersion,
                    distribution.Model,
                    distribution.Data,
                    distribution.Options,
                    distribution.Blocks,
                    [
                        .. distribution.Stages.Select(stage => new StageCounts(
                            stage.Stage,
                            HistogramBins.From(stage.Spearman),
                            HistogramBins.From(stage.Pearson),
                            HistogramBins.From(stage.DecibelSnr)
                        )),
                    ]
                ),
                Form
            ) + "\n"
        );

    /// <summary>Reads a null distribution.</summary>
    /// <param name="path">A file that <see cref="Save"/> wrote.</param>
    /// <exception cref="MetamerException">
    /// The file is missing, holds no null distribution, or was written by another version.
    /// </exception>
    public static NullDistribution Load(string path)
    {
        try
        {
            Document document = JsonText.Read<Document>(JsonText.FromFile(path), Form);
            if (document.FormatVersion != CurrentVersion)
            {
                throw new MetamerException(
                    $"{path} has the format version {document.FormatVersion}; this version of Metamers "
                        + $"reads {CurrentVersion}. Measure it again."
                );
            }

            NullDistribution read = new(
                WithFrontEnd(document),
                document.Data,
                document.Options,
                document.Blocks,
                [
                    .. document.Stages.Select(stage => new StageNull(
                        stage.Stage,
                        stage.Spearman.Restore(),
                        stage.Pearson.Restore(),
                        stage.DecibelSnr.Restore()
                    )),
                ]
            );
            if (
                read.Stages.FirstOrDefault(stage =>
                    stage.Spearman.Total != read.Pairs
                    || stage.Pearson.Total != read.Pairs
                    || stage.DecibelSnr.Total != read.Pairs
                ) is
                { } wrong
            )
            {
                throw new MetamerException(
                    $"{path} was changed: the counts at '{wrong.Stage}' do not add up to its {read.Pairs} pairs. "
                        + "Measure it again."
                );
            }

            return read;
        }
        catch (Exception error)
            when (error
                    is IOException
                        or UnauthorizedAccessException
                        or JsonException
                        or ArgumentException
                        or IndexOutOfRangeException
            )
        {
            throw new MetamerException($"{path} holds no null distribution: {error.Message} Measure it again.", error);
        }
    }

    /// <summary>
    /// Reads from a folder what was measured before for the same network, data and options; measures the rest and saves
    /// it.
    /// </summary>
    /// <param name="folder">Where null distributions are kept; if anything is missing, it must be writable.</param>
    /// <param name="model">The network.</param>
    /// <param name="data">The data set that it was trained on, which says how stimuli are changed.</param>
    /// <param name="options">How many stimuli.</param>
    /// <param name="progress">Called with the finished share, 0 to 1.</param>
    /// <param name="cancellation">
    /// Stops after the current block; what was measured is kept, and the next call resumes.
    /// </param>
    /// <returns>As <see cref="NullDistribution.Measure"/>.</returns>
    /// <exception cref="MetamerException">As <see cref="NullDistribution.Measure"/> and <see cref="Load"/>.</exception>
    public static NullDistribution GetOrMeasure(
        string folder,
        StagedModel model,
        DataSet data,
        NullOptions options,
        IProgress<double>? progress = null,
        CancellationToken cancellation = default
    )
    {
        while (true)
        {
            NullDistribution? kept = Find(folder, model, data, options);
            if (kept?.IsComplete == true)
            {
                return kept;
            }

            WritableFolder.Require(folder);
            int[] part = [.. Enumerable.Range(0, options.Blocks).Except(kept?.Blocks ?? []).Take(BlocksPerSave)];
            double done = kept?.Blocks.Count ?? 0;
            ProgressAction<double> share = new(finished =>
                progress?.Report((done + finished * part.Length) / options.Blocks)
            );
            NullDistribution measured = NullDistribution.Measure(model, data, options, part, share, cancellation);
            if (Add(folder, model, data, measured) is { } all && measured.Blocks.Count < part.Length)
            {
                return all; // stopped
            }
        }
    }

    /// <summary>
    /// The null distribution of a network and data with the most pairs, of those that a folder holds whole and that
    /// have at least as many pairs as asked for; null if there is none.
    /// </summary>
    public static NullDistribution? FindLargest(string folder, StagedModel model, DataSet data, NullOptions options)
    {
        ModelIdentity identity = ModelIdentity.Compute(model);
        return LoadAllOf(folder, identity)
            .Where(kept =>
                kept.IsComplete
                && kept.Model.IsSameNetworkAs(identity)
                && kept.Data == NullDistribution.DataName(data)
                && kept.Pairs >= options.Blocks * options.PairsPerBlock
            )
            .MaxBy(kept => kept.Pairs);
    }

    /// <summary>
    /// The null distributions of a network in a folder, by the names of the files; others are not read.
    /// </summary>
    internal static IEnumerable<NullDistribution> LoadAllOf(string folder, ModelIdentity network)
    {
        string files = $"{PrefixOf(network)}-*.json";
        return (Directory.Exists(folder) ? Directory.GetFiles(folder, files) : [])
            .Order(StringComparer.Ordinal)
            .Select(Load);
    }

    /// <summary>
    /// Writes blocks beside those that the folder holds; writes nothing and returns null if another process has
    /// measured some of them meanwhile.
    /// </summary>
    private static NullDistribution? Add(string folder, StagedModel model, DataSet data, NullDistribution measured)
    {
        string path = PathOf(folder, measured.Model, measured.Data, measured.Options);
        using FileLock held = FileLock.EnterIn(folder, path + ".lock", Patience);
        NullDistribution? kept = Find(folder, model, data, measured.Options);
        if (kept?.Blocks.Intersect(measured.Blocks).Any() == true)
        {
            return null;
        }

        NullDistribution all = kept is null ? measured : (kept with { Model = measured.Model }).Combine(measured);
        Save(all, path);
        return all;
    }

    /// <summary>
    /// What a folder holds of the null distribution of a network, data and options: all of it, a part, or null if there
    /// is nothing.
    /// </summary>
    private static NullDistribution? Find(string folder, StagedModel model, DataSet set, NullOptions options)
    {
        ModelIdentity identity = ModelIdentity.Compute(model);
        string data = NullDistribution.DataName(set);
        string path = PathOf(folder, identity, data, options);
        NullDistribution? kept = File.Exists(path) ? Load(path) : null;
        return kept is null || (kept.Model.IsSameNetworkAs(identity) && kept.Data == data && kept.Options == options)
            ? kept
            : throw new MetamerException(
                $"{path} holds another network, front end, data or options than its name says. Delete it."
            );
    }

    /// <summary>
    /// The path names what was measured; also the front end, if there is one, since the weights do not determine it.
    /// </summary>
    private static string PathOf(string folder, ModelIdentity identity, string data, NullOptions options)
    {
        string frontEnd = identity.FrontEnd is { } made ? $"\n{JsonSerializer.Serialize(made, Form)}" : "";
        string content = TextHash.Compute($"{data}\n{JsonSerializer.Serialize(options, Form)}{frontEnd}");
        return Path.Combine(folder, $"{PrefixOf(identity)}-{content}.json");
    }

    /// <summary>What the names of all files of a network begin with.</summary>
    private static string PrefixOf(ModelIdentity identity) =>
        $"{FileName.Require(identity.Name, "The network")}-{identity.WeightsSha256[..8]}";

    /// <summary>
    /// The network of a file. Versions before the front end was recorded measured auditory models with the oversampling
    /// of their training, which these files record in the name of the data.
    /// </summary>
    private static ModelIdentity WithFrontEnd(Document document) =>
        document.Model.FrontEnd is null && OversamplingOfTraining().Match(document.Data) is { Success: true } match
            ? document.Model with
            {
                FrontEnd = CochleagramOptions.OneSecond with
                {
                    Oversampling = double.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture),
                    PreciseSpectrum = false,
                },
            }
            : document.Model;

    [GeneratedRegex(@"SoundMixing \{.*Oversampling = ([0-9.]+) \}")]
    private static partial Regex OversamplingOfTraining();

    private sealed record Document(
        int FormatVersion,
        ModelIdentity Model,
        string Data,
        NullOptions Options,
        IReadOnlyList<int> Blocks,
        IReadOnlyList<StageCounts> Stages
    );

    private sealed record StageCounts(
        string Stage,
        HistogramBins Spearman,
        HistogramBins Pearson,
        HistogramBins DecibelSnr
    );
}
