using Metamers.Evaluation;
using Metamers.Runtime;
using Metamers.Tables;
using Microsoft.Data.Analysis;

namespace Metamers.Studies;

/// <summary>The results of a study, as three tables; four if it compares schedules.</summary>
/// <param name="Metamers">
/// One row per metamer: item, network, weights (first digits of their SHA-256), stage, schedule, stimulus, label,
/// class_index, steps, loss, spearman, pearson, db_snr (at its stage), predicted_reference, predicted_metamer (class
/// indices of the network), decision_kept; and against the null distribution, missing if the study declares none:
/// null_pairs, null_spearman, null_pearson, null_db_snr (maxima), null_left_out (the measures that decide nothing at
/// this stage, as <see cref="Synthesis.MetamerVerdict"/> says), better_than_null, accepted.
/// </param>
/// <param name="Recognition">
/// One row for each metamer and evaluating network: network, stage, schedule, stimulus, evaluator, class_index,
/// predicted, correct. The references themselves come first; their network, stage and schedule are "natural".
/// </param>
/// <param name="Transfer">
/// One row for each generating network, stage and evaluating network, for accepted metamers (for those whose decision
/// is kept, if no null distributions are declared), as in <see cref="Evaluation.Transfer.ToDataFrame"/>. With several
/// schedules the generator's name is "network (schedule)".
/// </param>
/// <example>
/// <code>
/// var study = StudyResults.Load(Path.Combine(ProjectFolder.Data, "studies", "transfer-pictures"));
/// study.Metamers.Head(5)
/// </code>
/// </example>
public sealed record StudyResults(DataFrame Metamers, DataFrame Recognition, DataFrame Transfer)
{
    private static readonly string[] Names = ["metamers", "recognition", "transfer"];

    private const string KindsName = "kinds";

    /// <summary>
    /// For each network, comparison (<see cref="StudyComparison"/>), stage and measure a row: network, standard and
    /// compared (names of schedules), stage, and the columns of <see cref="Evaluation.Kinds.KindTest.ToDataFrame"/>
    /// without the sentence. Null if the study compares no schedules.
    /// </summary>
    public DataFrame? Kinds { get; init; }

    /// <summary>
    /// Writes the tables: metamers, recognition, transfer and kinds, each as <c>.parquet</c> and as <c>.csv</c>.
    /// </summary>
    /// <param name="folder">
    /// The folder; existing files are replaced, and those of kinds removed if there are none.
    /// </param>
    /// <exception cref="MetamerException">The folder cannot be written.</exception>
    public void Save(string folder)
    {
        foreach (
            (DataFrame? frame, string name) in new[] { Metamers, Recognition, Transfer, Kinds }.Zip([
                .. Names,
                KindsName,
            ])
        )
        {
            (string parquet, string csv) = (
                Path.Combine(folder, name + ".parquet"),
                Path.Combine(folder, name + ".csv")
            );
            if (frame is null)
            {
                AtomicFile.Delete(parquet);
                AtomicFile.Delete(csv);
                continue;
            }

            TableFile.WriteParquet(frame, parquet);
            TableFile.WriteCsv(frame, csv);
        }
    }

    /// <summary>Reads what <see cref="Save"/> wrote.</summary>
    /// <param name="folder">The folder with the Parquet files.</param>
    /// <exception cref="MetamerException">A file is missing or damaged.</exception>
    public static StudyResults Load(string folder)
    {
        DataFrame[] frames = [.. Names.Select(name => TableFile.ReadParquet(Path.Combine(folder, name + ".parquet")))];
        string kinds = Path.Combine(folder, KindsName + ".parquet");
        return new(frames[0], frames[1], frames[2])
        {
            Kinds = File.Exists(kinds) ? TableFile.ReadParquet(kinds) : null,
        };
    }

    /// <summary>
    /// Recognition stimulus by stimulus and judge by judge, for averages whose uncertainty is over both.
    /// </summary>
    /// <exception cref="MetamerException">The study has several schedules.</exception>
    public StudyRecognition ToRecognition() => new(this);

    /// <summary>
    /// Whether recognition counts the metamer of a row of <see cref="Metamers"/>: it is accepted or, without null
    /// distributions, its decision is kept.
    /// </summary>
    internal static bool IsCounted(DataFrameRow metamer) =>
        (bool?)metamer["accepted"] ?? (bool?)metamer["decision_kept"] ?? false;

    /// <summary>The transfer in the form that figures take.</summary>
    public Transfer ToTransfer() =>
        new([
            .. Transfer.Rows.Select(row => new TransferResult(
                (string)row["generator"],
                (string)row["stage"],
                (string)row["evaluator"],
                (int)row["stimuli"],
                (double)row["accuracy"],
                (double)row["standard_error"]
            )),
        ])
        {
            Made = Made(),
        };

    /// <summary>How the metamers were made and how well those that are counted match.</summary>
    internal TransferMetamers Made()
    {
        (string Name, int Steps)[] schedules =
        [
            .. Metamers.Rows.Select(row => ((string)row["schedule"], (int)row["steps"])).Distinct(),
        ];
        bool several = schedules.DistinctBy(schedule => schedule.Name).Skip(1).Any();
        return TransferMetamers.From(
            [
                .. schedules.Select(schedule =>
                    FormattableString.Invariant($"{schedule.Name}, {schedule.Steps:#,0} steps")
                ),
            ],
            Metamers
                .Rows.Where(IsCounted)
                .Select(row =>
                    (
                        several
                            ? TransferResult.Name((string)row["network"], (string)row["schedule"])
                            : (string)row["network"],
                        (string)row["stage"],
                        (double)row["loss"]
                    )
                )
        );
    }
}
