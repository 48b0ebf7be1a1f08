using Metamers.Evaluation.Nulls;
using Metamers.Experiments;
using Metamers.Models;
using Metamers.Reports.Records;
using Metamers.Runtime;
using Metamers.Stimuli;
using Metamers.Stimuli.Data.Sets;
using Metamers.Synthesis;

namespace Metamers.Reports;

/// <summary>
/// What a <see cref="ModelReport"/> measures. Records that are to be compared need equal options and stimuli.
/// </summary>
/// <example>
/// <code>
/// var options = ReportOptions.Quick with { Count = 10, Folder = folder };
/// options.Schedule.Describe()
/// </code>
/// </example>
public sealed record ReportOptions
{
    /// <summary>
    /// Minutes for a small vision model, half an hour for others: 20 small pictures, 8 large ones or 10 sounds,
    /// 8 × 100 steps, and null distributions of 32 blocks of 32 stimuli.
    /// </summary>
    public static ReportOptions Quick { get; } = new();

    /// <summary>
    /// Hours: 40 stimuli, the published schedule, and null distributions of a quarter of a million pairs.
    /// </summary>
    public static ReportOptions Paper { get; } =
        new()
        {
            Budget = "paper",
            Count = 40,
            Schedule = MetamerOptions.Paper,
            Nulls = NullJob.Shipped,
        };

    /// <summary>
    /// What the report calls the network, a name that a folder can have; if null, its key in the zoo or the name of its
    /// architecture.
    /// </summary>
    public string? Label { get; init; }

    /// <summary>What the report calls this budget.</summary>
    public string Budget { get; init; } = "quick";

    /// <summary>
    /// The schedule, with <see cref="Seed"/> as its seed. For an auditory model it starts from the nearly silent noise
    /// of sounds, and if it is shorter than the published one the cochleagram is coarse but for the last segment, as in
    /// <see cref="MetamerOptions.QuickSound"/>.
    /// </summary>
    public MetamerOptions Schedule { get; init; } = MetamerOptions.Quick with { StepsPerRepetition = 100 };

    /// <summary>
    /// Number of stimuli, at least 1; with fewer than eight that have a class nothing is said of recognition. Null for
    /// what takes minutes: 20 small pictures, 10 sounds, or 8 pictures of more than 64 × 64 pixels.
    /// </summary>
    public int? Count { get; init; }

    /// <summary>
    /// A set of stimuli by its name (one of <see cref="Studies.StudyStimuli.Sets"/> but <c>folder</c>), or the path of
    /// a folder of pictures or sounds, directly in it or in a folder for each class, such as the folder <c>stimuli</c>
    /// of another report; null for the test part of the data set that the network was trained on, or the nearest that
    /// is on this computer.
    /// </summary>
    public string? Set { get; init; }

    /// <summary>Stimuli of your own in place of a <see cref="Set"/>; the first <see cref="Count"/> are taken.</summary>
    public IReadOnlyList<Stimulus>? References { get; init; }

    /// <summary>
    /// How many unrelated stimuli the null distribution is made from. Its seed is <see cref="Seed"/>. For a network
    /// that no panel judges, one of more pairs that the project ships is used instead.
    /// </summary>
    public NullOptions Nulls { get; init; } = NullOptions.Quick;

    /// <summary>
    /// The stimuli that the network was trained on, for its null distribution; if null, those that its card names, or
    /// those of a data set on this computer that has the network's size or sampling rate.
    /// </summary>
    public DataSet? NullData { get; init; }

    /// <summary>
    /// Number of test stimuli for what is measured beside the metamers: accuracy, also under attack, sensitivity, and
    /// similarity to the judges. 0 leaves it out.
    /// </summary>
    public int TestStimuli { get; init; } = 100;

    /// <summary>
    /// Networks that it is compared with: keys of the zoo whose records the project ships
    /// (<see cref="Records.ReportRecord.ShippedKeys"/>), or files <c>record.json</c> of other reports or the folders
    /// that hold them.
    /// </summary>
    public IReadOnlyList<string> Against { get; init; } = [];

    /// <summary>
    /// The answers of an experiment with metamers of the network (the folder <c>stimuli</c> of an earlier report, or
    /// notebook 14), whose conditions call it <see cref="Label"/>; null without one.
    /// </summary>
    public ExperimentResults? People { get; init; }

    /// <summary>Seed of the start noise and of the null distribution.</summary>
    public long Seed { get; init; }

    /// <summary>Number of bootstrap resamples, at least 100.</summary>
    public int Resamples { get; init; } = 4000;

    /// <summary>
    /// Where metamers and null distributions are kept, so that a report that was interrupted resumes; if null,
    /// <c>artifacts/reports/NETWORK</c>.
    /// </summary>
    public string? Folder { get; init; }

    /// <summary>The number of stimuli for a network.</summary>
    internal int CountFor(StagedModel model) => Count ?? CountPerBatch(model);

    /// <summary>
    /// How many metamers are made in one batch. It does not depend on who makes them, since rounding differs between
    /// batches.
    /// </summary>
    internal static int CountPerBatch(StagedModel model) =>
        model.Kind.IsSound ? 10
        : model.InputShape.Aggregate(1L, (product, size) => product * size) <= 3 * 64 * 64 ? 20
        : 8;

    /// <summary>Refuses values out of range.</summary>
    /// <exception cref="MetamerException">Names each such value and what is allowed.</exception>
    internal void Check() =>
        Rules.Check(
            "The report cannot be made.",
            [
                (Count is null or >= 1, $"Count = {Count}: at least 1"),
                (TestStimuli >= 0, $"TestStimuli = {TestStimuli}: 0 or more"),
                (Resamples is >= 100 and <= RecordFaults.MostResamples, $"Resamples = {Resamples}: 100 to 1000000"),
                (References is null || Set is null, "References and Set: one of the two"),
                (
                    Label is null || FileName.Fault(Label) is null,
                    $"Label = '{Label}': a name of a folder, without / \\ and :"
                ),
                (References is not { Count: 0 }, "References = []: at least one stimulus"),
            ]
        );
}
