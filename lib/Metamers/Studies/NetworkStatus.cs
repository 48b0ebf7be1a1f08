namespace Metamers.Studies;

/// <summary>How far a study is with one network.</summary>
/// <param name="Network">Its key.</param>
/// <param name="Items">Pieces of work in all.</param>
/// <param name="Done">Those that are done.</param>
/// <param name="Working">Those that somebody works at.</param>
/// <param name="Failed">Those that cannot be done.</param>
public sealed record NetworkStatus(string Network, int Items, int Done, int Working, int Failed);
