using System.Diagnostics;
using System.Globalization;
using Metamers.Evaluation.Nulls;
using Metamers.Models;
using Metamers.Models.Architectures;
using Metamers.Stimuli.Data.Sets;
using Metamers.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace Benchmarks;

/// <summary>
/// Times one pair of a null distribution of ResNet-20, computed by the published method (make_null_distributions.py:
/// two stimuli per forward pass, and the three measures of every stage on the CPU, with ranks from sorting each vector
/// of the pair) and by ours. Both augment the same pictures in the same way.
/// </summary>
internal static class NullTable
{
    private const int PublishedPairs = 60;

    public static void Print()
    {
        manual_seed(0);
        using CifarResNet model = new(20);
        model.Freeze();
        using DisposeScope scope = NewDisposeScope();
        DataSet data = DataSet.FromStimuli("dead-leaves", DrawnPictures.WithClasses(DataPart.Train, 64), []);
        using LabelledImages images = (LabelledImages)data.Load(DataPart.Train);
        PictureSet pictures = new(images);
        Console.WriteLine(
            string.Create(CultureInfo.InvariantCulture, $"{"", -34}{"ms a pair", 10}{"times faster", 14}")
        );
        double published = MedianOf(() => Published(model, pictures), PublishedPairs);
        Line("published", published, published);
        foreach (
            NullOptions options in new[]
            {
                new NullOptions
                {
                    Blocks = 8,
                    BlockSize = 32,
                    AllPairs = false,
                },
                new NullOptions { Blocks = 8, BlockSize = 32 },
            }
        )
        {
            double ours = MedianOf(
                () => NullDistribution.Measure(model, data, options),
                options.Blocks * options.PairsPerBlock
            );
            Line(
                options.AllPairs ? "ours, all pairs of blocks of 32" : "ours, each stimulus in one pair",
                ours,
                published
            );
        }
    }

    private static void Line(string name, double milliseconds, double baseline) =>
        Console.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{name, -34}{milliseconds, 10:F3}{baseline / milliseconds, 14:F1}"
            )
        );

    private static double MedianOf(Action action, long pairs)
    {
        action();
        double[] times = new double[5];
        for (int i = 0; i < times.Length; i++)
        {
            Stopwatch watch = Stopwatch.StartNew();
            action();
            times[i] = watch.Elapsed.TotalMilliseconds / pairs;
        }

        return times.Order().ElementAt(times.Length / 2);
    }

    private static void Published(StagedModel model, PictureSet pictures)
    {
        string[] stages = [.. model.Stages.Select(stage => stage.Name)];
        using Generator random = new(1, CPU);
        for (int pair = 0; pair < PublishedPairs; pair++)
        {
            using DisposeScope scope = NewDisposeScope();
            using IDisposable noGradient = no_grad();
            Tensor chosen = randperm(pictures.Count, int64, generator: random)[..2];
            IReadOnlyDictionary<string, Tensor> activations = model.Activations(
                pictures.Augmented(chosen, model, Augmentation.OfPictures, random),
                stages
            );
            foreach (Tensor both in activations.Values.Select(stage => stage.flatten(1)))
            {
                (float[] a, float[] b) = (both[0].data<float>().ToArray(), both[1].data<float>().ToArray());
                (double[] x, double[] y) = (
                    [.. a.Select(value => (double)value)],
                    [.. b.Select(value => (double)value)]
                );
                Pearson(Ranks(a), Ranks(b));
                Pearson(x, y);
                Math.Log10(Length(x) / Length([.. x.Zip(y, (p, q) => p - q)]));
            }
        }
    }

    private static double Length(double[] x) => Math.Sqrt(x.Sum(value => value * value));

    private static double Pearson(double[] a, double[] b)
    {
        (double meanA, double meanB) = (a.Average(), b.Average());
        double product = 0,
            powerA = 0,
            powerB = 0;
        for (int i = 0; i < a.Length; i++)
        {
            product += (a[i] - meanA) * (b[i] - meanB);
            powerA += (a[i] - meanA) * (a[i] - meanA);
            powerB += (b[i] - meanB) * (b[i] - meanB);
        }

        return product / Math.Sqrt(powerA * powerB);
    }

    /// <summary>Average ranks, as in SciPy's rankdata.</summary>
    private static double[] Ranks(float[] values)
    {
        int[] order = [.. Enumerable.Range(0, values.Length)];
        Array.Sort((float[])values.Clone(), order);
        double[] ranks = new double[values.Length];
        for (int first = 0; first < order.Length; )
        {
            int end = first;
            while (end < order.Length && values[order[end]] == values[order[first]])
            {
                end++;
            }

            for (int i = first; i < end; i++)
            {
                ranks[order[i]] = (first + end - 1) / 2.0;
            }

            first = end;
        }

        return ranks;
    }
}
