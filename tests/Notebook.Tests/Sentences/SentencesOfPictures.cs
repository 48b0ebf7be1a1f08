using Metamers.Claims;
using Metamers.Statistics;
using Metamers.Studies;
using static Metamers.Claims.ClaimedRange;
using static Metamers.Claims.ClaimNetworks;
using static Notebook.Tests.Sentences.Judged;
using static Notebook.Tests.Sentences.PictureNumbers;
using static Notebook.Tests.Sentences.Sources;

namespace Notebook.Tests.Sentences;

/// <summary>What notebooks 08 and 09 say of the study of metamers of pictures.</summary>
internal static class SentencesOfPictures
{
    public static IEnumerable<Sentence> All =>
        [
            new(
                "08",
                "Judges that were not trained adversarially recognise the metamers of all five networks about equally "
                    + "often up to `layer3`, as far as can be told",
                Judged.All(
                    ClaimVerdict.CannotBeSaid,
                    Above(0),
                    () => Early.Append("layer3").SelectMany(stage => Gains(stage, JudgeGroup.NotAdversarial))
                )
            ),
            new(
                "08",
                "at `final` they recognise between 0.56 and 0.76 of them",
                Numbers(() => Extremes(FiveAt("final", JudgeGroup.NotAdversarial)))
            ),
            new(
                "08",
                "no gain of a robust network can be told from none",
                Judged.All(
                    ClaimVerdict.CannotBeSaid,
                    Above(0),
                    () => Gains("final", JudgeGroup.NotAdversarial).Where(gain => Robust.Any(gain.Name.StartsWith))
                )
            ),
            new(
                "08",
                "To those that were, the metamers of the two robust networks stand out: robust networks recognise each "
                    + "other's metamers.",
                Judged.All(
                    ClaimVerdict.Agrees,
                    Above(0),
                    () =>
                        Late.SelectMany(stage =>
                            Gains(stage, JudgeGroup.Adversarial).Where(gain => Robust.Any(gain.Name.StartsWith))
                        )
                )
            ),
            new(
                "08",
                "Those of the robust ResNet-20s match several times better at `layer3` than those of the others",
                In(
                    Above(3),
                    () =>
                        from robust in Robust
                        from other in NotRobust
                        select ($"{other} / {robust}", Pictures.Loss(other, "layer3") / Pictures.Loss(robust, "layer3"))
                )
            ),
            new(
                "08",
                "at `final` all match well, and the medians are within a factor of three of one another",
                In(
                    Below(3),
                    () =>
                        from pair in new[] { Robust.Concat(NotRobust).Concat([Vgg, VggL2]) }
                        let losses = pair.Select(key => Pictures.Loss(key, "final")).ToArray()
                        select ("largest / smallest", losses.Max() / losses.Min())
                )
            ),
            new(
                "08",
                "So the gain that the paper found is there for VGG-8, with both kinds of judges",
                Judged.All(ClaimVerdict.Agrees, () => Adversarial.Value.Where(claim => Says(claim, "helps: VGG-8")))
            ),
            new(
                "08",
                "For ResNet-20 it is repeated with robust judges alone; with the others the gain at `layer3` and "
                    + "`final` cannot be told from none.",
                Both(
                    Judged.All(ClaimVerdict.Agrees, () => OfResNet(JudgeGroup.Adversarial)),
                    Judged.All(ClaimVerdict.CannotBeSaid, () => OfResNet(JudgeGroup.NotAdversarial))
                )
            ),
            new(
                "08",
                "The robust VGG-8 is recognised more often than the other at this stage too, but here, unlike at the "
                    + "stages of the table above, the bars overlap.",
                If(() =>
                {
                    Estimate robust = Pictures.Mean(VggL2, "fc_relu_0", JudgeGroup.NotAdversarial);
                    Estimate standard = Pictures.Mean(Vgg, "fc_relu_0", JudgeGroup.NotAdversarial);
                    double gap = robust.Value - robust.StandardError - standard.Value - standard.StandardError;
                    return (robust.Value > standard.Value && gap < 0, $"{robust} and {standard}");
                })
            ),
            new(
                "08",
                "With judges unlike the robust networks, random perturbations bring no gain that can be told from "
                    + "zero, but a gain cannot be excluded either.",
                Judged.All(
                    ClaimVerdict.CannotBeSaid,
                    Above(0),
                    () =>
                        Late.SelectMany(stage =>
                            Gains(stage, JudgeGroup.NotAdversarial).Where(gain => NotRobust.Any(gain.Name.StartsWith))
                        )
                )
            ),
            new(
                "09",
                "Up to `layer1` untrained and trained metamers are recognised alike",
                Judged.All(
                    ClaimVerdict.CannotBeSaid,
                    Above(0),
                    () => Early.Take(2).Select(stage => (stage, BeforeTraining(stage)))
                )
            ),
            new(
                "09",
                "at `layer2` those of the untrained network are near chance and those of the trained one are still "
                    + "recognised",
                Both(
                    In(Below(0.25), () => [Mean(ResNetUntrained, "layer2", JudgeGroup.NotAdversarial)]),
                    In(Above(0.7), () => [Mean(ResNet, "layer2", JudgeGroup.NotAdversarial)]),
                    Judged.All(ClaimVerdict.Agrees, Below(0), () => [("layer2", BeforeTraining("layer2"))])
                )
            ),
            new(
                "09",
                "at `fc_relu_0` its metamers match far less well, as the figure shows; only at `final` do both match "
                    + "alike",
                Both(
                    In(
                        Above(5),
                        () => [("loss", Pictures.Loss(VggLowPass, "fc_relu_0") / Pictures.Loss(Vgg, "fc_relu_0"))]
                    ),
                    In(new(0.5, 2), () => [("loss", Pictures.Loss(VggLowPass, "final") / Pictures.Loss(Vgg, "final"))])
                )
            ),
            new(
                "08",
                "Networks without adversarial training recognise many of the late metamers of the standard ResNet-20, "
                    + "and those of the robust ResNet-20s about as often, as far as can be told.",
                Both(
                    In(Above(0.5), () => LateMeans(ResNet, JudgeGroup.NotAdversarial)),
                    Judged.All(ClaimVerdict.CannotBeSaid, () => OfResNet(JudgeGroup.NotAdversarial))
                )
            ),
            new(
                "08",
                "Only for VGG-8 does adversarial training help with every kind of judge",
                Both(
                    Judged.All(
                        ClaimVerdict.Agrees,
                        () => Adversarial.Value.Where(claim => Says(claim, "helps: VGG-8"))
                    ),
                    Judged.All(ClaimVerdict.CannotBeSaid, () => OfResNet(JudgeGroup.NotAdversarial))
                )
            ),
            new(
                "08",
                "Adversarially trained networks recognise the late metamers of other adversarially trained networks, "
                    + "and far fewer of those of networks that were not.",
                In(
                    Above(0.2),
                    () =>
                        from robust in Robust.Append(VggL2)
                        from other in NotRobust.Concat([ResNetSeed1, Vgg, VggLowPass])
                        from pair in LateMeans(robust, JudgeGroup.Adversarial)
                            .Zip(LateMeans(other, JudgeGroup.Adversarial))
                        select ($"{pair.First.Name} − {pair.Second.Name}", pair.First.Value - pair.Second.Value)
                )
            ),
            new(
                "09",
                "Random weights lose the picture by `layer2`, as far as trained networks can tell; training makes a "
                    + "network keep it up to there.",
                Judged.All(
                    ClaimVerdict.Agrees,
                    Below(-0.25),
                    () => [("layer2", Pictures.Difference(ResNetUntrained, ResNet, "layer2"))]
                )
            ),
            new(
                "09",
                "At early stages the second seed recognises the metamers of the first as often as the stimuli "
                    + "themselves. At late stages the figures show fewer.",
                Both(
                    In(
                        new(0, 0),
                        () => Early.Select(stage => (stage, Pictures.Loss(ResNet, stage, [ResNetSeed1]).Value))
                    ),
                    In(new(0, 0), () => [("relu0", Words.Loss(Cnn, "relu0", [CnnSeed1]).Value)]),
                    In(
                        Above(0.05),
                        () => Late.Select(stage => (stage, Pictures.Loss(ResNet, stage, [ResNetSeed1]).Value))
                    ),
                    In(
                        Above(0.05),
                        () =>
                            new[] { "relu4", "final" }.Select(stage =>
                                (stage, Words.Loss(Cnn, stage, [CnnSeed1]).Value)
                            )
                    )
                )
            ),
            new(
                "09",
                "With twenty pictures that cannot be told from chance",
                Both(
                    Numbers(() => [Pictures.Stimuli]),
                    In(Above(0.05), () => Late.Select(stage => (stage, SignTest(ResNet, stage, ResNetSeed1))))
                )
            ),
            new(
                "09",
                "with adversarially trained judges the gains of adversarial training are large (notebook 08)",
                In(
                    Above(0.5),
                    () => OfResNet(JudgeGroup.Adversarial).Select(claim => (claim.Sentence, claim.Found.Value))
                )
            ),
            new(
                "09",
                "(the studies of notebook 06), which do not converge at middle stages",
                In(
                    Above(2),
                    () =>
                        [
                            (
                                "layer2, loss relative to that of longer schedules",
                                Pictures.Loss(ResNet, "layer2")
                                    / ScheduleNumbers.LossOf(ScheduleNumbers.PictureStudy, "fast-seed0", "layer2")
                            ),
                        ]
                )
            ),
        ];
}
