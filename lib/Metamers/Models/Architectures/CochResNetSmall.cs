using Metamers.Models.Cochleagrams;

namespace Metamers.Models.Architectures;

/// <summary>
/// A compact network in the style of <see cref="CochResNet50"/>, for spoken digits: 1 s at 16 kHz, a quarter of its
/// channels, one block per layer, 0.5 million parameters. Stages: input_after_preproc (1, 211, 188), conv1_relu1 (16,
/// 106, 94), layer1 (64, 53, 47), layer2 (128, 27, 24), layer3 (256, 14, 12), layer4 (512, 7, 6), avgpool (512), final
/// (classes).
/// </summary>
/// <param name="classes">Number of classes, at least 2.</param>
/// <param name="cochleagram">The front end; <see cref="CochleagramOptions.OneSecond"/> if null.</param>
/// <exception cref="ArgumentOutOfRangeException">Fewer than two classes.</exception>
internal sealed class CochResNetSmall(int classes = 10, CochleagramOptions? cochleagram = null)
    : CochResNet(nameof(CochResNetSmall), cochleagram ?? CochleagramOptions.OneSecond, 16, [1, 1, 1, 1], classes);
