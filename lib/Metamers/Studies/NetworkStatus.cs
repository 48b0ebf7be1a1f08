namespace Metamers.Studies;

/// <summary>The progress of a study with one network.</summary>
/// <param name="Network">Its key.</param>
/// <param name="Items">Total number of pieces of work.</param>
/// <param name="Done">Pieces that are done.</param>
/// <param name="Working">Pieces that a worker is working on.</param>
/// <param name="Failed">Pieces that have failed.</param>
public sealed record NetworkStatus(string Network, int Items, int Done, int Working, int Failed);
