using System.Diagnostics;
using Metamers.Statistics;

namespace Metamers.Tests.Statistics;

/// <summary>
/// Permutation p values compared with the exact ones, for designs so small that all permutations can be listed.
/// </summary>
public sealed class AnovaPermutationTests(ITestOutputHelper output)
{
    private const int Permutations = 10_000;

    private static readonly double[][] Small =
    [
        [0.9, 0.7, 0.2],
        [0.8, 0.3, 0.4],
        [0.5, 0.6, 0.1],
    ];

    private static readonly double[][] People =
    [
        [0.9, 0.4],
        [0.6, 0.5],
        [0.7, 0.6],
    ];

    private static readonly double[][] Network =
    [
        [0.8, 0.7],
        [1.0, 0.8],
        [0.6, 0.9],
    ];

    private static readonly double[][] Cells =
    [
        [0.9, 0.5, 0.4, 0.6],
        [0.7, 0.6, 0.3, 0.1],
        [0.8, 0.45, 0.2, 0.35],
    ];

    [Fact]
    public void One_way_permutes_the_stages_within_each_participant()
    {
        double observed = RepeatedMeasuresAnova.Analyse(Small, permutations: 1).Terms[0].F;
        double exact = Share(Product(Small.Select(Orders)).Select(rows => OneWay(rows)), observed);

        AssertSampled(exact, RepeatedMeasuresAnova.Analyse(Small, permutations: Permutations)["stage"].Permutation);
    }

    [Fact]
    public void Mixed_permutes_labels_and_for_the_interaction_the_stages_of_each_row_too()
    {
        AnovaTable table = MixedAnova.Analyse([People, Network], permutations: Permutations);
        int[][] firsts = [.. Subsets(6, 3)];
        double Between(double[][] rows, int[] first, string term) =>
            F(() =>
                MixedAnova.Analyse(
                    [
                        [.. first.Select(i => rows[i])],
                        [.. Enumerable.Range(0, 6).Except(first).Select(i => rows[i])],
                    ],
                    permutations: 1
                )[term]
            );
        double[][] all = [.. People, .. Network];

        AssertSampled(
            Share(firsts.Select(first => Between(all, first, "observer")), table["observer"].F),
            table["observer"].Permutation
        );
        AssertSampled(
            Share(
                Product(all.Select(Orders))
                    .SelectMany(rows => firsts.Select(first => Between(rows, first, "observer:stage"))),
                table["observer:stage"].F
            ),
            table["observer:stage"].Permutation
        );
        Assert.Null(table["stage"].Permutation);
    }

    [Fact]
    public void Two_way_permutes_models_and_for_the_interaction_all_cells_within_each_participant()
    {
        double[,] Square(double[] cells) =>
            new[,]
            {
                { cells[0], cells[1] },
                { cells[2], cells[3] },
            };
        AnovaTable table = TwoWayRepeatedMeasuresAnova.Analyse([.. Cells.Select(Square)], permutations: Permutations);
        double[][] averages =
        [
            .. Cells.Select(cells => new[] { (cells[0] + cells[2]) / 2, (cells[1] + cells[3]) / 2 }),
        ];

        AssertSampled(
            Share(Product(averages.Select(Orders)).Select(OneWay), table["model"].F),
            table["model"].Permutation
        );
        AssertSampled(
            Share(
                Product(Cells.Select(Orders))
                    .Select(rows =>
                        F(() =>
                            TwoWayRepeatedMeasuresAnova.Analyse([.. rows.Select(Square)], permutations: 1)[
                                "stage:model"
                            ]
                        )
                    ),
                table["stage:model"].F
            ),
            table["stage:model"].Permutation
        );
        Assert.Null(table["stage"].Permutation);
    }

    [Fact]
    public void A_seed_gives_the_same_p_and_another_seed_another()
    {
        PermutationP? P(int seed) =>
            RepeatedMeasuresAnova.Analyse(Small, permutations: 1000, seed: seed)["stage"].Permutation;

        Assert.Equal(P(1), P(1));
        Assert.True(Enumerable.Range(0, 10).Select(P).Distinct().Count() > 3);
    }

    [Fact]
    public void Data_without_an_effect_give_small_p_values_as_seldom_as_they_should()
    {
        Random random = new(3);
        double[] p =
        [
            .. Enumerable
                .Range(0, 400)
                .Select(_ =>
                    MixedAnova
                        .Analyse([Noise(random), Noise(random)], permutations: 199)["observer:stage"]
                        .Permutation!.Value.Value
                ),
        ];

        double share = p.Count(value => value <= 0.05) / 400.0; // 0.05 ± 0.011
        Assert.InRange(share, 0.015, 0.095);
    }

    [Fact]
    public void Ten_thousand_permutations_of_a_design_larger_than_any_published_take_less_than_two_seconds()
    {
        Random random = new(5);
        double[,] Table(int participant)
        {
            double[,] table = new double[10, 4];
            for (int i = 0; i < table.Length; i++)
            {
                table[i / 4, i % 4] = random.NextDouble();
            }

            return table;
        }

        double[][][] groups =
        [
            .. Enumerable
                .Range(0, 2)
                .Select(_ =>
                    Enumerable
                        .Range(0, 23)
                        .Select(_ => Enumerable.Range(0, 10).Select(_ => random.NextDouble()).ToArray())
                        .ToArray()
                ),
        ];
        IReadOnlyList<double[,]> tables = [.. Enumerable.Range(0, 23).Select(Table)];

        AssertSeconds(
            "two-way, 23 participants × 10 stages × 4 models",
            () => TwoWayRepeatedMeasuresAnova.Analyse(tables)
        );
        AssertSeconds("mixed, 46 rows × 10 stages", () => MixedAnova.Analyse(groups));
    }

    /// <summary>
    /// Processor time, since the machine may do other work, and the minimum of three, since other tests may run in this
    /// process.
    /// </summary>
    private void AssertSeconds(string design, Action compute)
    {
        double seconds = Enumerable
            .Range(0, 3)
            .Min(_ =>
            {
                TimeSpan before = Process.GetCurrentProcess().TotalProcessorTime;
                compute();
                return (Process.GetCurrentProcess().TotalProcessorTime - before).TotalSeconds;
            });
        output.WriteLine($"{design}: {seconds:F2} s of processor time");
        Assert.True(seconds < 2, $"{design}: {seconds:F2} s.");
    }

    private static double[][] Noise(Random random) =>
        [.. Enumerable.Range(0, 8).Select(_ => Enumerable.Range(0, 4).Select(_ => random.NextDouble()).ToArray())];

    private static double OneWay(double[][] rows) =>
        F(() => RepeatedMeasuresAnova.Analyse(rows, permutations: 1).Terms[0]);

    /// <summary>An F without error is infinite, and counts.</summary>
    private static double F(Func<AnovaTerm> term)
    {
        try
        {
            return term().F;
        }
        catch (ArgumentException)
        {
            return double.PositiveInfinity;
        }
    }

    private static double Share(IEnumerable<double> all, double observed) =>
        all.Average(f => f >= observed * (1 - 1e-9) ? 1.0 : 0.0);

    /// <summary>Four standard errors of a binomial.</summary>
    private void AssertSampled(double exact, PermutationP? sampled)
    {
        output.WriteLine($"exact {exact:G4}, sampled {sampled!.Value.Value:G4}");
        Assert.InRange(exact, 0.001, 0.999);
        Assert.Equal(exact, sampled.Value.Value, 4 * Math.Sqrt(exact * (1 - exact) / Permutations));
    }

    private static IEnumerable<double[]> Orders(double[] values) =>
        values.Length == 1
            ? [values]
            : Enumerable
                .Range(0, values.Length)
                .SelectMany(first =>
                    Orders([.. values.Where((_, i) => i != first)]).Select(rest => (double[])[values[first], .. rest])
                );

    private static IEnumerable<double[][]> Product(IEnumerable<IEnumerable<double[]>> choices) =>
        choices.Aggregate(
            (IEnumerable<double[][]>)
                [
                    [],
                ],
            (all, next) => all.SelectMany(rows => next.Select(row => (double[][])[.. rows, row]))
        );

    private static IEnumerable<int[]> Subsets(int of, int size) =>
        Enumerable
            .Range(0, 1 << of)
            .Where(bits => int.PopCount(bits) == size)
            .Select(bits => Enumerable.Range(0, of).Where(i => (bits >> i & 1) == 1).ToArray());
}
