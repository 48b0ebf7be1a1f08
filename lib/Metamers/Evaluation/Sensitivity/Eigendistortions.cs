using Metamers.Models;
using Metamers.Runtime;
using Metamers.Stimuli;
using TorchSharp;
using static TorchSharp.torch;

namespace Metamers.Evaluation.Sensitivity;

/// <summary>
/// The distortions of a stimulus that a stage of a network notices most and least (Berardino et al. 2017): of all small
/// changes of one L2 length, those that change the activations most and least. With the Jacobian J of the activations
/// they are the eigenvectors of the largest and the smallest eigenvalue of JᵀJ, which is the Fisher information of the
/// stage with Gaussian noise of one variance.
/// </summary>
/// <remarks>
/// J is that of the network as it is, at a point: its ReLUs have their own slopes. The cochleagram has the published
/// limit on the slope of its compression (<see cref="Models.Cochleagrams.CochleagramOptions.LargestSlope"/>).
/// </remarks>
/// <param name="Network">The network.</param>
/// <param name="Stage">The stage.</param>
/// <param name="Reference">The stimulus.</param>
/// <param name="Most">The most noticeable distortion.</param>
/// <param name="Least">The least noticeable one.</param>
/// <param name="Values">Number of values of the stimulus.</param>
/// <param name="Units">Number of units of the stage.</param>
/// <param name="Steps">Number of products with JᵀJ that were needed.</param>
/// <example>
/// <code>
/// var model = ModelZoo.Load("resnet20-standard-seed0", session.Device);
/// Eigendistortions.Find(model, "final", Photographs.Take(1)[0])
/// </code>
/// </example>
public sealed record Eigendistortions(
    string Network,
    string Stage,
    Stimulus Reference,
    Eigendistortion Most,
    Eigendistortion Least,
    long Values,
    long Units,
    int Steps
)
{
    /// <summary>
    /// Number of directions, at least, that change nothing at all because the stage has fewer units than the stimulus
    /// has values; the smallest eigenvalue is then exactly 0, and <see cref="Least"/> is one of very many.
    /// </summary>
    public long NullDirections => Math.Max(0, Values - Units);

    /// <summary>Finds both.</summary>
    /// <param name="model">The network; its own gradients are used.</param>
    /// <param name="stage">One of its stages.</param>
    /// <param name="reference">A picture or a sound that the network takes.</param>
    /// <param name="options">Tolerance, maximum and seed; the defaults if null.</param>
    /// <exception cref="MetamerException">
    /// The network does not take the stimulus, has no such stage or no gradient, does not respond to any change of the
    /// stimulus, or an option is out of range.
    /// </exception>
    public static Eigendistortions Find(
        StagedModel model,
        string stage,
        Stimulus reference,
        EigendistortionOptions? options = null
    )
    {
        options ??= new();
        options.Check();
        using DisposeScope scope = NewDisposeScope();
        using StageJacobian jacobian = StageJacobian.Linearise(model, stage, reference);
        (Tensor largest, Tensor smallest, int steps) = FindEnds(jacobian, options);
        Eigendistortion most = Eigendistortion.Measure(jacobian, reference, largest, options.Tolerance, null);
        if (!(most.Eigenvalue > 0 && double.IsFinite(most.Eigenvalue)))
        {
            throw new MetamerException(
                FormattableString.Invariant(
                    $"The largest eigenvalue at '{stage}' of {model.Label} is {most.Eigenvalue}: "
                )
                    + $"no small change of '{reference.Name}' changes these activations by a finite amount. Ask an "
                    + "earlier stage, or another stimulus."
            );
        }

        Eigendistortion least = Eigendistortion.Measure(
            jacobian,
            reference,
            smallest,
            options.Tolerance,
            most.Eigenvalue
        );
        return new(model.Label, stage, reference, most, least, jacobian.Values, jacobian.Units, steps);
    }

    /// <summary>The unit vectors (values) of both ends, for stimuli that are neither pictures nor sounds.</summary>
    internal static (Tensor Largest, Tensor Smallest, int Steps) FindEnds(
        StageJacobian jacobian,
        EigendistortionOptions options
    )
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor start = RandomDirections.Draw(1, jacobian.Values, options.Seed)[0];
        (Tensor largest, Tensor smallest, int steps) = Lanczos.FindEnds(
            vector => jacobian.Gram(vector.unsqueeze(0)).Gram[0],
            start,
            options
        );
        return (largest.MoveToOuterDisposeScope(), smallest.MoveToOuterDisposeScope(), steps);
    }

    /// <summary>The stimulus and both distortions of it, as a notebook shows them.</summary>
    public string ToHtml() => Shown.ToHtml(this);

    /// <summary>Both eigenvalues, and whether there is a null space.</summary>
    public override string ToString() =>
        $"{Network}, {Stage}, {Reference.Name}: most noticeable {Most}; least noticeable {Least}"
        + (
            NullDirections == 0
                ? "."
                : $"; {NullDirections} directions at least change nothing ({Units} units, {Values} values)."
        );
}
