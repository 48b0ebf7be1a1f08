using Metamers.Evaluation;
using Metamers.Models;
using Metamers.Models.Zoo;
using Metamers.Reports.Records;
using Metamers.Stimuli;
using Metamers.Studies;
using Metamers.Training;
using static TorchSharp.torch;

namespace Metamers.Reports.Making;

/// <summary>Asks the network and the judges of its panel about the references and the metamers.</summary>
internal sealed class PanelMaker(
    StagedModel model,
    ModelIdentity identity,
    JudgePanel panel,
    IReadOnlyList<Stimulus> stimuli,
    IReadOnlyList<MadeStage> stages,
    int resamples
)
{
    private readonly bool[] hasClass = [.. stimuli.Select(stimulus => NetworkProblem.HasClass(model, stimulus))];

    /// <summary>Asks everybody.</summary>
    /// <param name="progress">Receives the finished share.</param>
    /// <param name="cancellation">Stops before the next judge.</param>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public PanelRecognition Make(Action<double> progress, CancellationToken cancellation)
    {
        IReadOnlyList<string> own = Answers(model);
        List<(string Key, IReadOnlyList<string> Answers)> judges = [];
        List<string> leftOut = [];
        List<string?> checkpoints = [];
        foreach ((int place, string key) in panel.Keys.Index())
        {
            cancellation.ThrowIfCancellationRequested();
            using StagedModel judge = ModelZoo.Load(key, model.Device);
            checkpoints.Add(judge.CheckpointSha256);
            if (ModelIdentity.Compute(judge).HasWeightsOf(identity))
            {
                leftOut.Add(key);
            }
            else
            {
                judges.Add((key, Answers(judge)));
            }

            progress((place + 1.0) / panel.Keys.Count);
        }

        RecognisedStage[] recognised =
        [
            new(
                Transfer.Natural,
                0,
                Text(item => hasClass[item] ? true : null),
                own[0],
                [.. judges.Select(judge => judge.Answers[0])]
            ),
            .. stages.Select(
                (stage, i) =>
                    new RecognisedStage(
                        stage.Validity.Stage,
                        stage.Validity.Depth,
                        Text(item => hasClass[item] && stage.Made is not null ? stage.Accepted[item] : null),
                        own[i + 1],
                        [.. judges.Select(judge => judge.Answers[i + 1])]
                    )
            ),
        ];
        return PanelNumbers.Compute(
            new(
                panel.VersionWith(checkpoints),
                panel.Chance.Rounded(),
                [
                    .. judges.Select(judge => new ReportedJudge(
                        judge.Key,
                        GroupOf(judge.Key).Name(),
                        Shared(judge.Key),
                        null
                    )),
                ],
                leftOut,
                recognised,
                []
            ),
            resamples
        );
    }

    /// <summary>Answers to the references, then to each stage.</summary>
    private IReadOnlyList<string> Answers(StagedModel asked)
    {
        return
        [
            Right([.. stimuli.Select(stimulus => stimulus.Values)]),
            .. stages.Select(stage =>
                stage.Made is { } made
                    ? Right([.. made.Select(metamer => metamer.Values)])
                    : new string('-', stimuli.Count)
            ),
        ];

        string Right(IReadOnlyList<Tensor> values)
        {
            IReadOnlyList<int> decisions = Transfer.Decisions(asked, [.. stimuli.Zip(values)]);
            return Text(item => hasClass[item] ? decisions[item] == stimuli[item].ClassIndex : null);
        }
    }

    private string Text(Func<int, bool?> answer) =>
        string.Concat(
            Enumerable
                .Range(0, stimuli.Count)
                .Select(item =>
                    answer(item) switch
                    {
                        true => '1',
                        false => '0',
                        null => '-',
                    }
                )
        );

    /// <summary>The one group of those apart that a judge belongs to.</summary>
    private JudgeGroup GroupOf(string key) => JudgeGroups.Apart.First(group => group.HasFor(key, model.Name));

    /// <summary>What a judge shares with the network, as far as that is known.</summary>
    private string? Shared(string key)
    {
        TrainingRecipe? theirs = JudgeGroups.RecipeOf(key);
        TrainingRecipe? own = model.Key is { } known ? JudgeGroups.RecipeOf(known) : null;
        return own is null || theirs is null ? null
            : own == theirs with { Name = own.Name, Seed = own.Seed } ? "trained by the same recipe from another seed"
            : own.Data == theirs.Data ? "trained on the same stimuli"
            : null;
    }
}
