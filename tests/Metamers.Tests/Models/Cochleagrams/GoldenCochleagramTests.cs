using System.Text.Json;
using Metamers.Models.Cochleagrams;
using TorchSharp;
using static TorchSharp.torch;

namespace Metamers.Tests.Models.Cochleagrams;

/// <summary>
/// Compares with the numbers of the published code (Golden/paper_networks.json): each within 1e-4 of itself, or of a
/// tenth of the tensor's standard deviation if the number is smaller than that.
/// </summary>
public sealed class GoldenCochleagramTests
{
    private const double Tolerance = 1e-4;
    private const double GradientTolerance = 2e-3; // of the default, which computes envelopes at fewer points

    public static TheoryData<int> Entries() => [.. Enumerable.Range(0, Golden().Length)];

    [Theory]
    [MemberData(nameof(Entries))]
    public void The_filters_are_the_published_ones(int index)
    {
        GoldenCochleagram golden = Golden()[index];
        ErbFilterBank bank = new(Options(golden));
        int[] shape = [bank.Count, bank.Gains(0).Count];
        Assert.Equal(golden.Filters, shape);
        for (int i = 0; i < bank.Count; i++)
        {
            IReadOnlyList<double> gains = bank.Gains(i);
            // In float32, neighbours of the peak may be equal to it.
            Assert.Equal(gains.Max(), gains[golden.FilterPeakBin[i]], 1e-7);
            Assert.Equal(golden.FilterNorm[i], Math.Sqrt(gains.Sum(g => g * g)), golden.FilterNorm[i] * Tolerance);
        }
    }

    [Theory]
    [MemberData(nameof(Entries))]
    public void At_full_rate_every_number_is_the_published_one(int index)
    {
        GoldenCochleagram golden = Golden()[index];
        using Cochleagram cochleagram = new(Options(golden) with { Oversampling = CochleagramOptions.FullRate });
        AssertNone(
            golden.Inputs.SelectMany(input => Differences(golden, input, cochleagram.Apply, float32, Tolerance))
        );
        AssertNone(
            golden.Inputs.SelectMany(input => Differences(golden, input, cochleagram.Apply, float64, Tolerance))
        );
    }

    [Theory]
    [MemberData(nameof(Entries))]
    public void By_default_values_are_the_published_ones_and_gradients_nearly(int index)
    {
        GoldenCochleagram golden = Golden()[index];
        using Cochleagram cochleagram = new(Options(golden));
        AssertNone(
            golden.Inputs.SelectMany(input => Differences(golden, input, cochleagram.Apply, float32, GradientTolerance))
        );
    }

    [Theory]
    [MemberData(nameof(Entries))]
    public void The_direct_computation_that_other_tests_compare_with_is_the_published_one(int index)
    {
        GoldenCochleagram golden = Golden()[index];
        using DirectCochleagram direct = new(Options(golden), float32);
        AssertNone(golden.Inputs.SelectMany(input => Differences(golden, input, direct.Apply, float32, Tolerance)));
    }

    private static void AssertNone(IEnumerable<string> differences)
    {
        if (differences.ToArray() is { Length: > 0 } found)
        {
            Assert.Fail(string.Join('\n', found));
        }
    }

    private static CochleagramOptions Options(GoldenCochleagram golden) =>
        CochleagramOptions.Paper with
        {
            Samples = golden.Samples,
            SamplingRate = golden.SamplingRate,
            LowLimit = golden.LowLimit,
            HighLimit = golden.HighLimit,
        };

    private static Tensor Sound(string name, int samples, int rate)
    {
        Tensor uniform = 0.2 * (2 * RuleTensors.Uniform("sound", 1, samples) - 1);
        return name.Contains("sine", StringComparison.Ordinal)
                ? 0.1 * (2 * Math.PI * 1000 / rate * arange(samples, float64)).sin().unsqueeze(0)
            : name.Contains("silence", StringComparison.Ordinal) ? zeros_like(uniform)
            : uniform;
    }

    private static IEnumerable<string> Differences(
        GoldenCochleagram golden,
        GoldenInput input,
        Func<Tensor, Tensor> apply,
        ScalarType type,
        double gradientTolerance
    )
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor x = Sound(input.Input, golden.Samples, golden.SamplingRate).to(float32).to(type).requires_grad_();
        Tensor output = apply(x);
        Tensor weighting = (2 * RuleTensors.Uniform("weighting", output.shape) - 1).to(type);
        Tensor gradient = autograd.grad([(output * weighting).sum()], [x])[0].to(float64).flatten();
        Assert.Equal(input.Output.Shape, output.shape[1..]);
        Tensor values = output.detach().to(float64).squeeze(); // (channels, frames)
        Tensor flat = values.flatten();
        double std = input.Output.Std;
        double scale = input.GradientNorm / Math.Sqrt(golden.Samples);
        return
        [
            .. Compare("mean", [input.Output.Mean], [flat.mean()], std),
            .. Compare("std", [std], [flat.std(unbiased: false)], input.Output.Mean / 100),
            .. Compare("norm", [input.Output.Norm], [flat.norm()], 0),
            .. Compare("first", input.Output.First, flat[..8].unbind(), std),
            .. Compare("last", input.Output.Last, flat[^8..].unbind(), std),
            .. Compare("channel means", input.ChannelMean, values.mean([1]).unbind(), std),
            .. Compare("first frame means", input.FrameMeanFirst, values[.., ..20].mean([0]).unbind(), std),
            .. Compare("gradient's norm", [input.GradientNorm], [gradient.norm()], 0, gradientTolerance),
            .. Compare("gradient's first", input.GradientFirst, gradient[..8].unbind(), scale, gradientTolerance),
        ];

        IEnumerable<string> Compare(
            string what,
            double[] expected,
            Tensor[] actual,
            double size,
            double tolerance = Tolerance
        ) =>
            from pair in expected.Zip(actual, (e, a) => (Expected: e, Actual: a.item<double>()))
            where !(Math.Abs(pair.Expected - pair.Actual) <= tolerance * Math.Max(Math.Abs(pair.Expected), 0.1 * size))
            select $"{golden.SamplingRate} Hz, {input.Input}, {what}: {pair.Actual:G8} instead of {pair.Expected:G8}";
    }

    private static GoldenCochleagram[] Golden() =>
        JsonDocument
            .Parse(File.ReadAllText(TestFiles.Golden("paper_networks.json")))
            .RootElement.GetProperty("cochleagram")
            .Deserialize<GoldenCochleagram[]>(
                new JsonSerializerOptions { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower }
            )!;
}

internal sealed record GoldenCochleagram(
    int Samples,
    int SamplingRate,
    double LowLimit,
    double HighLimit,
    int[] Filters,
    int[] FilterPeakBin,
    double[] FilterNorm,
    GoldenInput[] Inputs
);

internal sealed record GoldenInput(
    string Input,
    GoldenOutput Output,
    double[] ChannelMean,
    double[] FrameMeanFirst,
    double GradientNorm,
    double[] GradientFirst
);

internal sealed record GoldenOutput(double Mean, double Std, double Norm, double[] First, double[] Last, long[] Shape);
