using Metamers.Evaluation;
using Metamers.Published;
using Metamers.Statistics;
using Metamers.Studies;

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
        string[] stages = SharedStages(transfer.StagesOf, generators);
        return RecognitionByStage
            .Draw(
                [.. stages.Select(PaperNames.Stage)],
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
            )
            .WithSchedules(transfer.Made.Schedules);
    }

    /// <summary>
    /// Draws one line for each network that classified the metamers of one network, with the generating one last. The
    /// note says how well the metamers match, if that is known.
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

        Figure figure = RecognitionByStage.Draw(
            [.. stages.Select(PaperNames.Stage)],
            [
                .. results
                    .GroupBy(result => result.Evaluator)
                    .OrderBy(evaluator => evaluator.First().IsOfItself)
                    .Select(evaluator => new RecognitionCurve(
                        NetworkNames.Of(evaluator.Key) + (evaluator.First().IsOfItself ? ", itself" : ""),
                        [.. stages.Select(stage => evaluator.Single(result => result.Stage == stage).Accuracy)],
                        [.. stages.Select(stage => evaluator.Single(result => result.Stage == stage).StandardError)]
                    )),
            ],
            chance,
            title ?? TitleOf(generator),
            $"standard error, by bootstrap over {results.Max(result => result.Stimuli)} stimuli"
        );
        string losses = transfer.Made.Losses(stages.Select(stage => (generator, stage, PaperNames.Stage(stage))));
        return (figure with { Note = $"{figure.Note} {losses}".Trim() }).WithSchedules(transfer.Made.Schedules);
    }

    /// <summary>
    /// Draws one line for each generating network: how well a group of other networks recognises its metamers. Error
    /// bars are one standard error, by bootstrap over the stimuli and over the judges.
    /// </summary>
    /// <param name="study">The recognition in a study.</param>
    /// <param name="generators">
    /// The generating networks to draw, and their names in the figure; with the same stages.
    /// </param>
    /// <param name="group">Which of the other networks judge.</param>
    /// <param name="chance">Proportion correct by chance.</param>
    /// <param name="title">The title; the group is named after it.</param>
    /// <exception cref="ArgumentException">There are no generators, or their stages differ.</exception>
    /// <exception cref="Runtime.MetamerException">The group has no judge, or no metamer is accepted.</exception>
    public static Figure Draw(
        StudyRecognition study,
        IReadOnlyList<(string Generator, string Name)> generators,
        JudgeGroup group,
        double chance,
        string title = "Recognition by other networks"
    )
    {
        string[] stages = SharedStages(study.StagesOf, generators);
        int[] judges =
        [
            .. generators.Select(generator => study.JudgesOf(generator.Generator, group).Count).Distinct().Order(),
        ];
        return RecognitionByStage
            .Draw(
                stages,
                [
                    .. generators.Select(generator =>
                        Curve(
                            generator.Name,
                            [.. stages.Select(stage => study.Mean(generator.Generator, stage, group))]
                        )
                    ),
                ],
                chance,
                $"{title}; judges: {group.Name()}",
                Bars(study, judges)
            )
            .WithSchedules(study.Made.Schedules);
    }

    /// <summary>
    /// Draws one line for each group of networks that recognise the metamers of one network: those of other
    /// architectures first, the adversarially trained ones last. Error bars as in the figure of several networks.
    /// </summary>
    /// <param name="study">The recognition in a study.</param>
    /// <param name="generator">The generating network.</param>
    /// <param name="chance">Proportion correct by chance.</param>
    /// <param name="title">The title; if null, the generator's name.</param>
    /// <exception cref="Runtime.MetamerException">The study has no such metamers.</exception>
    public static Figure Draw(StudyRecognition study, string generator, double chance, string? title = null)
    {
        IReadOnlyList<string> stages = study.StagesOf(generator);
        JudgeGroup[] groups = [.. JudgeGroups.Apart.Where(group => study.JudgesOf(generator, group).Count > 0)];
        return RecognitionByStage
            .Draw(
                stages,
                [
                    .. groups.Select(group =>
                        Curve(
                            $"{group.Name()} ({study.JudgesOf(generator, group).Count})",
                            [.. stages.Select(stage => study.Mean(generator, stage, group))]
                        )
                    ),
                ],
                chance,
                title ?? TitleOf(generator),
                Bars(study, [.. groups.Select(group => study.JudgesOf(generator, group).Count).Distinct().Order()])
            )
            .WithSchedules(study.Made.Schedules);
    }

    /// <summary>The stages that all of the networks have.</summary>
    /// <param name="stagesOf">The stages of a network.</param>
    /// <param name="generators">The networks, and their names in the figure.</param>
    /// <exception cref="ArgumentException">There are no generators, or their stages differ.</exception>
    internal static string[] SharedStages(
        Func<string, IReadOnlyList<string>> stagesOf,
        IReadOnlyList<(string Generator, string Name)> generators
    )
    {
        string[] stages =
            generators.Count == 0
                ? throw new ArgumentException("There are no generating networks to draw. Give at least one.")
                : [.. stagesOf(generators[0].Generator)];
        return
            generators.FirstOrDefault(other => !stagesOf(other.Generator).SequenceEqual(stages))
                is { Name: { } different }
            ? throw new ArgumentException(
                $"The metamers of '{different}' are of other stages than those of '{generators[0].Name}'. Draw "
                    + "networks of the same stages together."
            )
            : stages;
    }

    private static string TitleOf(string generator) => $"Who recognises the metamers of {NetworkNames.Of(generator)}";

    private static RecognitionCurve Curve(string name, Estimate[] estimates) =>
        new(
            name,
            [.. estimates.Select(estimate => estimate.Value)],
            [.. estimates.Select(estimate => estimate.StandardError)]
        );

    private static string Bars(StudyRecognition study, int[] judges) =>
        $"± one standard error, by bootstrap over {study.Stimuli} stimuli and over "
        + (judges.Length < 3 ? string.Join(" or ", judges) : $"{judges.Min()} to {judges.Max()}")
        + " judges";
}
