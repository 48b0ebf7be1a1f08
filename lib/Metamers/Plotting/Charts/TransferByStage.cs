using Metamers.Evaluation;

namespace Metamers.Plotting.Charts;

/// <summary>The figures of recognition by other networks, stage by stage.</summary>
/// <example>
/// <code>
/// var study = StudyResults.Load(Path.Combine(ProjectFolder.Data, "studies", "transfer-pictures"));
/// var networks = study.ToTransfer().Among("resnet20-standard-seed0", "resnet20-standard-seed1", "resnet20-l2-seed0");
/// TransferByStage.Draw(networks, "resnet20-standard-seed0", chance: 0.1)
/// </code>
/// </example>
public static class TransferByStage
{
    /// <summary>Draws one line for each generating network: how well all the others recognise its metamers.</summary>
    /// <param name="transfer">The recognition of the metamers of every network by every network.</param>
    /// <param name="generators">
    /// The generating networks to draw, and their names in the figure; with the same stages.
    /// </param>
    /// <param name="chance">Proportion correct by chance.</param>
    /// <param name="title">The title.</param>
    /// <exception cref="ArgumentException">There are no generators, or their stages differ.</exception>
    /// <exception cref="Runtime.MetamerException">No other network classified the metamers of a generator.</exception>
    public static Figure Draw(
        Transfer transfer,
        IReadOnlyList<(string Generator, string Name)> generators,
        double chance,
        string title = "Recognition by other networks"
    )
    {
        string[] stages =
            generators.Count == 0
                ? throw new ArgumentException("There are no generating networks to draw. Give at least one.")
                : [.. transfer.StagesOf(generators[0].Generator)];
        if (
            generators.FirstOrDefault(generator => !transfer.StagesOf(generator.Generator).SequenceEqual(stages)) is
            { Name: { } other }
        )
        {
            throw new ArgumentException(
                $"The metamers of '{other}' are of other stages than those of '{generators[0].Name}'. Draw networks "
                    + "of the same stages together."
            );
        }

        return RecognitionByStage.Draw(
            stages,
            [
                .. generators.Select(generator =>
                {
                    (double Mean, double StandardError)[] others =
                    [
                        .. stages.Select(stage => transfer.OfOthers(generator.Generator, stage)),
                    ];
                    return new RecognitionCurve(
                        generator.Name,
                        [.. others.Select(other => other.Mean)],
                        [.. others.Select(other => other.StandardError)]
                    );
                }),
            ],
            chance,
            title,
            "± one standard error of the mean over networks"
        );
    }

    /// <summary>
    /// Draws one line for each network that classified the metamers of one network, with the generating one last.
    /// </summary>
    /// <param name="transfer">The recognition of the metamers of every network by every network.</param>
    /// <param name="generator">The generating network.</param>
    /// <param name="chance">Proportion correct by chance.</param>
    /// <param name="title">The title; if null, the generator's name.</param>
    /// <exception cref="ArgumentException">The transfer has no metamers of this generator.</exception>
    public static Figure Draw(Transfer transfer, string generator, double chance, string? title = null)
    {
        IReadOnlyList<string> stages = transfer.StagesOf(generator);
        TransferResult[] results = [.. transfer.Results.Where(result => result.Generator == generator)];
        if (results.Length == 0)
        {
            throw new ArgumentException(
                $"There are no metamers of '{generator}'. Generating networks "
                    + $"are: {string.Join(", ", transfer.Results.Select(result => result.Generator).Distinct())}."
            );
        }

        return RecognitionByStage.Draw(
            stages,
            [
                .. results
                    .GroupBy(result => result.Evaluator)
                    .OrderBy(evaluator => evaluator.Key == generator)
                    .Select(evaluator => new RecognitionCurve(
                        evaluator.Key == generator ? $"{generator}, itself" : evaluator.Key,
                        [.. stages.Select(stage => evaluator.Single(result => result.Stage == stage).Accuracy)],
                        [.. stages.Select(stage => evaluator.Single(result => result.Stage == stage).StandardError)]
                    )),
            ],
            chance,
            title ?? $"Who recognises the metamers of {generator}",
            $"standard error, by bootstrap over {results.Max(result => result.Stimuli)} stimuli"
        );
    }
}
