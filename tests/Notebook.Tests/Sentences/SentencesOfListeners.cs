using Metamers.Claims;
using static Metamers.Claims.ClaimedRange;
using static Notebook.Tests.Sentences.Judged;
using static Notebook.Tests.Sentences.PeopleNumbers;
using static Notebook.Tests.Sentences.Sources;

namespace Notebook.Tests.Sentences;

/// <summary>What notebooks 08 and 12 say of the published participants who heard words.</summary>
internal static class SentencesOfListeners
{
    public static IEnumerable<Sentence> All =>
        [
            new(
                "08",
                "there it is 0.88 ± 0.03 for the L2-trained network, 0.29 ± 0.04 for the standard network and "
                    + "0.12 ± 0.02 for the L2 control (mean of 20 people and its standard error)",
                Numbers(() =>
                    [
                        .. new[] { "resnet50_l2_3_robust", Standard, "resnet50_random_l2_perturb" }
                            .Select(model => People("vision", 3, model, "layer4"))
                            .SelectMany(people => new[] { people.Value, people.StandardError }),
                        PeopleOf("vision", 3),
                    ]
                )
            ),
            new(
                "08",
                "those of the random controls no more often, at `layer4` of ResNet-50 even less often",
                Both(
                    NotMore(() =>
                        Gains("vision", 3, RandomControls, Standard, Late)
                            .Concat(Gains("audio", 7, ["cochresnet50_l2_1_random_step_cochleagram"], Coch, Late))
                    ),
                    Judged.All(
                        ClaimVerdict.Agrees,
                        Below(0),
                        () => Gains("vision", 3, RandomControls, Standard, ["layer4"])
                    )
                )
            ),
            new(
                "08",
                "its metamers are recognised more often at `layer4` only; at `avgpool` they are recognised less often "
                    + "than those of the standard network",
                Both(
                    Judged.All(ClaimVerdict.Agrees, Above(0), () => Gains("audio", 7, [Waveform], Coch, ["layer4"])),
                    NotMore(() => Gains("audio", 7, [Waveform], Coch, ["avgpool", "final"])),
                    Judged.All(ClaimVerdict.Agrees, Below(0), () => Gains("audio", 7, [Waveform], Coch, ["avgpool"]))
                )
            ),
            new(
                "12",
                "With 793 words to choose from, even the 0.22 ± 0.03 of the last stage of CochResNet50 is far above "
                    + "guessing; at CochCNN9's last stage it is 0.02 ± 0.01 (mean of 20 people and its standard error)",
                Both(
                    Numbers(() =>
                        [
                            793,
                            .. new[] { Coch, Cnn }
                                .Select(model => People("audio", 1, model, "final"))
                                .SelectMany(people => new[] { people.Value, people.StandardError }),
                            PeopleOf("audio", 1),
                        ]
                    ),
                    In(Above(100), () => [("times guessing", 793 * People("audio", 1, Coch, "final").Value)])
                )
            ),
            new(
                "12",
                "the lines stay together up to `layer3`",
                In(
                    Near0(0.15),
                    () =>
                        Gains("audio", 3, Waveforms, Coch, ["layer1", "layer2", "layer3"])
                            .Select(gain => (gain.Name, gain.Value.Value))
                )
            ),
            new(
                "12",
                "At `layer4` it makes metamers more recognisable for all three networks.",
                Both(
                    Numbers(() => [Waveforms.Length]),
                    Judged.All(ClaimVerdict.Agrees, Above(0), () => Gains("audio", 3, Waveforms, Coch, ["layer4"]))
                )
            ),
            new(
                "12",
                "for two of the networks no difference from the standard one can be told from none, and the metamers "
                    + "of the one trained on the largest L2 perturbations are recognised less often",
                Both(
                    Judged.All(
                        ClaimVerdict.CannotBeSaid,
                        Above(0),
                        () => Gains("audio", 3, Waveforms[1..], Coch, ["avgpool", "final"])
                    ),
                    Judged.All(
                        ClaimVerdict.Agrees,
                        Below(0),
                        () => Gains("audio", 3, [Waveform], Coch, ["avgpool", "final"])
                    )
                )
            ),
            new(
                "12",
                "Trained on perturbed cochleagrams (second figure), the network gains more at `layer4`, and it gains "
                    + "at the last two stages as well.",
                Both(
                    Judged.All(
                        ClaimVerdict.Agrees,
                        Above(0),
                        () => Gains("audio", 7, [Cochleagram], Waveform, ["layer4"])
                    ),
                    Judged.All(
                        ClaimVerdict.Agrees,
                        Above(0),
                        () => Gains("audio", 7, [Cochleagram], Coch, ["avgpool", "final"])
                    )
                )
            ),
            new(
                "12",
                "CochCNN9 gains at all stages from `relu4` to the last, both from perturbed waveforms (first figure) "
                    + "and from perturbed cochleagrams (second figure).",
                Judged.All(
                    ClaimVerdict.Agrees,
                    Above(0),
                    () =>
                        Gains("audio", 4, [$"{Cnn}_l2_1_robust_waveform"], Cnn, LateOfCnn)
                            .Concat(Gains("audio", 8, [$"{Cnn}_l2_1_robust_cochleagram"], Cnn, LateOfCnn))
                )
            ),
            new(
                "12",
                "At `relu4` the difference between the two is too small to be told from chance.",
                Judged.All(
                    ClaimVerdict.CannotBeSaid,
                    Above(0),
                    () =>
                        Gains("audio", 8, [$"{Cnn}_l2_1_robust_cochleagram"], $"{Cnn}_l2_1_robust_waveform", ["relu4"])
                )
            ),
            new(
                "12",
                "of late metamers of words, other networks name far more than people do",
                In(
                    Above(0.15),
                    () =>
                        [
                            (
                                "difference",
                                Published
                                    .OtherModels.Where(row =>
                                        row.Modality == "audio" && LateOfWords.Any(row.Stage.StartsWith)
                                    )
                                    .Average(row => row.OtherModelsMean - row.HumanMean)
                            ),
                        ]
                )
            ),
            new(
                "12",
                "People recognise few of their late metamers, though the networks still recognise the word.",
                Both(
                    In(Below(0.5), () => LateWords().Select(row => ($"{row.Model}, {row.StageLabel}", row.HumanMean))),
                    In(Above(0.7), () => LateWords().Select(row => ($"{row.Model}, {row.StageLabel}", row.ModelMean)))
                )
            ),
        ];
}
