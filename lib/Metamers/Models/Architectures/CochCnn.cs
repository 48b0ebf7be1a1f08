using Metamers.Models.Architectures.Blocks;
using Metamers.Models.Cochleagrams;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Metamers.Models.Architectures;

/// <summary>
/// The convolutional network of Kell et al. (2018) for speech recognition, in the form used in the paper (the authors'
/// audio_models/kell2018.py), with its parameter names: five convolutions over the cochleagram, with kernels longer in
/// time than in frequency, batch norm before the first three, and a hidden layer. Convolutions and poolings are padded
/// so that only their strides shrink the map. Stages: input_after_preproc (the cochleagram), relu0, relu1, relu2,
/// relu3, relu4, avgpool, relufc, final.
/// </summary>
public abstract class CochCnn : StagedModel
{
    private readonly BatchNorm2d batchnorm0;
    private readonly Conv2d conv0;
    private readonly BatchNorm2d batchnorm1;
    private readonly Conv2d conv1;
    private readonly BatchNorm2d batchnorm2;
    private readonly Conv2d conv2;
    private readonly Conv2d conv3;
    private readonly Conv2d conv4;
    private readonly Linear fullyconnected;
    private readonly Linear classification;

    /// <summary>Builds a network with random weights (torch's default initialisation, from its seed).</summary>
    /// <param name="name">Name of the architecture.</param>
    /// <param name="cochleagram">The front end.</param>
    /// <param name="channels">Output channels of the five convolutions.</param>
    /// <param name="hidden">Units of the hidden layer.</param>
    /// <param name="classes">Number of classes, at least 2.</param>
    /// <param name="lowPass">
    /// Whether a <see cref="HannFilter"/> precedes each convolution that subsamples and replaces each pooling.
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException">Fewer than two classes.</exception>
    private protected CochCnn(
        string name,
        CochleagramOptions cochleagram,
        int[] channels,
        int hidden,
        int classes,
        bool lowPass = false
    )
        : base(name, new Cochleagram(cochleagram))
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(classes, 2);
        batchnorm0 = nn.BatchNorm2d(1);
        conv0 = Convolution(1, channels[0], 7, 14, stride: 3);
        batchnorm1 = nn.BatchNorm2d(channels[0]);
        conv1 = Convolution(channels[0], channels[1], 4, 8, stride: 2);
        batchnorm2 = nn.BatchNorm2d(channels[1]);
        conv2 = Convolution(channels[1], channels[2], 2, 5, stride: 1);
        conv3 = Convolution(channels[2], channels[3], 2, 5, stride: 1);
        conv4 = Convolution(channels[3], channels[4], 2, 5, stride: 1);
        fullyconnected = nn.Linear(
            channels[4] * Pooled(Cochleagram!.Filters.Count) * Pooled(Cochleagram.FrameTimes.Count),
            hidden
        );
        classification = nn.Linear(hidden, classes);
        RegisterComponents();

        Func<Tensor, int, Tensor> smooth = lowPass ? HannFilter.BeforeStride : (x, _) => x;
        Func<Tensor, Tensor> maxPool = lowPass ? x => HannFilter.Pool(x, 2) : MaxPool;
        Func<Tensor, Tensor> averagePool = lowPass ? x => HannFilter.Pool(x, 2) : AveragePool;
        AddStage("relu0", x => Convolve(conv0, batchnorm0.call(smooth(x, 3))), endsInRelu: true);
        AddStage("relu1", x => Convolve(conv1, batchnorm1.call(smooth(maxPool(x), 2))), endsInRelu: true);
        AddStage("relu2", x => Convolve(conv2, batchnorm2.call(maxPool(x))), endsInRelu: true);
        AddStage("relu3", x => Convolve(conv3, x), endsInRelu: true);
        AddStage("relu4", x => Convolve(conv4, x), endsInRelu: true);
        AddStage("avgpool", averagePool);
        AddStage("relufc", x => fullyconnected.call(x.flatten(1)), endsInRelu: true);
        AddStage("final", x => classification.call(nn.functional.dropout(x, 0.5, training)));
    }

    private static Conv2d Convolution(int inputs, int outputs, int height, int width, int stride) =>
        nn.Conv2d(inputs, outputs, (height, width), stride: (stride, stride), bias: false);

    private static Tensor Convolve(Conv2d convolution, Tensor x) =>
        convolution.call(
            PadAsTensorFlow(x, convolution.weight.shape[2], convolution.weight.shape[3], convolution.stride![0])
        );

    // The values are above 0, so the zeros of the padding are never the maximum.
    private static Tensor MaxPool(Tensor x) => nn.functional.max_pool2d(PadAsTensorFlow(x, 2, 5, 2), [2, 5], [2, 2]);

    private static Tensor AveragePool(Tensor x) =>
        nn.functional.avg_pool2d(PadAsTensorFlow(x, 2, 5, 2), [2, 5], [2, 2]); // the padding counts

    /// <summary>Length after the strides of conv0, pooling, conv1, pooling and pooling, each rounded up.</summary>
    private static int Pooled(int length) =>
        new[] { 3, 2, 2, 2, 2 }.Aggregate(length, (n, stride) => (n + stride - 1) / stride);

    /// <summary>
    /// Pads a map with zeros so that the result of a window has ⌈length / stride⌉ positions; an odd zero goes at the
    /// end.
    /// </summary>
    private static Tensor PadAsTensorFlow(Tensor x, long height, long width, long stride)
    {
        (long top, long bottom) = Padding(x.shape[2], height, stride);
        (long left, long right) = Padding(x.shape[3], width, stride);
        return nn.functional.pad(x, [left, right, top, bottom]);
    }

    private static (long Before, long After) Padding(long length, long window, long stride)
    {
        long total = Math.Max(0, ((length + stride - 1) / stride - 1) * stride + window - length);
        return (total / 2, total - total / 2);
    }
}
