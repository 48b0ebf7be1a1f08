namespace Workbook.Notebooks;

/// <summary>A cell that failed.</summary>
/// <param name="Number">Its number among the code cells, from 1.</param>
/// <param name="Source">Its text.</param>
/// <param name="Name">The kind of error: an exception's type, or CompilationError.</param>
/// <param name="Message">The error's message.</param>
/// <param name="Trace">Message and stack, or the compiler's list.</param>
public sealed record CellFailure(int Number, string Source, string Name, string Message, string Trace);
