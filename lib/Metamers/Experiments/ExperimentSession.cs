using System.Text.Json;
using System.Text.Json.Serialization;
using Metamers.Runtime;
using Metamers.Tables;

namespace Metamers.Experiments;

/// <summary>What the page saves for one participant.</summary>
/// <param name="Design">The hash of the design.</param>
/// <param name="Participant">From 0.</param>
/// <param name="Trials">All answers in order, including those of the headphone check.</param>
internal sealed record ExperimentSession(string Design, int Participant, IReadOnlyList<ExperimentAnswer> Trials)
{
    private const string Remedy = "Take the participant's file as it was downloaded.";

    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        RespectRequiredConstructorParameters = true,
        RespectNullableAnnotations = true,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    };

    /// <summary>Reads a file with one result, JSON or CSV, and compares it with its design.</summary>
    /// <exception cref="MetamerException">
    /// The file is not such a file or belongs to another design, or an answer is not what the page writes.
    /// </exception>
    public static ExperimentSession Read(string path, ExperimentDesign design) =>
        ResultFiles.Read(path, design).Single().Session;

    /// <summary>Returns the session, compared with its design.</summary>
    /// <param name="origin">What it is called in errors.</param>
    /// <param name="design">The design.</param>
    /// <exception cref="MetamerException">
    /// It belongs to another design, or an answer is not what the page writes.
    /// </exception>
    public ExperimentSession Compared(string origin, ExperimentDesign design)
    {
        if (Design != design.Hash)
        {
            throw new MetamerException(
                $"{origin} belongs to the design {Design}, but this is the design {design.Hash}. Load it with "
                    + "the stimuli and options that its page was written from."
            );
        }

        Compare(origin, design);
        return this;
    }

    /// <summary>Whether another session has the same answers.</summary>
    public bool IsSameAs(ExperimentSession other) =>
        (Design, Participant) == (other.Design, other.Participant) && Trials.SequenceEqual(other.Trials);

    /// <summary>The file is not one that the page saved.</summary>
    public static MetamerException NotSaved(string origin, JsonException error) =>
        new($"{origin} is not a file that the page saved: {error.Message} {Remedy}", error);

    /// <summary>Writes the session as the page does.</summary>
    public void Write(string path) => AtomicFile.WriteText(path, JsonSerializer.Serialize(this, Json));

    /// <summary>The answers to the trials of the design.</summary>
    public IEnumerable<ExperimentAnswer> Answers() => Trials.Where(answer => answer.Part == ExperimentAnswer.Main);

    /// <summary>Reads what the page saves as JSON.</summary>
    /// <param name="text">The text.</param>
    /// <param name="origin">What it is called in errors.</param>
    /// <exception cref="MetamerException">It is not such a text.</exception>
    public static ExperimentSession FromJson(string text, string origin)
    {
        try
        {
            return JsonText.Read<ExperimentSession>(text, Json);
        }
        catch (JsonException error)
        {
            throw NotSaved(origin, error);
        }
    }

    /// <summary>Reads what the page saves as CSV.</summary>
    /// <exception cref="MetamerException">The file is not such a file.</exception>
    public static ExperimentSession FromCsv(string path)
    {
        var rows = CsvTable.Read(
            path,
            row =>
                (
                    Design: row.Text("design"),
                    Participant: row.Whole("participant"),
                    Answer: new ExperimentAnswer(
                        row.Text("part"),
                        row.Whole("trial"),
                        row.Text("file"),
                        row.Text("response"),
                        row.Number("response_ms"),
                        row.OptionalNumber("image_ms"),
                        row.Text("check")
                    )
                ),
            Remedy
        );
        return rows.All(row => (row.Design, row.Participant) == (rows[0].Design, rows[0].Participant))
            ? new(rows[0].Design, rows[0].Participant, [.. rows.Select(row => row.Answer)])
            : throw new MetamerException(
                $"{path} contains answers of several participants or designs. Give one file per participant. {Remedy}"
            );
    }

    private void Compare(string path, ExperimentDesign design)
    {
        ExperimentTrial[] expected = [.. design.Trials.Where(trial => trial.Participant == Participant)];
        if (expected.Length == 0)
        {
            throw new MetamerException(
                $"{path} is from participant {Participant}, but the design has 0 "
                    + $"to {design.Options.Participants - 1}. {Remedy}"
            );
        }

        Dictionary<string, int> next = new() { [ExperimentAnswer.Headphones] = 0, [ExperimentAnswer.Main] = 0 };
        string before = "";
        foreach ((int i, ExperimentAnswer answer) in Trials.Index())
        {
            string? wrong =
                Problem(answer, next.GetValueOrDefault(answer.Part, -1), expected, design)
                ?? (
                    answer.CheckAfter(before, Design, Participant) == answer.Check
                        ? null
                        : (
                            $"its check is {answer.Check} but its content "
                            + $"gives {answer.CheckAfter(before, Design, Participant)}"
                        )
                );
            if (wrong is not null)
            {
                throw new MetamerException(
                    $"{path}, answer {i} (from 0): {wrong}. The file was changed by hand. {Remedy}"
                );
            }

            next[answer.Part]++;
            before = answer.Check;
        }
    }

    /// <summary>What is wrong with an answer; null if nothing is.</summary>
    private static string? Problem(
        ExperimentAnswer answer,
        int place,
        ExperimentTrial[] expected,
        ExperimentDesign design
    )
    {
        bool headphones = answer.Part == ExperimentAnswer.Headphones;
        int count = headphones ? (design.Kind.IsSound ? HeadphoneCheck.Trials : 0) : expected.Length;
        if (place < 0 || place >= count)
        {
            return $"there is a part '{answer.Part}' with trial {answer.Trial}, but the design "
                + $"has {expected.Length} of part '{ExperimentAnswer.Main}'";
        }

        string file = headphones ? PageContent.HeadphoneFile(place) : design.Names[expected[place].Content];
        IReadOnlyList<string> choices = headphones ? ["1", "2", "3"] : design.Options.Choices;
        return answer.Trial != place
                ? $"trial {answer.Trial} is where trial {place} is expected; trials are missing or in another order"
            : answer.File != file ? $"trial {place} is of {answer.File}, but the design has {file}"
            : !choices.Contains(answer.Response) ? $"the response '{answer.Response}' is not one of the choices"
            : !(answer.ResponseMs is >= 0 and < 1e9)
                ? FormattableString.Invariant($"the response took {answer.ResponseMs} ms")
            : design.Kind.IsSound != answer.ImageMs is null
                ? "the duration of the picture is "
                    + (answer.ImageMs is { } shown ? FormattableString.Invariant($"{shown} ms, of a sound") : "missing")
            : answer.ImageMs is not (null or (> 0 and < 1e9))
                ? FormattableString.Invariant($"the picture was shown for {answer.ImageMs} ms")
            : null;
    }
}
