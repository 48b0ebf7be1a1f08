using Metamers.Claims;
using Metamers.Evaluation;
using Metamers.Models;
using Metamers.Models.Zoo;
using Metamers.Published;
using Metamers.Statistics;
using static Metamers.Claims.ClaimedRange;
using static Notebook.Tests.Sentences.Judged;
using static Notebook.Tests.Sentences.PeopleNumbers;
using static Notebook.Tests.Sentences.Sources;

namespace Notebook.Tests.Sentences;

/// <summary>What notebooks 02, 09, 12 and 13 say of the participants as a whole, and beside networks.</summary>
internal static class SentencesOfRecognition
{
    public static IEnumerable<Sentence> All =>
        [
            new(
                "12",
                "Metamers that people recognise less are mostly those that other networks recognise less.",
                In(
                    Above(0.8),
                    () => new[] { "vision", "audio" }.Select(modality => (modality, OfOthers(modality).Coefficient))
                )
            ),
            new(
                "12",
                "They do not recognise those of the last stage in standard networks, nor in networks that learned "
                    + "from more data, without labels or from shapes.",
                In(
                    Below(0.25),
                    () =>
                        Published
                            .Recognition.Where(row =>
                                row is { Modality: "vision", StageLabel: "final", Experiment: 1 or 5 or 10 or 12 or 16 }
                            )
                            .Select(row => (row.PaperModel, row.HumanMean))
                )
            ),
            new(
                "12",
                "in vision well above chance up to the last stage; in hearing perturbed cochleagrams help, and "
                    + "perturbed waveforms as well at some late stages",
                Both(
                    Judged.All(
                        ClaimVerdict.Agrees,
                        Above(0.15),
                        () =>
                            Robust
                                .Select(model => (model, People("vision", 3, model, "final")))
                                .Concat(
                                    new[] { "alexnet_l2_3_robust", "alexnet_linf_8_robust" }.Select(model =>
                                        (model, People("vision", 4, model, "final"))
                                    )
                                )
                    ),
                    Judged.All(
                        ClaimVerdict.Agrees,
                        () => Claims.Value.Where(claim => Says(claim, "Perturbed cochleagrams help: "))
                    ),
                    Judged.All(ClaimVerdict.Agrees, Above(0), () => Gains("audio", 3, Waveforms, Coch, ["layer4"]))
                )
            ),
            new(
                "09",
                "It helped people too, with the paper's LowPassAlexNet.",
                Judged.All(
                    ClaimVerdict.Agrees,
                    () => Claims.Value.Where(claim => Says(claim, "LowPassAlexNet against AlexNet"))
                )
            ),
            new(
                "12",
                "All lines begin high: people recognise the photographs, and metamers of the first stage.",
                In(
                    Above(0.75),
                    () =>
                        Published
                            .Recognition.Where(row => row is { Modality: "vision", Experiment: 1, StageIndex: 0 or 1 })
                            .Select(row => ($"{row.PaperModel}, {row.StageLabel}", row.HumanMean))
                )
            ),
            new(
                "12",
                "The metamers of some self-supervised networks are more recognisable at `layer4` and `avgpool`, but "
                    + "not at the last stage.",
                Both(
                    Judged.All(
                        ClaimVerdict.Agrees,
                        Above(0),
                        () => Gains("vision", 5, Unlabelled, Standard, ["layer4", "avgpool"])
                    ),
                    NotMore(() => Gains("vision", 5, Unlabelled, Standard, ["final"]))
                )
            ),
            new(
                "12",
                "Other networks rank metamers much as people do, though they recognise more of the late words.",
                Both(
                    In(
                        Above(0.8),
                        () => new[] { "vision", "audio" }.Select(modality => (modality, OfOthers(modality).Coefficient))
                    ),
                    In(
                        Above(0),
                        () =>
                            LateOfOthers()
                                .Select(row => ($"{row.Model}, {row.Stage}", row.OtherModelsMean - row.HumanMean))
                    )
                )
            ),
            new(
                "02",
                "people recognise 0.75 of the `avgpool` metamers of a robust ResNet-50 and 0.11 of those of the "
                    + "standard network, with 2,048 numbers in both",
                Numbers(() =>
                {
                    using StagedModel model = ModelZoo.Build(Standard, seed: 0);
                    return
                    [
                        People("vision", 3, Robust[0], "avgpool").Value,
                        People("vision", 3, Standard, "avgpool").Value,
                        model.Stages.Single(stage => stage.Name == "avgpool").Units,
                    ];
                })
            ),
            new(
                "09",
                "the paper's number is that of ResNet-50 for ResNet-20 (its `layer4` for `layer3`), of AlexNet for "
                    + "VGG-8 (its `fc0_relu` for `fc_relu_0`) and of CochCNN9 for CochCnnSmall",
                In(
                    Near0(1e-6),
                    () =>
                        [
                            Beside(
                                "L2 training makes late metamers more recognisable (ResNet-20, layer3)",
                                PeopleGain("vision", 3, Robust[0], Standard, "layer4")
                            ),
                            Beside(
                                "… (VGG-8, final)",
                                PeopleGain("vision", 4, "alexnet_l2_3_robust", "alexnet", "final")
                            ),
                            Beside(
                                "Less aliasing does, in vision (VGG-8, fc_relu_0)",
                                PeopleGain("vision", 9, LowPass, "alexnet_early_checkpoint", "fc0_relu")
                            ),
                            Beside(
                                "Training on perturbed waveforms does (CochCnnSmall, relu4)",
                                PeopleGain("audio", 8, $"{Cnn}_l2_1_robust_waveform", Cnn, "relu4")
                            ),
                        ]
                )
            ),
            new(
                "09",
                "after eight words without one, up to 0.369 of other words may be exceptions",
                Numbers(() =>
                {
                    Claim first = TrainingClaims.Task(Study("transfer-words"))[0];
                    return [first.Stimuli!.Value, 1, first.Found.High];
                })
            ),
            new(
                "12",
                "the models themselves name only 0.35 of the photographs and 0.08 of the words, and about as many of "
                    + "the metamers, where people name 0.89 and 0.83 of the natural stimuli",
                Both(
                    Numbers(() =>
                        [
                            .. OfClassical(row => row.StageIndex == 0).Select(row => row.ModelMean),
                            .. OfClassical(row => row.StageIndex == 0).Select(row => row.HumanMean),
                        ]
                    ),
                    In(
                        Near0(0.03),
                        () =>
                            OfClassical(row => row.StageIndex > 0)
                                .Select(row =>
                                    (
                                        $"{row.PaperModel}, {row.StageLabel}",
                                        row.ModelMean
                                            - OfClassical(one => one.Model == row.Model && one.StageIndex == 0)
                                                .Single()
                                                .ModelMean
                                    )
                                )
                    )
                )
            ),
            new(
                "12",
                "(19 for pictures, 16 for words); upwards, how well people do (20 to 84 of them)",
                Numbers(() =>
                    [
                        .. new[] { "vision", "audio" }.Select(modality =>
                            Published.OtherModels.Where(row => row.Modality == modality).Max(row => row.OtherModels)
                        ),
                        Published.OtherModels.Min(row => row.Participants),
                        Published.OtherModels.Max(row => row.Participants),
                    ]
                )
            ),
            new(
                "13",
                "over the 20 to 84 people who were asked",
                Numbers(() => [ParticipantsOf("vision")[0], ParticipantsOf("vision")[^1]])
            ),
            new("13", "with recognition by 20 or 60 people each", Numbers(() => ParticipantsOf("audio"))),
        ];

    private static readonly Lazy<ClaimList> Papers = new(() =>
        PaperClaims.Compute(Published, Study("transfer-pictures"), Study("transfer-words"))
    );

    private static readonly string[] Classical = ["hmax_standard", "spectemp_filters"];

    private static IEnumerable<StageRecognition> OfClassical(Func<StageRecognition, bool> which) =>
        Classical.SelectMany(model => Published.Recognition.Where(row => row.Model == model && which(row)));

    private static double[] ParticipantsOf(string modality) =>
        [
            .. Published
                .Brain.Where(row => row.Modality == modality)
                .Select(row => (double)row.Participants)
                .Distinct()
                .Order(),
        ];

    /// <summary>The paper's number beside a claim of notebook 09, less that of a network of the paper.</summary>
    private static (string Name, double Value) Beside(string claim, Estimate gain) =>
        (claim, Papers.Value.Single(one => one.Sentence == claim).Published!.Value - gain.Value);

    private static readonly string[] Unlabelled = ["resnet50_moco_v2", "resnet50_simclr"];

    private static IEnumerable<RecognitionByOthers> LateOfOthers() =>
        Published.OtherModels.Where(row => row.Modality == "audio" && LateOfWords.Any(row.Stage.StartsWith));

    private static CorrelationTest OfOthers(string modality)
    {
        RecognitionByOthers[] rows = [.. Published.OtherModels.Where(row => row.Modality == modality)];
        return CorrelationTest.Spearman(
            [.. rows.Select(row => row.OtherModelsMean)],
            [.. rows.Select(row => row.HumanMean)]
        );
    }
}
