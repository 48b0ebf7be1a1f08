namespace Workbook.Notebooks;

/// <summary>A code cell that starts (no seconds yet) or has ended.</summary>
/// <param name="Number">Its number among the code cells, from 1.</param>
/// <param name="Count">How many code cells the notebook has.</param>
/// <param name="Cell">The cell.</param>
/// <param name="Seconds">How long it ran, in seconds; null when it starts.</param>
public sealed record CellProgress(int Number, int Count, NotebookCell Cell, double? Seconds);
