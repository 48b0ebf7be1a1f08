using Metamers.Statistics;
using Microsoft.Data.Analysis;

namespace Metamers.Tests.Statistics;

public class AnovaTableTests
{
    private static readonly AnovaTable Table = new(
        "observer (2 groups of 22) × stage (8 levels, within)",
        [
            new("observer", 554.92, 1, 42, 7.89e-26, 0.92964, new(0, 10_000)),
            new("stage", 305.81, 7, 294, 6.46e-131, 0.87925, null),
            new("observer:stage", 1.2345678, 7, 294, 0.2831, 0.02857, new(2_871, 10_000)),
        ],
        10_000,
        0
    );

    [Fact]
    public void Is_written_as_in_a_paper() =>
        Assert.Equal(
            """
            observer (2 groups of 22) × stage (8 levels, within)
            observer: F(1,42) = 554.92, p < 1e-4 (permutation), partial η² = 0.93
            stage: F(7,294) = 305.81, p = 6.5e-131 (parametric), partial η² = 0.88
            observer:stage: F(7,294) = 1.2346, p = 0.29 (permutation), partial η² = 0.03
            """,
            Table.ToString()
        );

    [Fact]
    public void Is_a_data_frame_of_one_row_an_effect()
    {
        DataFrame frame = Table.ToDataFrame();

        Assert.Equal(
            ["term", "F", "df1", "df2", "p_parametric", "p_permutation", "partial_eta_squared"],
            frame.Columns.Select(column => column.Name)
        );
        Assert.Equal(["observer", 554.92, 1, 42, 7.89e-26, 1e-4, 0.92964], frame.Rows[0]);
        Assert.Null(frame["p_permutation"][1]);
    }

    [Theory]
    [InlineData(0, 10_000, 1e-4, "p < 1e-4")]
    [InlineData(1, 10_000, 1e-4, "p = 1e-4")]
    [InlineData(94, 10_000, 0.0094, "p = 0.0094")]
    [InlineData(0, 300, 1 / 300.0, "p < 0.0033")]
    [InlineData(10_000, 10_000, 1, "p = 1")]
    public void A_permutation_p_has_a_floor(int exceedances, int permutations, double value, string text)
    {
        PermutationP p = new(exceedances, permutations);
        Assert.Equal(
            (value, 1.0 / permutations, exceedances == 0, text),
            (p.Value, p.Floor, p.BelowFloor, p.ToString())
        );
    }
}
