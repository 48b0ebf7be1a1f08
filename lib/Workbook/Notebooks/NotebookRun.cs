namespace Workbook.Notebooks;

/// <summary>A notebook after its run, with the outputs of its cells.</summary>
/// <param name="Notebook">The notebook; its cells hold the new outputs.</param>
/// <param name="Seconds">How long its cells took.</param>
/// <param name="Failure">The cell that ended the run; null if all cells ran.</param>
public sealed record NotebookRun(NotebookFile Notebook, double Seconds, CellFailure? Failure);
