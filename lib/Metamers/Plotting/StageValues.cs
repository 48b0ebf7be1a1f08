namespace Metamers.Plotting;

/// <summary>The values of all items at one stage, as the Spearman correlation of each metamer with its reference.</summary>
/// <param name="Stage">The name of the stage.</param>
/// <param name="Values">One value an item; items stand in the same order at every stage.</param>
public sealed record StageValues(string Stage, IReadOnlyList<double> Values);
