namespace Metamers.Synthesis.Objectives;

/// <summary>
/// The prior of smoothness (Rudin, Osher and Fatemi 1992; for networks, Mahendran and Vedaldi 2015): the mean absolute
/// difference of pixels that are beside or below each other, over the range of the input. It does not depend on the
/// size of the picture. It is 0 for a flat picture, 0.06 for the published start noise and 1/3 for uniform noise.
/// </summary>
/// <example>
/// <code>
/// new SynthesisObjective(new MatchTerm(), new TotalVariationTerm { Weight = 2 })
/// </code>
/// </example>
public sealed record TotalVariationTerm : ObjectiveTerm
{
    /// <inheritdoc/>
    internal override string Wish => "total variation";
}
