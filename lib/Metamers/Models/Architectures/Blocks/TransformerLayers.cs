using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Metamers.Models.Architectures.Blocks;

/// <summary>Runs some of the blocks of a vision transformer.</summary>
internal static class TransformerLayers
{
    /// <summary>
    /// Runs the blocks from the first to the last, inclusive: (N, tokens, width), unchanged in shape.
    /// </summary>
    public static Tensor Run<TBlock>(ModuleList<TBlock> blocks, Tensor x, int first, int last)
        where TBlock : nn.Module<Tensor, Tensor>
    {
        using DisposeScope scope = NewDisposeScope();
        for (int i = first; i <= last; i++)
        {
            x = blocks[i].call(x);
        }

        return x.MoveToOuterDisposeScope();
    }
}
