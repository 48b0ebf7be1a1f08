using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Metamers.Models.Architectures;

/// <summary>
/// AlexNet with group norm (Konkle and Alvarez 2022, open_ipcl), with the parameter names of its authors: five
/// convolutions, each followed by a group norm of 32 groups, and two hidden layers with batch norm. The eighth layer of
/// the instance-prototype network itself is an embedding; it is replaced with the linear readout that the paper's
/// authors trained (<c>classifier</c> in their file), so the weights are in two files. Stages: input_after_preproc,
/// conv_block_1 (96, 55, 55), conv_block_2 (256, 27, 27), conv_block_3 (384, 13, 13), conv_block_4 (384, 13, 13),
/// conv_block_5 (256, 13, 13), each before its pooling, avgpool (256, 6, 6), fc6 (4096), fc7 (4096), final (classes).
/// </summary>
internal sealed class AlexNetGn : StagedModel
{
    private readonly Sequential conv_block_1;
    private readonly Sequential conv_block_2;
    private readonly Sequential conv_block_3;
    private readonly Sequential conv_block_4;
    private readonly Sequential conv_block_5;
    private readonly Sequential fc6;
    private readonly Sequential fc7;
    private readonly Sequential fc8;

    /// <summary>Builds a network with random weights (torch's default initialisation, from its seed).</summary>
    /// <param name="classes">Number of classes, at least 2.</param>
    /// <param name="input">Range and normalisation; <see cref="InputNormalization.ImageNet"/> if null.</param>
    /// <exception cref="ArgumentOutOfRangeException">Fewer than two classes.</exception>
    public AlexNetGn(int classes = 1000, InputNormalization? input = null)
        : base(nameof(AlexNetGn), input ?? InputNormalization.ImageNet, 3, 224, 224)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(classes, 2);
        conv_block_1 = Block(nn.Conv2d(3, 96, 11, stride: 4, padding: 2, bias: false), 96);
        conv_block_2 = Block(nn.Conv2d(96, 256, 5, padding: 2, bias: false), 256);
        conv_block_3 = Block(nn.Conv2d(256, 384, 3, padding: 1, bias: false), 384);
        conv_block_4 = Block(nn.Conv2d(384, 384, 3, padding: 1, bias: false), 384);
        conv_block_5 = Block(nn.Conv2d(384, 256, 3, padding: 1, bias: false), 256);
        fc6 = Hidden(256 * 6 * 6);
        fc7 = Hidden(4096);
        fc8 = nn.Sequential(("0", nn.Linear(4096, classes)));
        RegisterComponents();

        AddStage("conv_block_1", conv_block_1.call, endsInRelu: true);
        AddStage("conv_block_2", x => conv_block_2.call(Pool(x)), endsInRelu: true);
        AddStage("conv_block_3", x => conv_block_3.call(Pool(x)), endsInRelu: true);
        AddStage("conv_block_4", conv_block_4.call, endsInRelu: true);
        AddStage("conv_block_5", conv_block_5.call, endsInRelu: true);
        AddStage("avgpool", Pool); // the average pooling to 6 × 6 that follows changes nothing at this input size
        AddStage("fc6", x => fc6.call(x.flatten(1)), endsInRelu: true);
        AddStage("fc7", fc7.call, endsInRelu: true);
        AddStage("final", fc8.call);
    }

    /// <inheritdoc/>
    protected internal override Func<string, string?> Naming(IReadOnlyCollection<string> names) =>
        name =>
            name switch
            {
                "classifier.weight" or "1.classifier.weight" => "fc8.0.weight",
                "classifier.bias" or "1.classifier.bias" => "fc8.0.bias",
                ['0', '.', .. string rest] => rest, // a network saved together with its readout
                _ => name,
            };

    private static Sequential Block(Conv2d convolution, int channels) =>
        nn.Sequential(("0", convolution), ("1", nn.GroupNorm(32, channels)));

    private static Sequential Hidden(int inputs) =>
        nn.Sequential(("0", nn.Linear(inputs, 4096)), ("1", nn.BatchNorm1d(4096)));

    private static Tensor Pool(Tensor x) => nn.functional.max_pool2d(x, [3, 3], [2, 2]);
}
