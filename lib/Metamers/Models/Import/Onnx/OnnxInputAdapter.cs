using Metamers.Models.Import.Onnx.Files;
using Metamers.Runtime;
using static TorchSharp.torch;

namespace Metamers.Models.Import.Onnx;

/// <summary>
/// Brings stimuli into the form that a graph takes: order of channels, channels last, other dimensions.
/// </summary>
/// <param name="InputShape">Shape of one stimulus.</param>
/// <param name="GraphShape">Shape of one input of the graph.</param>
/// <param name="ChannelsLast">Whether the graph takes (N, height, width, channels).</param>
/// <param name="BlueFirst">Whether the order of the channels is reversed.</param>
internal sealed record OnnxInputAdapter(
    IReadOnlyList<long> InputShape,
    IReadOnlyList<long> GraphShape,
    bool ChannelsLast,
    bool BlueFirst
)
{
    /// <summary>Finds the shape of the stimuli of a graph.</summary>
    /// <exception cref="MetamerException">
    /// The file leaves it open and the options do not tell it, or they disagree.
    /// </exception>
    public static OnnxInputAdapter Of(OnnxGraph graph, OnnxOptions options)
    {
        if (graph.InputShape is not { } dimensions || dimensions.Count < 2)
        {
            throw graph.Source.Refused(
                $"its input '{graph.Input}' has no shape (N, …). Export it with an input of known dimensions."
            );
        }

        long?[] fixedLengths = [.. dimensions.Skip(1)];
        IReadOnlyList<long>? given = options.InputShape;
        foreach (IEnumerable<long> lengths in new[] { fixedLengths.Select(length => length ?? 1), given ?? [] })
        {
            if (!KernelCall.Fits(lengths))
            {
                throw graph.Source.Refused(
                    $"one stimulus of its input '{graph.Input}' would have the shape {OnnxTensors.Text(lengths)}; "
                        + $"{KernelCall.MostUnits} values are allowed. Export it for smaller stimuli, or leave its "
                        + "size open and give it in InputShape."
                );
            }
        }

        if (options.SamplingRate is not null)
        {
            if (options.Input is { IsIdentity: false })
            {
                throw graph.Source.Refused(
                    "its options have a SamplingRate and an Input that normalises; a waveform goes into the "
                        + "network as it is. Leave Input out."
                );
            }

            given ??= fixedLengths.All(length => length is not null)
                ? [fixedLengths.Aggregate(1L, (product, length) => product * length!.Value)]
                : throw Open(graph, "InputShape = [number of samples]");
            long[] waveform =
            [
                .. fixedLengths.Take(fixedLengths.Length - 1).Select(length => length ?? 1),
                given.FirstOrDefault(),
            ];
            return new(given, Fitted(graph, fixedLengths, waveform, given), false, false);
        }

        bool last =
            fixedLengths is [{ } or null, _, 1 or 3 or 4]
            && fixedLengths[0] is not (1 or 3 or 4)
            && (given is null || given.FirstOrDefault() == fixedLengths[2]);
        given ??=
            fixedLengths.Any(length => length is null) ? throw Open(graph, "InputShape = [3, 224, 224]")
            : fixedLengths.Length != 3 ? throw Flat(graph)
            : last ? [fixedLengths[2]!.Value, fixedLengths[0]!.Value, fixedLengths[1]!.Value]
            : [.. fixedLengths.Select(length => length!.Value)];
        long[] shape =
            given.Count != 3 ? throw Flat(graph)
            : fixedLengths.Length == 3
                ? last ? [given[1], given[2], given[0]]
                    : [.. given]
            : [.. fixedLengths.Take(fixedLengths.Length - 1).Select(length => length ?? 1), Product(given)];
        if (options.Input is { IsIdentity: false } input && input.Mean.Count != 1 && input.Mean.Count != given[0])
        {
            throw new MetamerException(
                $"Input has means for {input.Mean.Count} channels; {graph.Source.Path} takes {given[0]}. Give "
                    + "one for each."
            );
        }

        return new(given, Fitted(graph, fixedLengths, shape, given), last, options.BlueFirst);
    }

    /// <summary>(N, shape of a stimulus) → (N, shape of the graph's input).</summary>
    public Tensor Apply(Tensor x)
    {
        x = BlueFirst ? x.flip(1) : x;
        x = ChannelsLast ? x.permute(0, 2, 3, 1) : x;
        return x.reshape([x.shape[0], .. GraphShape]);
    }

    private static long Product(IReadOnlyList<long> shape) =>
        shape.Aggregate(1L, (product, length) => product * length);

    private static long[] Fitted(OnnxGraph graph, long?[] fixedLengths, long[] shape, IReadOnlyList<long> given) =>
        shape.Length == fixedLengths.Length
        && Product(shape) == Product(given)
        && given.Concat(shape).All(length => length > 0)
        && !shape.Where((length, i) => fixedLengths[i] is { } known && known != length).Any()
            ? shape
            : throw new MetamerException(
                $"InputShape is ({string.Join(", ", given)}); {graph.Source.Path} takes {Sizes(fixedLengths)}."
            );

    private static string Sizes(IEnumerable<long?> lengths) =>
        $"(N, {string.Join(", ", lengths.Select(length => length?.ToString() ?? "any"))})";

    private static MetamerException Open(OnnxGraph graph, string example) =>
        graph.Source.Refused(
            $"it leaves the size of its input '{graph.Input}' open {Sizes(graph.InputShape!.Skip(1))}. Give it in the "
                + $"options: {example}."
        );

    private static MetamerException Flat(OnnxGraph graph) =>
        graph.Source.Refused(
            $"its input '{graph.Input}' has the shape {Sizes(graph.InputShape!.Skip(1))}, which is not that of "
                + "pictures. Give theirs, channels first, in the options, e.g. InputShape = [1, 28, 28], "
                + "or SamplingRate for waveforms."
        );
}
