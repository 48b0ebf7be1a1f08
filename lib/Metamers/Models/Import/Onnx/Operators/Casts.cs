using Metamers.Models.Import.Onnx.Files;
using static Metamers.Models.Import.Onnx.OnnxOperator;
using static TorchSharp.torch;

namespace Metamers.Models.Import.Onnx.Operators;

/// <summary>Changes of the element type, and operators that change nothing.</summary>
internal static class Casts
{
    public static IEnumerable<OnnxOperator> All =>
        [
            new("Cast", Cast),
            new("CastLike", CastLike, 15),
            Unary("Identity", x => x.alias()),
            new("Dropout", Dropout, 1, 1, 2),
        ];

    private static Kernel Cast(OnnxNode node)
    {
        long type = node.Int("to", 0);
        node.Ignore("saturate"); // for 8-bit floating point, which is refused
        return OnnxTypes.Find((int)Math.Clamp(type, 0, int.MaxValue)) is null
            ? throw node.Refused(OnnxTypes.Refusal((int)Math.Clamp(type, 0, int.MaxValue)))
            : One(call => To(call[0], call.TypeOf(type)));
    }

    private static Kernel CastLike(OnnxNode node)
    {
        node.Ignore("saturate");
        return One(call => To(call[0], call[1].dtype));
    }

    private static Tensor To(Tensor x, ScalarType type) =>
        x.dtype == type ? x.alias()
        : type == ScalarType.Bool ? x.ne(0)
        : x.to_type(type);

    /// <summary>In evaluation, dropout changes nothing, and its mask keeps everything.</summary>
    private static Kernel Dropout(OnnxNode node)
    {
        node.Ignore("ratio");
        node.Ignore("seed");
        return call =>
            call.Optional(2) is not null && call.Number(2) != 0 && (call.Optional(1) is null || call.Number(1) != 0)
                ? throw call.Node.Refused(OnnxGraphReader.InTraining)
                : [call[0].alias(), .. node.Outputs.Skip(1).Select(_ => ones_like(call[0], ScalarType.Bool))];
    }
}
