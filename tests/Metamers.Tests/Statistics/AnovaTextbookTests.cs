using Metamers.Statistics;

namespace Metamers.Tests.Statistics;

/// <summary>Data whose sums of squares and F values are printed in textbooks.</summary>
public class AnovaTextbookTests
{
    /// <summary>
    /// Howell, Statistical Methods for Psychology, chapter 14: hours of migraine in five weeks, before and during
    /// relaxation therapy.
    /// </summary>
    private static readonly double[][] Migraine =
    [
        [21, 22, 8, 6, 6],
        [20, 19, 10, 4, 4],
        [17, 15, 5, 4, 5],
        [25, 30, 13, 12, 17],
        [30, 27, 13, 8, 6],
        [19, 27, 8, 7, 4],
        [26, 16, 5, 2, 5],
        [17, 18, 8, 1, 5],
        [26, 24, 14, 8, 9],
    ];

    /// <summary>
    /// Maxwell and Delaney, Designing Experiments and Analyzing Data, chapter 12: reaction time in ms, noise (absent,
    /// present) × angle (0, 4, 8°).
    /// </summary>
    private static readonly double[][] ReactionTimes =
    [
        [420, 420, 480, 480, 600, 780],
        [420, 480, 480, 360, 480, 600],
        [480, 480, 540, 660, 780, 780],
        [420, 540, 540, 480, 780, 900],
        [540, 660, 540, 480, 660, 720],
        [360, 420, 360, 360, 480, 540],
        [480, 480, 600, 540, 720, 840],
        [480, 600, 660, 540, 720, 900],
        [540, 600, 540, 480, 720, 780],
        [480, 420, 540, 540, 660, 780],
    ];

    /// <summary>
    /// Howell, the same chapter, after King 1986: activity of rats in three groups (control, same, different) in six
    /// intervals.
    /// </summary>
    private static readonly double[][][] Activity =
    [
        [
            [150, 44, 71, 59, 132, 74],
            [335, 270, 156, 160, 118, 230],
            [149, 52, 91, 115, 43, 154],
            [159, 31, 127, 212, 71, 224],
            [159, 0, 35, 75, 71, 34],
            [292, 125, 184, 246, 225, 170],
            [297, 187, 66, 96, 209, 74],
            [170, 37, 42, 66, 114, 81],
        ],
        [
            [346, 175, 177, 192, 239, 140],
            [426, 329, 236, 76, 102, 232],
            [359, 238, 183, 123, 183, 30],
            [272, 60, 82, 85, 101, 98],
            [200, 271, 263, 216, 241, 227],
            [366, 291, 263, 144, 220, 180],
            [371, 364, 270, 308, 219, 267],
            [497, 402, 294, 216, 284, 255],
        ],
        [
            [282, 186, 225, 134, 189, 169],
            [317, 31, 85, 120, 131, 205],
            [362, 104, 144, 114, 115, 127],
            [338, 132, 91, 77, 108, 169],
            [263, 94, 141, 142, 120, 195],
            [138, 38, 16, 95, 39, 55],
            [329, 62, 62, 6, 93, 67],
            [292, 139, 104, 184, 193, 122],
        ],
    ];

    [Fact]
    public void One_way_migraine_over_weeks()
    {
        AnovaTerm week = RepeatedMeasuresAnova.Analyse(Migraine, "week", permutations: 100)["week"];

        AssertEffect(week, 85.04, 4, 32, 2449.20 / (2449.20 + 230.40));
        Assert.True(week.ParametricP < 1e-15);
        Assert.Equal(new PermutationP(0, 100), week.Permutation);
    }

    [Fact]
    public void Two_way_reaction_time_by_noise_and_angle()
    {
        double[,] Table(double[] row) =>
            new[,]
            {
                { row[0], row[1], row[2] },
                { row[3], row[4], row[5] },
            };
        AnovaTable table = TwoWayRepeatedMeasuresAnova.Analyse(
            [.. ReactionTimes.Select(Table)],
            "noise",
            "angle",
            permutations: 100
        );

        AssertEffect(table["noise"], 33.77, 1, 9, 285660.0 / (285660 + 76140));
        AssertEffect(table["angle"], 40.72, 2, 18, 289920.0 / (289920 + 64080));
        AssertEffect(table["noise:angle"], 45.31, 2, 18, 105120.0 / (105120 + 20880));
    }

    [Fact]
    public void Mixed_activity_by_group_and_interval()
    {
        AnovaTable table = MixedAnova.Analyse(Activity, "group", "interval", permutations: 100);

        AssertEffect(table["group"], 7.80, 2, 21, 285815.04 / (285815.04 + 384722.06));
        AssertEffect(table["interval"], 29.85, 5, 105, 399736.56 / (399736.56 + 281199.31));
        AssertEffect(table["group:interval"], 3.02, 10, 105, 80819.96 / (80819.96 + 281199.31));
    }

    private static void AssertEffect(AnovaTerm term, double f, int df1, int df2, double partialEtaSquared)
    {
        Assert.Equal(f, Math.Round(term.F, 2));
        Assert.Equal((df1, df2), (term.DF1, term.DF2));
        Assert.Equal(partialEtaSquared, term.PartialEtaSquared, 1e-7);
    }
}
