using Metamers.Experiments;
using Metamers.Runtime;

namespace Metamers.Tests.Experiments;

public sealed partial class ExperimentDesignTests : IDisposable
{
    private static readonly string[] Words = ["cat", "dog", "ship"];

    private static readonly string[] Stages = [ExperimentDesign.Natural, "early", "middle", "late"];

    private static readonly ExperimentOptions Options = new()
    {
        Choices = Words,
        Participants = 6,
        Seed = 3,
    };

    private readonly TemporaryFolder _folder = new();

    /// <summary>
    /// Ten stimuli of each word, natural and at three stages; the late metamer of the first one is not accepted.
    /// </summary>
    private readonly ExperimentStimulus[] Stimuli;

    public ExperimentDesignTests() =>
        Stimuli = [
            .. ExperimentFiles
                .Pictures(_folder.Path, Words, 10, Stages)
                .Select(version =>
                    version with
                    {
                        Accepted = (version.Stimulus, version.Condition) != ("cat0", "late"),
                    }
                ),
        ];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Each_participant_sees_each_stimulus_once_and_the_conditions_evenly()
    {
        ExperimentDesign design = ExperimentDesign.Create(Stimuli, Options);
        ExperimentDesign.CheckBalance(design.Trials);
        Assert.Equal(Stages, design.Conditions);
        Assert.Equal(6 * 30, design.Trials.Count);
        foreach (IGrouping<int, ExperimentTrial> own in design.Trials.GroupBy(trial => trial.Participant))
        {
            Assert.Equal(30, own.Select(trial => trial.Stimulus).Distinct().Count());
            Assert.All(
                own.CountBy(trial => trial.Condition),
                count => Assert.InRange(count.Value, 7, 8),
                throwIfEmpty: true
            );
            Assert.All(
                own.CountBy(trial => (trial.Category, trial.Condition)),
                count => Assert.InRange(count.Value, 2, 3),
                throwIfEmpty: true
            );
        }

        Assert.All(
            design.Trials.Where(trial => trial.Participant < 4).GroupBy(trial => trial.Stimulus),
            shown => Assert.Equal(4, shown.Select(trial => trial.Condition).Distinct().Count()),
            throwIfEmpty: true
        );
    }

    [Fact]
    public void A_missing_metamer_is_replaced_by_the_natural_stimulus_and_marked()
    {
        ExperimentTrial[] late =
        [
            .. ExperimentDesign.Create(Stimuli, Options).Trials.Where(trial => trial.Condition == "late"),
        ];
        ExperimentTrial[] replaced = [.. late.Where(trial => trial.Replaced)];
        Assert.NotEmpty(replaced);
        Assert.All(
            replaced,
            trial => Assert.Equal(("cat0", "cat0_natural.png"), (trial.Stimulus, Path.GetFileName(trial.File)))
        );
        Assert.All(
            late.Except(replaced),
            trial => Assert.Equal($"{trial.Stimulus}_late.png", Path.GetFileName(trial.File)),
            throwIfEmpty: true
        );
    }

    [Fact]
    public void A_seed_gives_one_design_and_another_seed_another()
    {
        Assert.Equal(ExperimentDesign.Create(Stimuli, Options).Hash, ExperimentDesign.Create(Stimuli, Options).Hash);
        Assert.NotEqual(
            ExperimentDesign.Create(Stimuli, Options).Hash,
            ExperimentDesign.Create(Stimuli, Options with { Seed = 4 }).Hash
        );
    }

    [Fact]
    public void A_design_is_the_same_where_its_files_lie_elsewhere_and_another_where_their_content_is()
    {
        using TemporaryFolder other = new();
        ExperimentStimulus[] moved = ExperimentFiles.Pictures(other.Path, Words, 10, Stages);
        string hash = ExperimentDesign
            .Create([.. Stimuli.Select(version => version with { Accepted = true })], Options)
            .Hash;
        Assert.Equal(hash, ExperimentDesign.Create(moved, Options).Hash);
        ExperimentFiles.WritePicture(moved[^1].File, "another picture");
        Assert.NotEqual(hash, ExperimentDesign.Create(moved, Options).Hash);
    }

    [Fact]
    public void Every_stimulus_comes_at_every_place_equally_often()
    {
        ExperimentStimulus[] checks = ExperimentFiles.Pictures(
            _folder.Path,
            Words[..1],
            3,
            [ExperimentDesign.Screening]
        );
        const int participants = 300;
        ExperimentDesign design = ExperimentDesign.Create(
            [.. Stimuli, .. checks],
            Options with
            {
                Participants = participants,
            }
        );
        Dictionary<(string, int), int> places = design
            .Trials.Where(trial => trial.Condition == ExperimentDesign.Screening)
            .CountBy(trial => (trial.Stimulus, trial.Trial))
            .ToDictionary();
        Assert.Equal(9, places.Count); // three stimuli at three places
        // A third each; four standard deviations of a binomial distribution.
        Assert.All(places.Values, count => Assert.InRange(count, participants / 3 - 33, participants / 3 + 33));
    }

    [Fact]
    public void Practice_and_screening_come_first_and_catch_trials_are_spread()
    {
        ExperimentStimulus[] checks = ExperimentFiles.Pictures(_folder.Path, Words, 2, ExperimentDesign.Others);
        ExperimentDesign design = ExperimentDesign.Create([.. Stimuli, .. checks], Options);
        Assert.Equal(Stages, design.Conditions);
        Assert.NotEmpty(design.Trials);
        foreach (IGrouping<int, ExperimentTrial> own in design.Trials.GroupBy(trial => trial.Participant))
        {
            ExperimentTrial[] trials = [.. own];
            Assert.Equal(Enumerable.Range(0, 48), trials.Select(trial => trial.Trial));
            Assert.All(trials[..6], trial => Assert.Equal(ExperimentDesign.Practice, trial.Condition));
            Assert.All(trials[6..12], trial => Assert.Equal(ExperimentDesign.Screening, trial.Condition));
            int[] caught =
            [
                .. trials.Where(trial => trial.Condition == ExperimentDesign.Catch).Select(trial => trial.Trial),
            ];
            Assert.Equal(6, caught.Length);
            Assert.All(caught.Zip(caught.Skip(1)), pair => Assert.InRange(pair.Second - pair.First, 4, 7));
            Assert.False(trials[0].IsMain || trials[^1].Replaced);
        }
    }

    [Fact]
    public void A_file_that_is_missing_is_named() =>
        Refused([.. Stimuli[1..], Stimuli[0] with { File = "nowhere.png" }], Options, "There is no file nowhere.png");

    [Fact]
    public void A_file_of_another_kind_is_refused() =>
        Refused(
            [.. Stimuli[1..], Stimuli[0] with { File = typeof(ExperimentDesign).Assembly.Location }],
            Options,
            "is not a stimulus; pictures end in .png"
        );

    [Fact]
    public void Two_stimuli_of_one_content_are_refused()
    {
        File.Copy(Stimuli[0].File, Stimuli[4].File, overwrite: true);
        Refused(Stimuli, Options, "The stimuli 'cat0' and 'cat1' have the same file content");
    }

    [Fact]
    public void Sounds_of_different_rates_are_refused()
    {
        ExperimentStimulus[] sounds = ExperimentFiles.Sounds(_folder.Path, Words, 2, Stages);
        Assert.True(ExperimentDesign.Create(sounds, Options).Kind.IsSound);
        ExperimentStimulus[] faster = ExperimentFiles.Sounds(
            Directory.CreateDirectory(_folder["faster"]).FullName,
            Words,
            2,
            Stages,
            16000
        );
        Refused(
            [sounds[0] with { File = faster[0].File }, .. sounds[1..]],
            Options,
            "has 16000 samples per second and"
        );
        Refused([sounds[0] with { File = Stimuli[0].File }, .. sounds[1..]], Options, "are a picture and a sound");
    }

    [Fact]
    public void A_stimulus_that_practises_and_is_asked_is_refused() =>
        Refused(
            [.. Stimuli, Stimuli[0] with { Condition = ExperimentDesign.Practice }],
            Options,
            "'cat0' is used for practice and for 'natural'"
        );

    [Fact]
    public void The_written_table_has_every_trial()
    {
        using TemporaryFolder folder = new();
        ExperimentDesign design = ExperimentDesign.Create(Stimuli, Options);
        design.WriteTable(folder["design.csv"]);
        string[] lines = File.ReadAllLines(folder["design.csv"]);
        Assert.Equal("participant,trial,stimulus,category,condition,replaced,file,content", lines[0]);
        Assert.Equal(design.Trials.Count, lines.Length - 1);
        ExperimentTrial first = design.Trials[0];
        Assert.Equal(
            $"0,0,{first.Stimulus},{first.Category},{first.Condition},"
                + $"{(first.Replaced ? "TRUE" : "FALSE")},{first.File},{first.Content}",
            lines[1]
        );
        Assert.Equal(design.Trials.Count, design.Table().Rows.Count);
    }

    [Fact]
    public void A_stimulus_seen_twice_is_out_of_balance()
    {
        ExperimentTrial[] trials = [.. ExperimentDesign.Create(Stimuli, Options).Trials];
        trials[0] = trials[1];
        MetamerException error = Assert.Throws<MetamerException>(() => ExperimentDesign.CheckBalance(trials));
        Assert.Contains("each participant must have each once", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void No_accepted_metamer_is_refused() =>
        Refused(
            [.. Stimuli.Select(version => version with { Accepted = version.Condition == ExperimentDesign.Natural })],
            Options,
            "None of 120 stimuli is an accepted metamer"
        );

    [Fact]
    public void Fewer_categories_than_choices_are_refused() =>
        Refused(
            Stimuli,
            Options with
            {
                Choices = [.. Words, "bird"],
            },
            "3 categories, but there are 4 choices: nothing shows bird"
        );

    [Fact]
    public void Duplicate_stimuli_are_refused() =>
        Refused([.. Stimuli, Stimuli[5]], Options, "'cat1' occurs 2 times in the condition 'early'");

    [Fact]
    public void A_category_that_nobody_can_choose_is_refused() =>
        Refused(Stimuli, Options with { Choices = ["cat", "dog"] }, "'ship' is not one of the choices cat, dog");

    [Fact]
    public void A_stimulus_without_a_natural_version_is_refused() =>
        Refused(Stimuli[1..], Options, "'cat0' has no natural version");

    [Fact]
    public void Wrong_options_are_all_named() =>
        Refused(
            Stimuli,
            new() { Choices = ["cat"], Participants = 0 },
            "1 choices, at least 2; 0 participants, at least 1"
        );

    [Fact]
    public void Criteria_out_of_range_are_refused() =>
        Refused(
            Stimuli,
            Options with
            {
                HeadphonesNeeded = 7,
                CatchNeeded = 1.5,
            },
            "7 headphone trials needed, 0 to 6; a share of 1.5 of the catch trials needed, 0 to 1"
        );

    private static void Refused(ExperimentStimulus[] stimuli, ExperimentOptions options, string message) =>
        Assert.Contains(
            message,
            Assert.Throws<MetamerException>(() => ExperimentDesign.Create(stimuli, options)).Message,
            StringComparison.Ordinal
        );
}
