using System.Net;
using Metamers.Plotting;
using TorchSharp;
using static TorchSharp.torch;

namespace Metamers.Notebook;

/// <summary>What a notebook shows of a tensor: its shape and a few numbers, never all of its data.</summary>
internal static class TensorSummary
{
    private const int FirstValues = 5;

    public static string Html(Tensor tensor) => $"<code>{WebUtility.HtmlEncode(Text(tensor))}</code>";

    /// <summary>
    /// For example <c>Tensor (2, 3) float32 on cpu: min 0, mean 2.5, max 5; first 0, 1, 2, 3, 4, …</c>
    /// </summary>
    public static string Text(Tensor tensor)
    {
        if (tensor.IsInvalid)
        {
            return "Tensor, already disposed: move it out of its dispose scope with MoveToOuterDisposeScope() to "
                + "use it later.";
        }

        using DisposeScope scope = NewDisposeScope();
        using IDisposable noGradient = no_grad();
        string form =
            $"Tensor ({string.Join(", ", tensor.shape)}) {tensor.dtype.ToString().ToLowerInvariant()} "
            + $"on {tensor.device.ToString()}";
        if (tensor.numel() == 0 || is_complex(tensor))
        {
            return $"{form}: {(tensor.numel() == 0 ? "empty" : "complex")}";
        }

        Tensor values = tensor.detach().to(float64, CPU).flatten();
        Tensor real = values[~values.isnan()];
        string range =
            real.numel() == 0
                ? "all NaN"
                : $"min {Number(real.min())}, mean {Number(real.mean())}, max {Number(real.max())}"
                    + (real.numel() < values.numel() ? $", {values.numel() - real.numel()} NaN" : "");
        IEnumerable<string> first = values[..FirstValues]
            .data<double>()
            .ToArray()
            .Select(value => NumberText.Format(value));
        return values.numel() == 1
            ? $"{form}: {Number(values)}"
            : $"{form}: {range}; first {string.Join(", ", first)}{(values.numel() > FirstValues ? ", …" : "")}";
    }

    private static string Number(Tensor value) => NumberText.Format(value.item<double>());
}
