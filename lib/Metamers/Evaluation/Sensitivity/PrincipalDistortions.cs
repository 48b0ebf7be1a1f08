using Metamers.Models;
using Metamers.Runtime;
using Metamers.Stimuli;
using TorchSharp;
using static TorchSharp.torch;

namespace Metamers.Evaluation.Sensitivity;

/// <summary>
/// The pair of distortions of a stimulus about which several networks disagree most (Feather, Lipshutz, Harvey,
/// Williams and Simoncelli 2025). Each network has a log ratio r = log(‖Je₁‖ / ‖Je₂‖): how much more it notices the
/// first than the second. The pair makes the variance of r over the networks as large as it can be. Which of the two is
/// called the first is arbitrary; it is the one that the first network notices more than the average network does.
/// </summary>
/// <param name="Networks">The networks, in the order given.</param>
/// <param name="Stages">Their stages.</param>
/// <param name="Reference">The stimulus.</param>
/// <param name="First">The first distortion.</param>
/// <param name="Second">The second one.</param>
/// <param name="LogRatios">r of each network (natural logarithm).</param>
/// <param name="SpreadByStep">
/// Standard deviation of r over the networks at the start and after each step; the paper's objective is its square.
/// </param>
/// <example>
/// <code>
/// var keys = new[] { "resnet20-standard-seed0", "resnet20-l2-seed0" };
/// var networks = keys.Select(key => (ModelZoo.Load(key), "final")).ToList();
/// var few = new PrincipalDistortionOptions { Steps = 5 };
/// PrincipalDistortions.Find(networks, Photographs.Take(1)[0], few)
/// </code>
/// </example>
public sealed record PrincipalDistortions(
    IReadOnlyList<string> Networks,
    IReadOnlyList<string> Stages,
    Stimulus Reference,
    Distortion First,
    Distortion Second,
    IReadOnlyList<double> LogRatios,
    IReadOnlyList<double> SpreadByStep
)
{
    /// <summary>Standard deviation of the log ratios over the networks.</summary>
    public double Spread => SpreadByStep[^1];

    /// <summary>Whether all are stages of one network.</summary>
    internal bool AreOfOneNetwork => Networks.Distinct().Count() == 1;

    /// <summary>Finds them by gradient ascent on the sphere, from a random start.</summary>
    /// <param name="networks">
    /// At least two networks that take the same stimuli, each with one of its stages; or several stages of one network.
    /// </param>
    /// <param name="reference">A picture or a sound that they take.</param>
    /// <param name="options">Steps, floor and seed; the defaults if null.</param>
    /// <param name="cancellation">Stops before the next step.</param>
    /// <exception cref="MetamerException">
    /// There are fewer than two networks, they take different stimuli, one has no such stage or does not take the
    /// stimulus or does not respond to it, or an option is out of range.
    /// </exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static PrincipalDistortions Find(
        IReadOnlyList<(StagedModel Model, string Stage)> networks,
        Stimulus reference,
        PrincipalDistortionOptions? options = null,
        CancellationToken cancellation = default
    )
    {
        options ??= new();
        options.Check();
        CheckNetworks(networks);
        using DisposeScope scope = NewDisposeScope();
        using SensitivityRatios ratios = SensitivityRatios.Measure(networks, reference, options.Floor);
        Tensor start = RandomDirections.Draw(2, reference.Values.numel(), options.Seed);
        (Tensor pair, IReadOnlyList<double> spreads) = SphereAscent.Run(ratios, start, options.Steps, cancellation);
        double[] found = ratios.At(pair).LogRatios;
        if (found[0] < found.Average())
        {
            (pair, found) = (pair.flip(0), [.. found.Select(ratio => -ratio)]);
        }

        return new(
            [.. networks.Select(network => network.Model.Label)],
            [.. networks.Select(network => network.Stage)],
            reference,
            new Distortion(reference, pair[0].view(reference.Values.shape)),
            new Distortion(reference, pair[1].view(reference.Values.shape)),
            found,
            spreads
        );
    }

    private static void CheckNetworks(IReadOnlyList<(StagedModel Model, string Stage)> networks)
    {
        if (networks.Count < 2)
        {
            throw new MetamerException(
                $"{networks.Count} {(networks.Count == 1 ? "network" : "networks")}: principal distortions tell "
                    + "networks apart. Give at least two; for one alone, ask for its Eigendistortions."
            );
        }

        StagedModel first = networks[0].Model;
        if (
            networks
                .Select(network => network.Model)
                .FirstOrDefault(model =>
                    model.Kind != first.Kind || !model.InputShape.SequenceEqual(first.InputShape)
                ) is
            { } other
        )
        {
            throw new MetamerException(
                $"{other.Label} takes {other.Kind.Plural} of shape ({string.Join(", ", other.InputShape)}), and "
                    + $"{first.Label} {first.Kind.Plural} of shape ({string.Join(", ", first.InputShape)}). Compare "
                    + "networks that take the same stimuli."
            );
        }
    }

    /// <summary>The stimulus and both distortions of it, as a notebook shows them.</summary>
    public string ToHtml() => Shown.ToHtml(this);

    /// <summary>The spread and the log ratios.</summary>
    public override string ToString() =>
        FormattableString.Invariant($"{Reference.Name}: spread {Spread:0.00} after {SpreadByStep.Count - 1} steps; ")
        + string.Join(
            ", ",
            Networks.Zip(LogRatios, (network, ratio) => FormattableString.Invariant($"{network} {ratio:0.00}"))
        );
}
