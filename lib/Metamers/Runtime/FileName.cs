namespace Metamers.Runtime;

/// <summary>Names that become files or folders, whoever gave them: every one passes through here.</summary>
internal static class FileName
{
    private const int Longest = 200;

    private static readonly string[] Reserved =
    [
        "CON",
        "PRN",
        "AUX",
        "NUL",
        .. Enumerable.Range(1, 9).SelectMany(i => new[] { $"COM{i}", $"LPT{i}" }),
    ];

    // The last ones are on network drives and at the root of other drives.
    private static readonly string[] Systems =
    [
        "Thumbs.db",
        "ehthumbs.db",
        "desktop.ini",
        "Icon\r",
        "__MACOSX",
        "@eaDir",
        "#recycle",
        "$RECYCLE.BIN",
        "System Volume Information",
        "lost+found",
    ];

    /// <summary>The names of the folders below a folder that lead to a file or folder, and its own.</summary>
    public static string[] Below(string folder, string path) =>
        Path.GetRelativePath(folder, path).Split(Path.DirectorySeparatorChar);

    /// <summary>
    /// Whether a file or folder is one that a system, an editor or a version control puts beside people's own: hidden
    /// ones (<c>.git</c>, <c>.DS_Store</c>, <c>._cat.png</c>), <c>Thumbs.db</c>, <c>desktop.ini</c>.
    /// </summary>
    /// <param name="name">The name, without a folder.</param>
    public static bool IsSystems(string name) =>
        name.StartsWith('.') || Systems.Contains(name, StringComparer.OrdinalIgnoreCase);

    /// <summary>
    /// A name as people read it, without extension; macOS takes accents apart in names (NFD), which would then not be
    /// those in a table.
    /// </summary>
    /// <param name="path">Path of a file; a folder has no extension, only perhaps a dot in its name.</param>
    public static string Shown(string path) => Path.GetFileNameWithoutExtension(path).Normalize();

    /// <summary>Returns the path of a file that a folder lists, unless it is a link that leads nowhere.</summary>
    /// <exception cref="MetamerException">It is such a link.</exception>
    public static string RequireTarget(string path) =>
        new FileInfo(path).LinkTarget is not { } target || Leads(path)
            ? path
            : throw new MetamerException(
                $"{path} is a link to {target}, which does not exist. Restore that file, or delete the link."
            );

    private static bool Leads(string path)
    {
        try
        {
            return File.ResolveLinkTarget(path, returnFinalTarget: true) is { Exists: true };
        }
        catch (IOException)
        {
            return false; // links in a circle
        }
    }

    /// <summary>Returns a name that is that of one file or folder on every system.</summary>
    /// <param name="name">The name, without a folder.</param>
    /// <param name="what">Begins the sentence of the error, as "The reference".</param>
    /// <exception cref="MetamerException">It could lead to another folder, or no file can be called so.</exception>
    public static string Require(string name, string what) => Require(name, what, Fault(name));

    /// <summary>The same for a name that was perhaps given on a system that allows more.</summary>
    public static string RequireFound(string name, string what) => Require(name, what, FaultOfFound(name));

    private static string Require(string name, string what, string? fault)
    {
        string shown = name.Length > 60 ? name[..60] + "…" : name;
        return fault is null
            ? name
            : throw new MetamerException(
                $"{what} is called '{shown}', which cannot name a file: {fault}. "
                    + $"Give it a name of 1 to {Longest} characters without / \\ : * ? \" < > and |, that does not "
                    + "end in a dot."
            );
    }

    /// <summary>Why a name cannot be that of one file or folder on every system; null if it can.</summary>
    public static string? Fault(string name) =>
        FaultOfFound(name)
        ?? (name.IndexOfAny(['*', '?', '"', '<', '>', '|']) >= 0 ? "it has one of * ? \" < > | in it" : null);

    /// <summary>
    /// Why a path with forward slashes, of a file that is there, could lead out of its folder; null if it cannot.
    /// </summary>
    public static string? FaultOfPath(string path) =>
        path.Split('/').Select(FaultOfFound).FirstOrDefault(fault => fault is not null);

    private static string? FaultOfFound(string name) =>
        string.IsNullOrWhiteSpace(name) ? "it is empty"
        : name.Length > Longest ? $"it has {name.Length} characters"
        : name.IndexOfAny(['/', '\\', ':']) >= 0 ? "it has a separator of folders in it"
        : name.Any(char.IsControl) ? "it has a control character in it"
        : name.Trim('.').Length == 0 || name[^1] is '.' or ' ' ? "it ends in a dot or a space"
        : Reserved.Contains(name.Split('.')[0], StringComparer.OrdinalIgnoreCase) ? "Windows keeps that name for itself"
        : null;
}
