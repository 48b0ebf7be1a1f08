using Metamers.Runtime;
using Metamers.Tables;

namespace Metamers.Training;

/// <summary>The log of a training as comma-separated text, one line per epoch; its numbers are rounded.</summary>
internal static class TrainingLog
{
    private const string Remedy =
        "A training log is written by the command train of lib/Workbook, one line per epoch; "
        + "take it as it was written.";

    private static readonly Dictionary<string, string> Formats = new()
    {
        ["learning_rate"] = "G6",
        ["train_loss"] = "F5",
        ["train_accuracy"] = "F5",
        ["test_loss"] = "F5",
        ["test_accuracy"] = "F4",
        ["seconds"] = "F1",
    };

    /// <summary>Writes a log as a file.</summary>
    /// <exception cref="MetamerException">The file cannot be written.</exception>
    public static void Write(string path, IEnumerable<EpochResult> log) =>
        TableFile.WriteCsv(log.ToDataFrame(), path, Formats);

    /// <summary>Reads a file that <see cref="Write"/> wrote.</summary>
    /// <exception cref="MetamerException">The file is missing, is no such log or has a broken line.</exception>
    public static IReadOnlyList<EpochResult> Read(string path) => CsvTable.Read(path, Parse, Remedy);

    /// <summary>The log as it reads after being written and read again, so that a card and its log agree.</summary>
    public static IReadOnlyList<EpochResult> Rounded(IEnumerable<EpochResult> log) => FromLines(ToLines(log));

    /// <summary>The lines of a log without its header, as the state of a training keeps them.</summary>
    public static string ToLines(IEnumerable<EpochResult> log) =>
        CsvText.Format(log.ToDataFrame(), Formats)[Header.Length..].TrimEnd('\n');

    /// <summary>Reads lines that <see cref="ToLines"/> wrote.</summary>
    public static IReadOnlyList<EpochResult> FromLines(string lines) =>
        CsvTable.Parse(Header + lines, "The state of the training", Parse, Remedy);

    private static string Header => CsvText.Format(Array.Empty<EpochResult>().ToDataFrame());

    private static EpochResult Parse(CsvRow row) =>
        new(
            row.Whole("epoch"),
            row.Number("learning_rate"),
            row.AnyNumber("train_loss"),
            row.AnyNumber("train_accuracy"),
            row.AnyNumber("test_loss"),
            row.Number("test_accuracy"),
            row.Number("seconds")
        );
}
