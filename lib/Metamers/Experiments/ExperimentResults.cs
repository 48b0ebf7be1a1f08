using System.Text.Json;
using Metamers.Runtime;
using Microsoft.Data.Analysis;

namespace Metamers.Experiments;

/// <summary>The answers of the participants of one design, read from the JSON files that their browsers saved.</summary>
public sealed class ExperimentResults
{
    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        RespectRequiredConstructorParameters = true,
    };

    private readonly List<(ExperimentTrial Trial, string Response, double Milliseconds)> _answers = [];

    private ExperimentResults()
    {
    }

    /// <summary>Participants who are left out, each with the reason.</summary>
    public required IReadOnlyDictionary<int, string> Excluded { get; init; }

    /// <summary>Reads all files <c>*.json</c> of a folder and compares them with the design, trial by trial.</summary>
    /// <param name="design">The design that the page was written from.</param>
    /// <param name="folder">Holds one file a participant.</param>
    /// <param name="minimumNatural">Participants who recognise a smaller share of the natural stimuli, 0 to 1, are excluded.</param>
    /// <exception cref="MetamerException">There is no file, one is not such a file or of another design, two are of one participant, or
    /// a trial is not as the design has it.</exception>
    public static ExperimentResults Load(ExperimentDesign design, string folder, double minimumNatural = 0)
    {
        string[] files = Directory.Exists(folder) ? [.. Directory.GetFiles(folder, "*.json").Order(StringComparer.Ordinal)] : [];
        if (files.Length == 0)
        {
            throw new MetamerException($"There is no file *.json in {folder}. Put the files there that the page saved, one a participant.");
        }

        ILookup<int, ExperimentTrial> designed = design.Trials.ToLookup(trial => trial.Participant);
        Dictionary<int, string> seen = [], excluded = [];
        ExperimentResults results = new() { Excluded = excluded };
        string hash = design.Hash;
        foreach (string file in files)
        {
            Session session = Read(file);
            if (session.Design != hash)
            {
                throw new MetamerException($"{file} is of the design {session.Design}, but this is the design {hash}. Load it with the stimuli and options that its page was written from.");
            }

            if (!seen.TryAdd(session.Participant, file))
            {
                throw new MetamerException($"{file} and {seen[session.Participant]} are both of participant {session.Participant}. Keep one; each participant takes the page with an own number.");
            }

            ExperimentTrial[] expected = [.. designed[session.Participant]];
            Compare(file, session, expected, design.Options.Choices);
            bool[] natural = [.. session.Trials.Index().Where(trial => expected[trial.Index].Condition == ExperimentDesign.Natural).Select(trial => trial.Item.Correct)];
            if (session.Trials.Count < expected.Length)
            {
                excluded[session.Participant] = $"answered {session.Trials.Count} of {expected.Length} trials";
            }
            else if (natural.Count(right => right) < minimumNatural * natural.Length)
            {
                excluded[session.Participant] = $"recognised {natural.Count(right => right)} of {natural.Length} natural stimuli";
            }
            else
            {
                results._answers.AddRange(session.Trials.Zip(expected, (answer, trial) => (trial, answer.Response, answer.ResponseMs)));
            }
        }

        return results;
    }

    /// <summary>Every trial of those who are not excluded.</summary>
    /// <returns>Columns participant, trial, stimulus, category, condition, replaced, response, correct, response_ms.</returns>
    public DataFrame Table() => new(
        new Int32DataFrameColumn("participant", _answers.Select(answer => answer.Trial.Participant)),
        new Int32DataFrameColumn("trial", _answers.Select(answer => answer.Trial.Trial)),
        new StringDataFrameColumn("stimulus", _answers.Select(answer => answer.Trial.Stimulus)),
        new StringDataFrameColumn("category", _answers.Select(answer => answer.Trial.Category)),
        new StringDataFrameColumn("condition", _answers.Select(answer => answer.Trial.Condition)),
        new BooleanDataFrameColumn("replaced", _answers.Select(answer => answer.Trial.Replaced)),
        new StringDataFrameColumn("response", _answers.Select(answer => answer.Response)),
        new BooleanDataFrameColumn("correct", _answers.Select(answer => answer.Response == answer.Trial.Category)),
        new DoubleDataFrameColumn("response_ms", _answers.Select(answer => answer.Milliseconds)));

    private static Session Read(string file)
    {
        try
        {
            return JsonSerializer.Deserialize<Session>(File.ReadAllText(file), Json) ?? throw new JsonException("It is empty.");
        }
        catch (JsonException error)
        {
            throw new MetamerException($"{file} is not a file that the page saved: {error.Message} Take the participant's file as it was downloaded.", error);
        }
    }

    private static void Compare(string file, Session session, ExperimentTrial[] expected, IReadOnlyList<string> choices)
    {
        if (session.Trials.Count > expected.Length)
        {
            throw new MetamerException($"{file} has {session.Trials.Count} trials, but the design has {expected.Length} of participant {session.Participant}. Take the file as it was downloaded.");
        }

        foreach ((int i, Answer answer) in session.Trials.Index())
        {
            ExperimentTrial trial = expected[i];
            bool same = (answer.Trial, answer.Stimulus, answer.Category, answer.Condition) == (trial.Trial, trial.Stimulus, trial.Category, trial.Condition)
                && choices.Contains(answer.Response) && answer.Correct == (answer.Response == trial.Category);
            if (!same)
            {
                throw new MetamerException($"{file}, trial {i}: found {answer.Stimulus} in {answer.Condition}, answered {answer.Response} ({(answer.Correct ? "right" : "wrong")}), "
                    + $"where the design has {trial.Stimulus} in {trial.Condition}, a {trial.Category}. The file was changed by hand; take it as it was downloaded.");
            }
        }
    }

    private sealed record Session(string Design, int Participant, IReadOnlyList<Answer> Trials);

    private sealed record Answer(int Trial, string Stimulus, string Category, string Condition, string Response, bool Correct, double ResponseMs);
}
