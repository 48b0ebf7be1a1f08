using Metamers.Models.Architectures.Blocks;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Metamers.Models.Architectures;

/// <summary>
/// CORnet-S (Kubilius, Schrimpf et al. 2019): four areas, three of which run two or four times over their own output,
/// with the parameter names of its authors, so that their checkpoint loads. Stages: input_after_preproc, V1 (64, 56,
/// 56), V2 (128, 28, 28), V4 (256, 14, 14), IT (512, 7, 7), final (classes).
/// </summary>
internal sealed class CorNetS : StagedModel
{
    private readonly Sequential V1;
    private readonly CorNetBlock V2;
    private readonly CorNetBlock V4;
    private readonly CorNetBlock IT;
    private readonly Sequential decoder;

    /// <summary>
    /// Builds a network with random weights (from torch's seed; He initialisation of the convolutions).
    /// </summary>
    /// <param name="classes">Number of classes, at least 2.</param>
    /// <param name="input">Range and normalisation; <see cref="InputNormalization.ImageNet"/> if null.</param>
    /// <exception cref="ArgumentOutOfRangeException">Fewer than two classes.</exception>
    public CorNetS(int classes = 1000, InputNormalization? input = null)
        : base("CORnet-S", input ?? InputNormalization.ImageNet, 3, 224, 224)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(classes, 2);
        Conv2d conv1 = nn.Conv2d(3, 64, 7, stride: 2, padding: 3, bias: false);
        BatchNorm2d norm1 = nn.BatchNorm2d(64);
        Conv2d conv2 = nn.Conv2d(64, 64, 3, padding: 1, bias: false);
        BatchNorm2d norm2 = nn.BatchNorm2d(64);
        V1 = nn.Sequential(("conv1", conv1), ("norm1", norm1), ("conv2", conv2), ("norm2", norm2));
        V2 = new CorNetBlock(this, 64, 128, times: 2);
        V4 = new CorNetBlock(this, 128, 256, times: 4);
        IT = new CorNetBlock(this, 256, 512, times: 2);
        Linear linear = nn.Linear(512, classes);
        decoder = nn.Sequential(("linear", linear));
        RegisterComponents();
        ResNetBody.Initialize(this);

        FoldedConvolution first = Fused(conv1, norm1);
        FoldedConvolution second = Fused(conv2, norm2);
        AddStage(
            "V1",
            x => second.Call(nn.functional.max_pool2d(first.Call(x).relu_(), [3, 3], [2, 2], [1, 1])),
            endsInRelu: true
        );
        AddStage("V2", V2.call, endsInRelu: true);
        AddStage("V4", V4.call, endsInRelu: true);
        AddStage("IT", IT.call, endsInRelu: true);
        AddStage("final", x => linear.call(x.mean([2, 3])));
    }
}
