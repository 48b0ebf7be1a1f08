namespace Metamers.Statistics;

/// <summary>
/// Sums of squares of an effect and of its error. They are differences of sums, so a rounding error below 0 is removed.
/// </summary>
internal readonly record struct AnovaEffect(double Square, int DF, double ErrorSquare, int ErrorDF)
{
    /// <summary>Permutations that give the same F up to rounding count as equal.</summary>
    private const double Rounding = 1e-9;

    /// <summary>A sum of squares below this share of the total is rounding error.</summary>
    private const double Negligible = 1e-12;

    public double Square { get; } = Math.Max(0, Square);

    public double ErrorSquare { get; } = Math.Max(0, ErrorSquare);

    public double F => Square / DF / (ErrorSquare / ErrorDF);

    /// <summary>
    /// Counts how many of the F values from <paramref name="permuted"/> are at least that of the data.
    /// </summary>
    /// <remarks>
    /// A permutation whose error is 0 gives infinity, which counts; one without any variance gives NaN, which does not.
    /// </remarks>
    public PermutationP Test(int permutations, Func<AnovaEffect> permuted)
    {
        double least = F * (1 - Rounding);
        int exceedances = 0;
        for (int i = 0; i < permutations; i++)
        {
            if (permuted().F >= least)
            {
                exceedances++;
            }
        }

        return new(exceedances, permutations);
    }

    /// <param name="name">The name of the effect.</param>
    /// <param name="total">The sum of squares of all values about their mean.</param>
    /// <param name="permutation">The p value by permutation, if there is one.</param>
    /// <exception cref="ArgumentException">F is undefined, since the error is 0.</exception>
    public AnovaTerm Term(string name, double total, PermutationP? permutation = null)
    {
        RequireError(name, total);
        return new(
            name,
            F,
            DF,
            ErrorDF,
            Significance.UpperTailOfF(F, DF, ErrorDF),
            Square / (Square + ErrorSquare),
            permutation
        );
    }

    /// <exception cref="ArgumentException">F is undefined, since the error is 0.</exception>
    public void RequireError(string name, double total)
    {
        if (!(ErrorSquare > Negligible * total))
        {
            throw new ArgumentException(
                $"F of '{name}' is undefined: its error is 0, because all values are equal or every participant "
                    + "differs between conditions by exactly the same amounts. "
                    + "An analysis of variance needs participants who differ; check that the rows are not copies of "
                    + "one another."
            );
        }
    }
}
