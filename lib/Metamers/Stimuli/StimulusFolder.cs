using Metamers.Runtime;
using Metamers.Stimuli.Images;
using Metamers.Stimuli.Sounds;

namespace Metamers.Stimuli;

/// <summary>
/// A folder of a user's own pictures or sounds, for <see cref="ImageFile"/> and <see cref="SoundFile"/>.
/// </summary>
internal static class StimulusFolder
{
    /// <summary>Whether a file of a kind is directly in a folder.</summary>
    /// <param name="folder">A folder that exists.</param>
    /// <param name="extensions">Extensions in lower case, with the dot.</param>
    public static bool HasAny(string folder, IReadOnlyList<string> extensions) =>
        EntriesOf(folder).Any(path => IsOfKind(path, extensions));

    /// <summary>Reads every file of a kind directly in a folder, sorted by file name.</summary>
    /// <param name="folder">
    /// The folder; other files and subfolders are passed over, which the result says; hidden files and those of the
    /// system are ignored.
    /// </param>
    /// <param name="kind">What is looked for, as the message names it: "picture".</param>
    /// <param name="extensions">Extensions in lower case, with the dot.</param>
    /// <param name="load">Reads one file; the file's name without extension becomes the stimulus's.</param>
    /// <exception cref="MetamerException">There is no such folder, or no such file in it.</exception>
    public static StimulusList<T> Load<T>(
        string folder,
        string kind,
        IReadOnlyList<string> extensions,
        Func<string, T> load
    )
        where T : Stimulus
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        if (!Directory.Exists(folder))
        {
            throw new MetamerException(
                $"There is no folder {Path.GetFullPath(folder)}. Check the name and, if it is relative, the "
                    + "working directory."
            );
        }

        string[] all = EntriesOf(folder);
        string[] paths = [.. all.Where(path => IsOfKind(path, extensions))];
        string[] others =
        [
            .. all.Except(paths).Select(path => Path.GetFileName(path) + (Directory.Exists(path) ? "/" : "")),
        ];
        if (paths.Length == 0)
        {
            throw new MetamerException(
                $"The folder {Path.GetFullPath(folder)} has no {kind} ({string.Join(", ", extensions)}) directly in it."
                    + (others.Length == 0 ? "" : $" {StimulusList<T>.Describe(others)}")
            );
        }

        // If there are cat.png and cat.jpg, both keep their extension, so that names stay unique.
        HashSet<string> shared =
        [
            .. paths
                .CountBy(path => Path.GetFileNameWithoutExtension(path)!)
                .Where(count => count.Value > 1)
                .Select(count => count.Key),
        ];
        StimulusList<T> stimuli = new(
            folder,
            [
                .. paths
                    .Select(path => load(FileName.RequireTarget(path)))
                    .Zip(
                        paths,
                        (stimulus, path) =>
                            shared.Contains(Path.GetFileNameWithoutExtension(path))
                                ? (T)(stimulus with { Name = Path.GetFileName(path).Normalize() })
                                : stimulus
                    ),
            ],
            others
        );
        if (others.Length > 0)
        {
            Console.Error.WriteLine(stimuli);
        }

        return stimuli;
    }

    private static string[] EntriesOf(string folder) =>
        [
            .. Directory
                .GetFileSystemEntries(folder)
                .Where(path => !FileName.IsSystems(Path.GetFileName(path)))
                .Order(StringComparer.Ordinal),
        ];

    private static bool IsOfKind(string path, IReadOnlyList<string> extensions) =>
        extensions.Contains(Path.GetExtension(path).ToLowerInvariant()) && !Directory.Exists(path);
}
