using Metamers.Models.Architectures.Blocks;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Metamers.Models.Architectures;

/// <summary>
/// The image encoder of CLIP ViT-B/32 (Radford et al. 2021), with its parameter names: patches of 32 × 32 as tokens of
/// 768 values, a class token, a layer norm before 12 blocks of 12 heads. Stages: input_after_preproc, conv1 (768, 7,
/// 7), class_embedding_cat (50, 768), ln_pre (50, 768), block_0, block_3, block_6, block_9, blocks_end (50, 768 each),
/// final (512), the embedding of length 1. No stage ends in a ReLU.
/// </summary>
/// <remarks>
/// The last stage does not give logits: multiply it by text embeddings of class names (512, classes) to get them.
/// </remarks>
internal sealed class ClipVisionTransformer : StagedModel
{
    private const int Width = 768;

    private readonly Conv2d conv1;
    private readonly Parameter class_embedding;
    private readonly Parameter positional_embedding;
    private readonly LayerNorm ln_pre;
    private readonly Blocks transformer;
    private readonly LayerNorm ln_post;
    private readonly Parameter proj;

    /// <summary>Builds a network with random weights (from torch's seed).</summary>
    /// <param name="input">Range and normalisation; if null, CLIP's own mean and standard deviation.</param>
    public ClipVisionTransformer(InputNormalization? input = null)
        : base("CLIP-ViT-B32", input ?? Clip.Normalization, 3, 224, 224)
    {
        HasDecision = false; // it ends in an embedding
        double scale = 1 / Math.Sqrt(Width);
        conv1 = nn.Conv2d(3, Width, 32, stride: 32, bias: false);
        class_embedding = new Parameter(randn(Width) * scale);
        positional_embedding = new Parameter(randn(7 * 7 + 1, Width) * scale);
        ln_pre = nn.LayerNorm(Width);
        transformer = new Blocks();
        ln_post = nn.LayerNorm(Width);
        proj = new Parameter(randn(Width, 512) * scale);
        RegisterComponents();

        AddStage("conv1", conv1.call);
        AddStage(
            "class_embedding_cat",
            x => cat([class_embedding.expand(x.shape[0], 1, -1), x.flatten(2).transpose(1, 2)], 1)
        );
        AddStage("ln_pre", x => ln_pre.call(x + positional_embedding));
        AddStage("block_0", x => transformer.Run(x, 0, 0));
        AddStage("block_3", x => transformer.Run(x, 1, 3));
        AddStage("block_6", x => transformer.Run(x, 4, 6));
        AddStage("block_9", x => transformer.Run(x, 7, 9));
        AddStage("blocks_end", x => transformer.Run(x, 10, 11));
        AddStage("final", x => Clip.Normalize(ln_post.call(x[.., 0]).matmul(proj))); // only the class token is read
    }

    /// <inheritdoc/>
    protected internal override Func<string, string?> Naming(IReadOnlyCollection<string> names) => Clip.Naming(names);

    private sealed class Blocks : nn.Module
    {
        private readonly ModuleList<ClipBlock> resblocks = [];

        public Blocks()
            : base("Transformer")
        {
            for (int i = 0; i < 12; i++)
            {
                resblocks.Add(new ClipBlock(Width, heads: 12));
            }

            RegisterComponents();
        }

        public Tensor Run(Tensor x, int first, int last) => TransformerLayers.Run(resblocks, x, first, last);
    }
}
