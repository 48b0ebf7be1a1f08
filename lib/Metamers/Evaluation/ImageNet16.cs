using Metamers.Runtime;
using TorchSharp;
using static TorchSharp.torch;

namespace Metamers.Evaluation;

/// <summary>
/// The 16 categories by which people and networks named the paper's pictures (after Geirhos et al. 2018). 208 of
/// ImageNet's 1000 classes belong to one. A network's answer is the category of the first of its guesses that belongs
/// to any (the authors' analysis_scripts/helpers_16_choice.py).
/// </summary>
/// <example>
/// <code>
/// string.Join(", ", ImageNet16.Names.Select(name => $"{name} {ImageNet16.ClassesOf(name).Count}"))
/// </code>
/// </example>
public static class ImageNet16
{
    private const int Classes = 1000;

    // The authors matched WordNet's identifiers by the names of the classes; so Dutch oven (544) is an oven, and
    // minivan (656) a truck.
    private static readonly (string Name, int[] Members)[] Categories =
    [
        ("airplane", [404]),
        ("bear", [294, 295, 296, 297]),
        ("bicycle", [444, 671]),
        (
            "bird",
            [
                8,
                .. Range(10, 16),
                .. Range(18, 20),
                .. Range(22, 24),
                .. Range(80, 83),
                .. Range(87, 96),
                .. Range(98, 100),
                .. Range(127, 133),
                .. Range(135, 145),
            ]
        ),
        ("boat", [472, 554, 625, 814, 914]),
        ("bottle", [440, 720, 737, 898, 899, 901, 907]),
        ("car", [436, 511, 817]),
        ("cat", [.. Range(281, 286)]),
        ("chair", [423, 559, 765, 857]),
        ("clock", [409, 530, 892]),
        ("dog", [.. Range(152, 268).Except([192, 204, 227, 242, 251, 258, 260, 264])]),
        ("elephant", [385, 386]),
        ("keyboard", [508, 878]),
        ("knife", [499]),
        ("oven", [544, 766]),
        ("truck", [555, 569, 656, 675, 717, 734, 864, 867]),
    ];

    private static readonly int[] Members = [.. Categories.SelectMany(category => category.Members)];
    private static readonly int[] CategoryOfMember =
    [
        .. Categories.SelectMany((category, index) => category.Members.Select(_ => index)),
    ];

    /// <summary>The names of the categories, in the order of the paper's stimuli (alphabetical).</summary>
    public static IReadOnlyList<string> Names { get; } = [.. Categories.Select(category => category.Name)];

    /// <summary>The ImageNet classes of a category.</summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <exception cref="MetamerException">No such category.</exception>
    public static IReadOnlyList<int> ClassesOf(string name) =>
        Categories.FirstOrDefault(category => category.Name == name).Members
        ?? throw new MetamerException(
            $"There is no category '{name}'. The categories are: {string.Join(", ", Names)}."
        );

    /// <summary>The category of an ImageNet class, or null if it belongs to none.</summary>
    /// <param name="classIndex">0 to 999.</param>
    public static string? CategoryOf(int classIndex) =>
        Array.IndexOf(Members, classIndex) is int i and >= 0 ? Names[CategoryOfMember[i]] : null;

    /// <summary>A network's answers: for each item, the category with the largest of the 208 logits.</summary>
    /// <param name="logits">(N, 1000), of a network trained on ImageNet.</param>
    /// <returns>N indices into <see cref="Names"/>.</returns>
    /// <exception cref="MetamerException">The logits are not of 1000 classes.</exception>
    public static IReadOnlyList<int> Answers(Tensor logits)
    {
        ArgumentNullException.ThrowIfNull(logits);
        if (logits.dim() != 2 || logits.shape[1] != Classes)
        {
            throw new MetamerException(
                $"The 16 categories follow from logits of shape (N, {Classes}), in ImageNet's order; given "
                    + $"({string.Join(", ", logits.shape)}). "
                    + "The embeddings of CLIP must be multiplied by text embeddings of the 1000 names first."
            );
        }

        using DisposeScope scope = NewDisposeScope();
        using IDisposable noGradient = no_grad();
        Tensor best = logits
            .index_select(1, tensor(Members.Select(m => (long)m).ToArray(), device: logits.device))
            .argmax(1);
        return [.. best.cpu().data<long>().Select(member => CategoryOfMember[member])];
    }

    private static IEnumerable<int> Range(int first, int last) => Enumerable.Range(first, last - first + 1);
}
