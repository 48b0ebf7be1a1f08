using System.Text.Json.Serialization;

namespace Metamers.Synthesis.Objectives;

/// <summary>
/// The activations of the reference at a stage: ‖A′ − A‖₂ / ‖A‖₂, the published loss. It is 0 for equal activations
/// and 1 if all of the stimulus's are zero.
/// </summary>
/// <example>
/// <code>
/// var two = new SynthesisObjective(new MatchTerm(), new MatchTerm { Stage = "final", Model = "vgg8-standard-seed0" });
/// (MetamerOptions.Quick with { Objective = two }).Describe()
/// </code>
/// </example>
public sealed record MatchTerm : NetworkTerm
{
    /// <summary>The stage; null for the one at which the synthesizer is asked to match.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Stage { get; init; }

    /// <inheritdoc/>
    internal override string Wish => $"match{(Stage is null ? "" : $" at {Stage}")}{OfModel}";
}
