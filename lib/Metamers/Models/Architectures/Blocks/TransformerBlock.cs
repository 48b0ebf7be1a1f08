using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Metamers.Models.Architectures.Blocks;

/// <summary>
/// One block of a vision transformer with the parameter names of timm: x + attention(norm1(x)), then x + mlp(norm2(x)),
/// with the exact GELU.
/// </summary>
internal sealed class TransformerBlock : nn.Module<Tensor, Tensor>
{
    private readonly LayerNorm norm1;
    private readonly Attention attn;
    private readonly LayerNorm norm2;
    private readonly Perceptron mlp;

    /// <summary>Builds a block.</summary>
    /// <param name="width">Values per token; the hidden layer has four times as many.</param>
    /// <param name="heads">Number of attention heads.</param>
    /// <param name="epsilon">Added to the variance by the layer norms.</param>
    public TransformerBlock(int width, int heads, double epsilon)
        : base("Block")
    {
        norm1 = nn.LayerNorm(width, epsilon);
        attn = new Attention(width, heads);
        norm2 = nn.LayerNorm(width, epsilon);
        mlp = new Perceptron(width);
        RegisterComponents();
    }

    /// <summary>(N, tokens, width), unchanged in shape.</summary>
    public override Tensor forward(Tensor input)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor x = input + attn.call(norm1.call(input));
        return (x + mlp.call(norm2.call(x))).MoveToOuterDisposeScope();
    }

    private sealed class Attention : nn.Module<Tensor, Tensor>
    {
        private readonly int heads;
        private readonly Linear qkv;
        private readonly Linear proj;

        public Attention(int width, int heads)
            : base(nameof(Attention))
        {
            this.heads = heads;
            qkv = nn.Linear(width, 3 * width);
            proj = nn.Linear(width, width);
            RegisterComponents();
        }

        public override Tensor forward(Tensor x)
        {
            using DisposeScope scope = NewDisposeScope();
            Tensor[] parts = qkv.call(x).chunk(3, -1);
            return proj.call(MultiHeadAttention.Attend(parts[0], parts[1], parts[2], heads)).MoveToOuterDisposeScope();
        }
    }

    private sealed class Perceptron : nn.Module<Tensor, Tensor>
    {
        private readonly Linear fc1;
        private readonly Linear fc2;

        public Perceptron(int width)
            : base("Mlp")
        {
            fc1 = nn.Linear(width, 4 * width);
            fc2 = nn.Linear(4 * width, width);
            RegisterComponents();
        }

        public override Tensor forward(Tensor x) => fc2.call(nn.functional.gelu(fc1.call(x)));
    }
}
