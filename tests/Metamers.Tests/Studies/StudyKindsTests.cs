using Metamers.Claims;
using Metamers.Evaluation.Kinds;
using Metamers.Models;
using Metamers.Models.Zoo;
using Metamers.Runtime;
using Metamers.Studies;
using Metamers.Synthesis;
using Microsoft.Data.Analysis;

namespace Metamers.Tests.Studies;

public sealed class StudyKindsTests : IDisposable
{
    private static readonly MetamerOptions Short = new() { Repetitions = 1, StepsPerRepetition = 2 };

    /// <summary>An owl, horses, and a cup of coffee, which is none of the ten classes.</summary>
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
            ["usual-again"] = Short with { Seed = 1 },
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
        Assert.Equal(3 * 2, claims.Count); // stages
        KindMeasure recognised = expected.Single(row => row is { Stage: "layer1", Measure: "recognition by others" });
        Claim claim = claims.Single(known =>
            known.Sentence == "Others recognise both equally often: resnet20-standard-seed0, layer1"
        );
        Assert.Equal(
            (recognised.Difference, recognised.StandardError, recognised.Low, recognised.High),
            (claim.Found.Value, claim.Found.StandardError, claim.Found.Low, claim.Found.High)
        );
        Assert.Equal((-0.05, 0.05, 2, 1), (claim.Claimed.Least, claim.Claimed.Most, claim.Stimuli, claim.Judges));
        Assert.Equal(expected[^1].Margin, claims.Last(known => known.JudgedBy == "networks").Claimed.Most);
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
}
