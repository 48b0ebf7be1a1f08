using Metamers.Claims;
using Metamers.Evaluation.Kinds;
using Metamers.Models;
using Metamers.Models.Zoo;
using Metamers.Runtime;
using Metamers.Studies;
using Metamers.Synthesis;
using Metamers.Synthesis.Objectives;
using Microsoft.Data.Analysis;
using static System.StringComparison;

namespace Metamers.Tests.Studies;

public sealed class StudyKindsTests : IDisposable
{
    private static readonly MetamerOptions Short = new() { Repetitions = 1, StepsPerRepetition = 2 };

    /// <summary>
    /// An owl, horses, and a cup of coffee, which is none of the ten classes. The seeds of the standard schedule are
    /// reported at different intervals, which does not make them two schedules.
    /// </summary>
    private static readonly Study Compared = StudyExamples.Pictures with
    {
        Stimuli = new()
        {
            Set = "photographs",
            Count = 3,
            First = 2,
        },
        Schedules = new Dictionary<string, MetamerOptions>
        {
            ["usual"] = Short,
            ["usual-again"] = Short with { Seed = 1, ReportEvery = 1 },
            ["long"] = Short with { StepSize = 2 },
        },
        Evaluators = ["resnet20-standard-seed0", "vgg8-standard-seed0"],
        Comparisons = [new(["usual", "usual-again"], ["long"])],
    };

    private readonly TemporaryFolder temporary = new();

    public void Dispose() => temporary.Dispose();

    [Fact]
    public void Kinds_are_those_of_the_test_on_the_same_metamers_with_the_other_networks_as_judges()
    {
        StudyStore store = new(temporary["store"]);
        StudyPlan plan = store.Finish(Compared);
        StudyResults results = StudyMerge.Merge(store, plan);
        DataFrame kinds = results.Kinds!;

        using StagedModel judge = ModelZoo.Load("vgg8-standard-seed0");
        using MetamerSet first = Load("usual", "usual-again");
        using MetamerSet second = Load("long");
        KindMeasure[] expected = [.. KindTest.Compare(first, second, [judge]).Measures];
        Assert.Equal(
            expected.Select(row =>
                ("resnet20-standard-seed0", "usual;usual-again", "long", row.Stage, row.Measure, row.First, row.Second)
            ),
            kinds.Rows.Select(row =>
                (
                    (string)row["network"],
                    (string)row["standard"],
                    (string)row["compared"],
                    (string)row["stage"],
                    (string)row["measure"],
                    (double)row["first"],
                    (double)row["second"]
                )
            )
        );
        Assert.Equal(
            expected.Select(row => (row.AdjustedP, row.Verdict.ToString(), 2, row.Judges)),
            kinds.Rows.Select(row =>
                ((double)row["adjusted_p"], (string)row["verdict"], (int)row["stimuli"], (int)row["judges"])
            )
        );
        Assert.Equal([0, 1], expected.Select(row => row.Judges).Distinct().Order());

        ClaimList claims = KindClaims.Compute(results, "long");
        Claim claim = Assert.Single(
            claims,
            known =>
                known.Sentence.EndsWith("them apart: " + "resnet20-standard-seed0, layer1", Ordinal)
                && known.JudgedBy == "classifier"
        );
        KindMeasure pixels = expected.Single(row =>
            row is { Stage: "layer1", Measure: "classifier on the " + "stimuli's statistics" }
        );
        Assert.Equal(
            (pixels.Difference, pixels.StandardError, pixels.Low, pixels.High, pixels.Margin, 2, 1),
            (
                claim.Found.Value,
                claim.Found.StandardError,
                claim.Found.Low,
                claim.Found.High,
                claim.Claimed.Most,
                claim.Stimuli,
                claim.Judges
            )
        );

        // Two stimuli cannot show that schedules are alike, whatever the judges answer.
        Assert.DoesNotContain(claims, known => known.Verdict == ClaimVerdict.Agrees);
        Assert.InRange(claims.Count, 1, 3 * 2);
        Assert.Contains(
            "compares no schedule 'short', only: long.",
            Assert.Throws<MetamerException>(() => KindClaims.Compute(results, "short")).Message
        );
        Assert.Contains(
            "only: none.",
            Assert.Throws<MetamerException>(() => KindClaims.Compute(results with { Kinds = null }, "long")).Message
        );

        results.Save(temporary["merged"]);
        Assert.Equal(
            kinds.Rows.SelectMany(row => row),
            StudyResults.Load(temporary["merged"]).Kinds!.Rows.SelectMany(row => row)
        );
        (results with { Kinds = null }).Save(temporary["merged"]);
        Assert.Null(StudyResults.Load(temporary["merged"]).Kinds);

        MetamerSet Load(params string[] schedules) =>
            new(
                plan.Items.Where(item => schedules.Contains(item.Schedule))
                    .OrderBy(item => item.Stage)
                    .SelectMany(store.Load)
                    .Where(metamer => metamer.Reference.ClassIndex is not null)
            );
    }

    [Fact]
    public void A_stage_that_not_all_schedules_have_is_left_out_of_a_part()
    {
        StudyStore store = new(temporary["store"]);
        StudyPlan plan = store.Plan(Compared);
        using StudyWorker worker = new(store, plan);
        worker.Run([.. plan.Items.Where(item => item.Stage == "layer1" || item.Schedule == "usual")]);
        DataFrame kinds = StudyMerge.Merge(store, plan, partial: true).Kinds!;
        Assert.Equal(["layer1"], kinds.Rows.Select(row => (string)row["stage"]).Distinct());
    }

    [Fact]
    public void A_comparison_that_cannot_be_made_is_refused_before_the_work()
    {
        Refuse(new(["usual", "other"], ["long"]), "no schedule 'other', only usual, usual-again, long");
        Refuse(new(["usual"], ["long"]), "first, two or more entries of one schedule that differ by their seeds");
        Refuse(new(["usual", "long"], ["long"]), "first, two or more entries of one schedule");
        Refuse(new(["usual", "usual"], ["long"]), "first, two or more entries of one schedule");
        Refuse(new(["usual", "usual-again"], []), "second, one or more entries of one schedule");
        Refuse(new(["usual", "usual-again"], ["usual", "long"]), "second, one or more entries of one schedule");
        Assert.Contains(
            "comparison usual, usual-again against long: at least two evaluators",
            Assert
                .Throws<MetamerException>(() => StudyPlan.Make(Compared with { Evaluators = ["vgg8-standard-seed0"] }))
                .Message
        );

        static void Refuse(StudyComparison comparison, string rule) =>
            Assert.Contains(
                rule,
                Assert
                    .Throws<MetamerException>(() => StudyPlan.Make(Compared with { Comparisons = [comparison] }))
                    .Message
            );
    }

    [Fact]
    public void What_can_never_be_compared_is_refused_or_left_out()
    {
        Assert.Contains(
            "comparison usual, usual-again against usual: each entry once",
            Refusal(Compared with { Comparisons = [new(["usual", "usual-again"], ["usual"])] })
        );
        Assert.Contains(
            "evaluator 'vgg8-standard-seed0': an objective matches it, so that it is no other network",
            Refusal(
                Compared with
                {
                    Schedules = new Dictionary<string, MetamerOptions>(Compared.Schedules)
                    {
                        ["both"] = Short with
                        {
                            Objective = new(new MatchTerm(), new MatchTerm { Model = "vgg8-standard-seed0" }),
                        },
                    },
                }
            )
        );

        // Of the coffee and the horses, one has a class.
        StudyStore store = new(temporary["few"]);
        StudyPlan plan = store.Finish(Compared with { Stimuli = Compared.Stimuli with { First = 3, Count = 2 } });
        StudyResults results = StudyMerge.Merge(store, plan);
        Assert.Empty(results.Kinds!.Rows);
        Assert.NotEmpty(results.Metamers.Rows);
    }

    private string Refusal(Study study)
    {
        string path = temporary["study.json"];
        File.WriteAllText(path, study.ToJson());
        return Assert.Throws<MetamerException>(() => Study.Read(path)).Message;
    }
}
