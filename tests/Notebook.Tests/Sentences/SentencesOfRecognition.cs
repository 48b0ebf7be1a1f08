using Metamers.Claims;
using Metamers.Published;
using Metamers.Statistics;
using static Metamers.Claims.ClaimedRange;
using static Notebook.Tests.Sentences.Judged;
using static Notebook.Tests.Sentences.PeopleNumbers;
using static Notebook.Tests.Sentences.Sources;

namespace Notebook.Tests.Sentences;

/// <summary>What notebooks 09 and 12 say of the participants as a whole, and beside other networks.</summary>
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
        ];

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
