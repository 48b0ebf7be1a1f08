using Metamers.Models.Architectures.Blocks;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Metamers.Models.Architectures;

/// <summary>
/// A compact network for 32×32 pictures in the style of <see cref="Vgg"/>, without batch norm: three blocks of two 3×3
/// convolutions, a pooling after each, and two linear layers; 0.81 million parameters. It differs enough from
/// <see cref="CifarResNet"/> for a comparison of architectures. Its reduced-aliasing form (LowPassVGG8) has the same
/// weights and replaces each pooling with a <see cref="HannFilter"/>. Stages: input_after_preproc, conv_relu_0_1 (32,
/// 32, 32), conv_relu_1_1 (64, 16, 16), conv_relu_2_1 (128, 8, 8), maxpool (128, 4, 4), fc_relu_0 (256), final
/// (classes).
/// </summary>
internal sealed class CifarVgg : StagedModel
{
    private const int Hidden = 256;

    private static readonly int[] Widths = [32, 64, 128];

    private readonly Sequential features;
    private readonly Sequential classifier;

    /// <summary>Builds a network with random weights (He initialisation, from torch's seed).</summary>
    /// <param name="classes">Number of classes, at least 2.</param>
    /// <param name="lowPass">Whether it is the reduced-aliasing form.</param>
    /// <exception cref="ArgumentOutOfRangeException">Fewer than two classes.</exception>
    public CifarVgg(int classes = 10, bool lowPass = false)
        : base(lowPass ? "LowPassVGG8" : "VGG8", InputNormalization.ImageNet, 3, 32, 32)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(classes, 2);
        Func<Tensor, Tensor> pool = lowPass ? x => HannFilter.Pool(x, 2) : Vgg.Pool;
        features = nn.Sequential();
        for (int block = 0, channels = 3; block < Widths.Length; block++)
        {
            Conv2d[] row =
            [
                nn.Conv2d(channels, Widths[block], 3, padding: 1),
                nn.Conv2d(Widths[block], Widths[block], 3, padding: 1),
            ];
            features.append($"{2 * block}", row[0]);
            features.append($"{2 * block + 1}", row[1]);
            channels = Widths[block];
            bool first = block == 0;
            AddStage($"conv_relu_{block}_1", x => Vgg.Run(row, first ? x : pool(x)), endsInRelu: true);
        }

        Linear linear0 = nn.Linear(Widths[^1] * 4 * 4, Hidden);
        Linear linear1 = nn.Linear(Hidden, classes);
        classifier = nn.Sequential(("0", linear0), ("1", linear1));
        RegisterComponents();
        Initialize();

        AddStage("maxpool", pool);
        AddStage("fc_relu_0", x => linear0.call(x.flatten(1)), endsInRelu: true);
        AddStage("final", linear1.call);
    }

    private void Initialize()
    {
        foreach ((string name, Parameter parameter) in named_parameters())
        {
            if (name.EndsWith("bias", StringComparison.Ordinal))
            {
                nn.init.zeros_(parameter);
            }
            else
            {
                nn.init.kaiming_normal_(parameter, nonlinearity: nn.init.NonlinearityType.ReLU);
            }
        }
    }
}
