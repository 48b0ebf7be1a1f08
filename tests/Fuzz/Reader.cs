namespace Fuzz;

/// <summary>Something that reads files from elsewhere.</summary>
/// <param name="Files">Whole files to damage, by name.</param>
/// <param name="Read">Reads a damaged file, which has the name of the whole one.</param>
internal sealed record Reader(IReadOnlyList<string> Files, Action<string> Read)
{
    /// <summary>A folder of files, one of which is damaged.</summary>
    public bool IsFolder { get; init; }

    /// <summary>Whether it reads all of the whole files; otherwise some of them are refused.</summary>
    public bool ReadsWhole { get; init; } = true;
}
