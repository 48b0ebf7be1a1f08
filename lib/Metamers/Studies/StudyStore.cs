using System.Text.Json;
using System.Text.RegularExpressions;
using Metamers.Runtime;
using Metamers.Synthesis;

namespace Metamers.Studies;

/// <summary>
/// The plans and results of studies, in a folder that many processes on many machines use at the same time:
/// <c>studies/</c> (plans), <c>items/</c> (results, one file per piece of work), <c>claims/</c> (who works on what),
/// <c>unfinished/</c> (states to resume from), <c>failures/</c> and <c>merged/</c> (tables). Every file is written
/// under another name and renamed. Several studies may share a store; the work that they have in common is done once.
/// </summary>
public sealed partial class StudyStore
{
    private readonly string items,
        unfinished,
        failures;

    /// <summary>Opens a store; nothing is written yet.</summary>
    /// <param name="folder">The folder, on a file system that all workers share.</param>
    /// <param name="lease">
    /// Time without a sign of life after which a worker's piece of work is taken over by another; if null, a minute.
    /// </param>
    public StudyStore(string folder, TimeSpan? lease = null)
    {
        Folder = Path.GetFullPath(folder);
        (items, unfinished, failures) = (
            Path.Combine(Folder, "items"),
            Path.Combine(Folder, "unfinished"),
            Path.Combine(Folder, "failures")
        );
        Claims = new(Path.Combine(Folder, "claims"), lease ?? TimeSpan.FromMinutes(1));
    }

    /// <summary>The folder.</summary>
    public string Folder { get; }

    /// <summary>
    /// Tables of an earlier merge of a study, such as those that a project ships: the pieces of work that they hold are
    /// done, so that a study resumes where its store is no longer. <see cref="StudyMerge"/> takes their rows over; it
    /// then needs the stimuli, to ask the evaluating networks about them again. None by default.
    /// </summary>
    /// <exception cref="MetamerException">The tables are of another version.</exception>
    public StudyResults? Earlier
    {
        get;
        init => (field, Tables) = (value, value is null ? null : new(value));
    }

    internal EarlierTables? Tables { get; private init; }

    internal ItemClaims Claims { get; }

    /// <summary>
    /// Plans a study, or plans it again: finished work stays, and the evaluators or null distributions may have
    /// changed.
    /// </summary>
    /// <param name="study">The study.</param>
    /// <returns>The plan, which is then also in the store.</returns>
    /// <exception cref="MetamerException">
    /// As <see cref="StudyPlan.Make"/>; or the store contains another study with this name.
    /// </exception>
    public StudyPlan Plan(Study study)
    {
        StudyPlan plan = StudyPlan.Make(study);
        if (Planned(study) is { } old && Difference(old, plan) is { } difference)
        {
            throw new MetamerException(
                $"{Folder} contains another study called '{study.Name}': {difference}. Give this one a different name, "
                    + "or another folder (--store)."
            );
        }

        AtomicFile.WriteText(PlanPath(study.Name), JsonSerializer.Serialize(plan, Study.Form) + "\n");
        return Checked(plan);
    }

    /// <summary>The store's plan of a study, made if there is none or if the study has changed since.</summary>
    /// <param name="study">The study.</param>
    /// <exception cref="MetamerException">As <see cref="Plan"/>.</exception>
    public StudyPlan PlanOf(Study study) =>
        Planned(study) is { } plan && plan.Study.ToJson() == study.ToJson() ? Checked(plan) : Plan(study);

    /// <summary>Whether a piece of work is done, here or in <see cref="Earlier"/> tables.</summary>
    /// <param name="item">The piece.</param>
    public bool IsDone(StudyItem item) => HasMetamers(item) || Tables?.Has(item) == true;

    /// <summary>Why a piece of work has failed; null if it has not.</summary>
    /// <param name="item">The piece.</param>
    public string? FailureOf(StudyItem item)
    {
        try
        {
            return File.Exists(FailurePath(item)) ? File.ReadAllText(FailurePath(item)).Trim() : null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException) // another worker retries it
        {
            return null;
        }
    }

    /// <summary>
    /// Removes the record of a failure, so that the piece of work is tried again from its start; does nothing if it has
    /// not failed.
    /// </summary>
    /// <param name="item">The piece.</param>
    public void Retry(StudyItem item)
    {
        if (File.Exists(FailurePath(item)))
        {
            AtomicFile.Delete(StatePath(item));
            AtomicFile.Delete(FailurePath(item));
        }
    }

    /// <summary>Loads the judged metamers of a finished piece of work.</summary>
    /// <param name="item">The piece.</param>
    /// <returns>In the order of the stimuli; to be disposed.</returns>
    /// <exception cref="MetamerException">It is not done, or its file is damaged.</exception>
    public MetamerSet Load(StudyItem item)
    {
        if (!HasMetamers(item))
        {
            throw new MetamerException(
                $"There are no metamers of {item} here: {ResultPath(item)} does not exist. Run the study"
                    + (IsDone(item) ? " without the earlier tables, which hold their results alone." : ".")
            );
        }

        try
        {
            return ItemFile.Read(ResultPath(item), item);
        }
        catch (Exception error) when (error is MetamerException or KeyNotFoundException)
        {
            throw new MetamerException(
                $"The metamers of {item} are damaged: {error.Message} Delete {ResultPath(item)} and run the "
                    + "study again.",
                error
            );
        }
    }

    /// <summary>Whether the metamers of a piece of work themselves are in this store.</summary>
    internal bool HasMetamers(StudyItem item) => File.Exists(ResultPath(item));

    internal static bool IsName(string text) => Name().IsMatch(text) && FileName.Fault(text) is null;

    /// <summary>The file of the results.</summary>
    internal string ResultPath(StudyItem item) => Path.Combine(items, item.Name + ".safetensors");

    /// <summary>The file of the state while the work is unfinished.</summary>
    internal string StatePath(StudyItem item) => Path.Combine(unfinished, item.Name + ".safetensors");

    internal void Save(StudyItem item, MetamerSet metamers)
    {
        ItemFile.Write(ResultPath(item), metamers);
        DeleteState(item);
    }

    internal void Fail(StudyItem item, string reason)
    {
        AtomicFile.WriteText(FailurePath(item), reason + "\n");
        DeleteState(item);
    }

    /// <summary>
    /// Removes what killed processes left behind; called by the worker that has claimed the piece of work. What another
    /// machine wrote is removed once it is older than a lease by the store's own clock.
    /// </summary>
    internal void CleanUp(StudyItem item)
    {
        foreach (string path in (string[])[ResultPath(item), StatePath(item), FailurePath(item)])
        {
            Remains.Remove(path, file => !Claims.IsLive(file));
        }
    }

    /// <summary>
    /// Removes what is left of work that is done; called by a worker that finds all of its work done. A worker that was
    /// paused may have written a state after another had finished the work, or have been killed while it wrote.
    /// </summary>
    internal void CleanUp(IEnumerable<StudyItem> done)
    {
        foreach (StudyItem item in done)
        {
            DeleteState(item);
        }

        foreach (string folder in (string[])[items, unfinished, failures])
        {
            Remains.RemoveIn(folder, file => !Claims.IsLive(file));
        }
    }

    internal void DeleteState(StudyItem item) => Remains.Delete(StatePath(item));

    private StudyPlan Checked(StudyPlan plan) =>
        Tables is null || plan.Items.Any(Tables.Has)
            ? plan
            : throw new MetamerException(
                $"The earlier tables hold no piece of work of '{plan.Study.Name}': they are of other stimuli, options "
                    + "or weights, so that everything would be made again. Give the tables of this study, or leave out "
                    + "--from."
            );

    private string FailurePath(StudyItem item) => Path.Combine(failures, item.Name + ".txt");

    private string PlanPath(string study) => Path.Combine(Folder, "studies", study + ".json");

    private StudyPlan? Planned(Study study)
    {
        study.Check();
        string path = PlanPath(study.Name);
        if (!File.Exists(path))
        {
            return null;
        }

        try
        {
            StudyPlan plan = JsonText.Read<StudyPlan>(JsonText.FromFile(path), Study.Form);
            return plan.Items.FirstOrDefault(item => !IsName(item.Name)) is { } wrong
                ? throw new JsonException($"'{wrong.Name}' is not the name of a piece of work.")
                : plan with
                {
                    Study = plan.Study with { Folder = study.Folder },
                };
        }
        catch (Exception error) when (error is IOException or JsonException or UnauthorizedAccessException)
        {
            throw new MetamerException(
                $"{path} contains no plan of a study: {error.Message} Delete it and plan the study again; "
                    + "finished work stays.",
                error
            );
        }
    }

    /// <summary>What differs between two studies; null if they ask for the same work.</summary>
    private static string? Difference(StudyPlan old, StudyPlan plan) =>
        old.Items.SequenceEqual(plan.Items) ? null
        : !old.Networks.SequenceEqual(plan.Networks) ? "its networks or their weights differ"
        : !old.Stimuli.SequenceEqual(plan.Stimuli) ? "its stimuli differ"
        : !old.Study.Schedules.SequenceEqual(plan.Study.Schedules) ? "its schedules differ"
        : "its stages or the number of stimuli of an item differ";

    [GeneratedRegex("^[A-Za-z0-9][A-Za-z0-9._-]{0,199}\\z")]
    private static partial Regex Name();
}
