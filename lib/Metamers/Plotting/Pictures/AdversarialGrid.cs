using Metamers.Evaluation.Robustness;
using Metamers.Perturbations;
using Metamers.Plotting.Sounds;
using Metamers.Stimuli;
using TorchSharp;

namespace Metamers.Plotting.Pictures;

/// <summary>
/// The figures of stimuli, of the perturbations that mislead networks about them, and of the results, to look at or
/// listen to.
/// </summary>
/// <example>
/// <code>
/// var model = ModelZoo.Load("resnet20-standard-seed0", session.Device);
/// var pictures = Photographs.Take(2);
/// var found = AdversarialExample.Find(model, pictures, new PerturbationSet(PerturbationNorm.L2, 0.5));
/// AdversarialGrid.Draw([("standard", found)], Cifar10.ClassNames, note: pictures.Attribution())
/// </code>
/// </example>
public static class AdversarialGrid
{
    private const int CochleagramWidth = 150;
    private const int CochleagramHeight = 80;

    /// <summary>
    /// Draws a row for each picture: the original, then for each network the amplified perturbation and the perturbed
    /// picture.
    /// </summary>
    /// <param name="networks">
    /// Name of each network and its adversarial examples, of the same pictures in the same order.
    /// </param>
    /// <param name="classNames">Names of the classes.</param>
    /// <param name="amplification">The factor by which the perturbations are amplified, around grey.</param>
    /// <param name="note">Added to the note, e.g. the pictures' source.</param>
    /// <exception cref="ArgumentException">
    /// There are no networks, or their examples do not belong to the same stimuli.
    /// </exception>
    public static PictureGrid Draw(
        IReadOnlyList<(string Name, IReadOnlyList<AdversarialExample> Examples)> networks,
        IReadOnlyList<string> classNames,
        double amplification = 10,
        string? note = null
    )
    {
        Check(networks);
        return new(
            Title(networks[0].Examples[0].Set),
            [
                "natural",
                .. networks.SelectMany(network =>
                    new[] { FormattableString.Invariant($"perturbation × {amplification:G3}"), network.Name }
                ),
            ],
            [
                .. networks[0]
                    .Examples.Select(
                        (example, row) =>
                            new PictureRow(
                                example.Natural.Label ?? example.Natural.Name,
                                [
                                    GridPicture.From(example.Natural.Values),
                                    .. networks.SelectMany(network =>
                                        Pictures(network.Examples[row], classNames, amplification)
                                    ),
                                ]
                            )
                    ),
            ],
            $"Under each perturbed picture is what the network sees in it. {Marks(networks)} {note}".Trim()
        );
    }

    /// <summary>
    /// Draws a row for each word: the original, then the word with each network's perturbation, as cochleagrams with
    /// players.
    /// </summary>
    /// <param name="networks">
    /// Name of each network and its adversarial examples, of the same words in the same order.
    /// </param>
    /// <param name="classNames">Names of the classes.</param>
    /// <param name="cochleagram">
    /// Maps (1, samples) to a tensor whose last two dimensions are channels and frames.
    /// </param>
    /// <param name="note">Added to the note, e.g. the sounds' source.</param>
    /// <exception cref="ArgumentException">
    /// There are no networks, or their examples do not belong to the same stimuli.
    /// </exception>
    public static PictureGrid Draw(
        IReadOnlyList<(string Name, IReadOnlyList<AdversarialExample> Examples)> networks,
        IReadOnlyList<string> classNames,
        Func<torch.Tensor, torch.Tensor> cochleagram,
        string? note = null
    )
    {
        Check(networks);
        return new(
            Title(networks[0].Examples[0].Set),
            ["natural", .. networks.Select(network => network.Name)],
            [
                .. networks[0]
                    .Examples.Select(
                        (example, row) => Row(example, [.. networks.Select(network => network.Examples[row])])
                    ),
            ],
            (
                "Cochleagrams, frequency against time; under each perturbed word is what the network hears in it. "
                + $"{Marks(networks)} {note}"
            ).Trim()
        );

        PictureRow Row(AdversarialExample first, AdversarialExample[] examples)
        {
            int rate = ((SoundStimulus)first.Natural).SamplingRate;
            HeatMap natural = SoundGrid.HeatOf(first.Natural.Values, cochleagram);
            GridPicture Sound(HeatMap heat, torch.Tensor samples, string name) =>
                GridPicture.From(heat with { High = natural.High }, CochleagramWidth, CochleagramHeight) with
                {
                    Sound = SoundPlayer.From(samples, rate, name),
                };
            return new(
                first.Natural.Label ?? first.Natural.Name,
                [
                    Sound(natural, first.Natural.Values, first.Natural.Name),
                    .. examples.Select(example =>
                        Judged(
                            Sound(
                                SoundGrid.HeatOf(example.Perturbed, cochleagram),
                                example.Perturbed,
                                $"{example.Natural.Name}, perturbed"
                            ),
                            example,
                            classNames
                        )
                    ),
                ]
            );
        }
    }

    private static GridPicture[] Pictures(
        AdversarialExample example,
        IReadOnlyList<string> classNames,
        double amplification
    )
    {
        using DisposeScope scope = torch.NewDisposeScope();
        return
        [
            GridPicture.From(((example.Perturbed - example.Natural.Values) * amplification + 0.5).clamp(0, 1)),
            Judged(GridPicture.From(example.Perturbed), example, classNames),
        ];
    }

    private static GridPicture Judged(
        GridPicture picture,
        AdversarialExample example,
        IReadOnlyList<string> classNames
    ) =>
        picture with
        {
            Caption = classNames[example.PredictedPerturbed],
            Correct = !example.Misleads,
            Hover = FormattableString.Invariant(
                $"unperturbed: {classNames[example.PredictedNatural]}; size of the perturbation {example.Size:G3}"
            ),
        };

    private static string Title(PerturbationSet set) =>
        FormattableString.Invariant($"Perturbed to mislead: {Sign(set.Norm)} norm at most {set.Radius:G3}");

    /// <summary>The symbol of a norm.</summary>
    internal static string Sign(PerturbationNorm norm) =>
        norm switch
        {
            PerturbationNorm.L1 => "L1",
            PerturbationNorm.L2 => "L2",
            _ => "L∞",
        };

    private static string Marks(IReadOnlyList<(string Name, IReadOnlyList<AdversarialExample> Examples)> networks) =>
        networks[0].Examples.All(example => example.Natural.ClassIndex is not null)
            ? "✓: the true class; ✗: another."
            : "✓: the true class, or the network's decision before if there is no true class; ✗: another.";

    private static void Check(IReadOnlyList<(string Name, IReadOnlyList<AdversarialExample> Examples)> networks)
    {
        if (networks.Count == 0 || networks[0].Examples.Count == 0)
        {
            throw new ArgumentException(
                "There are no adversarial examples to show. Give at least one network with one example."
            );
        }

        string[] names = [.. networks[0].Examples.Select(example => example.Natural.Name)];
        if (
            networks.FirstOrDefault(network =>
                !network.Examples.Select(example => example.Natural.Name).SequenceEqual(names)
            ) is
            { Name: { } other }
        )
        {
            throw new ArgumentException(
                $"The examples of '{other}' are of other stimuli than those of '{networks[0].Name}'. Make them of "
                    + "the same, in the same order."
            );
        }
    }
}
