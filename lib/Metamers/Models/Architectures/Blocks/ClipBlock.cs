using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Metamers.Models.Architectures.Blocks;

/// <summary>
/// One block of CLIP's vision transformer, with CLIP's parameter names: x + attention(ln_1(x)), then x + mlp(ln_2(x)),
/// where the mlp's nonlinearity is x·sigmoid(1.702·x), CLIP's approximation of GELU.
/// </summary>
internal sealed class ClipBlock : nn.Module<Tensor, Tensor>
{
    private readonly Attention attn;
    private readonly LayerNorm ln_1;
    private readonly Sequential mlp;
    private readonly LayerNorm ln_2;
    private readonly Linear[] layers; // of the mlp; fields of type Linear would be registered a second time

    /// <summary>Builds a block.</summary>
    /// <param name="width">Values per token; the hidden layer has four times as many.</param>
    /// <param name="heads">Number of attention heads.</param>
    public ClipBlock(int width, int heads)
        : base("ResidualAttentionBlock")
    {
        attn = new Attention(width, heads);
        ln_1 = nn.LayerNorm(width);
        ln_2 = nn.LayerNorm(width);
        layers = [nn.Linear(width, 4 * width), nn.Linear(4 * width, width)];
        mlp = nn.Sequential(("c_fc", layers[0]), ("c_proj", layers[1]));
        RegisterComponents();
    }

    /// <summary>(N, tokens, width), unchanged in shape.</summary>
    public override Tensor forward(Tensor input)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor x = input + attn.call(ln_1.call(input));
        Tensor hidden = layers[0].call(ln_2.call(x));
        return (x + layers[1].call(hidden * (hidden * 1.702).sigmoid())).MoveToOuterDisposeScope();
    }

    /// <summary>PyTorch's multi-head self-attention, with its parameter names.</summary>
    private sealed class Attention : nn.Module<Tensor, Tensor>
    {
        private readonly int heads;
        private readonly Parameter in_proj_weight;
        private readonly Parameter in_proj_bias;
        private readonly Linear out_proj;

        public Attention(int width, int heads)
            : base("MultiheadAttention")
        {
            this.heads = heads;
            in_proj_weight = new Parameter(randn(3 * width, width) / Math.Sqrt(width));
            in_proj_bias = new Parameter(zeros(3 * width));
            out_proj = nn.Linear(width, width);
            RegisterComponents();
        }

        public override Tensor forward(Tensor x)
        {
            using DisposeScope scope = NewDisposeScope();
            Tensor[] parts = nn.functional.linear(x, in_proj_weight, in_proj_bias).chunk(3, -1);
            return out_proj
                .call(MultiHeadAttention.Attend(parts[0], parts[1], parts[2], heads))
                .MoveToOuterDisposeScope();
        }
    }
}
