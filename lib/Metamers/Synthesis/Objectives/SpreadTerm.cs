namespace Metamers.Synthesis.Objectives;

/// <summary>
/// Metamers of one reference far apart: the mean of max(0, 1 − d / <see cref="Distance"/>) over the other items of the
/// batch whose reference is the same, d being the root mean square difference of their values over the range of the
/// input. It is 1 for equal stimuli, and 0 from that distance on, where it has no gradient. Each item moves away from
/// the others as they are before the step. The first item of a reference starts from the noise of the seed, the
/// second from that of the next seed, and so on: from equal starts, there would be no direction to part in.
/// </summary>
/// <example>
/// <code>
/// var apart = new SynthesisObjective(new MatchTerm(), new SpreadTerm { Distance = 0.2 });
/// var options = MetamerOptions.Quick with { Repetitions = 1, StepsPerRepetition = 2, Objective = apart };
/// var model = ModelZoo.Load("resnet20-standard-seed0", session.Device);
/// new MetamerSynthesizer(model, options).Synthesize(Photographs.Take(1)[0].Copies(2), "layer1")
/// </code>
/// </example>
public sealed record SpreadTerm : ObjectiveTerm
{
    /// <summary>
    /// How far is far enough, as a share of the range of the input. Two unrelated photographs are 0.3 to 0.4 apart.
    /// Above 0.
    /// </summary>
    public double Distance { get; init; } = 0.3;

    /// <inheritdoc/>
    internal override string Wish => FormattableString.Invariant($"spread up to {Distance:G3}");

    /// <inheritdoc/>
    internal override IEnumerable<(bool Right, string Rule)> Rules() => [.. base.Rules(), DistanceRule(Distance, Wish)];
}
