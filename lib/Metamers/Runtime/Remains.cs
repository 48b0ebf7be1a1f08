using System.Diagnostics;
using System.Globalization;

namespace Metamers.Runtime;

/// <summary>
/// Temporary names of files that are being written, <c>NAME.HOST.PROCESS.NUMBER.tmp</c>, which tell whose they are, so
/// that what killed processes left behind can be removed and nothing that lives.
/// </summary>
internal static class Remains
{
    /// <summary>This machine, and the group of processes whose numbers are seen here.</summary>
    public static string Host { get; } =
        TextHash.Compute(Environment.MachineName + new FileInfo("/proc/self/ns/pid").LinkTarget);

    /// <summary>A new temporary name for a file.</summary>
    public static string NameFor(string path) =>
        string.Create(CultureInfo.InvariantCulture, $"{path}.{Host}.{Environment.ProcessId}.{Guid.NewGuid():N}.tmp");

    /// <summary>Removes what processes that are gone left behind beside a file.</summary>
    /// <param name="path">The file, which may be missing.</param>
    /// <param name="isOld">Tells of a temporary file of another machine that nobody writes it any more.</param>
    public static void Remove(string path, Func<string, bool>? isOld = null)
    {
        path = Path.GetFullPath(path);
        Remove(Path.GetDirectoryName(path)!, Path.GetFileName(path) + ".*.tmp", isOld);
    }

    /// <summary>Removes what processes that are gone left behind in a folder, beside any file.</summary>
    /// <param name="folder">The folder, which may be missing.</param>
    /// <param name="isOld">As for one file.</param>
    public static void RemoveIn(string folder, Func<string, bool>? isOld = null) => Remove(folder, "*.tmp", isOld);

    private static void Remove(string folder, string pattern, Func<string, bool>? isOld)
    {
        if (!Directory.Exists(folder))
        {
            return;
        }

        foreach (string file in Directory.GetFiles(folder, pattern))
        {
            if (IsOfGoneProcess(file) || isOld?.Invoke(file) == true)
            {
                Delete(file);
            }
        }
    }

    private static bool IsOfGoneProcess(string file)
    {
        string[] parts = file.Split('.');
        return parts is [.., var host, var process, _, _]
            && host == Host
            && int.TryParse(process, NumberStyles.None, CultureInfo.InvariantCulture, out int id)
            && !IsRunning(id);
    }

    /// <summary>Whether a process of this machine is running.</summary>
    public static bool IsRunning(int id)
    {
        try
        {
            using Process process = Process.GetProcessById(id);
            return !process.HasExited;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    /// <summary>
    /// Removes a file that nobody needs. Another process may have removed it a moment ago; what cannot be removed does
    /// no harm.
    /// </summary>
    public static void Delete(string file)
    {
        try
        {
            File.Delete(file);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException) { }
    }
}
