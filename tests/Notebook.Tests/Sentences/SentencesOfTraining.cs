using Metamers.Claims;
using Metamers.Studies;
using static Metamers.Claims.ClaimedRange;
using static Metamers.Claims.ClaimNetworks;
using static Notebook.Tests.Sentences.Judged;
using static Notebook.Tests.Sentences.PictureNumbers;
using static Notebook.Tests.Sentences.Sources;

namespace Notebook.Tests.Sentences;

/// <summary>
/// What notebooks 08 and 09 and the README say of how the networks were trained, of their accuracy and of how they
/// withstand attacks.
/// </summary>
internal static class SentencesOfTraining
{
    public static IEnumerable<Sentence> All =>
        [
            new(
                "08",
                "the two random controls were trained for 14 epochs, the others for 16",
                Both(
                    Numbers(() => [2, Recipe(ResNetRandomL2).Epochs, Recipe(ResNet).Epochs]),
                    In(new(14, 14), () => [(ResNetRandomLInf, Recipe(ResNetRandomLInf).Epochs)]),
                    In(new(16, 16), () => Robust.Select(key => (key, (double)Recipe(key).Epochs)))
                )
            ),
            new(
                "08",
                "the L2-trained one was trained for 22 epochs with a weight decay of 0.0001, the standard one for 12 "
                    + "with 0.0005",
                Numbers(() =>
                    [1, Recipe(VggL2).Epochs, Recipe(VggL2).WeightDecay, 1, Recipe(Vgg).Epochs, Recipe(Vgg).WeightDecay]
                )
            ),
            new(
                "08",
                "It is also the less accurate network, and yet its metamers are recognised better.",
                In(Below(0), () => [("accuracy", Accuracy(VggL2) - Accuracy(Vgg))])
            ),
            new(
                "08",
                "networks that withstand next to nothing are recognised about as often as the two that still get 0.62 "
                    + "and 0.52 of 200 pictures right under attack",
                Both(
                    Numbers(() =>
                        [2, .. Robust.Select(key => Attacked(key, 0.5).Accuracy), Attacked(ResNetL2, 0.5).Stimuli]
                    ),
                    In(Below(0.1), () => NotRobust.Select(key => (key, Attacked(key, 0.5).Accuracy))),
                    In(
                        Near0(0.1),
                        () =>
                            from robust in Robust
                            from plain in NotRobust
                            select (
                                $"{robust} and {plain}",
                                Pictures.Mean(robust, "layer3", JudgeGroup.NotAdversarial).Value
                                    - Pictures.Mean(plain, "layer3", JudgeGroup.NotAdversarial).Value
                            )
                    )
                )
            ),
            new(
                "08",
                "trained as usual (for 18 epochs), against perturbed waveforms (9), against perturbed cochleagrams, "
                    + "and on cochleagrams perturbed in random directions (14 each)",
                Both(
                    Numbers(() => [Recipe(Cnn).Epochs, Recipe(CnnWaveform).Epochs, Recipe(CnnCochleagram).Epochs]),
                    In(new(14, 14), () => [(CnnRandom, Recipe(CnnRandom).Epochs)])
                )
            ),
            new(
                "08",
                "the less accurate one (88 against 99 %), and was trained for half as long",
                Both(
                    Numbers(() => [1, Accuracy(CnnWaveform), Accuracy(Cnn)]),
                    In(new(0.5, 0.5), () => [("epochs", Recipe(CnnWaveform).Epochs / (double)Recipe(Cnn).Epochs)])
                )
            ),
            new(
                "09",
                "the filtered one also withstands perturbations better",
                Judged.All(
                    ClaimVerdict.Agrees,
                    Above(0),
                    () => new[] { 0.25, 0.5 }.Select(radius => ($"{radius}", AttackedMore(VggLowPass, Vgg, radius)))
                )
            ),
            new(
                "09",
                "ours recognises 86 % of the test recordings where the plain one recognises 99 %",
                Numbers(() => [Accuracy(CnnLowPass), 1, Accuracy(Cnn)])
            ),
            new(
                "09",
                "By the same recipe and three times the epochs it reaches the plain one's accuracy",
                Both(
                    Numbers(() => [Recipe(CnnLowPassLong).Epochs / (double)Recipe(CnnLowPass).Epochs, 1]),
                    In(Near0(1), () => [("accuracy", Accuracy(CnnLowPassLong) - Accuracy(Cnn))])
                )
            ),
            new(
                "README",
                "a linear readout that this project trained on CIFAR-10's ten classes (78.9 % of the test pictures)",
                Numbers(() => [10, Accuracy("resnet18-imagenet")])
            ),
        ];
}
