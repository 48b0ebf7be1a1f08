namespace Metamers.Plotting;

/// <summary>A thin line across a <see cref="Figure"/>: chance, a criterion, the start of a repetition.</summary>
/// <param name="Value">Its position, in the units of its axis.</param>
/// <param name="Label">Text next to it; null for none.</param>
/// <param name="Vertical">
/// Whether it is vertical, at a position on the x axis; otherwise it is horizontal, at a value on the y axis.
/// </param>
public sealed record ReferenceLine(double Value, string? Label = null, bool Vertical = false);
