using Metamers.Reports.Records;
using Metamers.Runtime;
using Metamers.Statistics;
using Metamers.Tables;
using Metamers.Training;
using Microsoft.Data.Analysis;

namespace Metamers.Reports;

/// <summary>What the metamer test says of a network after an epoch of its training.</summary>
/// <param name="Epoch">The epoch, from 1.</param>
/// <param name="TestAccuracy">Accuracy on the test set after it, 0 to 1.</param>
/// <param name="Reach">
/// How deep into the network its metamers are recognised by others; NaN if it cannot be said.
/// </param>
/// <param name="ReachLow">Lower end of its 95 % interval.</param>
/// <param name="ReachHigh">Upper end.</param>
/// <param name="Idiosyncrasy">How much more it sees in its metamers than others do; NaN if it cannot be said.</param>
/// <param name="IdiosyncrasyLow">Lower end of its 95 % interval.</param>
/// <param name="IdiosyncrasyHigh">Upper end.</param>
/// <param name="Yield">Share of the metamers that are accepted; NaN if it cannot be said.</param>
/// <param name="Stimuli">Number of stimuli.</param>
/// <param name="Schedule">The schedule of their metamers, in words.</param>
/// <example>
/// <code>
/// WatchedEpoch.Load(Path.Combine(ProjectFolder.Data, "reports", "watched", "vgg8-standard-long-seed0.csv"))
/// </code>
/// </example>
public sealed record WatchedEpoch(
    int Epoch,
    double TestAccuracy,
    double Reach,
    double ReachLow,
    double ReachHigh,
    double Idiosyncrasy,
    double IdiosyncrasyLow,
    double IdiosyncrasyHigh,
    double Yield,
    int Stimuli,
    string Schedule
)
{
    internal static readonly Dictionary<string, string> Formats = new()
    {
        ["test_accuracy"] = "F4",
        ["reach"] = "F4",
        ["reach_low"] = "F4",
        ["reach_high"] = "F4",
        ["idiosyncrasy"] = "F4",
        ["idiosyncrasy_low"] = "F4",
        ["idiosyncrasy_high"] = "F4",
        ["yield"] = "F4",
    };

    /// <summary>Reads the table that <c>workbook train RECIPE --watch</c> wrote.</summary>
    /// <param name="path">The file <c>reach.csv</c>.</param>
    /// <returns>In the order of the epochs.</returns>
    /// <exception cref="MetamerException">The file is missing, is no such table, or has a malformed line.</exception>
    public static IReadOnlyList<WatchedEpoch> Load(string path) =>
        CsvTable.Read(
            path,
            row => new WatchedEpoch(
                row.Whole("epoch"),
                row.Proportion("test_accuracy"),
                row.AnyNumber("reach"),
                row.AnyNumber("reach_low"),
                row.AnyNumber("reach_high"),
                row.AnyNumber("idiosyncrasy"),
                row.AnyNumber("idiosyncrasy_low"),
                row.AnyNumber("idiosyncrasy_high"),
                row.AnyNumber("yield"),
                row.Whole("stimuli"),
                row.Text("schedule")
            ),
            "It is written by: dotnet run --project lib/Workbook -- train RECIPE --watch 1,4,16"
        );

    internal static WatchedEpoch From(EpochResult epoch, ReportRecord record)
    {
        Estimate? reach = record.Reach.Found;
        Estimate? own = record.Idiosyncrasy.Found;
        return new(
            epoch.Epoch,
            epoch.TestAccuracy,
            reach?.Value ?? double.NaN,
            reach?.Low ?? double.NaN,
            reach?.High ?? double.NaN,
            own?.Value ?? double.NaN,
            own?.Low ?? double.NaN,
            own?.High ?? double.NaN,
            record.Yield.Found?.Value ?? double.NaN,
            record.Settings.Stimuli.Count,
            record.Settings.Schedule.Describe()
        );
    }

    internal static DataFrame ToDataFrame(IEnumerable<WatchedEpoch> epochs) => epochs.ToDataFrame();
}
