using Metamers.Runtime;
using TorchSharp;
using static TorchSharp.torch;

namespace Metamers.Evaluation;

/// <summary>One of a network's guesses at what a stimulus is.</summary>
/// <param name="ClassIndex">Index of the class among the logits.</param>
/// <param name="Name">Its name.</param>
/// <param name="Probability">Its softmax probability.</param>
/// <example>
/// <code>
/// var model = ModelZoo.Load("resnet20-standard-seed0", session.Device);
/// var pictures = Photographs.Take(2);
/// ClassGuess.Top(model.Logits(pictures[0].Pixels.unsqueeze(0)), Cifar10.ClassNames, count: 3)[0]
/// </code>
/// </example>
public sealed record ClassGuess(int ClassIndex, string Name, double Probability)
{
    /// <summary>A network's best guesses at each item, the best first.</summary>
    /// <param name="logits">(N, classes).</param>
    /// <param name="names">Names of the classes, e.g. <see cref="Stimuli.Data.Sets.ImageNet.ClassNames"/>.</param>
    /// <param name="count">How many; 1 to the number of classes.</param>
    /// <exception cref="MetamerException">There are not as many names as logits.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The count is out of range.</exception>
    public static IReadOnlyList<IReadOnlyList<ClassGuess>> Top(
        Tensor logits,
        IReadOnlyList<string> names,
        int count = 5
    )
    {
        ArgumentNullException.ThrowIfNull(logits);
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, names.Count);
        if (logits.dim() != 2 || logits.shape[1] != names.Count)
        {
            throw new MetamerException(
                $"{names.Count} names need logits of shape (N, {names.Count}); given "
                    + $"({string.Join(", ", logits.shape)}). Give the names of that network's classes."
            );
        }

        using DisposeScope scope = NewDisposeScope();
        using IDisposable noGradient = no_grad();
        (Tensor values, Tensor indices) = logits.to(float64).softmax(1).topk(count);
        double[] probabilities = values.cpu().contiguous().data<double>().ToArray();
        long[] classes = indices.cpu().contiguous().data<long>().ToArray();
        return
        [
            .. classes.Zip(probabilities, (index, p) => new ClassGuess((int)index, names[(int)index], p)).Chunk(count),
        ];
    }

    /// <summary>Name and probability: "goldfish, Carassius auratus 87 %".</summary>
    public override string ToString() => $"{Name} {100 * Probability:0} %";
}
