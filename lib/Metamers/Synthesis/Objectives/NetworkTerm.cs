using System.Text.Json.Serialization;

namespace Metamers.Synthesis.Objectives;

/// <summary>
/// A term that is computed by a network: the synthesizer's own, or one of the others that it was given.
/// </summary>
public abstract record NetworkTerm : ObjectiveTerm
{
    private protected NetworkTerm() { }

    /// <summary>
    /// The key of a network of the zoo, or the name of its architecture if it has none, as in figures and tables; null
    /// for the network for which the synthesizer was made.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Model { get; init; }

    private protected string OfModel => Model is null ? "" : $" of {Model}";
}
