using Metamers.Models.Architectures.Blocks;

namespace Metamers.Models.Architectures;

/// <summary>
/// The residual networks for ImageNet of He, Zhang, Ren and Sun (2016), as torchvision builds them (its "v1.5": the
/// stride of a bottleneck is in the 3×3 convolution), with torchvision's parameter names, so that its checkpoints
/// load. Stages: input_after_preproc, conv1_relu1 (64, 112, 112), layer1 (c, 56, 56), layer2 (2c, 28, 28), layer3 (4c,
/// 14, 14), layer4 (8c, 7, 7), avgpool (8c), final (classes); c is 64 for depths 18 and 34, otherwise 256.
/// </summary>
/// <example>
/// <code>
/// new ResNet(depth: 18, classes: 1000).Stages
/// </code>
/// </example>
public sealed class ResNet : StagedModel
{
    private static readonly Dictionary<int, int[]> BlocksByDepth = new()
    {
        [18] = [2, 2, 2, 2],
        [34] = [3, 4, 6, 3],
        [50] = [3, 4, 6, 3],
        [101] = [3, 4, 23, 3],
        [152] = [3, 8, 36, 3],
    };

    /// <summary>Builds a network with random weights (torchvision's initialisation, from torch's seed).</summary>
    /// <param name="depth">18, 34, 50, 101 or 152.</param>
    /// <param name="classes">Number of classes, at least 2.</param>
    /// <param name="input">Range and normalisation; <see cref="InputNormalization.ImageNet"/> if null.</param>
    /// <exception cref="ArgumentOutOfRangeException">Another depth is given, or fewer than two classes.</exception>
    public ResNet(int depth = 50, int classes = 1000, InputNormalization? input = null)
        : base($"ResNet{depth}", input ?? InputNormalization.ImageNet, 3, 224, 224)
    {
        if (!BlocksByDepth.TryGetValue(depth, out int[]? blocks))
        {
            throw new ArgumentOutOfRangeException(
                nameof(depth),
                depth,
                $"The depth of a ResNet must be one of {string.Join(", ", BlocksByDepth.Keys)}."
            );
        }

        ResNetBody.AddTo(this, new(blocks) { Bottleneck = depth >= 50 }, channels: 3, classes);
    }
}
