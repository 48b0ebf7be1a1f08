using Metamers.Statistics;

namespace Metamers.Evaluation.Kinds;

/// <summary>
/// Whether two kinds can be told apart by vectors of features: for every reference, a classifier that has learned from
/// the pairs of all other references says which of its two metamers is of the second kind. It is right half of the time
/// if there is no difference between the kinds that is common to the references.
/// </summary>
/// <param name="Correct">For each reference the share of feature sets by which it is right.</param>
/// <param name="P">How often swapping the metamers of pairs at random gives differences that agree as well.</param>
internal sealed record PairedClassifier(double[] Correct, double P)
{
    /// <summary>Tries it on one or more sets of features, such as those of several judges.</summary>
    /// <param name="sets">For each set, the features of the first and of the second kind by reference.</param>
    /// <param name="draws">Number of permutations.</param>
    /// <param name="seed">Seed of the permutations.</param>
    public static PairedClassifier Test(IReadOnlyList<(double[][] First, double[][] Second)> sets, int draws, int seed)
    {
        double[][,] agreements = [.. sets.Select(set => Agreement(set.First, set.Second))];
        int count = agreements[0].GetLength(0);
        double[] correct = new double[count];
        double[,] sum = new double[count, count];
        foreach (double[,] agreement in agreements)
        {
            double trace = Math.Max(Enumerable.Range(0, count).Sum(i => agreement[i, i]), 1e-300);
            for (int i = 0; i < count; i++)
            {
                double score = 0;
                for (int j = 0; j < count; j++)
                {
                    score += i == j ? 0 : agreement[i, j];
                    sum[i, j] += i == j ? 0 : agreement[i, j] / trace;
                }

                correct[i] +=
                    score > 0 ? 1
                    : score < 0 ? 0
                    : 0.5;
            }
        }

        return new([.. correct.Select(right => right / sets.Count)], SignFlips.P(count, Statistic, draws, seed));

        double Statistic(double[] signs)
        {
            double total = 0;
            for (int i = 0; i < count; i++)
            {
                for (int j = 0; j < i; j++)
                {
                    total += signs[i] * signs[j] * sum[i, j];
                }
            }

            return total;
        }
    }

    /// <summary>Scalar products of the pairs' differences, each feature in units of its standard deviation.</summary>
    private static double[,] Agreement(double[][] first, double[][] second)
    {
        int count = first.Length;
        int features = first[0].Length;
        double[] scale = [.. Enumerable.Range(0, features).Select(Scale)];
        double[][] differences =
        [
            .. first.Zip(
                second,
                (a, b) => Enumerable.Range(0, features).Select(f => (b[f] - a[f]) * scale[f]).ToArray()
            ),
        ];
        double[,] products = new double[count, count];
        for (int i = 0; i < count; i++)
        {
            for (int j = 0; j <= i; j++)
            {
                double product = 0;
                for (int f = 0; f < features; f++)
                {
                    product += differences[i][f] * differences[j][f];
                }

                products[i, j] = products[j, i] = product;
            }
        }

        return products;

        double Scale(int feature)
        {
            double mean = first.Concat(second).Average(values => values[feature]);
            double variance = first.Concat(second).Average(values => Math.Pow(values[feature] - mean, 2));
            return variance > 1e-24 ? 1 / Math.Sqrt(variance) : 0;
        }
    }
}
