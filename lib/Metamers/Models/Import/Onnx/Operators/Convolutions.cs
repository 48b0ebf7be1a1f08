using Metamers.Models.Import.Onnx.Files;
using static Metamers.Models.Import.Onnx.OnnxOperator;
using static TorchSharp.torch;

namespace Metamers.Models.Import.Onnx.Operators;

/// <summary>Convolutions along one to three axes, and their transposes.</summary>
internal static class Convolutions
{
    public static IEnumerable<OnnxOperator> All => [new("Conv", Convolution), new("ConvTranspose", Transposed)];

    private static Kernel Convolution(OnnxNode node)
    {
        Windows windows = Windows.OfConvolution(node);
        long groups = node.Int("group", 1);
        return One(call =>
        {
            (Tensor x, Tensor weight, Tensor? bias) = Inputs(call, groups);
            Windows.Placed placed = windows.Place(x.shape[2..], weight.shape[2..]);
            if (x.shape[1] != weight.shape[1] * groups || weight.shape[0] % groups != 0)
            {
                throw Channels(call, groups);
            }

            call.RequireSize([x.shape[0], weight.shape[0], .. placed.Output]);
            long[] padding = placed.Before;
            if (!placed.IsSymmetric)
            {
                call.RequireSize([
                    .. x.shape[..2],
                    .. x.shape[2..].Select((n, i) => n + placed.Before[i] + placed.After[i]),
                ]);
                x = Windows.Pad(x, placed.Pads(beyond: false), 0);
                padding = new long[padding.Length];
            }

            return x.dim() switch
            {
                3 => nn
                    .functional.conv2d(
                        x.unsqueeze(2),
                        weight.unsqueeze(2),
                        bias,
                        [1, .. placed.Strides],
                        [0, .. padding],
                        [1, .. placed.Dilations],
                        groups
                    )
                    .squeeze(2),
                4 => nn.functional.conv2d(x, weight, bias, placed.Strides, padding, placed.Dilations, groups),
                _ => nn.functional.conv3d(x, weight, bias, placed.Strides, padding, placed.Dilations, groups),
            };
        });
    }

    private static Kernel Transposed(OnnxNode node)
    {
        long groups = node.Int("group", 1);
        TransposedWindows windows = new(node);
        return One(call =>
        {
            (Tensor x, Tensor weight, Tensor? bias) = Inputs(call, groups);
            if (x.shape[1] != weight.shape[0] || weight.shape[0] % groups != 0)
            {
                throw Channels(call, groups);
            }

            TransposedWindows.Placed placed = windows.Place(x.shape[2..], weight.shape[2..]);
            call.RequireSize([x.shape[0], weight.shape[1] * groups, .. placed.Full]);
            Tensor y = x.dim() switch
            {
                3 => nn
                    .functional.conv_transpose2d(
                        x.unsqueeze(2),
                        weight.unsqueeze(2),
                        null,
                        strides: [1, .. placed.Strides],
                        dilation: [1, .. placed.Dilations],
                        groups: groups
                    )
                    .squeeze(2),
                4 => nn.functional.conv_transpose2d(
                    x,
                    weight,
                    null,
                    strides: placed.Strides,
                    dilation: placed.Dilations,
                    groups: groups
                ),
                _ => nn.functional.conv_transpose3d(
                    x,
                    weight,
                    null,
                    strides: placed.Strides,
                    dilation: placed.Dilations,
                    groups: groups
                ),
            };
            y = Windows.Pad(y, placed.Crops, 0);
            return bias is null ? y : y + bias.view([1, -1, .. Enumerable.Repeat(1L, placed.Strides.Length)]);
        });
    }

    private static (Tensor X, Tensor Weight, Tensor? Bias) Inputs(KernelCall call, long groups)
    {
        Tensor x = call.Float(0, 3);
        Tensor weight = call.Like(x, 1) ?? call[1];
        return x.dim() <= 5 && weight.dim() == x.dim() && groups >= 1
            ? (x, weight, call.Like(x, 2))
            : throw call.Node.Refused(
                $"weights of shape {OnnxTensors.Text(weight.shape)} in {groups} groups do not fit an input of shape "
                    + $"{OnnxTensors.Text(x.shape)}; 1 to 3 axes are supported."
            );
    }

    private static Exception Channels(KernelCall call, long groups) =>
        call.Node.Refused(
            $"weights of shape {OnnxTensors.Text(call[1].shape)} in {groups} groups do not fit "
                + $"{call[0].shape[1]} channels."
        );
}
