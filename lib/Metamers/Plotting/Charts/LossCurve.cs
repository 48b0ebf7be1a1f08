using Metamers.Synthesis;

namespace Metamers.Plotting.Charts;

/// <summary>How the loss of one or more items fell during synthesis; one line of <see cref="LossCurves"/>.</summary>
/// <param name="Name">The stage, or whatever else the line represents.</param>
/// <param name="Items">
/// Each item's reports, in the order of the steps; all items were reported at the same steps, but some may have been
/// finished before others.
/// </param>
public sealed record LossCurve(string Name, IReadOnlyList<IReadOnlyList<LossReport>> Items);
