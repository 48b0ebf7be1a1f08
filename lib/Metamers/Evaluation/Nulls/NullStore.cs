using System.Text.Json;
using System.Text.Json.Serialization;
using Metamers.Models;
using Metamers.Runtime;
using Metamers.Statistics;
using Metamers.Training;

namespace Metamers.Evaluation.Nulls;

/// <summary>Null distributions as JSON files: the counts that are not 0, and what they are of.</summary>
public static class NullStore
{
    private const int CurrentVersion = 1;

    private static readonly JsonSerializerOptions Form = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    };

    /// <summary>Writes one.</summary>
    /// <param name="distribution">Whole or a part.</param>
    /// <param name="path">The file; one that is there is replaced whole.</param>
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
                            Counts.Of(stage.Spearman),
                            Counts.Of(stage.Pearson),
                            Counts.Of(stage.DecibelSnr)
                        )),
                    ]
                ),
                Form
            ) + "\n"
        );

    /// <summary>Reads one.</summary>
    /// <param name="path">A file that <see cref="Save"/> wrote.</param>
    /// <exception cref="MetamerException">The file is missing, is none, or was made by another version.</exception>
    public static NullDistribution Load(string path)
    {
        try
        {
            Document document = JsonSerializer.Deserialize<Document>(File.ReadAllText(path), Form)!;
            if (document.FormatVersion != CurrentVersion)
            {
                throw new MetamerException(
                    $"{path} has the format version {document.FormatVersion}; this version of Metamers "
                        + $"reads {CurrentVersion}. Measure it again."
                );
            }

            NullDistribution read = new(
                document.Model,
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
    /// Takes from a folder what was measured before of the same network, data and options, and measures and keeps the
    /// rest.
    /// </summary>
    /// <param name="folder">Where null distributions lie.</param>
    /// <param name="model">The network.</param>
    /// <param name="training">The stimuli that it was trained on.</param>
    /// <param name="recipe">How they are changed.</param>
    /// <param name="options">How many.</param>
    /// <param name="progress">Told the finished share, 0 to 1.</param>
    /// <param name="cancellation">
    /// Stops after the current block; what was measured is kept, and the next call goes on.
    /// </param>
    /// <returns>As <see cref="NullDistribution.Measure"/>.</returns>
    /// <exception cref="MetamerException">As <see cref="NullDistribution.Measure"/> and <see cref="Load"/>.</exception>
    public static NullDistribution GetOrMeasure(
        string folder,
        StagedModel model,
        TrainingSet training,
        TrainingRecipe recipe,
        NullOptions options,
        IProgress<double>? progress = null,
        CancellationToken cancellation = default
    )
    {
        NullDistribution? kept = Find(folder, model, recipe, options);
        if (kept?.IsComplete == true)
        {
            return kept;
        }

        int[] missing = [.. Enumerable.Range(0, options.Blocks).Except(kept?.Blocks ?? [])];
        NullDistribution measured = NullDistribution.Measure(
            model,
            training,
            recipe,
            options,
            missing,
            progress,
            cancellation
        );
        NullDistribution all = kept is null ? measured : (kept with { Model = measured.Model }).Combine(measured);
        Save(all, PathOf(folder, all.Model, all.Data, options));
        return all;
    }

    /// <summary>
    /// What a folder holds of the null distribution of a network, data and options: all, a part, or null.
    /// </summary>
    internal static NullDistribution? Find(string folder, StagedModel model, TrainingRecipe recipe, NullOptions options)
    {
        ModelIdentity identity = ModelIdentity.Compute(model);
        string data = NullDistribution.DataName(recipe);
        string path = PathOf(folder, identity, data, options);
        NullDistribution? kept = File.Exists(path) ? Load(path) : null;
        return
            kept is null
            || (kept.Model.WeightsSha256 == identity.WeightsSha256 && kept.Data == data && kept.Options == options)
            ? kept
            : throw new MetamerException(
                $"{path} is of another network, data or options than its name says. Delete it."
            );
    }

    private static string PathOf(string folder, ModelIdentity identity, string data, NullOptions options) =>
        Path.Combine(
            folder,
            $"{identity.Name}-{identity.WeightsSha256[..8]}-{TextHash.Compute($"{data}\n{JsonSerializer.Serialize(options, Form)}")}.json"
        );

    private sealed record Document(
        int FormatVersion,
        ModelIdentity Model,
        string Data,
        NullOptions Options,
        IReadOnlyList<int> Blocks,
        IReadOnlyList<StageCounts> Stages
    );

    private sealed record StageCounts(string Stage, Counts Spearman, Counts Pearson, Counts DecibelSnr);

    /// <summary>A histogram by the bins that are not empty.</summary>
    private sealed record Counts(
        double Low,
        double High,
        int BinCount,
        IReadOnlyDictionary<int, long> Filled,
        double Minimum,
        double Maximum
    )
    {
        public static Counts Of(Histogram histogram) =>
            new(
                histogram.Low,
                histogram.High,
                histogram.Counts.Count,
                histogram
                    .Counts.Select((count, bin) => (bin, count))
                    .Where(entry => entry.count > 0)
                    .ToDictionary(entry => entry.bin, entry => entry.count),
                histogram.Minimum,
                histogram.Maximum
            );

        public Histogram Restore()
        {
            const int most = 1_000_000;
            long[] counts = new long[
                BinCount is >= 1 and <= most
                    ? BinCount
                    : throw new ArgumentException($"{BinCount} bins; 1 to {most} are allowed.")
            ];
            foreach ((int bin, long count) in Filled)
            {
                counts[bin] = count;
            }

            return Histogram.Restore(Low, High, counts, Minimum, Maximum);
        }
    }
}
