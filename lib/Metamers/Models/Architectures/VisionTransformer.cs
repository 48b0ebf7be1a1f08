using Metamers.Models.Architectures.Blocks;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Metamers.Models.Architectures;

/// <summary>
/// The vision transformer ViT-L/16 (Dosovitskiy et al. 2021; weights of Steiner et al. 2022) for pictures of 224 × 224,
/// with timm's parameter names, so that its checkpoints load, as do torchvision's: patches of 16 × 16 as tokens of
/// 1024 values, a class token, 24 blocks of 16 heads. Stages: input_after_preproc, patch_embed (196, 1024), pos_embed
/// (197, 1024), block_0, block_6, block_12, block_18, blocks_end (197, 1024 each), final (classes). No stage ends in a
/// ReLU.
/// </summary>
/// <remarks>
/// The paper gave it pictures normalised as for all its networks (<see cref="InputNormalization.ImageNet"/>), although
/// its checkpoint was trained with a mean and standard deviation of 0.5. Metamers that are to be compared with the
/// paper's need the paper's choice, which is the default here.
/// </remarks>
internal sealed class VisionTransformer : StagedModel
{
    private const double Epsilon = 1e-6;

    private readonly PatchEmbedding patch_embed;
    private readonly Parameter cls_token;
    private readonly Parameter pos_embed;
    private readonly ModuleList<TransformerBlock> blocks;
    private readonly LayerNorm norm;
    private readonly Linear head;

    /// <summary>Builds a network with random weights (from torch's seed).</summary>
    /// <param name="classes">Number of classes, at least 2.</param>
    /// <param name="input">
    /// Range and normalisation; if null, <see cref="InputNormalization.ImageNet"/>, as in the paper.
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException">Fewer than two classes.</exception>
    public VisionTransformer(int classes = 1000, InputNormalization? input = null)
        : this("ViT-L16", classes, input, width: 1024, heads: 16) { }

    /// <summary>
    /// The same design with another width, for tests that would take minutes with 304 million parameters.
    /// </summary>
    internal VisionTransformer(string name, int classes, InputNormalization? input, int width, int heads)
        : base(name, input ?? InputNormalization.ImageNet, 3, 224, 224)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(classes, 2);
        patch_embed = new PatchEmbedding(width);
        cls_token = new Parameter(zeros(1, 1, width));
        pos_embed = new Parameter(randn(1, 14 * 14 + 1, width) * 0.02);
        blocks = [];
        for (int i = 0; i < 24; i++)
        {
            blocks.Add(new TransformerBlock(width, heads, Epsilon));
        }

        norm = nn.LayerNorm(width, Epsilon);
        head = nn.Linear(width, classes);
        RegisterComponents();

        AddStage("patch_embed", patch_embed.call);
        AddStage("pos_embed", x => cat([cls_token.expand(x.shape[0], -1, -1), x], 1) + pos_embed);
        AddStage("block_0", x => TransformerLayers.Run(blocks, x, 0, 0));
        AddStage("block_6", x => TransformerLayers.Run(blocks, x, 1, 6));
        AddStage("block_12", x => TransformerLayers.Run(blocks, x, 7, 12));
        AddStage("block_18", x => TransformerLayers.Run(blocks, x, 13, 18));
        AddStage("blocks_end", x => TransformerLayers.Run(blocks, x, 19, 23));
        AddStage("final", x => head.call(norm.call(x[.., 0]))); // only the class token is read
    }

    /// <inheritdoc/>
    protected internal override Func<string, string?> Naming(IReadOnlyCollection<string> names) =>
        TorchvisionNames.OfTransformer(base.Naming(names));

    private sealed class PatchEmbedding : nn.Module<Tensor, Tensor>
    {
        private readonly Conv2d proj;

        public PatchEmbedding(int width)
            : base("PatchEmbed")
        {
            proj = nn.Conv2d(3, width, 16, stride: 16);
            RegisterComponents();
        }

        /// <summary>(N, 3, 224, 224) → (N, 196, width), row by row of patches from the top.</summary>
        public override Tensor forward(Tensor input) => proj.call(input).flatten(2).transpose(1, 2);
    }
}
