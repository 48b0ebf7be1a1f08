using Metamers.Models;
using Metamers.Published;
using Metamers.Runtime;
using Metamers.Statistics;
using Metamers.Stimuli;
using Metamers.Synthesis;
using Microsoft.Data.Analysis;
using TorchSharp;
using static TorchSharp.torch;

namespace Metamers.Evaluation;

/// <summary>
/// Who else recognises metamers: the accuracy of every network on the metamers of every other, against the true class
/// of the reference (method: the authors' network_network_helpers.py). Networks are shown what people would be:
/// pictures of 8 bits, sounds of float32.
/// </summary>
/// <param name="Results">One entry for each generating network, stage and evaluating network.</param>
public sealed record Transfer(IReadOnlyList<TransferResult> Results)
{
    /// <summary>What stands in place of a stage for the references themselves.</summary>
    public const string Natural = "natural";

    private const int BatchSize = 64;

    /// <summary>Asks every network about the metamers of every network.</summary>
    /// <param name="generators">Name of each generating network and its accepted metamers, of any stages.</param>
    /// <param name="references">The stimuli that they were made from, by name, with their classes.</param>
    /// <param name="evaluators">
    /// Name of each evaluating network; one that is a generator as well has the same name.
    /// </param>
    /// <param name="resamples">Of the bootstrap; the paper's number is 1,000.</param>
    /// <param name="progress">Told the finished share, 0 to 1.</param>
    /// <returns>
    /// The results; each generator's references come first, then its stages in the order in which they first come.
    /// </returns>
    /// <exception cref="MetamerException">
    /// A reference is missing, or has no class; or a stimulus that a network does not take.
    /// </exception>
    public static Transfer Measure(
        IReadOnlyList<(string Name, IReadOnlyList<Metamer> Metamers)> generators,
        IReadOnlyList<Stimulus> references,
        IReadOnlyList<(string Name, StagedModel Model)> evaluators,
        int resamples = 1000,
        IProgress<double>? progress = null
    )
    {
        Dictionary<string, int> classes = references.ToDictionary(
            stimulus => stimulus.Name,
            stimulus =>
                stimulus.ClassIndex
                ?? throw new MetamerException(
                    $"The reference '{stimulus.Name}' has no class, so nobody can say who recognises its metamers. "
                        + "Take stimuli of a data set with classes."
                )
        );
        List<TransferResult> results = [];
        double all = (double)generators.Count * evaluators.Count;
        int done = 0;
        foreach ((string generator, IReadOnlyList<Metamer> metamers) in generators)
        {
            foreach ((string evaluator, StagedModel model) in evaluators)
            {
                foreach (
                    IGrouping<string, (string Stage, string Reference, Tensor Values, int? Rate)> stage in Shown(
                            metamers
                        )
                        .GroupBy(shown => shown.Stage)
                )
                {
                    IReadOnlyList<int> decisions = Decisions(
                        model,
                        [.. stage.Select(shown => (shown.Reference, shown.Values, shown.Rate))]
                    );
                    double[] correct =
                    [
                        .. stage.Zip(decisions, (shown, decided) => decided == Class(shown.Reference) ? 1.0 : 0),
                    ];
                    results.Add(
                        new(
                            generator,
                            stage.Key,
                            evaluator,
                            correct.Length,
                            correct.Average(),
                            Bootstrap.StandardErrorOfMean(correct, resamples)
                        )
                    );
                }

                progress?.Report(++done / all);
            }
        }

        return new(results);

        int Class(string reference) =>
            classes.TryGetValue(reference, out int index)
                ? index
                : throw new MetamerException(
                    $"The reference '{reference}' of a metamer is not among the {classes.Count} given. Give all "
                        + "references with their classes."
                );
    }

    /// <summary>The paper's own results in this form.</summary>
    /// <param name="rows">Rows of <see cref="PublishedData.Transfers"/>, of one modality.</param>
    /// <returns>The results, stages with the authors' names.</returns>
    public static Transfer Measure(IEnumerable<PublishedTransfer> rows) =>
        new([
            .. rows.Select(row => new TransferResult(
                row.Generator,
                row.Stage,
                row.Evaluator,
                row.Metamers,
                row.Accuracy,
                row.StandardError
            )),
        ]);

    /// <summary>The stages of a generating network, the references first.</summary>
    /// <param name="generator">Its name.</param>
    public IReadOnlyList<string> StagesOf(string generator) =>
        [.. Results.Where(result => result.Generator == generator).Select(result => result.Stage).Distinct()];

    /// <summary>Accuracy of all networks but the generating one, each counting the same.</summary>
    /// <param name="generator">Name of the generating network.</param>
    /// <param name="stage">Its stage, or <see cref="Natural"/>.</param>
    /// <returns>The mean, and its standard error over the networks (0 of one network).</returns>
    /// <exception cref="MetamerException">There is no other network.</exception>
    public (double Mean, double StandardError) OfOthers(string generator, string stage)
    {
        double[] accuracies =
        [
            .. Results
                .Where(result =>
                    result.Generator == generator && result.Stage == stage && result.Evaluator != generator
                )
                .Select(result => result.Accuracy),
        ];
        if (accuracies.Length == 0)
        {
            throw new MetamerException(
                $"No other network was asked about the metamers of '{generator}' at '{stage}'. Its stages "
                    + $"are: {string.Join(", ", StagesOf(generator))}."
            );
        }

        return (accuracies.Average(), StandardError.OfMean(accuracies));
    }

    /// <summary>The results among some networks.</summary>
    /// <param name="networks">Those that are kept, as generating and as evaluating networks.</param>
    public Transfer Among(params IReadOnlyList<string> networks) =>
        new([.. Results.Where(result => networks.Contains(result.Generator) && networks.Contains(result.Evaluator))]);

    /// <summary>
    /// How much more often the metamers of networks are recognised than those of one of them, by the same networks:
    /// those for which neither metamers were made.
    /// </summary>
    /// <param name="baseline">The network to compare with.</param>
    /// <param name="generators">The others, of the same stages.</param>
    /// <returns>
    /// Columns generator, stage, difference (−1 to 1), standard_error (over the networks asked; 0 of one), networks
    /// (count).
    /// </returns>
    /// <exception cref="MetamerException">A stage at which no network was asked about both.</exception>
    public DataFrame AgainstOthers(string baseline, IEnumerable<string> generators)
    {
        (string Generator, string Stage, double[] Differences)[] rows =
        [
            .. from generator in generators
            from stage in StagesOf(generator)
            select (generator, stage, Differences(baseline, generator, stage)),
        ];
        return new(
            new StringDataFrameColumn("generator", rows.Select(row => row.Generator)),
            new StringDataFrameColumn("stage", rows.Select(row => row.Stage)),
            new DoubleDataFrameColumn("difference", rows.Select(row => row.Differences.Average())),
            new DoubleDataFrameColumn("standard_error", rows.Select(row => StandardError.OfMean(row.Differences))),
            new Int32DataFrameColumn("networks", rows.Select(row => row.Differences.Length))
        );
    }

    private double[] Differences(string baseline, string generator, string stage)
    {
        Dictionary<string, double> before = Results
            .Where(result => result.Generator == baseline && result.Stage == stage)
            .ToDictionary(result => result.Evaluator, result => result.Accuracy);
        double[] differences =
        [
            .. Results
                .Where(result =>
                    result.Generator == generator
                    && result.Stage == stage
                    && result.Evaluator != generator
                    && result.Evaluator != baseline
                    && before.ContainsKey(result.Evaluator)
                )
                .Select(result => result.Accuracy - before[result.Evaluator]),
        ];
        return differences.Length > 0
            ? differences
            : throw new MetamerException(
                $"No third network was asked about the metamers of '{baseline}' and of '{generator}' at '{stage}'. "
                    + $"'{baseline}' has the stages {string.Join(", ", StagesOf(baseline))}."
            );
    }

    /// <summary>One row for each generating network, stage and evaluating network.</summary>
    /// <returns>Columns generator, stage, evaluator, stimuli (count), accuracy (0 to 1), standard_error.</returns>
    public DataFrame ToDataFrame() =>
        new(
            new StringDataFrameColumn("generator", Results.Select(result => result.Generator)),
            new StringDataFrameColumn("stage", Results.Select(result => result.Stage)),
            new StringDataFrameColumn("evaluator", Results.Select(result => result.Evaluator)),
            new Int32DataFrameColumn("stimuli", Results.Select(result => result.Stimuli)),
            new DoubleDataFrameColumn("accuracy", Results.Select(result => result.Accuracy)),
            new DoubleDataFrameColumn("standard_error", Results.Select(result => result.StandardError))
        );

    private static IEnumerable<(string Stage, string Reference, Tensor Values, int? Rate)> Shown(
        IReadOnlyList<Metamer> metamers
    ) =>
        [
            .. metamers
                .DistinctBy(metamer => metamer.ReferenceName)
                .Select(metamer => (Natural, metamer.ReferenceName, metamer.Reference, metamer.SamplingRate)),
            .. metamers.Select(metamer => (metamer.Stage, metamer.ReferenceName, metamer.Values, metamer.SamplingRate)),
        ];

    /// <summary>
    /// The class that a network gives each of some stimuli as they are shown: pictures of 8 bits, sounds as they are.
    /// </summary>
    /// <param name="model">The network.</param>
    /// <param name="stimuli">Name of the reference, values (shape of a stimulus), and sampling rate of a sound.</param>
    internal static IReadOnlyList<int> Decisions(
        StagedModel model,
        IReadOnlyList<(string Reference, Tensor Values, int? Rate)> stimuli
    )
    {
        using IDisposable evaluation = model.InEvaluation();
        List<int> decisions = [];
        foreach ((string Reference, Tensor Values, int? Rate)[] batch in stimuli.Chunk(BatchSize))
        {
            using DisposeScope scope = NewDisposeScope();
            using IDisposable noGradient = no_grad();
            foreach ((string reference, Tensor _, int? rate) in batch)
            {
                StimulusValidation.CheckSamplingRate(model, rate, $"The metamer of '{reference}'");
            }

            Tensor values = stack([
                    .. batch.Select(shown => shown.Rate is null ? InEightBits(shown.Values) : shown.Values),
                ])
                .to(model.ElementType, model.Device);
            StimulusValidation.Check(model, values, "The metamers");
            decisions.AddRange(model.call(values).argmax(1).cpu().data<long>().Select(index => (int)index));
        }

        return decisions;
    }

    private static Tensor InEightBits(Tensor picture) =>
        picture.mul(255).to(ScalarType.Byte).to(picture.dtype).div(255); // truncated, as the files are
}
