using System.Text.Json;
using System.Text.Json.Serialization;
using Metamers.Runtime;

namespace Metamers.Reports.Records;

/// <summary>
/// The result of a <see cref="ModelReport"/>, as <c>record.json</c> keeps it: the same to the byte whenever the report
/// is made again on the same machine. When and on what it was made is kept in <c>run.json</c>.
/// </summary>
/// <remarks>
/// <para>Three numbers stand for the whole. Let R(s) be the share of judges and accepted metamers of stage s for which
/// the judge gives the true class, R(0) that of the references, d(s) the relative depth of the stage (0 for the input,
/// 1 for the last stage), A(s) the share of the metamers that are accepted, and O(s) the share of the accepted metamers
/// to which the network itself gives the true class, shown to it as to the judges (pictures in 8 bits).</para>
/// <para><em>Reach</em> = Σₖ ½ (R(sₖ) + R(sₖ₋₁)) (d(sₖ) − d(sₖ₋₁)), the area under the curve of recognition over
/// relative depth, 0 to 1: how deep into the network its metamers are recognised by others.</para>
/// <para><em>Idiosyncrasy</em> = O(s) − R(s) at the last stage, which every network with a decision has, −1 to 1: how
/// much more the network sees in its metamers than others do.</para>
/// <para><em>Yield</em> = the mean of A(s) over the stages, 0 to 1: how often the synthesis works.</para>
/// <para>
/// Intervals are 95 % intervals of a bootstrap over the stimuli and, for reach and idiosyncrasy, over the judges. Where
/// all stimuli give the same, as for a yield of 1, resamples do not vary, and the interval allows for stimuli that
/// would give the opposite at every stage (Clopper and Pearson 1934); it is then wider than that of a network of whose
/// metamers a few are refused.
/// </para>
/// </remarks>
/// <param name="FormatVersion">Version of the format, 1.</param>
/// <param name="Network">The network's card.</param>
/// <param name="Settings">With what it was tested.</param>
/// <param name="Problem">What is wrong with the network, so that no number is given; null if nothing is.</param>
/// <param name="Reach">How deep into the network its metamers are recognised by others.</param>
/// <param name="Idiosyncrasy">How much more the network sees in its metamers than others do.</param>
/// <param name="Yield">How often the synthesis works.</param>
/// <param name="Stages">Validity, stage by stage.</param>
/// <param name="Recognition">Recognition by the panel; null if it was not tested.</param>
/// <param name="People">People's recognition as predicted; null if there is no recognition to predict it from.</param>
/// <param name="Measured">People's recognition as measured; null without an experiment.</param>
/// <param name="Beside">What is measured beside the metamers; null if it was not tested.</param>
/// <param name="NotTested">What the report does not say, and why.</param>
/// <param name="Differences">What differs from the published procedure.</param>
/// <param name="Cite">What to cite.</param>
/// <example>
/// <code>
/// try { ReportRecord.Load("no-such-record.json"); }
/// catch (MetamerException error) { Console.WriteLine(error.Message); }
/// </code>
/// </example>
public sealed record ReportRecord(
    int FormatVersion,
    ReportedNetwork Network,
    ReportSettings Settings,
    string? Problem,
    HeadlineNumber Reach,
    HeadlineNumber Idiosyncrasy,
    HeadlineNumber Yield,
    IReadOnlyList<StageValidity> Stages,
    PanelRecognition? Recognition,
    PredictedRecognition? People,
    MeasuredRecognition? Measured,
    BesideMetamers? Beside,
    IReadOnlyList<Untested> NotTested,
    IReadOnlyList<string> Differences,
    IReadOnlyList<string> Cite
)
{
    internal const int CurrentVersion = 1;

    internal const string RecordFile = "record.json";

    private static readonly JsonSerializerOptions Form = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        WriteIndented = true,
        NewLine = "\n",
    };

    /// <summary>
    /// Whether a number that the report is asked for could not be said although the network works; the command then
    /// ends with the exit code 2.
    /// </summary>
    [JsonIgnore]
    public bool LacksNumbers =>
        Problem is null && (Reach.Found is null || Idiosyncrasy.Found is null || Yield.Found is null);

    /// <summary>
    /// Names the conditions under which records can be ranked together: panel, schedule, stimuli and null distribution.
    /// Null if there is no recognition.
    /// </summary>
    [JsonIgnore]
    public string? Conditions =>
        Recognition is null
            ? null
            : $"panel {Recognition.Panel}; {Counted.Of(Settings.Stimuli.Count, "stimulus", "stimuli")} of "
                + $"{Settings.StimulusSet} "
                + $"({TextHash.Compute(string.Join('\n', Settings.Stimuli.Select(one => one.Name + one.Sha256)))}); "
                + Settings.Schedule.Describe()
                + FormattableString.Invariant(
                    $", start {Settings.Schedule.StartMean} ± {Settings.Schedule.StartDeviation}"
                )
                + (
                    Settings.Nulls is { } nulls
                        ? FormattableString.Invariant($"; {nulls.Pairs:#,0} null pairs of {nulls.Data}")
                        : ""
                );

    /// <summary>Names of the networks whose records the project ships (<c>data/reports/records</c>).</summary>
    public static IReadOnlyList<string> ShippedKeys =>
        Directory.Exists(ShippedFolder)
            ?
            [
                .. Directory
                    .GetFiles(ShippedFolder, "*.json")
                    .Select(path => Path.GetFileNameWithoutExtension(path))
                    .Order(StringComparer.Ordinal),
            ]
            : [];

    private static string ShippedFolder => Path.Combine(ProjectFolder.Data, "reports", "records");

    /// <summary>The record as JSON, as <c>data/reports/record.schema.json</c> describes it.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, Form) + "\n";

    /// <summary>Writes the record into the folder of its report.</summary>
    internal void SaveIn(string folder) => AtomicFile.WriteText(Path.Combine(folder, RecordFile), ToJson());

    /// <summary>The record of a network of the zoo, from the report that the project made of it.</summary>
    /// <param name="key">One of <see cref="ShippedKeys"/>.</param>
    /// <exception cref="MetamerException">There is none for this network.</exception>
    public static ReportRecord LoadShipped(string key) =>
        ShippedKeys.Contains(key)
            ? Load(Path.Combine(ShippedFolder, key + ".json"))
            : throw new MetamerException(
                $"The project ships no record of '{key}'. There are records of: {string.Join(", ", ShippedKeys)}. Make "
                    + $"one: dotnet run --project lib/Workbook -- report {key}"
            );

    /// <summary>The record that a user names: by a key of the zoo, a file, or the folder of a report.</summary>
    internal static ReportRecord Find(string name) => PathOf(name) is { } path ? Load(path) : LoadShipped(name);

    /// <summary>The file that a name stands for; null if it stands for a network of the zoo.</summary>
    internal static string? PathOf(string name)
    {
        string inFolder = Path.Combine(name, RecordFile);
        return File.Exists(inFolder) || (Directory.Exists(name) && !ShippedKeys.Contains(name)) ? inFolder
            : File.Exists(name) || Path.GetFileName(name) != name || Path.HasExtension(name) ? name
            : null;
    }

    /// <summary>Reads a record.</summary>
    /// <param name="path">The file <c>record.json</c> of a report.</param>
    /// <exception cref="MetamerException">The file is missing, holds no record, or is of another version.</exception>
    public static ReportRecord Load(string path)
    {
        try
        {
            using JsonDocument document = JsonText.Parse(JsonText.FromFile(path), Form);
            if (
                document.RootElement.ValueKind == JsonValueKind.Object
                && document.RootElement.TryGetProperty("format_version", out JsonElement version)
                && !(version.TryGetInt32(out int number) && number == CurrentVersion)
            )
            {
                throw new MetamerException(
                    $"{path} has the format version {version}; this version of Metamers reads {CurrentVersion}. "
                        + "Make the report again: workbook report."
                );
            }

            ReportRecord read = JsonText.Checked(document.Deserialize<ReportRecord>(Form), Form);
            return RecordFaults.Find(read) is { } fault ? throw new JsonException(fault) : read;
        }
        catch (Exception error)
            when (error is IOException or UnauthorizedAccessException or JsonException or InvalidOperationException)
        {
            throw new MetamerException(
                $"{path} holds no record of a report: {error.Message} Give the file record.json that `workbook report` "
                    + "wrote.",
                error
            );
        }
    }
}
