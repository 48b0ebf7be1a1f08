using Metamers.Models.Architectures.Blocks;
using Metamers.Models.Cochleagrams;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Metamers.Models.Architectures;

/// <summary>
/// The paper's VOneAlexNet (Dapello, Marques et al. 2020; the authors' imagenet_models/vonenet), with their parameter
/// names: a model of primary visual cortex with 256 simple and 256 complex cells whose Gabor filters are not trained,
/// then noise, and the rest of an AlexNet. Stages: input_after_preproc, v1_output (512, 56, 56), relu1 (192, 28, 28),
/// relu2 (384, 14, 14), relu3 (256, 14, 14), relu4 (256, 14, 14), fc0_relu (4096), fc1_relu (4096), final (classes).
/// The ReLU of v1_output keeps its own gradient, as in the paper.
/// </summary>
/// <remarks>
/// The noise has a standard deviation of 4 and is drawn once, when the network is built, the same for every stimulus;
/// otherwise the network would not have metamers.
/// </remarks>
internal sealed class VOneAlexNet : StagedModel
{
    private const int Simple = 256;
    private const double Gain = 25; // "k_exc" in the authors' code
    private const string NoiseName = "noise";

    private readonly Sequential vone_block;
    private readonly Conv2d bottleneck;
    private readonly BackEnd model;
    private readonly TensorCache<string> noise;

    /// <summary>Builds a network with random weights (from torch's seed).</summary>
    /// <param name="classes">Number of classes, at least 2.</param>
    /// <param name="input">Range and normalisation; <see cref="InputNormalization.ImageNet"/> if null.</param>
    /// <param name="noiseDeviation">Standard deviation of the frozen noise; 0 for none.</param>
    /// <param name="noiseSeed">Seed of the noise.</param>
    /// <exception cref="ArgumentOutOfRangeException">Fewer than two classes, or a negative deviation.</exception>
    public VOneAlexNet(
        int classes = 1000,
        InputNormalization? input = null,
        double noiseDeviation = 4,
        long noiseSeed = 0
    )
        : base(nameof(VOneAlexNet), input ?? InputNormalization.ImageNet, 3, 224, 224)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(classes, 2);
        ArgumentOutOfRangeException.ThrowIfNegative(noiseDeviation);
        Conv2d even = nn.Conv2d(3, 2 * Simple, 25, stride: 4, padding: 12, bias: false);
        Conv2d odd = nn.Conv2d(3, 2 * Simple, 25, stride: 4, padding: 12, bias: false);
        vone_block = nn.Sequential(("simple_conv_q0", even), ("simple_conv_q1", odd));
        bottleneck = nn.Conv2d(2 * Simple, 64, 1, bias: false);
        model = new BackEnd(classes);
        RegisterComponents();
        FillGabors(even, odd);
        noise = new(_ =>
        {
            using Generator generator = new((ulong)noiseSeed, CPU);
            return noiseDeviation * randn([1, 2 * Simple, 56, 56], float64, generator: generator);
        });

        AddStage("v1_output", x => nn.functional.relu(Cells(even.call(x), odd.call(x)) + noise.Get(NoiseName, x)));
        AddStage("relu1", x => model.Convolve(0, bottleneck.call(x)), endsInRelu: true);
        AddStage("relu2", x => model.Convolve(3, BackEnd.Pool(x)), endsInRelu: true);
        AddStage("relu3", x => model.Convolve(5, x), endsInRelu: true);
        AddStage("relu4", x => model.Convolve(7, x), endsInRelu: true);

        // Pooled: (N, 256, 7, 7).
        AddStage("fc0_relu", x => model.Connect(1, BackEnd.Pool(x).flatten(1)), endsInRelu: true);
        AddStage("fc1_relu", x => model.Connect(4, x), endsInRelu: true);
        AddStage("final", x => model.Connect(6, x));
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            noise.Dispose();
        }

        base.Dispose(disposing);
    }

    /// <summary>
    /// Simple cells, max(even, 0), and complex cells, the energy √(10⁻⁵ + even² + odd²) / √2: (N, 512, 56, 56).
    /// </summary>
    private static Tensor Cells(Tensor even, Tensor odd)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor energy = (even[.., Simple..].square() + odd[.., Simple..].square() + 1e-5).sqrt() / Math.Sqrt(2);
        return (Gain * cat([even[.., ..Simple].relu(), energy], 1)).MoveToOuterDisposeScope();
    }

    private static void FillGabors(Conv2d even, Conv2d odd)
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable noGradient = no_grad();
        (Tensor first, Tensor second) = GaborDraw.Filters(2 * Simple, 25, 224);
        even.weight.copy_(first);
        odd.weight.copy_(second);
        even.weight.requires_grad_(false);
        odd.weight.requires_grad_(false);
    }

    private sealed class BackEnd : nn.Module
    {
        private readonly Sequential features;
        private readonly Sequential classifier;
        private readonly Dictionary<int, Conv2d> convolutions;
        private readonly Dictionary<int, Linear> connections;

        /// <summary>The numbers are those of the authors' lists, which also count ReLU, pooling and dropout.</summary>
        public BackEnd(int classes)
            : base("AlexNetBackEnd")
        {
            convolutions = new()
            {
                [0] = nn.Conv2d(64, 192, 5, stride: 2, padding: 2),
                [3] = nn.Conv2d(192, 384, 3, padding: 1),
                [5] = nn.Conv2d(384, 256, 3, padding: 1),
                [7] = nn.Conv2d(256, 256, 3, padding: 1),
            };
            connections = new()
            {
                [1] = nn.Linear(256 * 7 * 7, 4096),
                [4] = nn.Linear(4096, 4096),
                [6] = nn.Linear(4096, classes),
            };
            features = nn.Sequential([.. convolutions.Select(c => ($"{c.Key}", (nn.Module<Tensor, Tensor>)c.Value))]);
            classifier = nn.Sequential([.. connections.Select(c => ($"{c.Key}", (nn.Module<Tensor, Tensor>)c.Value))]);
            RegisterComponents();
        }

        public static Tensor Pool(Tensor x) => nn.functional.max_pool2d(x, [3, 3], [2, 2], [1, 1]);

        public Tensor Convolve(int number, Tensor x) => convolutions[number].call(x);

        public Tensor Connect(int number, Tensor x) =>
            connections[number].call(number == 6 ? x : nn.functional.dropout(x, 0.5, training));
    }
}
