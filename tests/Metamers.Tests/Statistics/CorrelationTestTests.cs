using Metamers.Statistics;

namespace Metamers.Tests.Statistics;

/// <summary>The output of anova.R (R's cor.test with exact = FALSE); SciPy 1.10 gives the same to all digits.</summary>
public class CorrelationTestTests
{
    private static readonly double[] X = [1, 2, 2, 3, 4, 4, 4, 5, 7, 8];

    private static readonly double[] Y = [2, 1, 3, 3, 5, 4, 4, 8, 6, 6];

    [Fact]
    public void Pearson() => AssertTest(CorrelationTest.Pearson(X, Y), "r", 0.790569415042095, 0.00648045314228926);

    [Fact]
    public void Spearman() =>
        AssertTest(CorrelationTest.Spearman(X, Y), "rho", 0.922378040718663, 0.000144503398932911);

    [Fact]
    public void Kendall() => AssertTest(CorrelationTest.Kendall(X, Y), "tau", 0.795238442974602, 0.00234186924042878);

    [Fact]
    public void Perfect_agreement_and_disagreement()
    {
        double[] down = [.. X.Select(x => -x)];
        foreach (
            Func<IReadOnlyList<double>, IReadOnlyList<double>, CorrelationTest> test in new[]
            {
                CorrelationTest.Pearson,
                CorrelationTest.Spearman,
                CorrelationTest.Kendall,
            }
        )
        {
            Assert.Equal(1, test(X, X).Coefficient, 1e-12);
            Assert.Equal(-1, test(X, down).Coefficient, 1e-12);
            Assert.InRange(test(X, X).P, 0, 0.005);
        }
    }

    [Fact]
    public void Bonferroni_multiplies_p_up_to_1()
    {
        CorrelationTest test = CorrelationTest.Kendall(X, Y);
        Assert.Equal(4 * test.P, test.Bonferroni(4).P);
        Assert.Equal(1, test.Bonferroni(1000).P);
        Assert.Equal("tau = 0.795, p = 0.0094, N = 10", test.Bonferroni(4).ToString());
        Assert.Equal(test.Coefficient * test.Coefficient, test.Squared);
    }

    [Fact]
    public void Bad_pairs_are_refused()
    {
        Assert.Equal(
            "A correlation needs pairs of values, at least three; given 2 and 3 values. Give one x and one y for "
                + "each point.",
            Error([1, 2], [1, 2, 3])
        );
        Assert.Equal(
            "A correlation needs pairs of values, at least three; given 2 and 2 values. Give one x and one y for "
                + "each point.",
            Error([1, 2], [1, 2])
        );
        Assert.Equal(
            "The y values contain NaN or infinity. Leave out the points whose values are not both known.",
            Error([1, 2, 3], [1, double.NaN, 3])
        );
        Assert.Equal(
            "All x values are 0.5, so a correlation with them is undefined. Take points that differ in both values.",
            Error([0.5, 0.5, 0.5], [1, 2, 3])
        );
    }

    private static string Error(double[] x, double[] y) =>
        Assert.Throws<ArgumentException>(() => CorrelationTest.Kendall(x, y)).Message;

    private static void AssertTest(CorrelationTest test, string measure, double coefficient, double p)
    {
        Assert.Equal((measure, 10), (test.Measure, test.Count));
        Assert.Equal(coefficient, test.Coefficient, 1e-12);
        Assert.Equal(1, test.P / p, 1e-7);
    }
}
