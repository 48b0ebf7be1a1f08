using System.Diagnostics;
using System.Globalization;
using Metamers.Models.Architectures;
using Metamers.Models.Textures;
using Metamers.Stimuli;
using Metamers.Stimuli.Data.Sets;
using Metamers.Stimuli.Images;
using Metamers.Synthesis;
using TorchSharp;
using static TorchSharp.torch;

namespace Benchmarks;

/// <summary>
/// The texture model against what its users know: a forward and backward pass at 256×256 beside one of ResNet-18 at
/// 224×224, alternately in one process, on one thread; and how the loss falls in synthesis, in plenoptic's measure, the
/// Euclidean distance of all statistics.
/// </summary>
internal static class TextureTable
{
    private const int Rounds = 7;

    private static readonly int[] Evaluations = [0, 57, 113, 226, 447, 673];

    /// <summary>Times both passes.</summary>
    public static void PrintTimes()
    {
        using DisposeScope scope = NewDisposeScope();
        set_num_threads(1);
        manual_seed(0);
        using PortillaSimoncelli texture = new(256, 256);
        using ResNet network = new(18);
        network.Freeze();
        Tensor grey = rand(1, 1, 256, 256);
        Tensor colour = rand(1, 3, 224, 224);
        List<double> ours = [];
        List<double> theirs = [];
        for (int round = -2; round < Rounds; round++)
        {
            double own = Time(x => texture.Activations(x, PortillaSimoncelli.StatisticsStage), grey);
            double other = Time(network.Logits, colour);
            if (round >= 0)
            {
                ours.Add(own);
                theirs.Add(other);
            }
        }

        ours.Sort();
        theirs.Sort();
        (double median, double ofNetwork) = (ours[Rounds / 2], theirs[Rounds / 2]);
        Console.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"texture model, 256×256: {median:F0} ms; ResNet-18, 224×224: {ofNetwork:F0} ms; ratio "
                    + $"{median / ofNetwork:F2} (plenoptic 1.2: 78 / 74 = 1.05)"
            )
        );
    }

    /// <summary>Prints the loss after the numbers of evaluations at which plenoptic's is known for grass.</summary>
    /// <param name="path">
    /// A picture, of which the central 256×256 pixels are taken; the textures of the project if null.
    /// </param>
    public static void PrintLosses(string? path)
    {
        using DisposeScope scope = NewDisposeScope();
        set_num_threads(1);
        using PortillaSimoncelli model = new(256, 256);
        IEnumerable<ImageStimulus> textures = path is null ? ShippedPhotographs.Textures(256) : [Centre(path)];
        Console.WriteLine($"| evaluations | {string.Join(" | ", Evaluations)} |");
        Console.WriteLine("| grass, plenoptic 1.2 | 13.3 | 0.165 | 0.050 | 0.018 | 0.0064 | 0.0042 |");
        foreach (ImageStimulus picture in textures)
        {
            using DisposeScope one = NewDisposeScope();
            Tensor pixels = picture.ToGrey().Pixels.unsqueeze(0);
            Tensor target = model.Activations(pixels, PortillaSimoncelli.StatisticsStage);
            manual_seed(0);
            Tensor start = (0.1 * (rand(1, 1, 256, 256) - 0.5) + pixels.mean()).clamp(0, 1); // as plenoptic's users do
            MetamerOptions options = MetamerOptions.Texture with { ReportEvery = 1 };
            using SynthesisRun run = new MetamerSynthesizer(model, options).Start(
                pixels,
                PortillaSimoncelli.StatisticsStage,
                start
            );
            double norm = target.norm().item<float>();
            run.Advance();
            double[] best = [.. run.Losses(0).Select(report => report.Loss * norm)];
            for (int i = 1; i < best.Length; i++)
            {
                best[i] = Math.Min(best[i], best[i - 1]);
            }

            string losses = string.Join(
                " | ",
                Evaluations.Select(at =>
                    best[Math.Min(at, best.Length - 1)].ToString("G3", CultureInfo.InvariantCulture)
                )
            );
            Console.WriteLine($"| {picture.Name} (norm {norm:F1}) | {losses} |");
        }
    }

    private static ImageStimulus Centre(string path)
    {
        ImageStimulus whole = ImageFile.Load(path, 512);
        return whole with { Pixels = whole.Pixels.narrow(1, 128, 256).narrow(2, 128, 256).contiguous() };
    }

    private static double Time(Func<Tensor, Tensor> pass, Tensor input)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor x = input.clone().requires_grad_();
        long start = Stopwatch.GetTimestamp();
        Tensor value = pass(x);
        _ = autograd.grad([(value * value).sum()], [x])[0];
        return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
    }
}
