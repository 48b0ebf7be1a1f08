using TorchSharp;
using static TorchSharp.torch;

namespace Metamers.Evaluation.Sensitivity;

/// <summary>
/// Both ends of the spectrum of a symmetric operator that is known by its products with vectors (Lanczos, with every
/// new vector made orthogonal to all earlier ones, which the recurrence alone does not ensure in floating point).
/// </summary>
internal static class Lanczos
{
    private const int FirstCheck = 5;
    private const double CheckGrowth = 1.1; // a check costs the cube of the steps; every few would cost more than they

    /// <summary>
    /// Finds them. It ends when the residuals of both ends are below a third of the tolerance, or at the maximum.
    /// </summary>
    /// <param name="multiply">The product of the operator with a vector (n), float64.</param>
    /// <param name="start">(n) float64, of length 1.</param>
    /// <param name="options">Tolerance and maximum.</param>
    /// <returns>Unit vectors (n) of the largest and the smallest value, and the number of products.</returns>
    public static (Tensor Largest, Tensor Smallest, int Steps) FindEnds(
        Func<Tensor, Tensor> multiply,
        Tensor start,
        EigendistortionOptions options
    )
    {
        using DisposeScope scope = NewDisposeScope();
        int most = (int)Math.Min(options.MaximumSteps, start.shape[0]);
        Tensor basis = zeros([most, start.shape[0]], float64);
        basis[0].copy_(start);
        List<double> diagonal = [];
        List<double> beside = [];
        int check = FirstCheck;
        while (true)
        {
            using DisposeScope step = NewDisposeScope();
            int done = diagonal.Count;
            Tensor found = basis[..(done + 1)];
            Tensor next = multiply(basis[done]);
            diagonal.Add(next.dot(basis[done]).item<double>());
            // Twice: the first time leaves rounding errors of the size of what was taken away.
            next = next - found.t().matmul(found.matmul(next));
            next = next - found.t().matmul(found.matmul(next));
            double rest = next.norm().item<double>();
            bool last = done + 1 == most || rest < double.Epsilon;
            if (last || done + 1 == check)
            {
                check = Math.Max(check + FirstCheck, (int)(CheckGrowth * check));
                (Tensor values, Tensor vectors) = linalg.eigh(Tridiagonal(diagonal, beside));
                double scale = values[-1].abs().item<double>();
                double residual = rest * vectors[-1][tensor([0L, done])].abs().max().item<double>();
                if (last || residual <= options.Tolerance * scale / 3)
                {
                    return (
                        Vector(found, vectors, done).MoveToOuterDisposeScope().MoveToOuterDisposeScope(),
                        Vector(found, vectors, 0).MoveToOuterDisposeScope().MoveToOuterDisposeScope(),
                        done + 1
                    );
                }
            }

            beside.Add(rest);
            basis[done + 1].copy_(next / rest);
        }
    }

    private static Tensor Tridiagonal(List<double> diagonal, List<double> beside)
    {
        double[,] matrix = new double[diagonal.Count, diagonal.Count];
        for (int i = 0; i < diagonal.Count; i++)
        {
            matrix[i, i] = diagonal[i];
            if (i > 0)
            {
                matrix[i, i - 1] = matrix[i - 1, i] = beside[i - 1];
            }
        }

        return tensor(matrix);
    }

    /// <summary>A vector in all dimensions, with its largest value above 0: the sign has no meaning.</summary>
    private static Tensor Vector(Tensor basis, Tensor vectors, int index)
    {
        Tensor vector = basis.t().matmul(vectors[TensorIndex.Colon, index]);
        Tensor largest = vector[vector.abs().argmax()];
        return vector * largest.sign() / vector.norm();
    }
}
