using Metamers.Models;
using Metamers.Runtime;
using Metamers.Stimuli.Data;
using Metamers.Stimuli.Images;
using Metamers.Stimuli.Synthetic;
using Metamers.Studies;
using Metamers.Synthesis;

namespace Metamers.Tests.Studies;

public sealed class StudyPlanTests : IDisposable
{
    private readonly TemporaryFolder temporary = new();

    public void Dispose() => temporary.Dispose();

    [Fact]
    public void The_work_is_every_network_stage_schedule_and_stimulus_once_with_names_that_follow_from_the_content()
    {
        StudyPlan plan = StudyPlan.Make(StudyExamples.Pictures);
        Assert.Equal(
            [("conv1_relu1", 0, 2), ("conv1_relu1", 2, 1), ("layer1", 0, 2), ("layer1", 2, 1)],
            plan.Items.Select(item => (item.Stage, item.First, item.Count))
        );
        Assert.Equal(4, plan.Items.Select(item => item.Name).Distinct().Count());
        Assert.All(
            plan.Items,
            item => Assert.Matches("^resnet20-standard-seed0-(conv1_relu1|layer1)-[0-9a-f]{16}$", item.Name),
            throwIfEmpty: true
        );
        Assert.Equal(plan.Items, StudyPlan.Make(StudyExamples.Pictures with { Name = "other", Nulls = null }).Items);

        // With two more stimuli, unchanged work keeps its names; with another schedule, none does.
        StudyPlan more = StudyPlan.Make(
            StudyExamples.Pictures with
            {
                Stimuli = new() { Set = "dead-leaves", Count = 5 },
            }
        );
        Assert.Equal(
            [plan.Items[0].Name, plan.Items[2].Name],
            more.Items.Select(item => item.Name).Intersect(plan.Items.Select(item => item.Name))
        );
        StudyPlan other = StudyPlan.Make(
            StudyExamples.Pictures with
            {
                Schedules = StudyExamples.Schedule(
                    new()
                    {
                        Repetitions = 2,
                        StepsPerRepetition = 3,
                        ReportEvery = 1,
                        Seed = 1,
                    }
                ),
            }
        );
        Assert.Empty(other.Items.Select(item => item.Name).Intersect(plan.Items.Select(item => item.Name)));
    }

    [Fact]
    public void The_name_of_a_piece_of_work_follows_from_all_that_its_metamers_depend_on()
    {
        ModelIdentity network = new("ResNet20", new string('a', 64), "key", new string('b', 64));
        StudyStimulus[] stimuli = [new("one", "cat", 3, null, "c"), new("two", "dog", 5, null, "d")];
        string Name(
            ModelIdentity model,
            string stage = "layer1",
            string schedule = "s",
            int steps = 3,
            int first = 0,
            string sha = "c"
        ) =>
            StudyItem
                .Create(
                    model,
                    stage,
                    schedule,
                    MetamerOptions.Paper with
                    {
                        StepsPerRepetition = steps,
                    },
                    [stimuli[0] with { Sha256 = sha }, stimuli[1]],
                    first,
                    1
                )
                .Name;
        string[] different =
        [
            Name(network),
            Name(network with { WeightsSha256 = new string('e', 64) }),
            Name(network with { Name = "ResNet32" }),
            Name(network, stage: "layer2"),
            Name(network, steps: 4),
            Name(network, first: 1),
            Name(network, sha: "f"),
        ];
        Assert.Equal(different.Length, different.Distinct().Count());
        Assert.Equal(different[0], Name(network, schedule: "another name of the same"));
        Assert.Equal(different[0], Name(network with { CheckpointSha256 = null })); // the same weights in another file
    }

    [Fact]
    public void A_network_without_stages_is_taken_at_all_of_them()
    {
        Dictionary<string, IReadOnlyList<string>> all = new() { ["resnet20-standard-seed0"] = [] };
        Assert.Equal(7, StudyPlan.Make(StudyExamples.Pictures with { Networks = all, StimuliPerItem = 3 }).Items.Count);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(7)]
    public void Shards_cover_all_work_once(int count)
    {
        StudyPlan plan = StudyPlan.Make(StudyExamples.Pictures with { StimuliPerItem = 1 });
        IEnumerable<StudyItem> together = Enumerable.Range(1, count).SelectMany(i => plan.Shard($"{i}/{count}"));
        Assert.Equal(plan.Items.OrderBy(item => item.Name), together.OrderBy(item => item.Name));
        Assert.Equal(plan.Items, plan.Shard(null));
        Assert.All(
            new[] { "0/3", "4/3", "1", "a/b", "1/3/5", "-1/3" },
            shard =>
                Assert.Contains(
                    $"There is no shard '{shard}'. Give i/n with 1 ≤ i ≤ n",
                    Assert.Throws<MetamerException>(() => plan.Shard(shard)).Message
                )
        );
    }

    [Fact]
    public void Stages_stimuli_and_inputs_that_do_not_fit_are_told()
    {
        Study study = StudyExamples.Pictures;
        Expect(
            "resnet20-standard-seed0 has no stage 'layer9', which the study 'pictures' names. Its stages are: "
                + "input_after_preproc, conv1_relu1",
            study with
            {
                Networks = Network("resnet20-standard-seed0", "layer9"),
            }
        );
        Expect(
            "ResNet20 takes pictures, and 'words' are sounds.",
            study with
            {
                Stimuli = new() { Set = "words", Count = 2 },
            }
        );
        Expect(
            "The networks of the study 'pictures' take different inputs: resnet20-standard-seed0 (3, 32, 32), "
                + "cochcnnsmall-digit-seed0 (16000) at 16000 Hz",
            study with
            {
                Networks = new Dictionary<string, IReadOnlyList<string>>
                {
                    ["resnet20-standard-seed0"] = [],
                    ["cochcnnsmall-digit-seed0"] = [],
                },
            }
        );
        Expect(
            "There is no folder",
            study with
            {
                Stimuli = new() { Set = "folder", Folder = "nowhere" },
                Folder = temporary.Path,
            }
        );
        Expect(
            "nulls contains no complete null distribution of 'resnet20-standard-seed0'",
            study with
            {
                Nulls = "nulls",
                Folder = temporary.Path,
            }
        );

        static void Expect(string message, Study wrong) =>
            Assert.Contains(message, Assert.Throws<MetamerException>(() => StudyPlan.Make(wrong)).Message);
        static Dictionary<string, IReadOnlyList<string>> Network(string key, params string[] stages) =>
            new() { [key] = stages };
    }

    private static Study OfPhotographs =>
        StudyExamples.Pictures with
        {
            Stimuli = new()
            {
                Set = "cifar10-jpeg",
                Count = 11,
                First = 1,
            },
            Evaluators = ["resnet20-standard-seed0"],
        };

    [Fact]
    public void A_study_of_photographs_that_are_nowhere_asks_for_them()
    {
        Skip.When(DataFiles.Find("cifar10-jpeg.tar") is not null, "cifar10-jpeg.tar is in the data folders.");
        string message = Assert.Throws<MetamerException>(() => StudyPlan.Make(OfPhotographs)).Message;
        Assert.Contains("cifar10-jpeg.tar", message);
    }

    [Fact]
    public void Photographs_are_one_of_each_class_before_a_second()
    {
        TestFiles.Data("cifar10-jpeg.tar");
        IReadOnlyList<StudyStimulus> stimuli = StudyPlan.Make(OfPhotographs).Stimuli;
        Assert.Equal(
            Enumerable.Range(1, 11).Select(i => (int?)(i % 10)),
            stimuli.Select(stimulus => stimulus.ClassIndex)
        );
        Assert.Equal(("automobile-0000", "automobile-0001"), (stimuli[0].Name, stimuli[10].Name));
    }

    [Fact]
    public void Own_pictures_are_taken_from_the_folder_beside_the_study_and_must_stay_as_they_were()
    {
        foreach (int seed in new[] { 1, 2, 3 })
        {
            Directory.CreateDirectory(temporary["mine/more"]); // passed over, since there are pictures beside it
            ImageFile.Save(temporary[$"mine/picture-{seed}.png"], SyntheticStimuli.DeadLeaves(48, seed).Pixels);
        }

        Study study = StudyExamples.Pictures with
        {
            Stimuli = new()
            {
                Set = "folder",
                Folder = "mine",
                First = 1,
            },
            Folder = temporary.Path,
        };
        StudyStore store = new(temporary["store"]);
        Assert.Equal(["picture-2", "picture-3"], store.Plan(study).Stimuli.Select(stimulus => stimulus.Name));
        Assert.Contains(
            "The folder mine holds 3 stimuli; the study takes 3 after the first 1.",
            Assert
                .Throws<MetamerException>(() =>
                    StudyPlan.Make(study with { Stimuli = study.Stimuli with { Count = 3 } })
                )
                .Message
        );

        ImageFile.Save(temporary["mine/picture-2.png"], SyntheticStimuli.DeadLeaves(48, 4).Pixels);
        Assert.Contains(
            "are not those that the study 'pictures' was planned with",
            Assert.Throws<MetamerException>(() => store.Finish(study)).Message
        );
    }
}
