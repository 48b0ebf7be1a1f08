using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Metamers.Models.Architectures;

/// <summary>
/// The networks of Simonyan and Zisserman (2015) without batch norm, as torchvision builds them and with its parameter
/// names, so that its checkpoints load. Five blocks of 3×3 convolutions, a pooling after each, and three linear layers.
/// Stages: input_after_preproc, the last convolution of each block (conv_relu_0_1 (64, 224, 224), conv_relu_1_1 (128,
/// 112, 112), conv_relu_2_3 (256, 56, 56), conv_relu_3_3 (512, 28, 28) and conv_relu_4_3 (512, 14, 14) for VGG-19:
/// block and convolution, from 0), avgpool (512, 7, 7), fc_relu_0 (4096), fc_relu_1 (4096), final (classes).
/// </summary>
internal sealed class Vgg : StagedModel
{
    private static readonly int[] Widths = [64, 128, 256, 512, 512];

    private static readonly Dictionary<int, int[]> ConvolutionsByDepth = new()
    {
        [11] = [1, 1, 2, 2, 2],
        [13] = [2, 2, 2, 2, 2],
        [16] = [2, 2, 3, 3, 3],
        [19] = [2, 2, 4, 4, 4],
    };

    private readonly Sequential features;
    private readonly Sequential classifier;

    /// <summary>Builds a network with random weights (torchvision's initialisation, from torch's seed).</summary>
    /// <param name="depth">11, 13, 16 or 19.</param>
    /// <param name="classes">Number of classes, at least 2.</param>
    /// <param name="input">Range and normalisation; <see cref="InputNormalization.ImageNet"/> if null.</param>
    /// <exception cref="ArgumentOutOfRangeException">Another depth, or fewer than two classes.</exception>
    public Vgg(int depth = 19, int classes = 1000, InputNormalization? input = null)
        : base($"VGG{depth}", input ?? InputNormalization.ImageNet, 3, 224, 224)
    {
        if (!ConvolutionsByDepth.TryGetValue(depth, out int[]? convolutions))
        {
            throw new ArgumentOutOfRangeException(
                nameof(depth),
                depth,
                $"The depth of a VGG network must be one of {string.Join(", ", ConvolutionsByDepth.Keys)}."
            );
        }

        ArgumentOutOfRangeException.ThrowIfLessThan(classes, 2);
        features = nn.Sequential();
        for (int block = 0, channels = 3, number = 0; block < Widths.Length; block++)
        {
            Conv2d[] row = new Conv2d[convolutions[block]];
            for (int i = 0; i < row.Length; i++)
            {
                row[i] = nn.Conv2d(channels, Widths[block], 3, padding: 1);
                features.append($"{number}", row[i]);
                channels = Widths[block];
                number += 2; // in torchvision's list, which defines the names, a ReLU follows each convolution
            }

            number++; // and a pooling follows each block
            bool first = block == 0;
            AddStage($"conv_relu_{block}_{row.Length - 1}", x => Run(row, first ? x : Pool(x)), endsInRelu: true);
        }

        Linear linear0 = nn.Linear(512 * 7 * 7, 4096);
        Linear linear1 = nn.Linear(4096, 4096);
        Linear linear2 = nn.Linear(4096, classes);
        classifier = nn.Sequential(("0", linear0), ("3", linear1), ("6", linear2));
        RegisterComponents();
        Initialize();

        AddStage("avgpool", Pool); // torchvision's average pooling to 7 × 7 changes nothing at this input size
        AddStage("fc_relu_0", x => linear0.call(x.flatten(1)), endsInRelu: true);
        AddStage("fc_relu_1", x => linear1.call(Dropout(x)), endsInRelu: true);
        AddStage("final", x => linear2.call(Dropout(x)));
    }

    /// <summary>Runs all convolutions of a block; the last one's ReLU belongs to the stage.</summary>
    internal static Tensor Run(Conv2d[] row, Tensor x)
    {
        x = row[0].call(x);
        foreach (Conv2d convolution in row[1..])
        {
            x = convolution.call(x.relu_());
        }

        return x;
    }

    internal static Tensor Pool(Tensor x) => nn.functional.max_pool2d(x, [2, 2], [2, 2]);

    private Tensor Dropout(Tensor x) => nn.functional.dropout(x, 0.5, training);

    private void Initialize()
    {
        foreach (nn.Module module in modules())
        {
            if (module is Conv2d convolution)
            {
                nn.init.kaiming_normal_(
                    convolution.weight,
                    mode: nn.init.FanInOut.FanOut,
                    nonlinearity: nn.init.NonlinearityType.ReLU
                );
                nn.init.zeros_(convolution.bias!);
            }
            else if (module is Linear linear)
            {
                nn.init.normal_(linear.weight, 0, 0.01);
                nn.init.zeros_(linear.bias!);
            }
        }
    }
}
