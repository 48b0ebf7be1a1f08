using System.Diagnostics;
using System.Globalization;
using Metamers.Models.Cochleagrams;
using Metamers.Tests.Models.Cochleagrams;
using TorchSharp;
using static TorchSharp.torch;

namespace Benchmarks;

/// <summary>
/// The cost and benefit of oversampling the envelopes: forward and backward pass of the paper's cochleagram (2 s at 20
/// kHz) against the published computation, in time and in the error of values and gradient. Both run alternately in one
/// process.
/// </summary>
internal static class CochleagramTable
{
    private const int Rounds = 9;
    private const int Sounds = 20;

    public static void Print()
    {
        using DisposeScope scope = NewDisposeScope();
        using DirectCochleagram direct = new(CochleagramOptions.Paper, float32);
        using DirectCochleagram exact = new(CochleagramOptions.Paper, float64);
        manual_seed(0);
        Tensor sound = 0.1 * randn(1, CochleagramOptions.Paper.Samples);
        Tensor weights = randn(1, 1, 211, 390);
        (Tensor value, Tensor gradient) = Run(exact.Apply, sound.to(float64), weights.to(float64));

        Console.WriteLine(
            "| oversampling | envelope points | ms, forward and backward | times faster | error of the values | of "
                + "the gradient |"
        );
        Console.WriteLine("|---|---:|---:|---:|---:|---:|");
        foreach (
            (double oversampling, bool precise) in new[]
            {
                (4, true),
                (8, true),
                (16, true),
                (24, true),
                (28, true),
                (28, false),
                (32, true),
                (CochleagramOptions.FullRate, true),
            }
        )
        {
            using Cochleagram ours = new(
                CochleagramOptions.Paper with
                {
                    Oversampling = oversampling,
                    PreciseSpectrum = precise,
                }
            );
            (double baseline, double time) = (Median(direct.Apply, sound, weights, ours.Apply, out double own), own);
            (Tensor v, Tensor g) = Run(ours.Apply, sound, weights);
            string name = double.IsInfinity(oversampling)
                ? "full rate"
                : oversampling.ToString(CultureInfo.InvariantCulture);
            Console.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"| {name}{(precise ? "" : ", spectrum in float32")} | {ours.EnvelopePoints:N0} | {time:F0} "
                        + $"(published {baseline:F0}) "
                        + $"| {baseline / time:F1} | {Error(v, value):E1} | {Error(g, gradient):E1} |"
                )
            );
        }

        using Cochleagram usual = new(CochleagramOptions.Paper);
        double alone = Median(usual.Apply, sound, weights, x => usual.Apply(x.repeat(Sounds, 1)), out double together);
        Console.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"\n{Sounds} sounds at once: {together / Sounds:F0} ms each; one alone: {alone:F0} ms"
            )
        );
    }

    private static double Median(
        Func<Tensor, Tensor> baseline,
        Tensor sound,
        Tensor weights,
        Func<Tensor, Tensor> ours,
        out double own
    )
    {
        List<double> first = [];
        List<double> second = [];
        for (int round = 0; round < Rounds + 2; round++)
        {
            double a = Time(baseline, sound, weights);
            double b = Time(ours, sound, weights);
            if (round >= 2)
            {
                first.Add(a);
                second.Add(b);
            }
        }

        first.Sort();
        second.Sort();
        own = second[Rounds / 2];
        return first[Rounds / 2];
    }

    private static double Time(Func<Tensor, Tensor> cochleagram, Tensor sound, Tensor weights)
    {
        using DisposeScope scope = NewDisposeScope();
        long start = Stopwatch.GetTimestamp();
        Run(cochleagram, sound, weights);
        return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
    }

    private static (Tensor Value, Tensor Gradient) Run(Func<Tensor, Tensor> cochleagram, Tensor sound, Tensor weights)
    {
        Tensor x = sound.clone().requires_grad_();
        Tensor value = cochleagram(x);
        return (value.detach(), autograd.grad([(value * weights).sum()], [x])[0]);
    }

    private static double Error(Tensor value, Tensor expected) =>
        ((value.to(float64) - expected).norm() / expected.norm()).item<double>();
}
