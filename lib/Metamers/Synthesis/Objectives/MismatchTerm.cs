using System.Text.Json.Serialization;

namespace Metamers.Synthesis.Objectives;

/// <summary>
/// Other activations than the reference's at a stage: max(0, 1 − d / <see cref="Distance"/>), d being the loss of <see
/// cref="MatchTerm"/>. It is 1 for equal activations and falls evenly to 0 at that distance. From there on it asks for
/// nothing and has no gradient, since d itself has no largest value and would outgrow every other term.
/// </summary>
/// <example>
/// <code>
/// // What keeps layer1 while it changes the decision?
/// new SynthesisObjective(new MatchTerm { Stage = "layer1" }, new MismatchTerm { Stage = "final" })
/// </code>
/// </example>
public sealed record MismatchTerm : NetworkTerm
{
    /// <summary>The stage; null for the one at which the synthesizer is asked to match.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Stage { get; init; }

    /// <summary>
    /// How far is far enough, in the unit of the published loss: the length of the reference's activations. Unrelated
    /// stimuli are about 1 apart. Above 0.
    /// </summary>
    public double Distance { get; init; } = 1;

    /// <inheritdoc/>
    internal override string Wish =>
        FormattableString.Invariant($"mismatch{(Stage is null ? "" : $" at {Stage}")}{OfModel} up to {Distance:G3}");

    /// <inheritdoc/>
    internal override IEnumerable<(bool Right, string Rule)> Rules() => [.. base.Rules(), DistanceRule(Distance, Wish)];
}
