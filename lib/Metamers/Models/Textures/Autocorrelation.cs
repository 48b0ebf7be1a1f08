using Metamers.Models.Cochleagrams;
using static TorchSharp.torch;

namespace Metamers.Models.Textures;

/// <summary>
/// The circular autocorrelation at the shifts around 0, from power at the frequencies of a real transform. Only a few
/// shifts are wanted, so the inverse transform is two products with small matrices.
/// </summary>
internal sealed class Autocorrelation : IDisposable
{
    private readonly TensorCache<string> matrices;

    /// <summary>Prepares maps of a size.</summary>
    /// <param name="rows">Rows of the map.</param>
    /// <param name="columns">
    /// Columns of the map. If odd, the shifts along the rows are those of plenoptic, whose inverse transform takes the
    /// number of columns to be even.
    /// </param>
    /// <param name="shifts">Number of shifts in each direction; the middle one, or the right of the two, is 0.</param>
    public Autocorrelation(int rows, int columns, int shifts)
    {
        int even = columns / 2 * 2;
        int frequencies = columns / 2 + 1;
        double scale = 1.0 / ((double)rows * even * rows * columns);
        matrices = new(name => name == "across" ? Across(even, frequencies, shifts, scale) : Down(rows, shifts));
    }

    /// <summary>(…, H, W / 2 + 1) power → (…, shifts, shifts), the covariance at shift 0.</summary>
    public Tensor Compute(Tensor power)
    {
        Tensor across = power.matmul(matrices.Get("across", power)); // (…, H, 2 · shifts)
        long shifts = across.shape[^1] / 2;
        Tensor stacked = cat([across.narrow(-1, 0, shifts), across.narrow(-1, shifts, shifts)], -2); // (…, 2H, shifts)
        return matrices.Get("down", power).matmul(stacked);
    }

    public void Dispose() => matrices.Dispose();

    private static Tensor Across(int columns, int frequencies, int shifts, double scale)
    {
        double[,] waves = new double[frequencies, 2 * shifts];
        for (int k = 0; k < frequencies; k++)
        {
            double weight = scale * (k == 0 || 2 * k == columns ? 1 : 2); // a frequency stands for its negative too
            for (int i = 0; i < shifts; i++)
            {
                (double sin, double cos) = Math.SinCos(2 * Math.PI * k * (i - shifts / 2) / columns);
                (waves[k, i], waves[k, shifts + i]) = (weight * cos, weight * sin);
            }
        }

        return tensor(waves);
    }

    private static Tensor Down(int rows, int shifts)
    {
        double[,] waves = new double[shifts, 2 * rows];
        for (int i = 0; i < shifts; i++)
        {
            for (int k = 0; k < rows; k++)
            {
                (double sin, double cos) = Math.SinCos(2 * Math.PI * k * (i - shifts / 2) / rows);
                (waves[i, k], waves[i, rows + k]) = (cos, -sin);
            }
        }

        return tensor(waves);
    }
}
