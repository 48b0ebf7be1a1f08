using System.Globalization;
using Metamers.Models;
using Metamers.Runtime;
using Metamers.Stimuli;

namespace Metamers.Evaluation.Rivals;

/// <summary>
/// A maximum differentiation competition of two networks about one stimulus (Wang and Simoncelli 2008). From one noisy
/// version of it, four others are found: two that are as far from the stimulus as it is for the first network, and as
/// far and as near as possible for the second; and two with the roles of the networks exchanged. If a person sees a
/// large difference between two that are equally far for a network, the network has failed. A distance is the published
/// loss of metamers at a stage.
/// </summary>
/// <param name="First">The first network.</param>
/// <param name="FirstStage">Its stage.</param>
/// <param name="Second">The second network.</param>
/// <param name="SecondStage">Its stage.</param>
/// <param name="Reference">The stimulus.</param>
/// <param name="Start">The noisy version.</param>
/// <param name="FirstHeldSecondMost">As far as the noisy one for the first network, farthest for the second.</param>
/// <param name="FirstHeldSecondLeast">As far as the noisy one for the first network, nearest for the second.</param>
/// <param name="SecondHeldFirstMost">As far as the noisy one for the second network, farthest for the first.</param>
/// <param name="SecondHeldFirstLeast">As far as the noisy one for the second network, nearest for the first.</param>
/// <example>
/// <code>
/// var networks = new[] { "resnet20-standard-seed0", "resnet20-l2-seed0" }.Select(key => ModelZoo.Load(key)).ToList();
/// var few = new MadOptions { Steps = 5 };
/// MadCompetition.Hold(networks[0], "layer3", networks[1], "layer3", Photographs.Take(1)[0], few)
/// </code>
/// </example>
public sealed record MadCompetition(
    ModelIdentity First,
    string FirstStage,
    ModelIdentity Second,
    string SecondStage,
    Stimulus Reference,
    MadStimulus Start,
    MadStimulus FirstHeldSecondMost,
    MadStimulus FirstHeldSecondLeast,
    MadStimulus SecondHeldFirstMost,
    MadStimulus SecondHeldFirstLeast
)
{
    /// <summary>
    /// The largest relative difference between a distance that was held and that of the start: 0 if all four were held
    /// exactly.
    /// </summary>
    public double LargestSlip =>
        new[]
        {
            Slip(FirstHeldSecondMost.FirstDistance, Start.FirstDistance),
            Slip(FirstHeldSecondLeast.FirstDistance, Start.FirstDistance),
            Slip(SecondHeldFirstMost.SecondDistance, Start.SecondDistance),
            Slip(SecondHeldFirstLeast.SecondDistance, Start.SecondDistance),
        }.Max();

    /// <summary>Holds the competition.</summary>
    /// <param name="first">A network, frozen.</param>
    /// <param name="firstStage">Its stage.</param>
    /// <param name="second">Another network for the same stimuli, or the same one at another stage.</param>
    /// <param name="secondStage">Its stage.</param>
    /// <param name="reference">A picture or a sound that they take.</param>
    /// <param name="options">Steps and noise; the defaults if null.</param>
    /// <param name="cancellation">Stops before the next step.</param>
    /// <exception cref="MetamerException">
    /// The networks take different stimuli, one has no such stage or does not take the reference, or an option is out
    /// of range.
    /// </exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static MadCompetition Hold(
        StagedModel first,
        string firstStage,
        StagedModel second,
        string secondStage,
        Stimulus reference,
        MadOptions? options = null,
        CancellationToken cancellation = default
    )
    {
        options ??= new();
        options.Check();
        using MadDescent descent = MadDescent.Start((first, firstStage), (second, secondStage), reference, options);
        descent.Run(cancellation);
        IReadOnlyList<MadStimulus> made = descent.Found();
        return new(
            ModelIdentity.Compute(first),
            firstStage,
            ModelIdentity.Compute(second),
            secondStage,
            reference,
            descent.Noisy,
            made[0],
            made[1],
            made[2],
            made[3]
        );
    }

    /// <summary>The stimulus, its noisy version and the four others, as a notebook shows them.</summary>
    public string ToHtml() => Shown.ToHtml(this);

    /// <summary>All distances in one line.</summary>
    public override string ToString() =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{Reference.Name}: {First.Label} held at {Start.FirstDistance:0.000}, {Second.Label} from "
                + $"{FirstHeldSecondLeast.SecondDistance:0.000} to {FirstHeldSecondMost.SecondDistance:0.000}; "
        )
        + string.Create(
            CultureInfo.InvariantCulture,
            $"{Second.Label} held at {Start.SecondDistance:0.000}, {First.Label} from "
                + $"{SecondHeldFirstLeast.FirstDistance:0.000} to {SecondHeldFirstMost.FirstDistance:0.000}"
        );

    private static double Slip(double reached, double held) => Math.Abs(reached / held - 1);
}
