using TorchSharp;
using static TorchSharp.torch;

namespace Metamers.Models.Architectures.Blocks;

/// <summary>
/// The pooling of the paper's LowPassAlexNet: each channel is filtered with a Hann window and subsampled. The window is
/// a buffer with the authors' name, <c>hann_window2d</c>, since it is part of their checkpoints;
/// <see cref="HannFilter"/> does the same without one.
/// </summary>
internal sealed class HannPooling : nn.Module<Tensor, Tensor>
{
    private const string Window = "hann_window2d";

    private readonly long stride;
    private readonly long padding;

    /// <summary>Builds the window from its formula.</summary>
    /// <param name="stride">Distance between the values that are kept, along each side.</param>
    /// <param name="points">
    /// Points of the Hann window along each side, including its two zero ends, which are then left out.
    /// </param>
    /// <param name="padding">Zeros around the map.</param>
    public HannPooling(int stride, int points, int padding)
        : base(nameof(HannPooling))
    {
        (this.stride, this.padding) = (stride, padding);
        using DisposeScope scope = NewDisposeScope();
        double[] hann =
        [
            .. Enumerable.Range(1, points - 2).Select(i => 0.5 - 0.5 * Math.Cos(2 * Math.PI * i / (points - 1))),
        ];
        Tensor outer = tensor(hann).outer(tensor(hann));
        Tensor window = (outer / outer.sum()).unsqueeze(0).unsqueeze(0).to(float32);
        register_buffer(Window, window.DetachFromDisposeScope());
    }

    /// <summary>
    /// (N, channels, H, W) → (N, channels, H', W'), H' = ⌊(H + 2·padding − (points − 2)) / stride⌋ + 1.
    /// </summary>
    public override Tensor forward(Tensor input)
    {
        using DisposeScope scope = NewDisposeScope();
        long channels = input.shape[1];
        Tensor y = nn.functional.conv2d(
            input.reshape(-1, 1, input.shape[2], input.shape[3]),
            get_buffer(Window)!,
            strides: [stride, stride],
            padding: [padding, padding]
        );
        return y.view(-1, channels, y.shape[2], y.shape[3]).MoveToOuterDisposeScope();
    }
}
