using Metamers.Models.Cochleagrams;

namespace Metamers.Models.Architectures;

/// <summary>
/// The paper's CochResNet50, for 793 words and "no word", with the authors' parameter names, so that their checkpoints
/// load. Stages: input_after_preproc (1, 211, 390), conv1_relu1 (64, 106, 195), layer1 (256, 53, 98), layer2 (512, 27,
/// 49), layer3 (1024, 14, 25), layer4 (2048, 7, 13), avgpool (2048), final (classes).
/// </summary>
/// <param name="classes">Number of classes, at least 2.</param>
/// <param name="cochleagram">The front end; <see cref="CochleagramOptions.Paper"/> if null.</param>
/// <exception cref="ArgumentOutOfRangeException">Fewer than two classes.</exception>
internal sealed class CochResNet50(int classes = 794, CochleagramOptions? cochleagram = null)
    : CochResNet(nameof(CochResNet50), cochleagram ?? CochleagramOptions.Paper, 64, [3, 4, 6, 3], classes);
