using Metamers.Experiments;
using Metamers.Models;
using Metamers.Models.Zoo;
using Metamers.Plotting;
using Metamers.Plotting.Reports;
using Metamers.Reports;
using Metamers.Reports.Making;
using Metamers.Reports.Records;
using Metamers.Runtime;
using Metamers.Stimuli.Data.Sets;

namespace Metamers.Tests.Reports;

/// <summary>An experiment with the stimuli of a report, whose participants are simulated.</summary>
[Collection(nameof(ModelReportTests))]
public sealed class PeopleMeasurementTests : IDisposable
{
    private const int People = 6;
    private const string FinalStage = $"{ReportExamples.Key}/final";

    private static readonly string[] Choices =
    [
        .. ReportExamples.Pictures.Select(picture => picture.Label!).Distinct().Order(StringComparer.Ordinal),
    ];

    private readonly TemporaryFolder folder = new();
    private readonly ModelReportTests.Made made;
    private readonly StagedModel model = ModelZoo.Load(ReportExamples.Key);
    private readonly ExperimentDesign design;
    private readonly ReportRecord record;
    private readonly Func<ExperimentTrial, string> network;

    public PeopleMeasurementTests(ModelReportTests.Made made)
    {
        this.made = made;
        made.Report.Save(made.Folder);
        record = made.Report.Record;
        design = Designed(Path.Combine(made.Folder, "stimuli"), ReportExamples.Key);
        network = NetworkObserver.Ask(model, design, Cifar10.ClassNames);
    }

    public void Dispose()
    {
        model.Dispose();
        folder.Dispose();
    }

    [Fact]
    public void People_who_answer_as_the_network_agree_with_it_wholly()
    {
        MeasuredRecognition measured = Measure(network);
        Assert.Equal([ExperimentDesign.Natural, "final"], measured.Stages.Select(stage => stage.Stage));
        Assert.All(measured.Stages, stage => Assert.True(stage.Network > 0.5));
        int shown = design.Trials.Count(trial => trial.IsMain && !trial.Replaced);
        Assert.Equal(shown, measured.Stages.Sum(stage => stage.Trials));
        Assert.Equal((People, 0), (measured.Participants, measured.Excluded));
        Assert.Equal(1.0 / Choices.Length, measured.Chance, 5);
        // Always right, as the network is: kappa is not defined. Otherwise it is 1.
        Assert.True(measured.Consistency is null or { Value: 1 });
    }

    [Fact]
    public void Agreement_with_people_who_never_err_is_not_defined()
    {
        MeasuredRecognition measured = Measure(trial => trial.Category);
        Assert.All(measured.Stages, stage => Assert.Equal(1, stage.People.Value));
        Assert.Null(measured.Ceiling);
        Assert.Null(measured.Consistency);
    }

    [Fact]
    public void A_network_that_does_not_work_is_not_compared_with_people_who_were_asked()
    {
        using StagedModel broken = ModelZoo.Load(ReportExamples.Key);
        broken.train();
        using ModelReport report = ModelReport.Make(
            broken,
            ReportExamples.Options(folder["broken"]) with
            {
                People = Answers(network),
            }
        );
        Assert.NotNull(report.Record.Problem);
        Assert.StartsWith(
            "People were asked",
            report.Record.NotTested.Single(part => part.What == "Recognition by people").Why
        );
    }

    [Fact]
    public void Agreement_is_that_of_the_definition()
    {
        // Half of the participants err on every picture whose name ends in an even digit, the others on the odd ones.
        bool Errs(ExperimentTrial trial) => (trial.Stimulus[^1] + trial.Participant) % 2 == 0;
        MeasuredRecognition measured = Measure(trial => Errs(trial) ? Wrong(trial) : trial.Category);
        ExperimentTrial[] trials = [.. design.Trials.Where(trial => trial.IsMain && !trial.Replaced)];
        double right = trials.Count(trial => !Errs(trial)) / (double)trials.Length;
        Assert.Equal(
            right,
            measured.Stages.Sum(stage => stage.People.Value * stage.Trials) / trials.Length,
            1 // participants count equally, whatever the number of their trials
        );
        (double Same, double Right, int Count) pairs = (0, 0, 0);
        foreach (
            (ExperimentTrial one, ExperimentTrial other) in from one in trials
            from other in trials
            where one.Participant != other.Participant
            where (one.Stimulus, one.Condition) == (other.Stimulus, other.Condition)
            select (one, other)
        )
        {
            pairs.Count++;
            pairs.Same += Errs(one) == Errs(other) ? 1 : 0;
            pairs.Right += Errs(one) ? 0 : 1;
        }

        double p = pairs.Right / pairs.Count;
        double chance = p * p + (1 - p) * (1 - p);
        Assert.Equal((pairs.Same / pairs.Count - chance) / (1 - chance), measured.Ceiling!.Value, 5);
    }

    [Fact]
    public void An_experiment_with_other_networks_is_refused() =>
        Assert.Contains(
            "says nothing of another",
            Assert
                .Throws<MetamerException>(() =>
                    PeopleMeasurement.Measure(Answers(network), model, "another", Cifar10.ClassNames, 200)
                )
                .Message
        );

    [Theory]
    [InlineData(1, false)]
    [InlineData(2, false)]
    [InlineData(3, true)]
    public void A_few_participants_leave_out_what_they_cannot_tell(int participants, bool agreement)
    {
        bool Errs(ExperimentTrial trial) => (trial.Stimulus[^1] + trial.Participant) % 2 == 0;
        MeasuredRecognition measured = PeopleMeasurement.Measure(
            Answers(trial => Errs(trial) ? Wrong(trial) : trial.Category, participants),
            model,
            ReportExamples.Key,
            Cifar10.ClassNames,
            200
        );
        Assert.Equal(participants, measured.Participants);
        Assert.Equal(agreement, measured.Ceiling is not null);
        Assert.All(
            measured.Stages,
            stage => Assert.Equal(participants == 1, double.IsInfinity(stage.People.StandardError))
        );
        ReportRecord told = record with { Measured = measured };
        ModelReportTests.AssertValid(told.ToJson());
        Figure figure = ReportFigures.People(told);
        Assert.Equal(participants == 1, double.IsNaN(figure.Series[0].Low![0])); // one alone has no error bar
        Assert.NotEmpty(figure.ToPng());
    }

    [Fact]
    public void A_participant_who_saw_no_natural_stimulus_is_measured_on_the_metamers()
    {
        // Two stimuli in three conditions: each participant misses one of these.
        string[] conditions = [ExperimentDesign.Natural, $"{ReportExamples.Key}/conv1_relu1", FinalStage];
        ExperimentStimulus[] all =
        [
            .. ExperimentStimuli
                .FromFolder(Path.Combine(made.Folder, "stimuli"))
                .Where(stimulus => conditions.Contains(stimulus.Condition)),
        ];
        ExperimentStimulus[] two =
        [
            .. all.Where(stimulus => stimulus.Condition == FinalStage)
                .DistinctBy(stimulus => stimulus.Category)
                .Take(2),
        ];
        ExperimentDesign few = ExperimentDesign.Create(
            [.. all.Where(stimulus => two.Any(one => one.Stimulus == stimulus.Stimulus))],
            new() { Choices = [.. two.Select(stimulus => stimulus.Category)], Participants = conditions.Length }
        );
        int participant = few
            .Trials.GroupBy(trial => trial.Participant)
            .Single(own => own.All(trial => trial.Condition != ExperimentDesign.Natural))
            .Key;
        SimulatedParticipant.Save(few, participant, trial => trial.Category, 0, folder["few"]);
        MeasuredRecognition measured = PeopleMeasurement.Measure(
            ExperimentResults.Load(few, folder["few"]),
            model,
            ReportExamples.Key,
            Cifar10.ClassNames,
            200
        );
        Assert.Contains("final", measured.Stages.Select(stage => stage.Stage));
        Assert.DoesNotContain(ExperimentDesign.Natural, measured.Stages.Select(stage => stage.Stage));
        ReportRecord told = record with { Measured = measured };
        ModelReportTests.AssertValid(told.ToJson());
        Assert.NotEmpty(ReportFigures.People(told).ToPng());
    }

    [Fact]
    public void A_report_with_answers_draws_them_beside_the_judges()
    {
        ReportOptions options = ReportExamples.Options(made.Folder) with { Label = "mine", TestStimuli = 0 };
        using (ModelReport before = ModelReport.Make(model, options))
        {
            before.Save(folder["before"]);
        }

        ExperimentDesign own = Designed(folder["before/stimuli"], "mine");
        own.Save(folder["before/design.json"]);
        for (int participant = 0; participant < People; participant++)
        {
            SimulatedParticipant.Save(own, participant, trial => trial.Category, 0.4, folder["before/answers"]);
        }

        using ModelReport report = ModelReport.Make(
            model,
            options with
            {
                People = ExperimentResults.LoadWithDesign(folder["before/answers"]),
            }
        );
        MeasuredRecognition measured = report.Record.Measured!;
        Figure figure = Assert.IsType<Figure>(
            Assert.Single(ReportText.Of(report).OfType<ReportBlock.Picture>(), block => block.Name == "people").Drawn
        );
        Assert.Equal([ExperimentDesign.Natural, "final"], figure.X.Categories!);
        Assert.Equal(
            [$"people ({People})", "the network itself, in the same trials", "all judges (8)"],
            figure.Series.Select(series => series.Name)
        );
        Assert.Equal(measured.Stages.Select(stage => stage.People.Value), figure.Series[0].Y);
        Assert.Equal(
            measured.Stages.Select(stage => stage.People.Value + stage.People.StandardError),
            figure.Series[0].High!
        );
        PanelRecognition panel = report.Record.Recognition!;
        GroupRecognition[] judges = [.. panel.Groups.Where(group => group.Group == "all judges")];
        Assert.Equal([judges[0].Recognition!.Value, judges[^1].Recognition!.Value], figure.Series[2].Y);
        Assert.Equal([measured.Chance, panel.Chance], figure.Lines.Select(line => line.Value));
        report.Save(folder["after"]);
        Assert.Contains("Do people recognise the metamers of mine?", File.ReadAllText(folder["after/report.html"]));
        Assert.True(File.Exists(folder["after/figures/people.png"]));
    }

    /// <summary>An experiment with the natural stimuli of a report and the metamers of the last stage.</summary>
    private static ExperimentDesign Designed(string stimuli, string network) =>
        ExperimentDesign.Create(
            [
                .. ExperimentStimuli
                    .FromFolder(stimuli)
                    .Where(stimulus =>
                        stimulus.Condition is ExperimentDesign.Natural || stimulus.Condition == $"{network}/final"
                    ),
            ],
            new()
            {
                Choices = Choices,
                Participants = People,
                Seed = 1,
            }
        );

    private static string Wrong(ExperimentTrial trial) => Choices.First(name => name != trial.Category);

    private MeasuredRecognition Measure(Func<ExperimentTrial, string> answer) =>
        PeopleMeasurement.Measure(Answers(answer), model, ReportExamples.Key, Cifar10.ClassNames, 200);

    private ExperimentResults Answers(Func<ExperimentTrial, string> answer, int participants = People)
    {
        for (int participant = 0; participant < participants; participant++)
        {
            SimulatedParticipant.Save(design, participant, answer, 0, folder["answers"]);
        }

        return ExperimentResults.Load(design, folder["answers"]);
    }
}
