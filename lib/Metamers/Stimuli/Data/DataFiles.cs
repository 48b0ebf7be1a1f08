using Metamers.Runtime;

namespace Metamers.Stimuli.Data;

/// <summary>
/// Finds the data sets and checkpoints named in <c>data/manifest.json</c>. The search covers the folder given to <see
/// cref="LookFirstIn"/>; the folder named by the environment variable <c>METAMERS_DATA</c>; <c>data/</c> of the
/// checkout; a folder <c>shared/data</c> next to the checkout; and the user's cache (<c>$XDG_CACHE_HOME/metamers</c>,
/// otherwise <c>~/.cache/metamers</c> on Linux and the local application data folder on other systems). The size of a
/// file is always checked, its SHA-256 once.
/// </summary>
/// <remarks>
/// Nothing is downloaded unless the caller or <c>METAMERS_DOWNLOAD=1</c> allows it. A download goes into the user's
/// cache and gets its final name only after its size and hash have been verified.
/// </remarks>
public static class DataFiles
{
    /// <summary>Every file of the manifest.</summary>
    public static IReadOnlyList<DataFile> All => DataManifest.BuiltIn;

    /// <summary>The folders that are searched, in order.</summary>
    public static IReadOnlyList<DataFolder> Folders => Store.Folders;

    /// <summary>The role of the folder that <see cref="LookFirstIn"/> was given.</summary>
    internal const string GivenRole = "the folder given for data";

    private static readonly AsyncLocal<DataFolder?> Given = new();

    // Created at each use, because a notebook may set the variables at any time.
    private static DataStore Store =>
        DataStore.FromEnvironment(Environment.GetEnvironmentVariable, Checkout.Folder, Given.Value);

    /// <summary>
    /// Looks into a folder before all others, until the result is disposed of: in this thread, and in the tasks and
    /// threads that it starts meanwhile.
    /// </summary>
    /// <param name="folder">A folder with data sets and checkpoints; null changes nothing.</param>
    /// <returns>Dispose of it to look only where was looked before.</returns>
    /// <exception cref="MetamerException">There is no such folder.</exception>
    public static IDisposable LookFirstIn(string? folder)
    {
        if (folder is not null && !Directory.Exists(folder))
        {
            throw new MetamerException(
                $"The data folder {Path.GetFullPath(folder)} does not exist. Name an existing folder, or leave it out."
            );
        }

        Earlier earlier = new(Given.Value);
        Given.Value = folder is null ? Given.Value : new DataFolder(Path.GetFullPath(folder), GivenRole);
        return earlier;
    }

    /// <summary>Size, hash, licence, citation and address of a file.</summary>
    /// <param name="name">Its name in the manifest.</param>
    /// <exception cref="MetamerException">The manifest has no such file; the message lists those it has.</exception>
    public static DataFile Describe(string name) => Store.Describe(name);

    /// <summary>Full path of a good copy; null if there is none. Never uses the network.</summary>
    /// <param name="name">The file's name in the manifest.</param>
    /// <exception cref="MetamerException">
    /// The name is not in the manifest; or the only copies are damaged (truncated, an HTML page, other content). This
    /// is distinguished from a missing file so that nobody continues without a data set that they believe to have.
    /// </exception>
    public static string? Find(string name) => Store.Find(name);

    /// <summary>Full path of a good copy, downloaded first if that is necessary and allowed.</summary>
    /// <param name="name">The file's name in the manifest.</param>
    /// <param name="allowDownload">
    /// Whether the file may be downloaded; if null, <c>METAMERS_DOWNLOAD</c> decides (1 allows it).
    /// </param>
    /// <param name="progress">Called after every piece of a download.</param>
    /// <param name="cancellation">Stops a download; nothing is left behind.</param>
    /// <exception cref="MetamerException">
    /// There is no good copy: the message says which file, how big, its hash, where it was looked for, what is wrong
    /// with the copies that are damaged, and how to get it.
    /// </exception>
    public static string Require(
        string name,
        bool? allowDownload = null,
        IProgress<DownloadProgress>? progress = null,
        CancellationToken cancellation = default
    ) => Store.Require(name, allowDownload, progress, cancellation);

    /// <summary>Puts back what was given before.</summary>
    private sealed class Earlier(DataFolder? before) : IDisposable
    {
        public void Dispose() => Given.Value = before;
    }
}
