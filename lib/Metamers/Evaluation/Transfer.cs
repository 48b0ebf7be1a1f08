using Metamers.Runtime;
using Metamers.Statistics;
using Metamers.Tables;
using Microsoft.Data.Analysis;

namespace Metamers.Evaluation;

/// <summary>
/// Which other networks recognise metamers: the accuracy of every network on the metamers of every other, by the true
/// class of the reference (method: the authors' network_network_helpers.py). Networks are given what people would be
/// given: 8-bit pictures and float32 sounds.
/// </summary>
/// <param name="Results">One entry for each generating network, stage and evaluating network.</param>
/// <example>
/// <code>
/// var study = StudyResults.Load(Path.Combine(ProjectFolder.Data, "studies", "transfer-pictures"));
/// var transfer = study.ToTransfer();
/// transfer.OfOthers("resnet20-standard-seed0", "layer3").Mean
/// </code>
/// </example>
public sealed partial record Transfer(IReadOnlyList<TransferResult> Results)
{
    /// <summary>How the metamers were made and how well they match, for figures.</summary>
    internal TransferMetamers Made { get; init; } = TransferMetamers.Unknown;

    /// <summary>What takes the place of a stage for the references themselves.</summary>
    public const string Natural = "natural";

    /// <summary>The stages of a generating network, the references first.</summary>
    /// <param name="generator">Its name.</param>
    public IReadOnlyList<string> StagesOf(string generator) =>
        [.. Results.Where(result => result.Generator == generator).Select(result => result.Stage).Distinct()];

    /// <summary>Mean accuracy of all networks but the generating one, with equal weights.</summary>
    /// <param name="generator">Name of the generating network.</param>
    /// <param name="stage">Its stage, or <see cref="Natural"/>.</param>
    /// <returns>The mean, and its standard error over the networks (not a number for one network).</returns>
    /// <exception cref="MetamerException">There is no other network.</exception>
    public (double Mean, double StandardError) OfOthers(string generator, string stage)
    {
        double[] accuracies =
        [
            .. Results
                .Where(result => result.Generator == generator && result.Stage == stage && !result.IsOfItself)
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

    /// <summary>The results for some of the networks.</summary>
    /// <param name="networks">Those that are kept, as generating and as evaluating networks.</param>
    public Transfer Among(params IReadOnlyList<string> networks) =>
        this with
        {
            Results =
            [
                .. Results.Where(result => networks.Contains(result.Generator) && networks.Contains(result.Evaluator)),
            ],
        };

    /// <summary>
    /// How much more often the metamers of some networks are recognised than those of a baseline network, in each case
    /// by the networks for which neither were made.
    /// </summary>
    /// <param name="baseline">The network to compare with.</param>
    /// <param name="generators">The others, with the same stages.</param>
    /// <returns>
    /// Columns generator, stage, difference (−1 to 1), standard_error (over the networks asked; not a number for one),
    /// networks (count).
    /// </returns>
    /// <exception cref="MetamerException">At some stage no network was asked about both.</exception>
    public DataFrame AgainstOthers(string baseline, IEnumerable<string> generators) =>
        (
            from generator in generators
            from stage in StagesOf(generator)
            let differences = Differences(baseline, generator, stage)
            select new
            {
                Generator = generator,
                Stage = stage,
                Difference = differences.Average(),
                StandardError = StandardError.OfMean(differences),
                Networks = differences.Length,
            }
        ).ToDataFrame();

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
                    && !result.IsOfItself
                    && !TransferResult.IsOf(baseline, result.Evaluator)
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
    public DataFrame ToDataFrame() => Results.ToDataFrame();
}
