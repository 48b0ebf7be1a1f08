using Metamers.Models.Architectures.Blocks;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Metamers.Models.Architectures;

/// <summary>
/// The image encoder of CLIP RN50 (Radford et al. 2021), with its parameter names: a ResNet-50 that starts with three
/// convolutions, with average pooling in place of strides, and attention in place of the last pooling. Stages:
/// input_after_preproc, stem (64, 56, 56), layer1 (256, 56, 56), layer2 (512, 28, 28), layer3 (1024, 14, 14), layer4
/// (2048, 7, 7), attnpool (1024), final (1024).
/// </summary>
/// <remarks>
/// <c>attnpool</c> and <c>final</c> are the same values, the embedding of length 1: the paper's code normalised the
/// tensor in place. They are not logits: multiply them by text embeddings of class names (1024, classes) to get logits.
/// </remarks>
internal sealed class ClipResNet50 : StagedModel
{
    private readonly Conv2d conv1;
    private readonly BatchNorm2d bn1;
    private readonly Conv2d conv2;
    private readonly BatchNorm2d bn2;
    private readonly Conv2d conv3;
    private readonly BatchNorm2d bn3;
    private readonly ModuleList<ResNetBlock> layer1;
    private readonly ModuleList<ResNetBlock> layer2;
    private readonly ModuleList<ResNetBlock> layer3;
    private readonly ModuleList<ResNetBlock> layer4;
    private readonly AttentionPooling attnpool;

    /// <summary>Builds a network with random weights (from torch's seed).</summary>
    /// <param name="input">Range and normalisation; if null, CLIP's own mean and standard deviation.</param>
    public ClipResNet50(InputNormalization? input = null)
        : base("CLIP-RN50", input ?? Clip.Normalization, 3, 224, 224)
    {
        HasDecision = false; // it ends in an embedding
        conv1 = nn.Conv2d(3, 32, 3, stride: 2, padding: 1, bias: false);
        bn1 = nn.BatchNorm2d(32);
        conv2 = nn.Conv2d(32, 32, 3, padding: 1, bias: false);
        bn2 = nn.BatchNorm2d(32);
        conv3 = nn.Conv2d(32, 64, 3, padding: 1, bias: false);
        bn3 = nn.BatchNorm2d(64);
        ModuleList<ResNetBlock>[] layers = ResNetBody.Layers(this, new(3, 4, 6, 3) { PoolsForStrides = true });
        (layer1, layer2, layer3, layer4) = (layers[0], layers[1], layers[2], layers[3]);
        attnpool = new AttentionPooling();
        RegisterComponents();
        ResNetBody.Initialize(this);

        FoldedConvolution[] stem = [Fused(conv1, bn1), Fused(conv2, bn2), Fused(conv3, bn3)];
        AddStage("stem", x => nn.functional.avg_pool2d(stem.Aggregate(x, (y, step) => step.Call(y).relu_()), [2, 2]));
        ResNetBody.AddLayerStages(this, layers, x => x);
        AddStage("attnpool", x => Clip.Normalize(attnpool.call(x)));
        AddStage("final", x => x.alias());
    }

    /// <inheritdoc/>
    protected internal override Func<string, string?> Naming(IReadOnlyCollection<string> names) => Clip.Naming(names);

    /// <summary>One query, the mean over the map, attends to the mean and to every place of the map.</summary>
    private sealed class AttentionPooling : nn.Module<Tensor, Tensor>
    {
        private const int Width = 2048;
        private const int Heads = 32;

        private readonly Parameter positional_embedding;
        private readonly Linear k_proj;
        private readonly Linear q_proj;
        private readonly Linear v_proj;
        private readonly Linear c_proj;

        public AttentionPooling()
            : base("AttentionPool2d")
        {
            positional_embedding = new Parameter(randn(7 * 7 + 1, Width) / Math.Sqrt(Width));
            k_proj = nn.Linear(Width, Width);
            q_proj = nn.Linear(Width, Width);
            v_proj = nn.Linear(Width, Width);
            c_proj = nn.Linear(Width, 1024);
            RegisterComponents();
        }

        /// <summary>(N, 2048, 7, 7) → (N, 1024).</summary>
        public override Tensor forward(Tensor input)
        {
            using DisposeScope scope = NewDisposeScope();
            Tensor places = input.flatten(2).transpose(1, 2); // (N, 49, 2048)
            Tensor x = cat([places.mean([1], keepdim: true), places], 1) + positional_embedding; // (N, 50, 2048)
            Tensor query = q_proj.call(x[.., ..1]); // (N, 1, 2048), as the result
            Tensor pooled = MultiHeadAttention.Attend(query, k_proj.call(x), v_proj.call(x), Heads);
            return c_proj.call(pooled.squeeze(1)).MoveToOuterDisposeScope();
        }
    }
}
