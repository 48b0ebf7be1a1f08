using System.Diagnostics;
using System.Globalization;
using Metamers.Models;
using Metamers.Models.Zoo;
using TorchSharp;
using static TorchSharp.torch;

namespace Benchmarks;

/// <summary>
/// A gradient step's passes in 16 bits (bfloat16) against 32, alternately in one process: what steps that need no exact
/// gradient could save. Processors without instructions for such numbers are slower with them.
/// </summary>
internal static class PrecisionTable
{
    private const int Rounds = 7;

    private static readonly (string Key, string Stage, int Batch, int Passes)[] Cases =
    [
        ("resnet20", "layer3", 16, 20),
        ("vgg8", "final", 16, 20),
        ("resnet18", "layer4", 1, 4),
        ("resnet50", "layer4", 1, 2),
    ];

    public static void Print()
    {
        Console.WriteLine("| | float32, ms a step and stimulus | bfloat16 | times faster |");
        Console.WriteLine("|---|---:|---:|---:|");
        foreach ((string key, string stage, int batch, int passes) in Cases)
        {
            using DisposeScope scope = NewDisposeScope();
            using StagedModel full = Ready(key, ScalarType.Float32);
            using StagedModel half = Ready(key, ScalarType.BFloat16);
            Tensor stimuli = rand([batch, .. full.InputShape]);
            List<double>[] times =
            [
                [],
                [],
            ];
            for (int round = 0; round <= Rounds; round++)
            {
                foreach ((int which, StagedModel model) in new[] { full, half }.Index())
                {
                    double time = Time(model, stage, stimuli, passes) / (passes * batch);
                    if (round > 0) // the first warms up
                    {
                        times[which].Add(time);
                    }
                }
            }

            (double one, double other) = (Median(times[0]), Median(times[1]));
            Console.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"| {key} at `{stage}`, batches of {batch} | {one:F2} | {other:F2} | {one / other:F2} |"
                )
            );
        }
    }

    private static StagedModel Ready(string key, ScalarType type)
    {
        StagedModel model = ModelZoo.Build(key, 0);
        model.Freeze();
        model.to(type);
        return model;
    }

    private static double Time(StagedModel model, string stage, Tensor stimuli, int passes)
    {
        Tensor typed = stimuli.to(model.ElementType);
        Stopwatch watch = Stopwatch.StartNew();
        for (int pass = 0; pass < passes; pass++)
        {
            using DisposeScope scope = NewDisposeScope();
            Tensor x = typed.detach().requires_grad_(true);
            autograd.grad([model.Activations(x, stage).to(float32).square().sum()], [x]);
        }

        return watch.Elapsed.TotalMilliseconds;
    }

    private static double Median(List<double> times) => times.Order().ElementAt(times.Count / 2);
}
