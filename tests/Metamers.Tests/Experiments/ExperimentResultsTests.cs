using Metamers.Evaluation;
using Metamers.Experiments;
using Metamers.Plotting;
using Metamers.Plotting.Charts;
using Metamers.Published;
using Metamers.Runtime;
using Microsoft.Data.Analysis;

namespace Metamers.Tests.Experiments;

public sealed partial class ExperimentResultsTests : IDisposable
{
    private static readonly string[] Words = ["cat", "dog"];

    private static readonly string[] Conditions =
    [
        ExperimentDesign.Natural,
        "net/early",
        "net/late",
        "other/early",
        "other/late",
    ];

    private readonly TemporaryFolder _folder = new();
    private readonly string _answers;
    private readonly ExperimentStimulus[] _stimuli;
    private readonly ExperimentDesign _design;

    public ExperimentResultsTests()
    {
        _answers = _folder["answers"];
        string files = Directory.CreateDirectory(_folder["files"]).FullName;
        _stimuli =
        [
            .. ExperimentFiles
                .Pictures(files, Words, 10, Conditions)
                .Select(version =>
                    version with
                    {
                        Accepted = (version.Stimulus, version.Condition) != ("cat0", "net/late"),
                    }
                ),
            .. ExperimentFiles.Pictures(files, Words, 2, ExperimentDesign.Others),
        ];
        _design = Drawn(seed: 0);
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Participants_are_merged_with_every_trial()
    {
        Save(0, Right);
        Save(1, _ => "cat");
        ExperimentResults results = ExperimentResults.Load(Drawn(0, catchNeeded: 0), _answers);
        Assert.Empty(results.Excluded);
        Assert.Equal([0, 1], results.Participants);
        Assert.Equal(["net", "other"], results.Models);
        Assert.Equal(40, results.Table().Rows.Count);
        Assert.Equal(30, results.Table()["correct"].Cast<bool>().Count(right => right));
        Assert.All(results.Table()["image_ms"].Cast<double>(), shown => Assert.Equal(300, shown), throwIfEmpty: true);
    }

    [Fact]
    public void Each_condition_has_the_mean_over_participants_of_the_trials_that_showed_it()
    {
        Save(0, Right);
        Save(1, _ => "cat");
        ExperimentResults results = ExperimentResults.Load(Drawn(0, catchNeeded: 0), _answers);
        DataFrame table = results.Table();
        DataFrame byCondition = results.ByCondition();
        Assert.Equal(results.Design.Conditions, byCondition["condition"].Cast<string>());
        foreach (DataFrameRow row in byCondition.Rows)
        {
            double[] means =
            [
                .. table
                    .Rows.Where(trial => trial["condition"].Equals(row["condition"]) && trial["replaced"] is false)
                    .GroupBy(trial => trial["participant"])
                    .Select(own => own.Average(trial => trial["correct"] is true ? 1.0 : 0)),
            ];
            Assert.Equal(1, means[0]);
            Assert.Equal(2, row["participants"]);
            Assert.Equal((1 + means[1]) / 2, (double)row["correct"], 1e-12);
            Assert.Equal((1 - means[1]) / 2, (double)row["standard_error"], 1e-12);
        }
    }

    [Fact]
    public void Exclusions_are_stated()
    {
        ExperimentDesign design = Drawn(0, catchNeeded: 0.75);
        SimulatedParticipant.Save(
            design,
            0,
            trial => trial.Condition == ExperimentDesign.Natural ? "cat" : trial.Category,
            0,
            _answers
        );
        SimulatedParticipant.Save(
            design,
            1,
            trial => trial.Condition == ExperimentDesign.Catch ? "cat" : trial.Category,
            0,
            _answers
        );
        SimulatedParticipant.Save(
            design,
            2,
            trial => trial.Condition == ExperimentDesign.Screening ? "dog" : trial.Category,
            0,
            _answers
        );
        SimulatedParticipant.Save(design, 3, Right, 0, _answers);
        string file = Path.Combine(_answers, "participant-3.json");
        ExperimentSession whole = ExperimentSession.Read(file, design);
        (whole with { Trials = [.. whole.Trials.Take(14)] }).Write(file);
        ExperimentResults results = ExperimentResults.Load(design, _answers, minimumNatural: 1);
        Assert.Matches("^recognised [0-3] of 4 natural stimuli$", results.Excluded[0]);
        Assert.Equal("failed the catch trials: 2 of 4 right, 3 of 4 needed", results.Excluded[1]);
        Assert.Equal("failed the screening: 2 of 4 right, 3 of 4 needed", results.Excluded[2]);
        Assert.Equal("answered 14 of 32 trials", results.Excluded[3]);
        MetamerException error = Assert.Throws<MetamerException>(() => results.Matrix("net", Right));
        Assert.Contains("All 4 participants are excluded: 0 recognised", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Who_recognises_exactly_the_share_that_is_needed_stays()
    {
        ExperimentDesign design = Drawn(0, catchNeeded: 0);
        int seen = 0;
        Save(
            0,
            trial =>
                trial.Condition == ExperimentDesign.Natural && seen++ % 2 == 0
                    ? Words.First(word => word != trial.Category)
                    : trial.Category
        );
        ExperimentResults half = ExperimentResults.Load(design, _answers, minimumNatural: 0.5);
        Assert.Empty(half.Excluded);
        Assert.Equal(
            "recognised 2 of 4 natural stimuli",
            ExperimentResults.Load(design, _answers, minimumNatural: 0.51).Excluded[0]
        );
    }

    [Theory]
    [InlineData(0, 5, 0)]
    [InlineData(0.5, 3, 2)]
    [InlineData(0.75, 5, 4)]
    [InlineData(7.0 / 12, 12, 7)] // 7.000000000000001 by its rounding
    [InlineData(1, 5, 5)]
    public void A_share_that_is_needed_is_rounded_up(double share, int trials, int needed) =>
        Assert.Equal(needed, ExperimentOptions.Needed(share, trials));

    [Fact]
    public void A_failed_headphone_check_excludes()
    {
        ExperimentStimulus[] sounds = ExperimentFiles.Sounds(_folder["files"], Words, 5, Conditions);
        ExperimentDesign design = ExperimentDesign.Create(sounds, new() { Choices = Words, Participants = 2 });
        SimulatedParticipant.Save(design, 0, Right, 0, _answers);
        string file = Path.Combine(_answers, "participant-0.json");
        ExperimentSession session = ExperimentSession.Read(file, design);
        ExperimentAnswer[] answers = [.. session.Trials];
        string before = "";
        for (int i = 0; i < answers.Length; i++)
        {
            answers[i] = i < 2 ? answers[i] with { Response = answers[i].Response == "1" ? "2" : "1" } : answers[i];
            before = (answers[i] = answers[i] with { Check = answers[i].CheckAfter(before, design.Hash, 0) }).Check;
        }

        Assert.Empty(ExperimentResults.Load(design, _answers).Excluded);
        (session with { Trials = answers }).Write(file);
        Assert.Equal(
            "failed the headphone check: 4 of 6 right, 5 of 6 needed",
            ExperimentResults.Load(design, _answers).Excluded[0]
        );
    }

    [Fact]
    public void Proportions_leave_replaced_trials_out_and_figure_and_statistics_are_the_published_ones()
    {
        ExperimentDesign design = Drawn(0, catchNeeded: 0.75);
        string Late(ExperimentTrial trial) =>
            trial.Condition.EndsWith("late", StringComparison.Ordinal) && !trial.Replaced ? "cat" : trial.Category;
        for (int participant = 0; participant < 5; participant++)
        {
            SimulatedParticipant.Save(design, participant, Late, participant * 0.05, _answers, seed: 1);
        }

        ExperimentResults results = ExperimentResults.Load(design, _answers);
        ParticipantMatrix matrix = results.Matrix("net", Right);
        Assert.Equal([ExperimentDesign.Natural, "early", "late"], matrix.Stages);
        Assert.Equal(results.Participants.Count, matrix.Human.Count);
        Assert.All(matrix.Model, row => Assert.Equal([1, 1, 1], row), throwIfEmpty: true);
        IReadOnlyList<StageRecognition> rows = results.Recognition("net", Right, "Mine");
        Assert.Equal(matrix.Human.Average(row => row[2]), rows[2].HumanMean, 12);
        Assert.Equal(0.5, rows[0].HumanChance);
        Figure figure = HumanRecognition.Draw([.. rows, .. results.Recognition("other", Right, "Mine")]);
        Assert.Equal(4, figure.Series.Count);
        Assert.Contains(" participants, 20 stimuli; bars:", figure.Note);
        Assert.Equal(
            ["observer", "stage", "observer:stage"],
            results.HumanAgainstModel("net", Right, permutations: 100).Terms.Select(term => term.Name)
        );
        Assert.Equal(
            ["stage", "model", "stage:model"],
            results.ModelAgainstModel(["net", "other"], permutations: 100).Terms.Select(term => term.Name)
        );
        Assert.Contains(
            "There are no metamers of 'third'",
            Assert.Throws<MetamerException>(() => results.Matrix("third", Right)).Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void A_replaced_trial_does_not_count_although_it_was_answered_wrongly()
    {
        ExperimentDesign design = Drawn(0, catchNeeded: 0.75);
        for (int participant = 0; participant < 5; participant++)
        {
            SimulatedParticipant.Save(design, participant, RightUnlessReplaced, 0, _answers);
        }

        ExperimentResults results = ExperimentResults.Load(design, _answers);
        Assert.Equal(5, results.Participants.Count);
        Assert.Single(results.Table()["correct"].Cast<bool>(), right => !right);
        Assert.Single(results.Table()["replaced"].Cast<bool>(), replaced => replaced);
        Assert.All(results.Matrix("net", Right).Human, row => Assert.Equal([1, 1, 1], row), throwIfEmpty: true);
        Assert.All(
            results.Matrix("net", RightUnlessReplaced).Model,
            row => Assert.Equal([1, 1, 1], row),
            throwIfEmpty: true
        );

        static string RightUnlessReplaced(ExperimentTrial trial) =>
            trial.Replaced ? Words.Single(word => word != trial.Category) : trial.Category;
    }

    [Fact]
    public void The_standard_errors_are_those_of_the_participants_as_a_population_and_as_a_sample()
    {
        ExperimentDesign design = Drawn(0, catchNeeded: 0);
        for (int participant = 0; participant < 5; participant++)
        {
            bool guesses = participant < 2;
            SimulatedParticipant.Save(design, participant, trial => guesses ? "cat" : trial.Category, 0, _answers);
        }

        ExperimentResults results = ExperimentResults.Load(design, _answers);
        StageRecognition natural = results.Recognition("net", Right)[0];
        double[] shares = [.. results.Matrix("net", Right).Human.Select(row => row[0])];
        double squares = shares.Sum(share => Math.Pow(share - shares.Average(), 2));
        Assert.True(squares > 0.1, "the participants do not differ");
        Assert.Equal(shares.Average(), natural.HumanMean, 12);
        Assert.Equal(Math.Sqrt(squares / 5 / 5), natural.HumanSem, 12);
        Assert.Equal(Math.Sqrt(squares / 4 / 5), natural.HumanSampleSem, 12);
        Assert.Equal((1, 0), (natural.ModelMean, natural.ModelSem));
    }

    [Fact]
    public void A_simulated_participant_says_what_is_wrong()
    {
        Assert.Contains(
            "the choices are cat, dog",
            Assert
                .Throws<MetamerException>(() => SimulatedParticipant.Save(_design, 0, _ => "cow", 0, _answers))
                .Message,
            StringComparison.Ordinal
        );
        Assert.Contains(
            "participant 9, 0 to 4; a share of lapses of 2, 0 to 1",
            Assert.Throws<MetamerException>(() => SimulatedParticipant.Save(_design, 9, Right, 2, _answers)).Message,
            StringComparison.Ordinal
        );
    }

    private static string Right(ExperimentTrial trial) => trial.Category;

    private ExperimentDesign Drawn(long seed, double catchNeeded = 0.75) =>
        ExperimentDesign.Create(
            _stimuli,
            new()
            {
                Choices = Words,
                Participants = 5,
                Seed = seed,
                CatchNeeded = catchNeeded,
                ScreeningNeeded = catchNeeded,
            }
        );

    private void Save(int participant, Func<ExperimentTrial, string> answer) =>
        SimulatedParticipant.Save(Drawn(0, catchNeeded: 0), participant, answer, 0, _answers);
}
