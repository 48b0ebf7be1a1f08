using Metamers.Models;
using Metamers.Models.Zoo;
using Metamers.Runtime;
using Metamers.Studies;
using Metamers.Synthesis;
using Metamers.Synthesis.Objectives;

namespace Metamers.Tests.Studies;

public sealed class StudyStoreTests : IDisposable
{
    private readonly TemporaryFolder temporary = new();

    public void Dispose() => temporary.Dispose();

    [Fact]
    public void A_finished_study_holds_the_judged_metamers_that_the_synthesiser_makes()
    {
        StudyStore store = new(temporary["store"]);
        StudyPlan plan = store.Finish(StudyExamples.Pictures);
        StudyStatus status = StudyStatus.Read(store, plan);
        Assert.True(status.IsComplete);
        Assert.Equal([new NetworkStatus("resnet20-standard-seed0", 4, 4, 0, 0)], status.Networks);
        Assert.Equal("pictures: 4 of 4 done, 0 under way", status.ToString());

        MetamerSet metamers = new(plan.Items.SelectMany(store.Load));
        Assert.Equal(
            ["dead-leaves-0", "dead-leaves-1", "dead-leaves-2", "dead-leaves-0", "dead-leaves-1", "dead-leaves-2"],
            metamers.Select(metamer => metamer.Reference.Name)
        );
        Assert.All(
            metamers,
            metamer => Assert.True(metamer.StepsDone == 6 && metamer.Judgement is not null && metamer.Created is null),
            throwIfEmpty: true
        );
        using StagedModel model = ModelZoo.Load("resnet20-standard-seed0");
        MetamerSet direct = new MetamerSynthesizer(model, StudyExamples.Pictures.Schedules["short"]).Synthesize(
            plan.LoadStimuli(model),
            "layer1"
        );
        Assert.True(direct[2].Values.allclose(metamers[5].Values, 1e-4, 1e-5)); // another batch, so not to the bit
        metamers[5].Save(temporary["one"]);
        Assert.True(File.Exists(temporary["one/metamer.png"]));
    }

    [Fact]
    public void A_schedule_may_have_an_objective_over_several_networks_which_is_read_planned_and_met()
    {
        const string Other = "resnet20-l2-seed0";
        Study study = StudyExamples.Pictures with
        {
            Name = "ensemble",
            Networks = new Dictionary<string, IReadOnlyList<string>> { ["resnet20-standard-seed0"] = ["layer1"] },
            Schedules = StudyExamples.Schedule(
                StudyExamples.Pictures.Schedules["short"] with
                {
                    Objective = new(new MatchTerm(), new MatchTerm { Stage = "layer1", Model = Other }),
                }
            ),
        };
        Study read = Study.Read(temporary.Write(study));
        StudyStore store = new(temporary["store"]);
        StudyPlan plan = store.Finish(read);
        MetamerSet metamers = new(plan.Items.SelectMany(store.Load));
        Assert.Equal([3, 3], [metamers.Count, metamers.Count(metamer => metamer.Others.Single().Name == "ResNet20")]);
        using StagedModel model = ModelZoo.Load("resnet20-standard-seed0");
        using StagedModel other = ModelZoo.Load(Other);
        MetamerSet direct = new MetamerSynthesizer(model, study.Schedules["short"], [other]).Synthesize(
            plan.LoadStimuli(model),
            "layer1"
        );
        MetamerSet alone = new MetamerSynthesizer(model, StudyExamples.Pictures.Schedules["short"]).Synthesize(
            plan.LoadStimuli(model),
            "layer1"
        );
        Assert.True(direct[2].Values.allclose(metamers[2].Values, 1e-4, 1e-5));
        Assert.False(alone[2].Values.allclose(metamers[2].Values, 1e-4, 1e-5));
    }

    [Fact]
    public void A_store_that_cannot_be_written_is_no_failure_of_the_work()
    {
        StudyStore store = new(temporary["store"]);
        StudyPlan plan = store.Plan(StudyExamples.Pictures);
        string states = Path.GetDirectoryName(store.StatePath(plan.Items[0]))!;
        if (Directory.Exists(states))
        {
            Directory.Delete(states);
        }

        File.WriteAllText(states, "in the place of the folder");
        using (StudyWorker worker = new(store, plan))
        {
            MetamerException error = Assert.Throws<MetamerException>(() => worker.Run(plan.Items));
            Assert.Contains("Cannot write", error.Message);
        }

        Assert.All(plan.Items, item => Assert.Null(store.FailureOf(item)), throwIfEmpty: true);
        File.Delete(states);
        using StudyWorker next = new(store, plan);
        Assert.Equal(4, next.Run(plan.Items));
    }

    [Fact]
    public void Two_studies_of_one_store_make_what_they_share_once()
    {
        StudyStore store = new(temporary["store"]);
        StudyPlan first = store.Finish(StudyExamples.Pictures);
        DateTime[] times = [.. first.Items.Select(item => File.GetLastWriteTimeUtc(store.ResultPath(item)))];
        Study larger = StudyExamples.Pictures with
        {
            Name = "larger",
            Stimuli = new() { Set = "dead-leaves", Count = 5 },
        };
        StudyPlan second = store.PlanOf(larger);
        Assert.Equal(2, second.Items.Count(store.IsDone));
        using (StudyWorker worker = new(store, second))
        {
            Assert.Equal(4, worker.Run(second.Items));
        }

        Assert.Equal(times, first.Items.Select(item => File.GetLastWriteTimeUtc(store.ResultPath(item))));
        Assert.Equal(
            ["larger.json", "pictures.json"],
            Directory.GetFiles(temporary["store/studies"]).Select(Path.GetFileName).Order()
        );
    }

    [Fact]
    public void Changed_options_under_one_name_are_refused_with_what_differs_and_nothing_is_lost()
    {
        StudyStore store = new(temporary["store"]);
        Study study = StudyExamples.Pictures;
        StudyPlan plan = store.Plan(study);
        Refused("its schedules differ", study with { Schedules = StudyExamples.Schedule(MetamerOptions.Quick) });
        Refused(
            "its stimuli differ",
            study with
            {
                Stimuli = new()
                {
                    Set = "dead-leaves",
                    Count = 3,
                    First = 1,
                },
            }
        );
        Refused(
            "its networks or their weights differ",
            study with
            {
                Networks = new Dictionary<string, IReadOnlyList<string>> { ["resnet20-l2-seed0"] = ["layer1"] },
            }
        );
        Refused("its stages or the number of stimuli of an item differ", study with { StimuliPerItem = 3 });
        Assert.Equal(plan.Items, store.PlanOf(study).Items);

        void Refused(string difference, Study changed) =>
            Assert.Contains(
                $"{store.Folder} contains another study called 'pictures': {difference}. "
                    + "Give this one a different name",
                Assert.Throws<MetamerException>(() => store.PlanOf(changed)).Message
            );
    }

    [Fact]
    public void A_damaged_file_of_results_is_told_and_made_again_once_deleted()
    {
        StudyStore store = new(temporary["store"]);
        StudyPlan plan = store.Finish(StudyExamples.Pictures);
        string path = store.ResultPath(plan.Items[1]);
        byte[] good = File.ReadAllBytes(path);
        foreach (
            byte[] bad in new[]
            {
                [],
                good[..^1],
                good[..20],
                Flipped(good, good.Length - 5),
                Flipped(good, 400),
                File.ReadAllBytes(store.ResultPath(plan.Items[3])),
            }
        )
        {
            File.WriteAllBytes(path, bad);
            MetamerException error = Assert.Throws<MetamerException>(() => StudyMerge.Merge(store, plan));
            Assert.Contains(
                "The metamers of resnet20-standard-seed0 at conv1_relu1, schedule short, stimuli 2 to 2 are damaged:",
                error.Message
            );
            Assert.EndsWith($"Delete {path} and run the study again.", error.Message);
        }

        File.Delete(path);
        Directory.Delete(temporary["store/claims"], recursive: true); // as if the lease had expired
        store.Finish(StudyExamples.Pictures);
        Assert.Equal(good, File.ReadAllBytes(path));

        static byte[] Flipped(byte[] bytes, int at) =>
            [.. bytes.Select((value, i) => i == at ? (byte)(value ^ 1) : value)];
    }

    [Fact]
    public void A_plan_that_is_damaged_or_leads_out_of_the_store_is_refused()
    {
        StudyStore store = new(temporary["store"]);
        StudyPlan plan = store.Plan(StudyExamples.Pictures);
        string path = temporary["store/studies/pictures.json"];
        string good = File.ReadAllText(path);
        foreach (
            string bad in new[]
            {
                good[..(good.Length / 2)],
                "null",
                good.Replace(plan.Items[0].Name, "../../elsewhere"),
                good.Replace(plan.Items[0].Name, "NUL"),
            }
        )
        {
            File.WriteAllText(path, bad);
            Assert.Contains(
                "contains no plan of a study",
                Assert.Throws<MetamerException>(() => store.PlanOf(StudyExamples.Pictures)).Message
            );
        }
    }

    [Fact]
    public void What_cannot_be_done_is_told_passed_over_and_tried_again_when_asked()
    {
        StudyStore store = new(temporary["store"]);
        StudyPlan plan = store.Plan(StudyExamples.Pictures);
        StudyItem item = plan.Items[2];
        temporary.Write(Path.GetRelativePath(temporary.Path, store.StatePath(item)), [1, 2, 3]);
        using StudyWorker worker = new(store, plan);
        Assert.Equal(3, worker.Run(plan.Items));

        StudyStatus status = StudyStatus.Read(store, plan);
        Assert.Equal((3, 1), (status.Done, status.Networks[0].Failed));
        Assert.Equal(item, Assert.Single(status.Failures).Item);
        Assert.Contains(store.StatePath(item), status.Failures[0].Reason);
        Assert.Equal(0, worker.Run(plan.Items));
        Assert.Contains(
            "1 of 4 pieces of work of 'pictures' are missing",
            Assert.Throws<MetamerException>(() => StudyMerge.Merge(store, plan)).Message
        );

        store.Retry(item);
        Assert.Equal(1, worker.Run(plan.Items));
    }

    [Fact]
    public void Cancelled_work_is_given_back_and_gone_on_with()
    {
        StudyStore store = new(temporary["store"]);
        StudyPlan plan = store.Plan(StudyExamples.Pictures);
        using StudyWorker worker = new(store, plan);
        using CancellationTokenSource stop = new();
        int done = worker.Run(plan.Items, new Stop(stop, after: 9), stop.Token);
        Assert.Equal(1, done);
        Assert.Single(Directory.GetFiles(temporary["store/unfinished"]));
        Assert.Equal(3, worker.Run(plan.Items));
        Assert.Empty(Directory.GetFiles(temporary["store/unfinished"]));
        StudyStore other = new(temporary["other"]);
        other.Finish(StudyExamples.Pictures);
        Assert.All(
            plan.Items,
            item => Assert.Equal(File.ReadAllBytes(other.ResultPath(item)), File.ReadAllBytes(store.ResultPath(item))),
            throwIfEmpty: true
        );
    }

    private sealed class Stop(CancellationTokenSource source, int after) : IProgress<SynthesisProgress>
    {
        private int told;

        public void Report(SynthesisProgress value)
        {
            if (++told == after)
            {
                source.Cancel();
            }
        }
    }
}
