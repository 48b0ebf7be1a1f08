using System.Diagnostics;
using System.Text.Json.Nodes;
using MathNet.Numerics.Statistics;
using Metamers.Statistics;
using TorchSharp;
using static TorchSharp.torch;

namespace Metamers.Tests.Statistics;

/// <summary>References: SciPy's values (Golden/statistics/make_match_measures.py) and MathNet.Numerics.</summary>
public sealed class MatchMeasuresTests(ITestOutputHelper output)
{
    private static readonly JsonNode Golden = JsonNode.Parse(
        File.ReadAllText(TestFiles.Golden("statistics/match_measures.json"))
    )!;

    public static TheoryData<string> CaseNames() =>
        [.. Golden["cases"]!.AsArray().Select(c => c!["name"]!.GetValue<string>())];

    [Theory]
    [MemberData(nameof(CaseNames))]
    public void Agree_with_SciPy(string name)
    {
        using DisposeScope scope = NewDisposeScope();
        JsonNode expected = Golden["cases"]!.AsArray().Single(c => c!["name"]!.GetValue<string>() == name)!;
        Tensor reference = tensor(Values(expected["reference"]!));
        Tensor candidate = tensor(Values(expected["candidate"]!));

        AssertClose(expected, MatchMeasures.Between(reference, candidate), 1e-10);
        AssertClose(expected, MatchMeasures.Between(reference.to(float64), candidate.to(float64)), 1e-10);
    }

    [Fact]
    public void Agree_with_SciPy_for_a_million_units_of_which_half_are_zero()
    {
        using DisposeScope scope = NewDisposeScope();
        JsonNode expected = Golden["long"]!;
        int units = expected["units"]!.GetValue<int>();
        double[] a = Uniform(expected["seed_a"]!.GetValue<uint>(), units);
        double[] b = Uniform(expected["seed_b"]!.GetValue<uint>(), units);
        Tensor reference = tensor(Array.ConvertAll(a, u => (float)Math.Max(u - 0.5, 0)));
        Tensor candidate = tensor([.. a.Zip(b, (u, v) => (float)Math.Max((u + v - 1) / 2, 0))]);

        AssertClose(expected, MatchMeasures.Between(reference, candidate), 1e-10);
    }

    [Fact]
    public void Agree_with_MathNet_on_activations_with_ties()
    {
        using DisposeScope scope = NewDisposeScope();
        Generator random = new(3, CPU);
        Tensor a = randn([4, 8, 6, 6], float32, generator: random).relu();
        Tensor b = (a + 0.5 * randn([4, 8, 6, 6], float32, generator: random)).relu();

        IReadOnlyList<MatchMeasures> measures = MatchMeasures.BetweenEach(a, b);

        for (int i = 0; i < 4; i++)
        {
            double[] left = Array.ConvertAll(a[i].flatten().data<float>().ToArray(), v => (double)v);
            double[] right = Array.ConvertAll(b[i].flatten().data<float>().ToArray(), v => (double)v);
            Assert.Equal(Correlation.Spearman(left, right), measures[i].Spearman, 1e-12);
            Assert.Equal(Correlation.Pearson(left, right), measures[i].Pearson, 1e-12);
        }
    }

    [Fact]
    public void A_batch_gives_what_each_pair_gives_alone()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor a = RuleTensors.Uniform("a", 7, 3, 5).to(float32);
        Tensor b = RuleTensors.Uniform("b", 7, 3, 5).to(float32);

        IReadOnlyList<MatchMeasures> together = MatchMeasures.BetweenEach(a, b);

        Assert.Equal(Enumerable.Range(0, 7).Select(i => MatchMeasures.Between(a[i], b[i])), together);
    }

    [Fact]
    public void Identical_activations_correlate_at_exactly_1_with_infinite_decibels()
    {
        using Tensor a = RuleTensors.Uniform("a", 1001).to(float32);
        Assert.Equal(new MatchMeasures(1, 1, double.PositiveInfinity), MatchMeasures.Between(a, a));
    }

    [Fact]
    public void All_zero_activations_give_0_on_either_side_and_on_both()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor a = RuleTensors.Uniform("a", 50).to(float32);
        Assert.Equal(default, MatchMeasures.Between(a, zeros_like(a)));
        Assert.Equal(default, MatchMeasures.Between(zeros_like(a), a));
        Assert.Equal(default, MatchMeasures.Between(zeros_like(a), zeros_like(a)));
    }

    [Fact]
    public void A_constant_has_no_correlation_but_a_distance()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor constant = full([1000], 0.1f); // its rounded mean differs from 0.1f
        Tensor varied = RuleTensors.Uniform("a", 1000).to(float32);

        MatchMeasures measures = MatchMeasures.Between(constant, varied);

        Assert.Equal((0, 0), (measures.Spearman, measures.Pearson));
        Assert.Equal(
            -10 * Math.Log10((constant - varied).norm().item<float>() / (0.1 * Math.Sqrt(1000))),
            measures.DecibelSnr,
            1e-4
        );
        Assert.Equal(new MatchMeasures(0, 0, double.PositiveInfinity), MatchMeasures.Between(constant, constant));
    }

    [Fact]
    public void Decibels_are_10_a_decade_of_the_ratio_of_norms()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor a = tensor(new[] { 3.0, 4.0 }); // norm 5
        Assert.Equal(10, MatchMeasures.Between(a, a + tensor(new[] { 0.5, 0.0 })).DecibelSnr, 1e-12);
    }

    [Fact]
    public void Activations_that_are_not_finite_are_named()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor a = RuleTensors.Uniform("a", 3, 5);
        Tensor broken = a.clone();
        broken[1, 2] = double.NaN;

        ArgumentException error = Assert.Throws<ArgumentException>(() => MatchMeasures.BetweenEach(a, broken));

        Assert.StartsWith("The activations of item 1 (from 0) contain NaN or infinity", error.Message);
        Assert.Throws<ArgumentException>(() => MatchMeasures.BetweenEach(a / 0, a));
    }

    [Fact]
    public void Different_or_empty_shapes_are_refused_with_both_shapes()
    {
        using DisposeScope scope = NewDisposeScope();
        ArgumentException error = Assert.Throws<ArgumentException>(() =>
            MatchMeasures.Between(zeros(2, 3), zeros(3, 2))
        );
        Assert.Contains("given (2, 3) and (3, 2)", error.Message);
        Assert.Throws<ArgumentException>(() => MatchMeasures.Between(zeros(0), zeros(0)));
    }

    [Fact]
    public void Three_million_units_leave_no_tensor_behind()
    {
        using DisposeScope scope = NewDisposeScope();
        Generator random = new(5, CPU);
        Tensor a = randn([1, 3_211_264], float32, generator: random).relu();
        Tensor b = (a + 0.1 * randn([1, 3_211_264], float32, generator: random)).relu();
        long live = DisposeScopeManager.Statistics.ThreadTotalLiveCount;

        Stopwatch watch = Stopwatch.StartNew();
        MatchMeasures.BetweenEach(a, b);
        output.WriteLine($"{watch.Elapsed.TotalSeconds:F2} s for 3,211,264 units on {get_num_threads()} threads");

        Assert.Equal(live, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
    }

    private static float[] Values(JsonNode numbers) => [.. numbers.AsArray().Select(n => (float)n!.GetValue<double>())];

    private static double[] Uniform(uint seed, int units) =>
        [.. Enumerable.Range(0, units).Select(i => unchecked((uint)((ulong)i * 2654435761 + seed)) / 4294967296.0)];

    private static void AssertClose(JsonNode expected, MatchMeasures actual, double tolerance)
    {
        Assert.Equal(expected["spearman"]!.GetValue<double>(), actual.Spearman, tolerance);
        Assert.Equal(expected["pearson"]!.GetValue<double>(), actual.Pearson, tolerance);
        Assert.Equal(expected["db_snr"]!.GetValue<double>(), actual.DecibelSnr, tolerance);
    }
}
