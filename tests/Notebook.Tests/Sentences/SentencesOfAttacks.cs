using Metamers.Claims;
using Metamers.Perturbations;
using Metamers.Statistics;
using static Metamers.Claims.ClaimedRange;
using static Metamers.Claims.ClaimNetworks;
using static Notebook.Tests.Sentences.Judged;
using static Notebook.Tests.Sentences.PictureNumbers;
using static Notebook.Tests.Sentences.Sources;

namespace Notebook.Tests.Sentences;

/// <summary>What notebook 07 says of how networks withstand attacks.</summary>
internal static class SentencesOfAttacks
{
    private static readonly string[] Plain = [ResNet, ResNetRandomL2Long, ResNetRandomLInfLong];
    private static readonly PerturbationSpace[] Spaces = [PerturbationSpace.Input, PerturbationSpace.Cochleagram];

    public static IEnumerable<Sentence> All =>
        [
            new(
                "07",
                "L2 norm 0.5, L∞ norm 8/255 of 32×32 pixels; one step from a random start",
                Both(
                    Numbers(() =>
                        [Recipe(ResNetL2).Adversary!.Radius, 255 * Recipe(ResNetLInf).Adversary!.Radius, 255, 32, 32, 1]
                    ),
                    In(
                        new(1, 1),
                        () =>
                            new[] { ResNetL2, ResNetLInf, VggL2, CnnWaveform, CnnCochleagram }.Select(key =>
                                (key, (double)Recipe(key).Adversary!.Steps)
                            )
                    )
                )
            ),
            new(
                "07",
                "200 pictures, 20 steps, or 30 words, 10 steps; 1 start",
                Numbers(() =>
                    [
                        Attacked(ResNet, 0.5).Stimuli,
                        Attacked(ResNet, 0.5).Options.Steps,
                        Attacked(Cnn, 0.5).Stimuli,
                        Attacked(Cnn, 0.5).Options.Steps,
                        Plain.Max(key => Attacked(key, 0.5).Seed) + 1,
                    ]
                )
            ),
            new(
                "07",
                "The networks that were trained without perturbations, or with random ones, begin highest and have "
                    + "lost nearly everything at an L2 norm of 0.5 or an L∞ norm of 4/255",
                Both(
                    In(
                        Below(0),
                        () =>
                            Robust.Select(key =>
                                (key, Attacked(key, 0).Accuracy - Plain.Min(one => Attacked(one, 0).Accuracy))
                            )
                    ),
                    In(Below(0.1), () => Plain.Select(key => (key, Attacked(key, 0.5).Accuracy))),
                    In(
                        Below(0.1),
                        () => Plain.Select(key => (key, Attacked(key, 4 / 255.0, PerturbationNorm.LInf).Accuracy))
                    )
                )
            ),
            new(
                "07",
                "at an L2 norm of 0.25 the random L∞ control has lost less than the standard network (0.41 against "
                    + "0.29 are right)",
                Both(
                    Numbers(() =>
                        [0.25, Attacked(ResNetRandomLInfLong, 0.25).Accuracy, Attacked(ResNet, 0.25).Accuracy]
                    ),
                    Judged.All(
                        ClaimVerdict.Agrees,
                        Above(0),
                        () => [("0.25", AttackedMore(ResNetRandomLInfLong, ResNet, 0.25))]
                    )
                )
            ),
            new(
                "07",
                "Both robust networks begin lower.",
                Judged.All(
                    ClaimVerdict.Agrees,
                    Below(0),
                    () => Robust.Select(key => (key, AttackedMore(key, ResNet, 0)))
                )
            ),
            new(
                "07",
                "At the radius that it was trained for, the L2-trained one keeps three quarters of its accuracy and "
                    + "the L∞-trained one about half",
                Both(
                    In(
                        new(0.7, 0.8),
                        () => [("L2", Attacked(ResNetL2, 0.5).Accuracy / Attacked(ResNetL2, 0).Accuracy)]
                    ),
                    In(
                        new(0.4, 0.6),
                        () =>
                            [
                                (
                                    "L∞",
                                    Attacked(ResNetLInf, 8 / 255.0, PerturbationNorm.LInf).Accuracy
                                        / Attacked(ResNetLInf, 0).Accuracy
                                ),
                            ]
                    )
                )
            ),
            new(
                "07",
                "each is robust in the norm of the other too (the L∞-trained one gets 0.52 right at an L2 norm of 0.5, "
                    + "the L2-trained one 0.23 at an L∞ norm of 8/255)",
                Both(
                    Numbers(() =>
                        [
                            1,
                            Attacked(ResNetLInf, 0.5).Accuracy,
                            0.5,
                            1,
                            Attacked(ResNetL2, 8 / 255.0, PerturbationNorm.LInf).Accuracy,
                            8,
                            255,
                        ]
                    ),
                    In(
                        Below(0.06),
                        () =>
                            [
                                ("standard, L2", Attacked(ResNet, 0.5).Accuracy),
                                ("standard, L∞", Attacked(ResNet, 8 / 255.0, PerturbationNorm.LInf).Accuracy),
                            ]
                    )
                )
            ),
            new(
                "07",
                "With 200 pictures it cannot be said whether the standard network or one of its controls begins "
                    + "highest",
                Judged.All(
                    ClaimVerdict.CannotBeSaid,
                    Above(0),
                    () =>
                        from one in Plain
                        from other in Plain
                        where string.CompareOrdinal(one, other) < 0
                        select ($"{one} against {other}", AttackedMore(one, other, 0))
                )
            ),
            new(
                "07",
                "The L2-trained VGG-8 begins lower than the standard one, which for these 200 pictures could be "
                    + "chance, and keeps more than half of its accuracy at the norm of 0.5, where",
                Both(
                    Numbers(() => [1, Attacked(VggL2, 0).Stimuli, 0.5]),
                    In(Below(0), () => [("lower", AttackedMore(VggL2, Vgg, 0).Value)]),
                    Judged.All(ClaimVerdict.CannotBeSaid, Below(0), () => [("lower", AttackedMore(VggL2, Vgg, 0))]),
                    In(Above(0.5), () => [("kept", Attacked(VggL2, 0.5).Accuracy / Attacked(VggL2, 0).Accuracy)])
                )
            ),
            new(
                "07",
                "the standard one has next to nothing left. Less aliasing helps as well, most at a norm of 0.25, but "
                    + "from there on far less than adversarial training.",
                Both(
                    In(Below(0.1), () => [("standard", Attacked(Vgg, 0.5).Accuracy)]),
                    If(() =>
                    {
                        double[] gains =
                        [
                            .. new[] { 0.1, 0.25, 0.5, 1 }.Select(radius =>
                                AttackedMore(VggLowPass, Vgg, radius).Value
                            ),
                        ];
                        return (gains[1] == gains.Max(), string.Join(", ", gains));
                    }),
                    Judged.All(
                        ClaimVerdict.Agrees,
                        Above(0.1),
                        () =>
                            new[] { 0.25, 0.5 }.Select(radius => ($"{radius}", AttackedMore(VggL2, VggLowPass, radius)))
                    )
                )
            ),
            new(
                "07",
                "each of the two trained networks withstands both better than the standard one does; whether the "
                    + "random control differs from the standard network cannot be said",
                Both(
                    Judged.All(
                        ClaimVerdict.Agrees,
                        Above(0),
                        () =>
                            Spaces.SelectMany(space =>
                                new[] { CnnWaveform, CnnCochleagram }.Select(key => More(key, space))
                            )
                    ),
                    Judged.All(
                        ClaimVerdict.CannotBeSaid,
                        Above(0),
                        () => Spaces.Select(space => More(CnnRandom, space))
                    )
                )
            ),
            new(
                "07",
                "withstands many of them, though not all, at some cost in accuracy",
                Both(
                    In(new(0.3, 0.95), () => Robust.Append(VggL2).Select(key => (key, Attacked(key, 0.5).Accuracy))),
                    In(Above(3), () => Robust.Select(key => (key, Accuracy(ResNet) - Accuracy(key))))
                )
            ),
            new("07", "Thirty words are few", Numbers(() => [Attacked(Cnn, 0.5).Stimuli])),
            new(
                "07",
                "random perturbations of the same two sizes, all five for 16 epochs",
                Both(
                    Numbers(() => [2, Plain.Length + Robust.Length, Recipe(ResNet).Epochs]),
                    In(new(16, 16), () => Plain.Concat(Robust).Select(key => (key, (double)Recipe(key).Epochs)))
                )
            ),
        ];

    private static (string Name, Estimate Value) More(string key, PerturbationSpace space) =>
        ($"{key}, {space}", AttackedMore(key, Cnn, 0.5, space));
}
