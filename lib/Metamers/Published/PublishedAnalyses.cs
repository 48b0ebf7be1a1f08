using Metamers.Runtime;
using Metamers.Statistics;
using Metamers.Tables;
using Microsoft.Data.Analysis;

namespace Metamers.Published;

/// <summary>Recomputes the paper's analyses of variance from the published data.</summary>
/// <example>
/// <code>
/// var data = new PublishedData();
/// var analysis = data.Analyses.First(row => row.Design == AnovaDesign.HumanAgainstModel);
/// PublishedAnalyses.ToDataFrame(data, [analysis], permutations: 100)
/// </code>
/// </example>
public static class PublishedAnalyses
{
    /// <summary>Computes one analysis.</summary>
    /// <param name="data">The published data.</param>
    /// <param name="analysis">One of <see cref="PublishedData.Analyses"/>.</param>
    /// <param name="permutations">How many permutations; 10,000 as in the paper.</param>
    /// <param name="seed">Seed of the permutations.</param>
    /// <returns>
    /// The effects in the order they were printed. Their names are observer and stage, stage and model, stage alone, or
    /// network and radius; an interaction is two of them joined by a colon.
    /// </returns>
    /// <exception cref="MetamerException">
    /// The data of this analysis are missing, or its models have different stages.
    /// </exception>
    public static AnovaTable Recompute(
        PublishedData data,
        PublishedAnalysis analysis,
        int permutations = 10_000,
        int seed = 0
    )
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(analysis);
        if (analysis.Design == AnovaDesign.Robustness)
        {
            return MixedAnova.Analyse(
                [.. analysis.Models.Select(model => Accuracies(data, analysis, model))],
                "network",
                "radius",
                permutations,
                seed
            );
        }

        ParticipantMatrix[] models = [.. analysis.Models.Select(model => Matrix(data, analysis, model))];
        return analysis.Design switch
        {
            AnovaDesign.HumanAgainstModel => MixedAnova.Analyse(
                [models[0].Human, models[0].Model],
                permutations: permutations,
                seed: seed
            ),
            AnovaDesign.Stages => RepeatedMeasuresAnova.Analyse(
                models[0].Human,
                permutations: permutations,
                seed: seed
            ),
            _ => TwoWayRepeatedMeasuresAnova.Analyse(
                ParticipantMatrix.StagesByModels(models),
                permutations: permutations,
                seed: seed
            ),
        };
    }

    /// <summary>The effects of an analysis as they were printed, in order.</summary>
    /// <param name="data">The published data.</param>
    /// <param name="analysis">One of <see cref="PublishedData.Analyses"/>.</param>
    public static IReadOnlyList<PublishedAnovaTerm> Printed(PublishedData data, PublishedAnalysis analysis)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(analysis);
        return [.. data.AnovaTerms.Where(term => term.Source == analysis.Source && term.Test == analysis.Test)];
    }

    /// <summary>Recomputed analyses next to the printed values, one row per effect.</summary>
    /// <param name="data">The published data.</param>
    /// <param name="analyses">Some of <see cref="PublishedData.Analyses"/>.</param>
    /// <param name="permutations">How many permutations.</param>
    /// <returns>
    /// Columns analysis, effect, F, df1, df2, p_permutation (empty if there is none), partial_eta_squared, printed_F.
    /// </returns>
    public static DataFrame ToDataFrame(
        PublishedData data,
        IEnumerable<PublishedAnalysis> analyses,
        int permutations = 10_000
    )
    {
        (string Test, AnovaTerm Term, PublishedAnovaTerm Printed)[] rows =
        [
            .. analyses.SelectMany(analysis =>
                Recompute(data, analysis, permutations)
                    .Terms.Zip(Printed(data, analysis), (term, printed) => (analysis.Test, term, printed))
            ),
        ];
        return new(
            rows.Column("analysis", row => row.Test),
            rows.Column("effect", row => row.Term.Name),
            rows.Column("F", row => row.Term.F),
            rows.Column("df1", row => row.Term.DF1),
            rows.Column("df2", row => row.Term.DF2),
            rows.Column("p_permutation", row => row.Term.Permutation?.Value),
            rows.Column("partial_eta_squared", row => row.Term.PartialEtaSquared),
            rows.Column("printed_F", row => row.Printed.F)
        );
    }

    private static ParticipantMatrix Matrix(PublishedData data, PublishedAnalysis analysis, string model)
    {
        ParticipantMatrix matrix = data.Matrix(analysis.Modality, analysis.Experiment, model);
        return analysis.LeftOutStage is { } stage ? matrix.Without(stage) : matrix;
    }

    private static double[][] Accuracies(PublishedData data, PublishedAnalysis analysis, string model)
    {
        PublishedRobustness[] rows = [.. data.Robustness.Where(row => row.Norm == analysis.Norm && row.Model == model)];
        return rows.Length > 0
            ?
            [
                .. rows.GroupBy(row => row.Seed)
                    .OrderBy(seed => seed.Key)
                    .Select(seed => seed.OrderBy(row => row.Radius).Select(Exact).ToArray()),
            ]
            : throw new MetamerException(
                $"The published data have no accuracies of '{model}' for the norm '{analysis.Norm}'. There "
                    + $"are {string.Join(", ", data.Robustness.Select(row => $"{row.Model} {row.Norm}").Distinct())}."
            );
    }

    /// <summary>The exact accuracy, before it was printed with four decimals.</summary>
    private static double Exact(PublishedRobustness row) =>
        Math.Round(row.Accuracy * PublishedRobustness.Pictures) / PublishedRobustness.Pictures;
}
