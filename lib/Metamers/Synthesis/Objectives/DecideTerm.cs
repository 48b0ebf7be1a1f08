using System.Text.Json.Serialization;

namespace Metamers.Synthesis.Objectives;

/// <summary>
/// A decision of a network: −log p / log K, p being the probability that its last stage gives to the class by softmax,
/// and K the number of classes. It is 1 if all classes are equally probable, and 0 if the network is certain. With <see
/// cref="Unlike"/>, p is the probability of all other classes together.
/// </summary>
/// <example>
/// <code>
/// new SynthesisObjective(new MatchTerm { Stage = "layer2" }, new DecideTerm { Unlike = true, Weight = 0.1 })
/// </code>
/// </example>
public sealed record DecideTerm : NetworkTerm
{
    /// <summary>Index of the class among the network's outputs; null for the class of each reference.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? Class { get; init; }

    /// <summary>Whether any class but this one is wanted.</summary>
    public bool Unlike { get; init; }

    /// <inheritdoc/>
    internal override string Wish =>
        $"{(Unlike ? "any class but" : "decide")} {(Class is { } index ? $"class {index}" : "the reference's class")}"
        + OfModel;

    /// <inheritdoc/>
    internal override IEnumerable<(bool Right, string Rule)> Rules() =>
        [.. base.Rules(), (Class is null or >= 0, $"the term '{Wish}' has Class = {Class}: 0 or more")];
}
