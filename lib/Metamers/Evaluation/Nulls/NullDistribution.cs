using System.Globalization;
using Metamers.Models;
using Metamers.Runtime;
using Metamers.Statistics;
using Metamers.Stimuli.Data.Sets;
using Metamers.Tables;
using Metamers.Training;
using Microsoft.Data.Analysis;
using TorchSharp;
using static TorchSharp.torch;

namespace Metamers.Evaluation.Nulls;

/// <summary>
/// How alike the activations of unrelated stimuli of the training set are at every stage of a network: what the match
/// of a metamer must exceed to be more than chance (method: the authors' make_null_distributions.py). Stimuli are
/// changed as in training, and the network processes them as it does when metamers are made for it. Each block of
/// stimuli has its own random numbers, so that parts measured anywhere add up to the same result.
/// </summary>
/// <param name="Model">The network.</param>
/// <param name="Data">
/// Name of the training set and how its stimuli are changed; null distributions with the same name are of the same
/// kind.
/// </param>
/// <param name="Options">
/// How many stimuli; <see cref="NullOptions.Blocks"/> is the number in the whole, of which this may be a part.
/// </param>
/// <param name="Blocks">The blocks in it, in ascending order.</param>
/// <param name="Stages">One entry per stage, in the order of the network.</param>
/// <example>
/// <code>
/// var nulls = NullJob.GetOrMeasure("resnet20-standard-seed0");
/// nulls.At("layer3").Spearman.Maximum
/// </code>
/// </example>
public sealed record NullDistribution(
    ModelIdentity Model,
    string Data,
    NullOptions Options,
    IReadOnlyList<int> Blocks,
    IReadOnlyList<StageNull> Stages
)
{
    /// <summary>Number of pairs.</summary>
    public long Pairs => Blocks.Count * Options.PairsPerBlock;

    /// <summary>
    /// Half the number of draws: as many pairs as share no draw. Each block is drawn anew from the same data set, so
    /// that a stimulus may be in several blocks, changed in another way in each.
    /// </summary>
    public long IndependentPairs => (long)Blocks.Count * (Options.BlockSize / 2);

    /// <summary>Whether it has all blocks.</summary>
    public bool IsComplete => Blocks.Count == Options.Blocks;

    /// <summary>
    /// The largest probability, before anything is measured, that a further unrelated pair exceeds all of these in one
    /// measure: 1/(n + 1) for n independent pairs, since each of n + 1 pairs is equally likely to be the largest.
    /// </summary>
    public double ChanceOfExceeding => 1.0 / (IndependentPairs + 1);

    /// <summary>The null distribution at a stage.</summary>
    /// <param name="stage">Its name.</param>
    /// <exception cref="MetamerException">There is no such stage.</exception>
    public StageNull At(string stage) =>
        Stages.FirstOrDefault(entry => entry.Stage == stage)
        ?? throw new MetamerException(
            $"The null distribution of {Model.Name} has no stage '{stage}'. Its stages "
                + $"are: {string.Join(", ", Stages.Select(entry => entry.Stage))}."
        );

    /// <summary>Measures a null distribution, or a part of it.</summary>
    /// <param name="model">The network, from the zoo or your own; put into evaluation mode meanwhile.</param>
    /// <param name="data">
    /// The data set that it was trained on; its training part is used, changed by its <see
    /// cref="DataSet.Augmentation"/>; for another augmentation give <c>data with { Augmentation = … }</c>.
    /// </param>
    /// <param name="options">How many stimuli.</param>
    /// <param name="blocks">Which blocks, from 0; null for all.</param>
    /// <param name="progress">Called with the finished share of these blocks, 0 to 1.</param>
    /// <param name="cancellation">Stops after the current block; what was measured so far is returned.</param>
    /// <returns>The null distribution of the blocks that were done.</returns>
    /// <exception cref="MetamerException">
    /// Options are out of range, a block does not exist, or the data set is not found, is smaller than a block, or has
    /// stimuli that the network does not take.
    /// </exception>
    public static NullDistribution Measure(
        StagedModel model,
        DataSet data,
        NullOptions options,
        IEnumerable<int>? blocks = null,
        IProgress<double>? progress = null,
        CancellationToken cancellation = default
    )
    {
        options.Check();
        int[] wanted = [.. (blocks ?? Enumerable.Range(0, options.Blocks)).Distinct().Order()];
        if (wanted.Where(block => block < 0 || block >= options.Blocks).ToArray() is { Length: > 0 } outside)
        {
            throw new MetamerException($"There is no block {outside[0]} of {options.Blocks}; the first is 0.");
        }

        using TrainingData opened = TrainingData.Open(data, model);
        TrainingSet training = opened.Train;
        if (training.Count < options.BlockSize)
        {
            throw new MetamerException(
                $"A block has {options.BlockSize} stimuli and the training set only {training.Count}. Take "
                    + "smaller blocks."
            );
        }

        string[] stages = [.. model.Stages.Select(stage => stage.Name)];
        StageNull[] nulls = [.. stages.Select(StageNull.Empty)];
        List<int> done = [];
        using IDisposable evaluation = model.InEvaluation();
        foreach (int block in wanted.TakeWhile(_ => !cancellation.IsCancellationRequested))
        {
            using DisposeScope scope = NewDisposeScope();
            using IDisposable noGradient = no_grad();
            using Generator random = new((ulong)(options.Seed * 1_000_003 + block + 1), CPU);
            Tensor chosen = randperm(training.Count, int64, generator: random)[..options.BlockSize];
            Tensor stimuli = training.Augmented(chosen, model, data.Augmentation, random);
            IReadOnlyDictionary<string, Tensor> activations = model.Activations(stimuli, stages);
            foreach (StageNull stage in nulls)
            {
                try
                {
                    Add(stage, activations[stage.Stage], options);
                }
                catch (ArgumentException error)
                {
                    throw new MetamerException(
                        $"Block {block} of the null distribution of {model.Label} cannot be measured at "
                            + $"'{stage.Stage}': {error.Message} Check the weights, or use float64 with "
                            + "model.to(torch.float64).",
                        error
                    );
                }
            }

            done.Add(block);
            progress?.Report((double)done.Count / wanted.Length);
        }

        return new(ModelIdentity.Compute(model), DataName(data), options, done, nulls);
    }

    /// <summary>Merges two parts.</summary>
    /// <param name="other">Another part of the same whole.</param>
    /// <returns>The null distribution of the blocks of both.</returns>
    /// <exception cref="MetamerException">
    /// They are of different networks, data or options, or share a block.
    /// </exception>
    public NullDistribution Combine(NullDistribution other)
    {
        if (other.Model != Model || other.Data != Data || other.Options != Options)
        {
            throw new MetamerException(
                $"These are not parts of one null distribution: {Model.Name} "
                    + $"({Model.WeightsSha256[..8]}{Model.FrontEndText}) on {Data}, {Options}; and {other.Model.Name} "
                    + $"({other.Model.WeightsSha256[..8]}{other.Model.FrontEndText}) "
                    + $"on {other.Data}, {other.Options}."
            );
        }

        if (Blocks.Intersect(other.Blocks).ToArray() is { Length: > 0 } both)
        {
            throw new MetamerException(
                $"Both parts hold block {both[0]}; counted twice it would spoil the distribution. Merge "
                    + "each block once."
            );
        }

        return this with
        {
            Blocks = [.. Blocks.Concat(other.Blocks).Order()],
            Stages = [.. Stages.Zip(other.Stages, (a, b) => a.Combine(b))],
        };
    }

    /// <summary>One row per stage.</summary>
    /// <returns>
    /// Columns stage, pairs (count), and for each measure the median, the 0.975 quantile and the maximum.
    /// </returns>
    public DataFrame ToDataFrame() =>
        new(
            Stages.Column("stage", stage => stage.Stage),
            Stages.Column("pairs", _ => Pairs),
            Stages.Column("median_spearman", stage => stage.Spearman.Quantile(0.5)),
            Stages.Column("spearman_0.975", stage => stage.Spearman.Quantile(0.975)),
            Stages.Column("largest_spearman", stage => stage.Spearman.Maximum),
            Stages.Column("median_pearson", stage => stage.Pearson.Quantile(0.5)),
            Stages.Column("pearson_0.975", stage => stage.Pearson.Quantile(0.975)),
            Stages.Column("largest_pearson", stage => stage.Pearson.Maximum),
            Stages.Column("median_db_snr", stage => stage.DecibelSnr.Quantile(0.5)),
            Stages.Column("db_snr_0.975", stage => stage.DecibelSnr.Quantile(0.975)),
            Stages.Column("largest_db_snr", stage => stage.DecibelSnr.Maximum)
        );

    /// <summary>How many pairs, and how sure the maxima are.</summary>
    public override string ToString() =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{Pairs:#,0} pairs of unrelated stimuli ({IndependentPairs:#,0} of them independent): a further "
                + $"unrelated pair exceeds their maximum with a probability of at most {ChanceOfExceeding:G2}."
        );

    internal static string DataName(DataSet data) => $"{data.Key}, {data.Augmentation}";

    private static void Add(StageNull stage, Tensor activations, NullOptions options)
    {
        if (options.AllPairs)
        {
            (double[] spearman, double[] pearson, double[] decibels) = PairwiseMeasures.Measure(activations);
            stage.Spearman.Add(spearman);
            stage.Pearson.Add(pearson);
            stage.DecibelSnr.Add(decibels);
            return;
        }

        int half = options.BlockSize / 2;
        foreach (
            MatchMeasures measures in MatchMeasures.BetweenEach(activations[..half], activations[half..(2 * half)])
        )
        {
            stage.Spearman.Add([measures.Spearman]);
            stage.Pearson.Add([measures.Pearson]);
            stage.DecibelSnr.Add([measures.DecibelSnr]);
        }
    }
}
