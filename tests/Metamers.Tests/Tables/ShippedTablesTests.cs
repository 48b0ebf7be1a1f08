using Metamers.Evaluation.Robustness;
using Metamers.Runtime;
using Metamers.Tables;
using Metamers.Training;

namespace Metamers.Tests.Tables;

/// <summary>The tables in <c>data</c> are what a new run would write, byte for byte.</summary>
public sealed class ShippedTablesTests
{
    public static TheoryData<string> Robustness => Files("robustness", "*.csv");

    public static TheoryData<string> Logs => Files("checkpoints", "*.csv");

    public static TheoryData<string> Studies => Files("studies", "*.parquet");

    [Theory]
    [MemberData(nameof(Robustness))]
    public void An_adversarial_evaluation_is_written_as_it_was(string file) =>
        AssertSame(file, copy => AdversarialEvaluation.Load(InData(file)).Save(copy));

    [Theory]
    [MemberData(nameof(Logs))]
    public void A_training_log_is_written_as_it_was(string file)
    {
        IReadOnlyList<EpochResult> log = TrainingLog.Read(InData(file));
        AssertSame(file, copy => TrainingLog.Write(copy, log));
        Assert.Equal(log, TrainingLog.FromLines(TrainingLog.ToLines(log)));
        Assert.Equal(
            File.ReadAllText(InData(file)).TrimEnd('\n').Split('\n')[1..],
            TrainingLog.ToLines(log).Split('\n')
        );
    }

    [Theory]
    [MemberData(nameof(Studies))]
    public void A_study_is_written_as_it_was(string file) =>
        AssertSame(
            Path.ChangeExtension(file, ".csv"),
            copy => TableFile.WriteCsv(TableFile.ReadParquet(InData(file)), copy)
        );

    private static void AssertSame(string file, Action<string> write)
    {
        using TemporaryFolder folder = new();
        write(folder["copy.csv"]);
        Assert.Equal(File.ReadAllText(InData(file)), File.ReadAllText(folder["copy.csv"]));
    }

    private static string InData(string file) => Path.Combine(ProjectFolder.Data, file);

    private static TheoryData<string> Files(string folder, string pattern) =>
        [
            .. Directory
                .EnumerateFiles(InData(folder), pattern, SearchOption.AllDirectories)
                .Select(path => Path.GetRelativePath(ProjectFolder.Data, path).Replace('\\', '/'))
                .Order(StringComparer.Ordinal),
        ];
}
