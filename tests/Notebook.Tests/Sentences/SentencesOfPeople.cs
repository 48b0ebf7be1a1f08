using Metamers.Claims;
using Metamers.Statistics;
using static Metamers.Claims.ClaimedRange;
using static Notebook.Tests.Sentences.Judged;
using static Notebook.Tests.Sentences.PeopleNumbers;
using static Notebook.Tests.Sentences.Sources;

namespace Notebook.Tests.Sentences;

/// <summary>What notebooks 08 and 12 say of the published participants who saw pictures.</summary>
internal static class SentencesOfPeople
{
    public static IEnumerable<Sentence> All =>
        [
            new(
                "08",
                "People recognise the late-stage metamers of the adversarially trained networks far more often than "
                    + "those of the standard network",
                Both(
                    Judged.All(ClaimVerdict.Agrees, Above(0), GainsOfRobust),
                    In(Above(0.15), () => GainsOfRobust().Select(gain => (gain.Name, gain.Value.Value)))
                )
            ),
            new(
                "08",
                "as the paper found of people for both of its architectures",
                Judged.All(
                    ClaimVerdict.Agrees,
                    Above(0),
                    () =>
                        Gains("vision", 3, ["resnet50_l2_3_robust"], Standard, Late)
                            .Concat(Gains("vision", 4, ["alexnet_l2_3_robust"], "alexnet", ["relu4", "final"]))
                )
            ),
            new(
                "12",
                "at the last stages they are near the dashed line, which is guessing",
                In(
                    Below(0.25),
                    () =>
                        Published
                            .Recognition.Where(row => row is { Modality: "vision", Experiment: 1, StageLabel: "final" })
                            .Select(row => (row.Model, row.HumanMean))
                )
            ),
            new(
                "12",
                "At the last stage, people recognise their metamers as rarely as those of a network trained with "
                    + "labels.",
                Judged.All(ClaimVerdict.Agrees, () => Hardly("final"))
            ),
            new(
                "12",
                "At `layer4` that is so for BYOL, but not for MoCo and SimCLR, whose metamers people recognise far "
                    + "more often than those of the standard network.",
                Both(
                    Judged.All(ClaimVerdict.Agrees, () => Hardly("BYOL, layer4")),
                    Judged.All(
                        ClaimVerdict.Agrees,
                        Above(0.15),
                        () => Gains("vision", 5, ["resnet50_moco_v2", "resnet50_simclr"], Standard, ["layer4"])
                    )
                )
            ),
            new(
                "12",
                "At `avgpool` MoCo and SimCLR still gain, but less, and so does IPCL at its own `avgpool`.",
                Both(
                    Judged.All(
                        ClaimVerdict.Agrees,
                        () => Claims.Value.Where(claim => Says(claim, "a little at avgpool"))
                    ),
                    If(() =>
                    {
                        var less = new[] { "resnet50_moco_v2", "resnet50_simclr" }.Select(model =>
                            (
                                Early: PeopleGain("vision", 5, model, Standard, "layer4").Value,
                                Later: PeopleGain("vision", 5, model, Standard, "avgpool").Value
                            )
                        );
                        return (less.All(one => one.Later < one.Early), string.Join("; ", less));
                    })
                )
            ),
            new(
                "12",
                "This does not make the metamers of their late stages more recognisable.",
                Both(
                    Judged.All(ClaimVerdict.Agrees, () => Claims.Value.Where(claim => Says(claim, "Stylized"))),
                    NotMore(() =>
                        Gains("vision", 10, ["texture_shape_resnet50_trained_on_SIN"], Standard, Late)
                            .Concat(
                                Gains(
                                    "vision",
                                    10,
                                    ["texture_shape_alexnet_trained_on_SIN"],
                                    "alexnet",
                                    ["relu4", "final"]
                                )
                            )
                    )
                )
            ),
            new(
                "12",
                "For ResNet-50, people recognise more than half of them even at the last stage",
                Judged.All(
                    ClaimVerdict.Agrees,
                    Above(0.5),
                    () => Robust.Select(model => (model, People("vision", 3, model, "final")))
                )
            ),
            new(
                "12",
                "Networks trained on random perturbations of the same size do not gain, at `layer4` they lose",
                Both(
                    NotMore(() => Gains("vision", 3, RandomControls, Standard, Late)),
                    Judged.All(
                        ClaimVerdict.Agrees,
                        Below(0),
                        () => Gains("vision", 3, RandomControls, Standard, ["layer4"])
                    )
                )
            ),
            new(
                "12",
                "L2 training gains about as much at `relu4` as for ResNet-50 at `layer4`, and less at the last stage.",
                If(() =>
                {
                    double[] alexNet = OfL2(4, "alexnet_l2_3_robust", "alexnet", "relu4");
                    double[] resNet = OfL2(3, "resnet50_l2_3_robust", Standard, "layer4");
                    return (
                        Math.Abs(alexNet[0] - resNet[0]) < 0.1 && alexNet[1] < resNet[1],
                        $"{string.Join(", ", alexNet)} and {string.Join(", ", resNet)}"
                    );
                })
            ),
            new(
                "12",
                "L∞ training gains less than L2 training at the late stages, though at `fc1_relu` the difference "
                    + "cannot be told from chance",
                Both(
                    Judged.All(ClaimVerdict.Agrees, Above(0), () => L2AgainstLInf("relu4", "fc0_relu", "final")),
                    Judged.All(ClaimVerdict.CannotBeSaid, Above(0), () => L2AgainstLInf("fc1_relu"))
                )
            ),
            new(
                "12",
                "in L2 within 0.05; in L∞ LowPassAlexNet is 0.03 better, and five seeds of the attack leave open "
                    + "whether that is below 0.05",
                Both(
                    Numbers(() =>
                    {
                        Claim linf = Claims.Value.Single(claim => Says(claim, "as VOneAlexNet: L∞"));
                        return [linf.Claimed.Most, linf.Found.Value, linf.Judges, linf.Claimed.Most];
                    }),
                    Judged.All(
                        ClaimVerdict.Agrees,
                        () => Claims.Value.Where(claim => Says(claim, "as VOneAlexNet: L2"))
                    ),
                    Judged.All(
                        ClaimVerdict.CannotBeSaid,
                        () => Claims.Value.Where(claim => Says(claim, "as VOneAlexNet: L∞"))
                    )
                )
            ),
            new(
                "12",
                "people recognise the metamers of the first far better at `relu2` to `relu4`, and by much less, if at "
                    + "all, at the last stages",
                Both(
                    Judged.All(
                        ClaimVerdict.Agrees,
                        Above(0.1),
                        () => Gains("vision", 9, [LowPass], Vone, ["relu2", "relu3", "relu4"])
                    ),
                    In(
                        Below(0.15),
                        () =>
                            Gains("vision", 9, [LowPass], Vone, ["fc0_relu", "fc1_relu", "final"])
                                .Select(gain => (gain.Name, gain.Value.Value))
                    )
                )
            ),
            new(
                "12",
                "against the plain AlexNet, LowPassAlexNet is both the more recognisable and the more robust",
                Both(
                    Judged.All(
                        ClaimVerdict.Agrees,
                        () => Claims.Value.Where(claim => Says(claim, "LowPassAlexNet against AlexNet"))
                    ),
                    Judged.All(
                        ClaimVerdict.Opposes,
                        () => Claims.Value.Where(claim => Says(claim, "against plain AlexNet"))
                    )
                )
            ),
            new(
                "12",
                "which still recognise their own metamers",
                In(
                    Above(0.7),
                    () =>
                        Published
                            .Recognition.Where(row => row is { Modality: "vision", Experiment: 1 })
                            .Select(row => ($"{row.PaperModel}, {row.StageLabel}", row.ModelMean))
                )
            ),
        ];

    private static IEnumerable<(string Name, Estimate Value)> GainsOfRobust() =>
        Gains("vision", 3, Robust, Standard, Late).Concat(Gains("audio", 7, Cochleagrams, Coch, Late));

    private static IEnumerable<(string Name, Estimate Value)> L2AgainstLInf(params string[] stages) =>
        Gains("vision", 4, ["alexnet_l2_3_robust"], "alexnet_linf_8_robust", stages);

    private static double[] OfL2(int experiment, string model, string baseline, string late) =>
        [
            PeopleGain("vision", experiment, model, baseline, late).Value,
            PeopleGain("vision", experiment, model, baseline, "final").Value,
        ];

    private static IEnumerable<Claim> Hardly(string end) =>
        Claims.Value.Where(claim =>
            Says(claim, "Self-supervised training hardly") && claim.Sentence.EndsWith(end, StringComparison.Ordinal)
        );
}
