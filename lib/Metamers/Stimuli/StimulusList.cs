using System.Collections;
using Metamers.Runtime;

namespace Metamers.Stimuli;

/// <summary>The pictures or sounds of a folder, and what else is in it.</summary>
/// <typeparam name="T">Pictures or sounds.</typeparam>
/// <example>
/// <code>
/// ImageFile.Save(Path.Combine(folder, "leaves.png"), SyntheticStimuli.DeadLeaves(64).Pixels);
/// File.WriteAllText(Path.Combine(folder, "notes.txt"), "drawn by rule");
/// ImageFile.LoadFolder(folder, size: 32).PassedOver
/// </code>
/// </example>
public sealed class StimulusList<T> : IReadOnlyList<T>
    where T : Stimulus
{
    private const int MostListed = 10;

    private readonly string folder;
    private readonly IReadOnlyList<T> stimuli;

    internal StimulusList(string folder, IReadOnlyList<T> stimuli, IReadOnlyList<string> passedOver)
    {
        this.folder = folder;
        this.stimuli = stimuli;
        PassedOver = passedOver;
    }

    /// <summary>
    /// Names of the files of another kind, and of the subfolders (with a slash at the end), which were not read. Hidden
    /// files and those of the system are not among them.
    /// </summary>
    public IReadOnlyList<string> PassedOver { get; }

    /// <inheritdoc/>
    public int Count => stimuli.Count;

    /// <inheritdoc/>
    public T this[int index] => stimuli[index];

    /// <inheritdoc/>
    public IEnumerator<T> GetEnumerator() => stimuli.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>How many there are, and how many files were passed over and which.</summary>
    public override string ToString() =>
        $"{Counted.Of(Count, stimuli[0].Kind.Noun)} of {folder}."
        + (PassedOver.Count == 0 ? "" : $" {Describe(PassedOver)}");

    /// <summary>A sentence that says how many files were passed over and which.</summary>
    internal static string Describe(IReadOnlyList<string> passedOver) =>
        $"{passedOver.Count} {(passedOver.Count == 1 ? "other was" : "others were")} passed over: "
        + string.Join(", ", passedOver.Take(MostListed))
        + (passedOver.Count > MostListed ? $" and {passedOver.Count - MostListed} more" : "")
        + ".";
}
