using Metamers.Experiments;
using Metamers.Runtime;

namespace Metamers.Tests.Experiments;

public class ExperimentDesignTests
{
    private static readonly string[] Words = ["cat", "dog", "ship"];

    private static readonly string[] Stages = [ExperimentDesign.Natural, "early", "middle", "late"];

    private static readonly ExperimentOptions Options = new() { Choices = Words, Participants = 6, Seed = 3 };

    /// <summary>Ten stimuli of each word at natural and three stages; the late metamer of the first is not accepted.</summary>
    private static readonly ExperimentStimulus[] Stimuli =
    [
        .. from word in Words
           from i in Enumerable.Range(0, 10)
           from stage in Stages
           select new ExperimentStimulus($"{word}{i}", word, stage, $"{word}{i}_{stage}.png", (word, i, stage) != ("cat", 0, "late")),
    ];

    [Fact]
    public void Each_participant_sees_each_stimulus_once_and_the_conditions_evenly()
    {
        ExperimentDesign design = ExperimentDesign.Draw(Stimuli, Options);
        ExperimentDesign.CheckBalance(design.Trials);
        Assert.Equal(Stages, design.Conditions);
        Assert.Equal(6 * 30, design.Trials.Count);
        foreach (IGrouping<int, ExperimentTrial> own in design.Trials.GroupBy(trial => trial.Participant))
        {
            Assert.Equal(30, own.Select(trial => trial.Stimulus).Distinct().Count());
            Assert.All(own.CountBy(trial => trial.Condition), count => Assert.InRange(count.Value, 7, 8));
            Assert.All(own.CountBy(trial => (trial.Category, trial.Condition)), count => Assert.InRange(count.Value, 2, 3));
        }

        Assert.All(
            design.Trials.Where(trial => trial.Participant < 4).GroupBy(trial => trial.Stimulus),
            shown => Assert.Equal(4, shown.Select(trial => trial.Condition).Distinct().Count()));
    }

    [Fact]
    public void A_missing_metamer_is_replaced_by_the_natural_stimulus_and_marked()
    {
        ExperimentTrial[] late = [.. ExperimentDesign.Draw(Stimuli, Options).Trials.Where(trial => trial.Condition == "late")];
        ExperimentTrial[] replaced = [.. late.Where(trial => trial.Replaced)];
        Assert.NotEmpty(replaced);
        Assert.All(replaced, trial => Assert.Equal(("cat0", "cat0_natural.png"), (trial.Stimulus, trial.File)));
        Assert.All(late.Except(replaced), trial => Assert.Equal($"{trial.Stimulus}_late.png", trial.File));
    }

    [Fact]
    public void A_seed_gives_one_design_and_another_seed_another()
    {
        Assert.Equal(ExperimentDesign.Draw(Stimuli, Options).Hash, ExperimentDesign.Draw(Stimuli, Options).Hash);
        Assert.NotEqual(ExperimentDesign.Draw(Stimuli, Options).Hash, ExperimentDesign.Draw(Stimuli, Options with { Seed = 4 }).Hash);
    }

    [Fact]
    public void The_written_table_has_every_trial()
    {
        using TemporaryFolder folder = new();
        ExperimentDesign design = ExperimentDesign.Draw(Stimuli, Options);
        design.WriteTable(folder["design.csv"]);
        string[] lines = File.ReadAllLines(folder["design.csv"]);
        Assert.Equal("participant,trial,stimulus,category,condition,replaced,file", lines[0]);
        Assert.Equal(design.Trials.Count, lines.Length - 1);
        Assert.Equal(design.Trials.Count, design.Table().Rows.Count);
    }

    [Fact]
    public void A_stimulus_seen_twice_is_out_of_balance()
    {
        ExperimentTrial[] trials = [.. ExperimentDesign.Draw(Stimuli, Options).Trials];
        trials[0] = trials[1];
        MetamerException error = Assert.Throws<MetamerException>(() => ExperimentDesign.CheckBalance(trials));
        Assert.Contains("each participant has each once", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void No_accepted_metamer_is_refused() =>
        Refused([.. Stimuli.Select(version => version with { Accepted = version.Condition == ExperimentDesign.Natural })], Options, "None of 120 stimuli is an accepted metamer");

    [Fact]
    public void Fewer_categories_than_choices_are_refused() =>
        Refused(Stimuli, Options with { Choices = [.. Words, "bird"] }, "3 categories, but there are 4 choices: nothing shows bird");

    [Fact]
    public void Duplicate_stimuli_are_refused() =>
        Refused([.. Stimuli, Stimuli[5]], Options, "'cat1' is there 2 times in the condition 'early'");

    [Fact]
    public void A_category_that_nobody_can_choose_is_refused() =>
        Refused(Stimuli, Options with { Choices = ["cat", "dog"] }, "'ship' is none of the choices cat, dog");

    [Fact]
    public void A_stimulus_without_a_natural_version_is_refused() => Refused(Stimuli[1..], Options, "'cat0' has no natural version");

    [Fact]
    public void Wrong_options_are_all_named() =>
        Refused(Stimuli, new() { Choices = ["cat"], Participants = 0 }, "1 choices, at least 2; 0 participants, at least 1");

    private static void Refused(ExperimentStimulus[] stimuli, ExperimentOptions options, string message) =>
        Assert.Contains(message, Assert.Throws<MetamerException>(() => ExperimentDesign.Draw(stimuli, options)).Message, StringComparison.Ordinal);
}
