using Metamers.Evaluation.Robustness;
using Metamers.Perturbations;
using Metamers.Plotting.Pictures;

namespace Metamers.Plotting.Charts;

/// <summary>
/// The figure of an adversarial evaluation: accuracy against the size of the perturbations, with one line per network.
/// </summary>
/// <example>
/// <code>
/// var standard = ("standard", AdversarialEvaluation.LoadShipped("resnet20-standard-seed0"));
/// var robust = ("L2-trained", AdversarialEvaluation.LoadShipped("resnet20-l2-seed0"));
/// RobustnessCurve.Draw([standard, robust], PerturbationNorm.L2, chance: 0.1)
/// </code>
/// </example>
public static class RobustnessCurve
{
    /// <summary>Draws the results for one norm and space.</summary>
    /// <param name="networks">
    /// Name and evaluation of each network; results for other norms or spaces are left out.
    /// </param>
    /// <param name="norm">The norm.</param>
    /// <param name="chance">Proportion correct by chance, 0 to 1.</param>
    /// <param name="space">What was perturbed.</param>
    /// <exception cref="ArgumentException">A network has no result for this norm and space.</exception>
    public static Figure Draw(
        IReadOnlyList<(string Name, AdversarialEvaluation Evaluation)> networks,
        PerturbationNorm norm,
        double chance,
        PerturbationSpace space = PerturbationSpace.Input
    )
    {
        Series[] series =
        [
            .. networks.Select((network, style) => Line(network.Name, network.Evaluation, norm, space, style)),
        ];
        RobustAccuracy[] shown = [.. networks.SelectMany(network => network.Evaluation.In(norm, space))];
        string what = space == PerturbationSpace.Input ? "perturbation" : "perturbation of the cochleagram";
        return new(
            "Accuracy under attack",
            new($"Largest {what}, {AdversarialGrid.Sign(norm)} norm"),
            new("Correct", "%") { Minimum = -3, Maximum = 103 },
            series
        )
        {
            Note =
                $"{Range(shown.Select(result => result.Options.Steps))} steps of projected gradient descent; bars: "
                + $"standard error over {Range(shown.Select(result => result.Stimuli))} stimuli.",
            Lines = [new ReferenceLine(100 * chance, FormattableString.Invariant($"chance, {100 * chance:0.#} %"))],
        };
    }

    private static Series Line(
        string name,
        AdversarialEvaluation evaluation,
        PerturbationNorm norm,
        PerturbationSpace space,
        int style
    )
    {
        IGrouping<double, RobustAccuracy>[] radii =
        [
            .. evaluation.In(norm, space).GroupBy(result => result.Set.Radius).OrderBy(radius => radius.Key),
        ];
        if (radii.Length == 0)
        {
            throw new ArgumentException(
                $"'{name}' was not evaluated with perturbations of the {space} in {norm}. Leave it out, or "
                    + "evaluate it so."
            );
        }

        double[] accuracy = [.. radii.Select(radius => radius.Average(result => result.Accuracy))];
        double[] error = [.. radii.Select(radius => radius.Average(result => result.StandardError))];
        return new Series(name, [.. radii.Select(radius => radius.Key)], [.. accuracy.Select(value => 100 * value)])
        {
            Style = style,
            Mark = SeriesMark.LineAndPoints,
            Low = [.. accuracy.Zip(error, (value, by) => 100 * (value - by))],
            High = [.. accuracy.Zip(error, (value, by) => 100 * (value + by))],
        }.Within(0, 100);
    }

    private static string Range(IEnumerable<int> numbers)
    {
        int[] distinct = [.. numbers.Distinct().Order()];
        return distinct.Length == 1 ? $"{distinct[0]}" : $"{distinct[0]} to {distinct[^1]}";
    }
}
