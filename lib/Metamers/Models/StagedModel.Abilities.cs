using Metamers.Runtime;

namespace Metamers.Models;

/// <content>What can be asked of a network.</content>
public abstract partial class StagedModel
{
    /// <summary>
    /// Whether the last stage has one value for each class, the largest being the network's decision; a network that
    /// ends in features, without a classifier, makes none.
    /// </summary>
    public bool HasDecision { get; protected init; } = true;

    /// <summary>The stages as a table, as a notebook shows them.</summary>
    public string ToHtml() => Shown.ToHtml(this);

    /// <summary>A sentence that belongs below the table of its stages; null if there is none.</summary>
    internal virtual string? Remark => null;

    /// <summary>Whether gradients flow from its stages to its input.</summary>
    private protected virtual bool HasGradient => true;

    /// <summary>Throws if the network makes no decision (<see cref="HasDecision"/>).</summary>
    /// <exception cref="MetamerException">What to do.</exception>
    internal void RequireDecision()
    {
        if (!HasDecision)
        {
            throw new MetamerException(
                $"{Key ?? Name} makes no decision: it ends in features, without a classifier, and the largest of them "
                    + "is no class. Give it a readout (OnnxOptions.Readout), or ask a network that has one."
            );
        }
    }

    /// <summary>Throws if no gradient flows through the network (<see cref="HasGradient"/>).</summary>
    /// <exception cref="MetamerException">What to do.</exception>
    internal void RequireGradient()
    {
        if (!HasGradient)
        {
            throw new MetamerException(
                $"{Label} has no gradient: ONNX Runtime computes it, so it can only judge. Load its file as an "
                    + "OnnxNetwork."
            );
        }
    }
}
