using Metamers.Claims;
using Metamers.Published;
using Metamers.Studies;
using static Metamers.Claims.ClaimedRange;
using static Metamers.Claims.ClaimNetworks;
using static Notebook.Tests.Sentences.Judged;
using static Notebook.Tests.Sentences.PictureNumbers;
using static Notebook.Tests.Sentences.Sources;

namespace Notebook.Tests.Sentences;

/// <summary>What notebook 06 says of the study of metamers of pictures, and of the paper's networks.</summary>
internal static class SentencesOfTransfer
{
    public static IEnumerable<Sentence> All =>
        [
            new(
                "06",
                "Up to `layer2` no kind can be said to recognise the metamers less often than the photographs.",
                Judged.All(ClaimVerdict.CannotBeSaid, Above(0), () => Early.SelectMany(LossesOfKinds))
            ),
            new(
                "06",
                "Networks that were not trained adversarially still recognise many of the metamers of the standard "
                    + "network",
                In(Above(0.5), () => Late.Select(stage => Mean(ResNet, stage, JudgeGroup.NotAdversarial)))
            ),
            new(
                "06",
                "adversarially trained ones about a fifth, which cannot be told from guessing",
                Both(
                    In(new(0.15, 0.25), () => Late.Select(stage => Mean(ResNet, stage, JudgeGroup.Adversarial))),
                    Judged.All(
                        ClaimVerdict.CannotBeSaid,
                        Above(0.1),
                        () => Late.Select(stage => (stage, Pictures.Mean(ResNet, stage, JudgeGroup.Adversarial)))
                    )
                )
            ),
            new(
                "06",
                "since on average other networks recognise those metamers as they do the photographs",
                Judged.All(ClaimVerdict.Agrees, () => Idiosyncrasy.Value.Take(1))
            ),
            new(
                "06",
                "rows of standard networks are dark in the columns of the adversarially trained ones and much lighter "
                    + "elsewhere",
                In(Below(0.6), () => new[] { ResNet, ResNetSeed1, Vgg }.Select(AdversarialShare))
            ),
            new(
                "06",
                "The metamers of the robust networks are recognised by robust and other networks alike.",
                In(new(0.8, 1.25), () => new[] { ResNetL2, ResNetLInf, VggL2 }.Select(AdversarialShare))
            ),
            new(
                "06",
                "Up to `layer2` the lines stay together, and neither network can be said to recognise fewer of the "
                    + "other's metamers than of the photographs",
                Judged.All(
                    ClaimVerdict.CannotBeSaid,
                    Above(0),
                    () =>
                        Early.SelectMany(stage =>
                            new[] { (ResNet, ResNetSeed1), (ResNetSeed1, ResNet) }.Select(pair =>
                                ($"{pair.Item1}, {stage}", Pictures.Loss(pair.Item1, stage, [pair.Item2]))
                            )
                        )
                )
            ),
            new(
                "06",
                "At `layer3` the first network misnames five of the second one's metamers whose photographs it names "
                    + "correctly, and names none whose photograph it misnames; at `final` it is the same five to none",
                If(() =>
                {
                    (int, int)[] found =
                    [
                        Changes(ResNetSeed1, "layer3", ResNet),
                        Changes(ResNet, "final", ResNetSeed1),
                    ];
                    return (found.All(one => one == (5, 0)), string.Join("; ", found));
                })
            ),
            new(
                "06",
                "The other two differences are smaller.",
                If(() =>
                {
                    double[] found =
                    [
                        .. new[] { "layer3", "final" }.SelectMany(stage =>
                            new[] { (ResNet, ResNetSeed1), (ResNetSeed1, ResNet) }.Select(pair =>
                                Pictures.Loss(pair.Item1, stage, [pair.Item2]).Value
                            )
                        ),
                    ];
                    return (
                        Math.Max(found[0], found[3]) < Math.Min(found[1], found[2]),
                        string.Join(", ", found) + " (first and last of four are the others)"
                    );
                })
            ),
            new(
                "06",
                "None of this can be told from chance with twenty pictures and six tests: for five to none, an exact "
                    + "sign test gives p = 0.06",
                Both(
                    Numbers(() =>
                        [
                            Pictures.Stimuli,
                            Idiosyncrasy.Value.Count(claim => Says(claim, "Another seed")),
                            Changes(ResNet, "final", ResNetSeed1).Lost,
                            SignTest(ResNet, "final", ResNetSeed1),
                        ]
                    ),
                    In(
                        Above(0.05),
                        () =>
                            from stage in new[] { "layer2", "layer3", "final" }
                            from pair in new[] { (ResNet, ResNetSeed1), (ResNetSeed1, ResNet) }
                            select ($"{pair.Item1}, {stage}", SignTest(pair.Item1, stage, pair.Item2))
                    )
                )
            ),
            new(
                "06",
                "after 19 pictures without one, up to 0.176 of other pictures may be exceptions",
                Numbers(() =>
                {
                    Claim claim = Seeds(("layer2", "the second seed")).Single();
                    return [claim.Stimuli!.Value, 1, claim.Found.High];
                })
            ),
            new(
                "06",
                "397 to 400 metamers of each stage, and the mean over 19 other networks",
                Numbers(() =>
                {
                    string[] shown = ["resnet50", "resnet50_l2_3_robust", "resnet50_linf_4_robust"];
                    PublishedTransfer[] rows =
                    [
                        .. Published.Transfers.Where(row => row.Modality == "vision" && shown.Contains(row.Generator)),
                    ];
                    return
                    [
                        rows.Min(row => row.Metamers),
                        rows.Max(row => row.Metamers),
                        rows.Where(row => !row.IsSelf).Select(row => row.Evaluator).Distinct().Count() - 1,
                    ];
                })
            ),
            new(
                "06",
                "Standard networks recognise most late metamers of a standard ResNet-20, adversarially trained "
                    + "networks about a fifth",
                Both(
                    In(Above(0.5), () => Late.Select(stage => Mean(ResNet, stage, JudgeGroup.NotAdversarial))),
                    In(new(0.15, 0.25), () => Late.Select(stage => Mean(ResNet, stage, JudgeGroup.Adversarial)))
                )
            ),
            new(
                "06",
                "Adversarially trained networks recognise most of the late metamers of one another, but far fewer of "
                    + "those of the other networks.",
                Both(
                    In(
                        Above(0.5),
                        () => Robust.Append(VggL2).SelectMany(key => LateMeans(key, JudgeGroup.Adversarial))
                    ),
                    In(
                        Below(0.5),
                        () =>
                            NotRobust
                                .Concat([ResNetSeed1, Vgg, VggLowPass])
                                .SelectMany(key => LateMeans(key, JudgeGroup.Adversarial))
                    )
                )
            ),
            new(
                "06",
                "Networks that were not trained adversarially recognise about half or more of the late metamers of "
                    + "either kind of trained network, on average; only those of the standard VGG-8 at `final` fall "
                    + "below that.",
                Both(
                    In(
                        Above(0.45),
                        () =>
                            NotRobust
                                .Concat(Robust)
                                .Concat([ResNetSeed1, Vgg, VggL2, VggLowPass])
                                .SelectMany(key => LateMeans(key, JudgeGroup.NotAdversarial))
                                .Where(mean => mean.Name != $"{Vgg}, final")
                    ),
                    In(Below(0.45), () => [Mean(Vgg, "final", JudgeGroup.NotAdversarial)])
                )
            ),
            new(
                "06",
                "Early metamers are recognised by all networks that were trained.",
                Both(
                    Judged.All(ClaimVerdict.Agrees, () => Idiosyncrasy.Value.Take(1)),
                    In(
                        Above(0.7),
                        () =>
                            Pictures.Judges.Select(judge =>
                                (
                                    judge,
                                    Study("transfer-pictures")
                                        .ToTransfer()
                                        .Results.Where(one =>
                                            one.Evaluator == judge && one.Stage == Pictures.StagesOf(one.Generator)[1]
                                        )
                                        .Average(one => one.Accuracy)
                                )
                            )
                    )
                )
            ),
            new(
                "06",
                "In the paper, metamers of `layer4` of ResNet-50, the stage that is most like our `layer3`, are "
                    + "recognised far less by its other networks",
                If(() =>
                {
                    double paper = Published
                        .Transfers.Where(row =>
                            row.Generator == "resnet50"
                            && row.Stage.StartsWith("layer4", StringComparison.Ordinal)
                            && !row.IsSelf
                        )
                        .Average(row => row.Accuracy);
                    double ours = Pictures.Mean(ResNet, "layer3").Value;
                    return (paper < 0.5 * ours, FormattableString.Invariant($"{paper:0.000} there, {ours:0.000} here"));
                })
            ),
        ];
}
