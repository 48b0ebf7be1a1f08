using Metamers.Models.Import.Onnx.Files;
using static Metamers.Models.Import.Onnx.OnnxOperator;
using static TorchSharp.torch;

namespace Metamers.Models.Import.Onnx.Operators;

/// <summary>Products of matrices and tensors.</summary>
internal static class MatrixProducts
{
    private const int MostInputs = 32; // of Einsum

    public static IEnumerable<OnnxOperator> All =>
        [new("Gemm", Gemm), new("MatMul", _ => One(MatMul)), new("Einsum", Einsum, 12)];

    private static Kernel Gemm(OnnxNode node)
    {
        (double alpha, double beta) = (node.Float("alpha", 1), node.Float("beta", 1));
        (bool transposeA, bool transposeB) = (node.Flag("transA"), node.Flag("transB"));
        return One(call =>
        {
            Tensor a = call.Float(0);
            Tensor b = call.Like(a, 1) ?? call[1];
            Tensor? c = call.Like(a, 2);
            if (a.dim() != 2 || b.dim() != 2)
            {
                throw call.Node.Refused(
                    $"it needs two matrices; given {OnnxTensors.Text(a.shape)} and {OnnxTensors.Text(b.shape)}."
                );
            }

            a = transposeA ? a.t() : a;
            b = transposeB ? b.t() : b;
            RequireInner(call, a.shape[1], b.shape[0]);
            call.RequireSize([a.shape[0], b.shape[1]]);
            Tensor y = a.matmul(b);
            y = alpha == 1 ? y : y * alpha;
            if (c is null)
            {
                return y;
            }

            call.RequireBroadcast(y.shape, c.shape);
            return y + (beta == 1 ? c : c * beta);
        });
    }

    private static Tensor MatMul(KernelCall call)
    {
        Tensor a = call.Float(0, 1);
        Tensor b = call.Like(a, 1) ?? call[1];
        if (b.dim() == 0)
        {
            throw call.Node.Refused("its second input is a single number; it needs a matrix.");
        }

        RequireInner(call, a.shape[^1], b.dim() == 1 ? b.shape[0] : b.shape[^2]);
        long[] batch = call.RequireBroadcast(a.dim() > 2 ? a.shape[..^2] : [], b.dim() > 2 ? b.shape[..^2] : []);
        call.RequireSize([.. batch, a.dim() > 1 ? a.shape[^2] : 1, b.dim() > 1 ? b.shape[^1] : 1]);
        return a.matmul(b);
    }

    private static Kernel Einsum(OnnxNode node)
    {
        string equation = (node.Text("equation") ?? "").Replace(" ", "", StringComparison.Ordinal);
        return One(call =>
        {
            Tensor[] inputs = [.. Enumerable.Range(0, call.Count).Select(i => call.Like(call.Float(0), i) ?? call[i])];
            RequireResult(call, equation, inputs);
            return einsum(equation, inputs);
        });
    }

    /// <summary>
    /// Checks the letters, and the sizes of the result and of what is computed on the way to it: libtorch takes the
    /// inputs one after the other, and sums over a letter once no later one has it.
    /// </summary>
    private static void RequireResult(KernelCall call, string equation, Tensor[] inputs)
    {
        string[] sides = equation.Replace("...", ".", StringComparison.Ordinal).Split("->");
        string[] terms = sides[0].Split(',');
        long[] dotted = []; // lengths of the axes for which the dots stand
        Dictionary<char, long> lengths = [];
        bool fits = sides.Length is 1 or 2 && terms.Length == inputs.Length && inputs.Length <= MostInputs;
        for (int i = 0; fits && i < terms.Length; i++)
        {
            string letters = terms[i].Replace(".", "", StringComparison.Ordinal);
            bool open = letters.Length < terms[i].Length;
            long[] shape = inputs[i].shape;
            int skipped = shape.Length - letters.Length;
            fits = letters.All(char.IsAsciiLetter) && (open ? skipped >= 0 : skipped == 0);
            int dots = terms[i].IndexOf('.', StringComparison.Ordinal);
            for (int k = 0; fits && k < letters.Length; k++)
            {
                long length = shape[open && k >= dots ? k + skipped : k];
                long known = lengths.GetValueOrDefault(letters[k], 1);
                fits = known == length || known == 1 || length == 1;
                lengths[letters[k]] = Math.Max(known, length);
            }

            dotted = fits && open ? call.RequireBroadcast(dotted, shape[dots..(dots + skipped)]) : dotted;
        }

        if (!fits)
        {
            throw call.Node.Refused(
                $"'{OnnxSource.Shown(equation)}' does not fit inputs of shape "
                    + $"{string.Join(", ", inputs.Take(MostInputs).Select(x => OnnxTensors.Text(x.shape)))}; at most "
                    + $"{MostInputs} are allowed."
            );
        }

        string result =
            sides.Length == 2
                ? sides[1]
                : string.Concat(sides[0].GroupBy(c => c).Where(c => c.Key == '.' || c.Count() == 1).Select(c => c.Key));
        for (int i = Math.Min(1, terms.Length - 1); i < terms.Length; i++)
        {
            HashSet<char> later = [.. result, .. terms.Skip(i + 1).SelectMany(term => term)];
            call.RequireSize(
                terms
                    .Take(i + 1)
                    .SelectMany(term => term)
                    .Distinct()
                    .Where(later.Contains)
                    .SelectMany(letter => letter == '.' ? dotted : [lengths[letter]])
            );
        }
    }

    private static void RequireInner(KernelCall call, long a, long b)
    {
        if (a != b)
        {
            throw call.Node.Refused(
                $"matrices of shape {OnnxTensors.Text(call[0].shape)} and {OnnxTensors.Text(call[1].shape)} cannot be "
                    + "multiplied."
            );
        }
    }
}
