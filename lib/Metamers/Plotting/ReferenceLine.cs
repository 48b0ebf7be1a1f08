namespace Metamers.Plotting;

/// <summary>A thin line across a <see cref="Figure"/>: chance, a criterion, the start of a repetition.</summary>
/// <param name="Value">Where it lies, in the units of its axis.</param>
/// <param name="Label">What is written at it; null for nothing.</param>
/// <param name="Vertical">
/// Whether it stands at a place of the x axis; otherwise it lies at a value of the y axis.
/// </param>
public sealed record ReferenceLine(double Value, string? Label = null, bool Vertical = false);
