using Metamers.Evaluation;
using Metamers.Published;
using Metamers.Runtime;
using Metamers.Statistics;
using Metamers.Tables;
using Microsoft.Data.Analysis;

namespace Metamers.Experiments;

public sealed partial class ExperimentResults
{
    /// <summary>
    /// Proportion correct in each condition, whatever the conditions are; <see cref="Recognition"/> is for metamers of
    /// networks, whose stages make a curve. Trials in which the natural stimulus replaced another are left out.
    /// </summary>
    /// <returns>
    /// Columns condition, participants and trials (counts), correct (0 to 1, the mean over participants), and
    /// standard_error (over participants; not a number for one). A condition that was never shown has no row.
    /// </returns>
    public DataFrame ByCondition()
    {
        ILookup<string, (int Participant, double Correct)> answers = Shown.ToLookup(
            shown => shown.Trial.Condition,
            shown => (shown.Trial.Participant, shown.Response == shown.Trial.Category ? 1.0 : 0)
        );
        return Design
            .Conditions.Where(answers.Contains)
            .Select(condition =>
            {
                double[] means =
                [
                    .. answers[condition]
                        .GroupBy(answer => answer.Participant)
                        .Select(own => own.Average(answer => answer.Correct)),
                ];
                return new
                {
                    Condition = condition,
                    Participants = means.Length,
                    Trials = answers[condition].Count(),
                    Correct = means.Average(),
                    StandardError = StandardError.OfMean(means),
                };
            })
            .ToDataFrame();
    }

    /// <summary>Proportions correct by participant and stage, in the form of the published data.</summary>
    /// <remarks>
    /// Trials in which the natural stimulus replaced a metamer are left out: they say nothing about the metamer.
    /// </remarks>
    /// <param name="model">One of <see cref="Models"/>.</param>
    /// <param name="network">
    /// The generating network's answer to the stimulus shown in a trial: one of the choices, or anything else if it is
    /// wrong.
    /// </param>
    /// <exception cref="MetamerException">
    /// There is no such model, nobody is left, or all trials of a participant at a stage were replaced.
    /// </exception>
    public ParticipantMatrix Matrix(string model, Func<ExperimentTrial, string> network)
    {
        IReadOnlyList<(string Name, string Condition)> stages = StagesOf(model);
        string[] conditions = [ExperimentDesign.Natural, .. stages.Select(stage => stage.Condition)];
        var cells = _answers
            .Where(answer => !answer.Trial.Replaced)
            .ToLookup(answer => (answer.Trial.Participant, answer.Trial.Condition));
        double[][] Proportions(Func<(ExperimentTrial Trial, ExperimentAnswer Answer), bool> right) =>
            [
                .. Participants.Select(participant =>
                    conditions
                        .Select(condition =>
                            cells[(participant, condition)].Any()
                                ? cells[(participant, condition)].Average(answer => right(answer) ? 1.0 : 0)
                                : throw new MetamerException(
                                    $"Participant {participant} has no trial of '{condition}' in which its metamer "
                                        + "was shown. Give more stimuli, or leave this condition out."
                                )
                        )
                        .ToArray()
                ),
            ];
        return new(
            [ExperimentDesign.Natural, .. stages.Select(stage => stage.Name)],
            Proportions(answer => answer.Answer.Response == answer.Trial.Category),
            Proportions(answer => network(answer.Trial) == answer.Trial.Category)
        );
    }

    /// <summary>
    /// Recognition at each stage of one model, in the form that <c>Plotting.HumanRecognition</c> draws. Rows of several
    /// models can be drawn in one figure.
    /// </summary>
    /// <param name="model">As in <see cref="Matrix"/>.</param>
    /// <param name="network">As there.</param>
    /// <param name="experiment">The title of the figure.</param>
    /// <exception cref="MetamerException">As there.</exception>
    public IReadOnlyList<StageRecognition> Recognition(
        string model,
        Func<ExperimentTrial, string> network,
        string experiment = "Own experiment"
    )
    {
        ParticipantMatrix matrix = Matrix(model, network);
        int people = Participants.Count;
        double chance = Design.Options.Chance;
        int stimuli = Shown.Select(shown => shown.Trial.Stimulus).Distinct().Count();
        return
        [
            .. matrix.Stages.Select(
                (stage, i) =>
                {
                    (double Mean, double Sem, double SampleSem) human = Summary(matrix.Human.Select(row => row[i])),
                        own = Summary(matrix.Model.Select(row => row[i]));
                    return new StageRecognition(
                        Design.Kind.Modality,
                        0,
                        experiment,
                        model,
                        model,
                        i,
                        stage,
                        stage,
                        matrix.Stages.Count - 1,
                        people,
                        human.Mean,
                        human.Sem,
                        human.SampleSem,
                        own.Mean,
                        own.Sem,
                        chance,
                        chance,
                        $"design {Design.Hash}"
                    )
                    {
                        Stimuli = stimuli,
                    };
                }
            ),
        ];
    }

    /// <summary>Compares people with the generating network: observer × stage, as published.</summary>
    /// <param name="model">As in <see cref="Matrix"/>.</param>
    /// <param name="network">As there.</param>
    /// <param name="permutations">How many permutations.</param>
    /// <param name="seed">Seed of the permutations.</param>
    public AnovaTable HumanAgainstModel(
        string model,
        Func<ExperimentTrial, string> network,
        int permutations = 10_000,
        int seed = 0
    )
    {
        ParticipantMatrix matrix = Matrix(model, network);
        return MixedAnova.Analyse([matrix.Human, matrix.Model], permutations: permutations, seed: seed);
    }

    /// <summary>
    /// Compares people's recognition of the metamers of several models: stage × model, as published. The models must
    /// have the same number of stages.
    /// </summary>
    /// <param name="models">At least two of <see cref="Models"/>.</param>
    /// <param name="permutations">How many permutations.</param>
    /// <param name="seed">Seed of the permutations.</param>
    public AnovaTable ModelAgainstModel(IReadOnlyList<string> models, int permutations = 10_000, int seed = 0) =>
        TwoWayRepeatedMeasuresAnova.Analyse(
            ParticipantMatrix.StagesByModels([.. models.Select(model => Matrix(model, trial => trial.Category))]),
            permutations: permutations,
            seed: seed
        );

    private static (double Mean, double Sem, double SampleSem) Summary(IEnumerable<double> values)
    {
        double[] all = [.. values];
        double mean = all.Average(),
            squares = all.Sum(value => (value - mean) * (value - mean));
        return (
            mean,
            Math.Sqrt(squares / all.Length / all.Length),
            all.Length > 1 ? Math.Sqrt(squares / (all.Length - 1) / all.Length) : 0
        );
    }
}
