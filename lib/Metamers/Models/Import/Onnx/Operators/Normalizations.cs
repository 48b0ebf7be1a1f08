using Metamers.Models.Import.Onnx.Files;
using TorchSharp;
using static Metamers.Models.Import.Onnx.OnnxOperator;
using static TorchSharp.torch;

namespace Metamers.Models.Import.Onnx.Operators;

/// <summary>Normalisations, as they are computed in evaluation.</summary>
internal static class Normalizations
{
    public static IEnumerable<OnnxOperator> All =>
        [
            new("BatchNormalization", BatchNormalization),
            new("InstanceNormalization", InstanceNormalization, 6),
            new("LayerNormalization", LayerNormalization, 17),
            new("GroupNormalization", GroupNormalization, 18),
            new("LRN", LocalResponse),
            new("LpNormalization", LpNormalization),
            new("MeanVarianceNormalization", MeanVariance, 9),
            new("ai.onnx.ml.Scaler", Scaler),
        ];

    private static Kernel BatchNormalization(OnnxNode node)
    {
        double epsilon = node.Float("epsilon", 1e-5f);
        node.Ignore("momentum"); // of training
        if (node.Flag("training_mode") || node.Outputs.Skip(1).Any(output => output is not null))
        {
            throw node.Refused(OnnxGraphReader.InTraining);
        }

        return node.Flag("spatial", true)
            ? One(call =>
            {
                Tensor x = call.Float(0, 2);
                Tensor[] parameters = [.. Enumerable.Range(1, 4).Select(i => call.Like(x, i) ?? call[i])];
                return parameters.All(p => p.dim() == 1 && p.shape[0] == x.shape[1])
                    ? nn.functional.batch_norm(
                        x,
                        parameters[2],
                        parameters[3],
                        parameters[0],
                        parameters[1],
                        eps: epsilon
                    )
                    : throw call.Node.Refused($"its weights do not fit {x.shape[1]} channels.");
            })
            : throw node.Refused("spatial = 0 is not supported.");
    }

    private static Kernel InstanceNormalization(OnnxNode node)
    {
        double epsilon = node.Float("epsilon", 1e-5f);
        return One(call =>
        {
            Tensor x = call.Float(0, 3);
            (Tensor scale, Tensor bias) = (call.Like(x, 1) ?? call[1], call.Like(x, 2) ?? call[2]);
            if (scale.numel() != x.shape[1] || bias.numel() != x.shape[1])
            {
                throw call.Node.Refused($"its weights do not fit {x.shape[1]} channels.");
            }

            Tensor y = Standardized(x, [.. Enumerable.Range(2, (int)x.dim() - 2).Select(i => (long)i)], epsilon);
            return (y * ByChannel(x, scale)) + ByChannel(x, bias);
        });
    }

    private static Kernel LayerNormalization(OnnxNode node)
    {
        node.RequireOneOutput();
        long axis = node.Int("axis", -1);
        double epsilon = node.Float("epsilon", 1e-5f);
        if (node.Int("stash_type", 1) is not 1 and var type)
        {
            throw node.Refused($"stash_type = {type} is not supported.");
        }

        return One(call =>
        {
            Tensor x = call.Float(0);
            int first = call.Axis(axis, x.dim());
            Tensor scale = call.Like(x, 1) ?? call[1];
            Tensor? bias = call.Like(x, 2);
            long[] normalized = x.shape[first..];
            if (scale.shape.SequenceEqual(normalized) && (bias is null || bias.shape.SequenceEqual(normalized)))
            {
                return nn.functional.layer_norm(x, normalized, scale, bias, epsilon);
            }

            call.RequireBroadcast(call.RequireBroadcast(x.shape, scale.shape), bias?.shape ?? []);
            long[] axes = [.. Enumerable.Range(first, (int)x.dim() - first).Select(i => (long)i)];
            Tensor y = Standardized(x, axes, epsilon) * scale;
            return bias is null ? y : y + bias;
        });
    }

    /// <summary>Scale and bias are one value for a group until opset 20, then one for a channel.</summary>
    private static Kernel GroupNormalization(OnnxNode node)
    {
        double epsilon = node.Float("epsilon", 1e-5f);
        long groups = node.Int("num_groups", 0);
        if (node.Int("stash_type", 1) is not 1 and var type)
        {
            throw node.Refused($"stash_type = {type} is not supported.");
        }

        return One(call =>
        {
            Tensor x = call.Float(0, 3);
            (Tensor scale, Tensor bias) = (call.Like(x, 1) ?? call[1], call.Like(x, 2) ?? call[2]);
            long parts = node.Opset >= 21 ? x.shape[1] : groups;
            if (groups < 1 || x.shape[1] % groups != 0 || scale.numel() != parts || bias.numel() != parts)
            {
                throw call.Node.Refused(
                    $"{groups} groups with {scale.numel()} weights do not fit {x.shape[1]} channels."
                );
            }

            Tensor y = Standardized(x.reshape(x.shape[0], groups, -1), [2], epsilon);
            y = y.reshape(x.shape[0], parts, -1) * scale.view(1, -1, 1);
            return (y + bias.view(1, -1, 1)).reshape(x.shape);
        });
    }

    /// <summary>x / (bias + α/size · sum of squares over neighbouring channels)^β.</summary>
    private static Kernel LocalResponse(OnnxNode node)
    {
        (double alpha, double beta, double bias) = (
            node.Float("alpha", 1e-4f),
            node.Float("beta", 0.75),
            node.Float("bias", 1)
        );
        long size = node.Int("size", 0);
        return size is < 1 or > 1 << 20
            ? throw node.Refused($"its size is {size}; it must be at least 1.")
            : One(call =>
            {
                Tensor x = call.Float(0, 3);
                Tensor squares = x.square().reshape(x.shape[0], 1, x.shape[1], -1); // (B, 1, channels, units)
                call.RequireSize([x.shape[0], 1, x.shape[1] + size - 1, squares.shape[3]]);
                squares = nn.functional.pad(squares, [0, 0, (size - 1) / 2, size / 2], PaddingModes.Constant, 0);
                Tensor means = nn.functional.avg_pool2d(squares, [size, 1], [1, 1]).reshape(x.shape);
                return x / ((alpha * means) + bias).pow(beta);
            });
    }

    private static Kernel LpNormalization(OnnxNode node)
    {
        long axis = node.Int("axis", -1);
        long p = node.Int("p", 2);
        return p is not 1 and not 2
            ? throw node.Refused($"its p is {p}; it must be 1 or 2.")
            : One(call =>
            {
                Tensor x = call.Float(0);
                long[] along = [call.Axis(axis, x.dim())];
                Tensor norm =
                    p == 1 ? x.abs().sum(along, keepdim: true) : linalg.vector_norm(x, 2, along, keepdim: true);
                return where(norm.eq(0), zeros_like(x), x / where(norm.eq(0), ones_like(norm), norm));
            });
    }

    private static Kernel MeanVariance(OnnxNode node)
    {
        long[] axes = node.Ints("axes") ?? [0, 2, 3];
        return axes.Contains(0)
            ? throw node.Refused("it normalises over the batch (axis 0), so stimuli would influence each other.")
            : One(call =>
            {
                Tensor x = call.Float(0);
                long[] along = [.. axes.Select(axis => (long)call.Axis(axis, x.dim()))];
                Tensor centred = x - x.mean(along, keepdim: true);
                return centred / (centred.square().mean(along, keepdim: true).sqrt() + 1e-9);
            });
    }

    /// <summary>(x − offset) · scale, as scikit-learn's scalers are exported.</summary>
    private static Kernel Scaler(OnnxNode node)
    {
        (double[] offset, double[] scale) = (node.Floats("offset") ?? [0], node.Floats("scale") ?? [1]);
        return One(call =>
        {
            Tensor x = call.Float(0, 1);
            return new[] { offset.Length, scale.Length }.All(length => length == 1 || length == x.shape[^1])
                ? (x - tensor(offset, x.dtype, x.device)) * tensor(scale, x.dtype, x.device)
                : throw call.Node.Refused(
                    $"its {offset.Length} offsets and {scale.Length} scales do not fit {x.shape[^1]} features."
                );
        });
    }

    private static Tensor Standardized(Tensor x, long[] axes, double epsilon)
    {
        Tensor centred = x - x.mean(axes, keepdim: true);
        return centred / (centred.square().mean(axes, keepdim: true) + epsilon).sqrt();
    }

    private static Tensor ByChannel(Tensor x, Tensor values) =>
        values.view([1, -1, .. Enumerable.Repeat(1L, (int)x.dim() - 2)]);
}
