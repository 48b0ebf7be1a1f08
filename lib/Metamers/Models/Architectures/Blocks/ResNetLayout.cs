namespace Metamers.Models.Architectures.Blocks;

/// <summary>What differs between the residual networks that torchvision's ResNet describes.</summary>
/// <param name="Blocks">Blocks of each of the four layers.</param>
internal sealed record ResNetLayout(params int[] Blocks)
{
    /// <summary>Bottleneck or BasicBlock.</summary>
    public bool Bottleneck { get; init; } = true;

    /// <summary>Channels of the stem; those of the layers follow from it.</summary>
    public int Width { get; init; } = 64;

    /// <summary>Groups of the 3×3 convolution of a bottleneck (ResNeXt).</summary>
    public int Groups { get; init; } = 1;

    /// <summary>Channels of each group in the first layer of a network whose width is 64.</summary>
    public int WidthPerGroup { get; init; } = 64;

    /// <summary>Whether average pooling halves the map in place of strides (CLIP).</summary>
    public bool PoolsForStrides { get; init; }

    /// <summary>Output channels of a block for each of its inner channels.</summary>
    public int Expansion => Bottleneck ? 4 : 1;
}
