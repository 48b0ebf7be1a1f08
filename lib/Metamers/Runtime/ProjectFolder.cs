namespace Metamers.Runtime;

/// <summary>
/// The folders of the project's checkout (see <see cref="Checkout"/>), or of the working directory if there is none.
/// </summary>
/// <example>
/// <code>
/// Directory.GetFiles(Path.Combine(ProjectFolder.Data, "studies"))
/// </code>
/// </example>
public static class ProjectFolder
{
    /// <summary>The folder that holds the solution.</summary>
    public static string Root => Checkout.Folder ?? Directory.GetCurrentDirectory();

    /// <summary>Data sets, checkpoints, saved metamers: <c>data/</c>.</summary>
    public static string Data => Path.Combine(Root, "data");

    /// <summary>Saved metamers with their options: <c>data/metamers/</c>.</summary>
    public static string Metamers => Path.Combine(Data, "metamers");

    /// <summary>The notebooks: <c>notebooks/</c>.</summary>
    public static string Notebooks => Path.Combine(Root, "notebooks");

    /// <summary>Output of runs, not under version control: <c>artifacts/</c>.</summary>
    public static string Artifacts => Path.Combine(Root, "artifacts");
}
