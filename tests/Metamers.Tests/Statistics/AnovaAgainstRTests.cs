using Metamers.Statistics;

namespace Metamers.Tests.Statistics;

/// <summary>The output of anova.R with R 4.2.2: <c>aov</c> with an Error term on the same values.</summary>
public class AnovaAgainstRTests
{
    [Fact]
    public void Mixed()
    {
        double[][] Group(int observer) =>
            [
                .. Enumerable
                    .Range(0, 22)
                    .Select(row => Enumerable.Range(0, 9).Select(stage => Value(row, stage, observer)).ToArray()),
            ];
        AnovaTable table = MixedAnova.Analyse([Group(0), Group(1)], permutations: 1);

        AssertEffect(table["observer"], 1, 42, 415.440987560193, 2.13230568515564e-23, 0.908184878176284);
        AssertEffect(table["stage"], 8, 336, 124.507807136555, 1.10138032573386e-95, 0.747759575227873);
        AssertEffect(table["observer:stage"], 8, 336, 12.0795510880792, 3.49639268416937e-15, 0.223366334317481);
    }

    [Fact]
    public void Two_way_within()
    {
        double[,] Participant(int id)
        {
            double[,] table = new double[8, 4];
            for (int stage = 0; stage < 8; stage++)
            {
                for (int model = 0; model < 4; model++)
                {
                    table[stage, model] = Value(id, stage, model);
                }
            }

            return table;
        }

        AnovaTable table = TwoWayRepeatedMeasuresAnova.Analyse(
            [.. Enumerable.Range(0, 21).Select(Participant)],
            permutations: 1
        );

        AssertEffect(table["stage"], 7, 140, 578.427801968836, 5.79203364994191e-100, 0.966579092859323);
        AssertEffect(table["model"], 3, 60, 1083.88698262469, 3.43324814144851e-52, 0.981882203237467);
        AssertEffect(table["stage:model"], 21, 420, 36.3383543010859, 7.20138191903719e-81, 0.645002055027821);
    }

    [Fact]
    public void One_way_within()
    {
        double[][] participants =
        [
            .. Enumerable
                .Range(0, 20)
                .Select(id => Enumerable.Range(0, 5).Select(stage => Value(id, stage, 1)).ToArray()),
        ];

        AssertEffect(
            RepeatedMeasuresAnova.Analyse(participants, permutations: 1)["stage"],
            4,
            76,
            35.5367313937482,
            1.02192069347744e-16,
            0.651610950740292
        );
    }

    private static double Value(int i, int j, int k) =>
        (3 * i * i + 5 * j * i + 7 * k * j + 2 * k + i * k * k + 11 * j) % 17 / 16.0 + j * (k + 1) / 8.0;

    private static void AssertEffect(AnovaTerm term, int df1, int df2, double f, double p, double partialEtaSquared)
    {
        Assert.Equal((df1, df2), (term.DF1, term.DF2));
        Assert.Equal(1, term.F / f, 1e-11);
        Assert.Equal(1, term.ParametricP / p, 1e-9);
        Assert.Equal(partialEtaSquared, term.PartialEtaSquared, 1e-12);
    }
}
