using System.Text.Json;
using Metamers.Models;
using Metamers.Models.Colours;
using Metamers.Runtime;
using Metamers.Stimuli;
using Metamers.Studies;
using Metamers.Synthesis;
using Metamers.Synthesis.Objectives;
using Metamers.Tests.Studies;

namespace Metamers.Tests.Synthesis.Objectives;

/// <summary>What objectives say of themselves, and what is refused with one sentence.</summary>
public sealed class ObjectiveErrorTests
{
    private static readonly StagedModel Own = ObjectiveExamples.Network(8);
    private static readonly StagedModel Other = ObjectiveExamples.Network(14);
    private static readonly StagedModel Hearing = HearingNetwork.Ready();

    static ObjectiveErrorTests() { } // so that these tensors belong to no test's dispose scope

    public static TheoryData<SynthesisObjective, string> Unusable =>
        new()
        {
            { new(), "Objective without a term: at least one" },
            { new(new TotalVariationTerm()), "Objective 'total variation', which asks nothing of a network" },
            { new(new SpreadTerm()), "which asks nothing of a network" },
            { new(new MatchTerm { Weight = 0 }), "the term 'match' has Weight = 0: above 0" },
            { new(new MatchTerm { Weight = -2 }), "Weight = -2: above 0" },
            {
                new(new MatchTerm(), new TotalVariationTerm { Weight = double.NaN }),
                "'total variation' has Weight = NaN"
            },
            { new(new MatchTerm { Weight = double.PositiveInfinity }), "Weight = Infinity: above 0" },
            { new(new MismatchTerm { Distance = 0 }), "the term 'mismatch up to 0' has Distance = 0: above 0" },
            { new(new MatchTerm(), new SpreadTerm { Distance = -1 }), "the term 'spread up to -1' has Distance = -1" },
            { new(new DecideTerm { Class = -1 }), "the term 'decide class -1' has Class = -1: 0 or more" },
            { new(new DecideTerm { Class = 10 }), "'decide class 10', and ResNet8 has the classes 0 to 9" },
            {
                new(new MatchTerm()) { Jitter = -1 },
                "Objective.Jitter = -1: 0 or more"
            },
            {
                new(new MatchTerm()) { Jitter = 32 },
                "give less than 32"
            },
            {
                new(new MatchTerm()) { Spectrum = new() { Amplitudes = [1] } },
                "Spectrum with 1 amplitudes: at least two"
            },
            {
                new(new MatchTerm()) { Spectrum = new() { Amplitudes = [1, -1] } },
                "amplitudes below 0, not finite or all 0"
            },
            {
                new(new MatchTerm()) { Spectrum = new() { Amplitudes = [0, 0] } },
                "amplitudes below 0, not finite or all 0"
            },
            {
                new(new MatchTerm { Model = "ResNet20" }),
                "asks for 'match of ResNet20', but the synthesizer was given ResNet8 alone"
            },
            { new(new MatchTerm { Stage = "layer9" }), "ResNet8 has no stage 'layer9'. Its stages are:" },
            {
                new(new MatchTerm(), new MismatchTerm { Stage = "layer2" }),
                "'match' and 'mismatch at layer2 up to 1' of the objective ask about the same thing, layer2 of ResNet8"
            },
            { new(new MatchTerm(), new MatchTerm { Model = "ResNet8" }), "'match' and 'match of ResNet8'" },
            {
                new(new DecideTerm(), new DecideTerm { Unlike = true }),
                "ask about the same thing, the decision of ResNet8"
            },
            { new(new DecideTerm { Class = 1 }, new DecideTerm { Class = 2 }), "the decision of ResNet8" },
            {
                new(
                    new DecideTerm { Class = 1, Unlike = true },
                    new DecideTerm
                    {
                        Class = 1,
                        Unlike = true,
                        Weight = 2,
                    }
                ),
                "contradict or repeat each other"
            },
            {
                new(new MatchTerm(), new TotalVariationTerm(), new TotalVariationTerm()),
                "the same thing, total variation"
            },
            { new(new MatchTerm(), new SpreadTerm()), "each of the 2 references of this batch occurs only once" },
            { new(new DecideTerm()), "not every reference has a class from 0 to 9" },
        };

    [Theory]
    [MemberData(nameof(Unusable))]
    public void An_objective_that_cannot_be_used_is_refused(SynthesisObjective objective, string reason)
    {
        Stimulus[] references = [ObjectiveExamples.Picture(0) with { ClassIndex = null }, ObjectiveExamples.Picture(1)];
        Assert.Contains(
            reason,
            Refusal(() => new MetamerSynthesizer(Own, Options(objective)).Synthesize(references, "layer2"))
        );
    }

    [Fact]
    public void Several_classes_can_be_excluded() =>
        new MetamerSynthesizer(
            Own,
            Options(new(new DecideTerm { Class = 1, Unlike = true }, new DecideTerm { Class = 2, Unlike = true }))
        )
            .Start(ObjectiveExamples.References.Stack(), "layer2")
            .Dispose();

    [Fact]
    public void Networks_that_do_not_fit_are_refused()
    {
        MetamerOptions both = Options(ObjectiveExamples.All["two networks"]);
        using StagedModel fresh = RuleTensors.Fill(new Metamers.Models.Architectures.CifarResNet(14));
        Assert.Contains("ResNet14 is not frozen", Refusal(() => new MetamerSynthesizer(Own, both, [fresh])));
        Assert.Contains(
            "Two of the synthesizer's networks are called 'ResNet14'",
            Refusal(() => new MetamerSynthesizer(Own, both, [Other, Other]))
        );
        Assert.Contains(
            "No term of the objective 'match' names ResNet14; add one",
            Refusal(() => new MetamerSynthesizer(Own, ObjectiveExamples.Short, [Other]))
        );
        Assert.Contains(
            "ResNet8 takes pictures of shape (3, 32, 32) from 0 to 1, and HearingNetwork takes sounds of shape "
                + "(1600) at 16000 Hz from -1 to 1; one stimulus",
            Refusal(() =>
                new MetamerSynthesizer(Own, Options(new(new MatchTerm { Model = "HearingNetwork" })), [Hearing])
            )
        );
        using StagedModel eye = new ConeResponses(Illuminant.Daylight).Freeze();
        Assert.Contains(
            "makes no decision",
            Refusal(() => new MetamerSynthesizer(eye, Options(new(new DecideTerm()))))
        );
    }

    [Fact]
    public void Priors_of_pictures_are_refused_for_sounds_and_shifts_are_not()
    {
        MetamerOptions Sound(SynthesisObjective objective) => MetamerOptions.QuickSound with { Objective = objective };
        Assert.Contains(
            "Total variation is a prior for pictures, and HearingNetwork takes sounds of shape (1600)",
            Refusal(() => new MetamerSynthesizer(Hearing, Sound(ObjectiveExamples.All["total variation"])))
        );
        Assert.Contains(
            "Fourier coefficients scaled by 1/f are a prior for pictures",
            Refusal(() => new MetamerSynthesizer(Hearing, Sound(ObjectiveExamples.All["fourier"])))
        );
        _ = new MetamerSynthesizer(Hearing, Sound(ObjectiveExamples.All["jitter"]));
    }

    [Fact]
    public void Priors_that_change_the_loss_or_the_gradient_are_refused_with_optimisers_that_need_both()
    {
        MetamerOptions With(string objective, SynthesisOptimizer optimizer) =>
            MetamerOptions.Paper with
            {
                Segments = [new(5, 0.1), new(5, 0.01) { Optimizer = optimizer }],
                Objective = ObjectiveExamples.All[objective],
            };
        Assert.Contains(
            "Objective.Spectrum with a segment",
            Refusal(() => _ = new MetamerSynthesizer(Own, With("learned", SynthesisOptimizer.Adam)))
        );
        Assert.Contains(
            "Objective.Spectrum with a segment",
            Refusal(() => _ = new MetamerSynthesizer(Own, With("fourier", SynthesisOptimizer.Lbfgs)))
        );
        Assert.Contains(
            "Objective.Jitter = 3 with a segment of L-BFGS",
            Refusal(() => _ = new MetamerSynthesizer(Own, With("jitter", SynthesisOptimizer.Lbfgs)))
        );
        _ = new MetamerSynthesizer(Own, With("jitter", SynthesisOptimizer.Adam));
    }

    [Fact]
    public void A_representation_that_no_term_matches_is_refused()
    {
        MetamerSynthesizer synthesizer = new(Own, Options(new(new MatchTerm { Stage = "layer1" })));
        using TorchSharp.torch.Tensor references = ObjectiveExamples.References.Stack();
        using TorchSharp.torch.Tensor wanted = Own.Activations(references, "layer2");
        Assert.Contains(
            "no term of the objective 'match at layer1' matches that stage of ResNet8; add new MatchTerm()",
            Refusal(() => synthesizer.StartTowards(wanted, references, "layer2"))
        );
    }

    [Fact]
    public void An_objective_comes_back_from_json_and_is_equal_only_to_its_like()
    {
        foreach ((string name, SynthesisObjective objective) in ObjectiveExamples.All)
        {
            MetamerOptions options = Options(objective);
            MetamerOptions back = JsonSerializer.Deserialize<MetamerOptions>(JsonSerializer.Serialize(options))!;
            Assert.Equal(options, back);
            Assert.Equal(options.GetHashCode(), back.GetHashCode());
            Assert.All(
                ObjectiveExamples.All.Where(other => other.Key != name),
                other => Assert.NotEqual(objective, other.Value)
            );
        }

        Assert.Equal(
            """{"Terms":[{"term":"match","Weight":1},{"term":"totalVariation","Weight":5}]}""",
            JsonSerializer.Serialize(ObjectiveExamples.All["total variation"])
        );
    }

    [Fact]
    public void An_objective_says_what_it_is() =>
        Assert.Equal(
            "11 steps: 4 of length 0.5, 7 of length 0.1 with momentum 0.9, identity gradient on, seed 0, objective: "
                + "match + mismatch at layer1 of ResNet14 up to 1 + decide the reference's class + spread up to 0.3 + "
                + "0.5 × total variation, in Fourier coefficients scaled by a learned spectrum, jitter 2",
            Options(
                    new([.. ObjectiveExamples.All["all"].Terms.SkipLast(1), new TotalVariationTerm { Weight = 0.5 }])
                    {
                        Spectrum = ObjectiveExamples.Learned,
                        Jitter = 2,
                    }
                )
                .Describe()
        );

    [Fact]
    public void A_study_makes_ensemble_metamers_under_names_that_depend_on_both_networks()
    {
        using TemporaryFolder folder = new();
        SynthesisObjective both = new(new MatchTerm(), new MatchTerm { Model = "resnet20-standard-seed1" });
        MetamerOptions options = StudyExamples.Pictures.Schedules["short"] with { Repetitions = 1, Objective = both };
        Study study = StudyExamples.Pictures with
        {
            Networks = new Dictionary<string, IReadOnlyList<string>> { ["resnet20-standard-seed0"] = ["layer1"] },
            Schedules = StudyExamples.Schedule(options),
            Stimuli = StudyExamples.Pictures.Stimuli with { Count = 1 },
        };
        Assert.Equal(study.ToJson(), Study.Read(folder.Write(study)).ToJson());
        StudyStore store = new(Path.Combine(folder.Path, "store"));
        StudyPlan plan = store.Finish(study);
        Assert.Equal(["resnet20-standard-seed1"], plan.Others!.Select(other => other.Key));
        Assert.True(store.IsDone(plan.Items[0]));
        StudyItem renamed = StudyItem.Create(
            plan.Networks[0],
            "layer1",
            "short",
            options,
            plan.Stimuli,
            0,
            1,
            [plan.Others![0] with { WeightsSha256 = "other" }]
        );
        Assert.NotEqual(plan.Items[0].Name, renamed.Name);

        Study spread = study with
        {
            Schedules = StudyExamples.Schedule(options with { Objective = ObjectiveExamples.All["spread"] }),
        };
        Assert.Contains("schedule 'short' spreads metamers of one reference", Refusal(spread.Check));
    }

    private static MetamerOptions Options(SynthesisObjective objective) =>
        ObjectiveExamples.Short with
        {
            Objective = objective,
        };

    private static string Refusal(Action action) => Assert.Throws<MetamerException>(action).Message;
}
