using Metamers.Runtime;
using Metamers.Tables;
using Microsoft.Data.Analysis;

namespace Metamers.Experiments;

/// <summary>The answers of the participants of one design, read from the files that their browsers saved.</summary>
/// <example>
/// <code>
/// SimulatedParticipant.Save(design, participant: 0, trial => trial.Category, lapses: 0.1, folder);
/// ExperimentResults.Load(design, folder).Table()
/// </code>
/// </example>
public sealed partial class ExperimentResults
{
    private readonly List<(ExperimentTrial Trial, ExperimentAnswer Answer)> _answers = [];

    private ExperimentResults() { }

    /// <summary>The design that was answered.</summary>
    public required ExperimentDesign Design { get; init; }

    /// <summary>Excluded participants, each with the reason.</summary>
    public required IReadOnlyDictionary<int, string> Excluded { get; init; }

    /// <summary>Participants who are not excluded.</summary>
    public IReadOnlyList<int> Participants =>
        field ??= [.. _answers.Select(answer => answer.Trial.Participant).Distinct().Order()];

    /// <summary>The networks whose metamers were shown, in the order of the conditions.</summary>
    public IReadOnlyList<string> Models =>
        [
            .. Design
                .Conditions.Where(condition => condition != ExperimentDesign.Natural)
                .Select(condition => ExperimentStimulus.Parts(condition).Model)
                .Distinct(),
        ];

    /// <summary>Names of the files in the folder that hold no results.</summary>
    public IReadOnlyList<string> PassedOver { get; private init; } = [];

    /// <summary>
    /// Reads all files <c>*.json</c>, <c>*.jsonl</c>, <c>*.csv</c> and <c>*.txt</c> (exports of JATOS, with the results
    /// of several participants one after the other) of a folder and compares them with the design, trial by trial.
    /// </summary>
    /// <remarks>
    /// Participants are excluded if they failed the headphone check, the screening or the catch trials by the design's
    /// criteria, did not finish, or are below <paramref name="minimumNatural"/>. Texts that hold no results and other
    /// files are passed over; a line on the error output names them (<see cref="PassedOver"/>).
    /// </remarks>
    /// <param name="design">The design that the page was written from.</param>
    /// <param name="folder">
    /// Contains one file per participant, or exports of JATOS; or one such file. Folders in it are searched if it has
    /// no results of its own.
    /// </param>
    /// <param name="minimumNatural">
    /// Participants who recognise a smaller share of the natural stimuli, 0 to 1, are excluded.
    /// </param>
    /// <exception cref="MetamerException">
    /// There is no file; a file is not such a file, was changed, or belongs to another design; or two files are from
    /// the same participant.
    /// </exception>
    public static ExperimentResults Load(ExperimentDesign design, string folder, double minimumNatural = 0)
    {
        (IReadOnlyList<string> files, IReadOnlyList<string> others) = ResultFiles.Find(folder);
        Dictionary<int, (string Origin, ExperimentSession Session)> seen = [];
        SortedDictionary<int, string> excluded = [];
        ExperimentResults results = new()
        {
            Design = design,
            Excluded = excluded,
            PassedOver = others,
        };
        ILookup<int, ExperimentTrial> designed = design.Trials.ToLookup(trial => trial.Participant);
        foreach ((string origin, ExperimentSession session) in files.SelectMany(file => ResultFiles.Read(file, design)))
        {
            if (seen.TryGetValue(session.Participant, out (string Origin, ExperimentSession Session) other))
            {
                // JATOS keeps what a participant sent twice, by opening the last page again.
                if (origin.StartsWith(ResultFiles.Part, StringComparison.Ordinal) && session.IsSameAs(other.Session))
                {
                    continue;
                }

                throw new MetamerException(
                    $"{origin} and {other.Origin} are both from participant {session.Participant}. Keep "
                        + "one; each participant opens the page with a number of their own."
                );
            }

            seen[session.Participant] = (origin, session);
            ExperimentTrial[] expected = [.. designed[session.Participant]];
            if (ParticipantChecks.Reason(design, expected, session, minimumNatural) is { } reason)
            {
                excluded[session.Participant] = reason;
            }
            else
            {
                results._answers.AddRange(expected.Zip(session.Answers()).Where(pair => pair.First.IsMain));
            }
        }

        return results;
    }

    /// <summary>Reads answers and the design that is kept beside them.</summary>
    /// <param name="answers">
    /// As for <see cref="Load"/>; the design is the file <c>design.json</c> in that folder or in the one above, which
    /// <see cref="ExperimentDesign.Save"/> wrote.
    /// </param>
    /// <exception cref="MetamerException">There is no such design, or as for <see cref="Load"/>.</exception>
    internal static ExperimentResults LoadWithDesign(string answers)
    {
        string full = Path.GetFullPath(answers);
        if (!Path.Exists(full))
        {
            throw new MetamerException(
                $"There is no file or folder {full}. Give the folder with the files that the page of an experiment "
                    + "saved, one per participant, or one such file."
            );
        }

        string folder = Directory.Exists(full) ? Path.TrimEndingDirectorySeparator(full) : Path.GetDirectoryName(full)!;
        string design =
            new[] { folder, Path.GetDirectoryName(folder) }
                .OfType<string>()
                .Select(place => Path.Combine(place, ExperimentDesign.UsualFile))
                .FirstOrDefault(File.Exists)
            ?? throw new MetamerException(
                $"There is no {ExperimentDesign.UsualFile} in {folder} or the folder above, so that it is not known "
                    + $"what the answers in {full} are about. Save the design of the experiment there: "
                    + $"design.Save(\"{ExperimentDesign.UsualFile}\"), notebook 14."
            );
        return Load(ExperimentDesign.Load(design), full);
    }

    /// <summary>The trials of <see cref="Table"/> in which the designed stimulus was shown, with the answers.</summary>
    internal IEnumerable<(ExperimentTrial Trial, string Response)> Shown =>
        _answers.Where(answer => !answer.Trial.Replaced).Select(answer => (answer.Trial, answer.Answer.Response));

    /// <summary>Every trial of those who are not excluded, without practice, screening and catch trials.</summary>
    /// <returns>
    /// Columns participant, trial, stimulus, category, condition, replaced, response, correct, response_ms, image_ms
    /// (empty of sounds).
    /// </returns>
    public DataFrame Table() =>
        _answers
            .Select(pair => new
            {
                pair.Trial.Participant,
                pair.Trial.Trial,
                pair.Trial.Stimulus,
                pair.Trial.Category,
                pair.Trial.Condition,
                pair.Trial.Replaced,
                pair.Answer.Response,
                Correct = pair.Answer.Response == pair.Trial.Category,
                pair.Answer.ResponseMs,
                pair.Answer.ImageMs,
            })
            .ToDataFrame();
}
