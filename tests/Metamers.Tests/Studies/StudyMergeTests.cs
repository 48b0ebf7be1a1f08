using System.Diagnostics;
using Metamers.Evaluation;
using Metamers.Evaluation.Nulls;
using Metamers.Models;
using Metamers.Models.Zoo;
using Metamers.Runtime;
using Metamers.Stimuli;
using Metamers.Stimuli.Data.Sets;
using Metamers.Stimuli.Synthetic;
using Metamers.Studies;
using Metamers.Tables;
using Microsoft.Data.Analysis;

namespace Metamers.Tests.Studies;

public sealed class StudyMergeTests : IDisposable
{
    private readonly TemporaryFolder temporary = new();

    public void Dispose() => temporary.Dispose();

    [Fact]
    public void Every_metamer_has_a_row_every_evaluator_an_answer_and_the_tables_are_read_as_they_were_written()
    {
        StudyStore store = new(temporary["store"]);
        StudyResults results = StudyMerge.Merge(store, store.Finish(StudyExamples.Words));
        Assert.Equal(3, results.Metamers.Rows.Count);
        Assert.Equal(2 * (3 + 3), results.Recognition.Rows.Count);
        Assert.Equal(
            Enumerable.Repeat("natural", 6).Concat(Enumerable.Repeat("relu0", 6)),
            Texts(results.Recognition["stage"])
        );
        Assert.All(
            results.Metamers.Rows,
            row => Assert.True((int)row["steps"] == 2 && row["accepted"] is null && (double)row["loss"] is > 0 and < 1),
            throwIfEmpty: true
        );

        // The transfer is that of the rows; the references are recognised by the networks that were trained on such
        // words or not.
        Transfer transfer = results.ToTransfer();
        Assert.Equal(3, transfer.Results[0].Stimuli);
        DataFrame rows = results.Recognition;
        double correct = rows.Rows.Count(row =>
            (string)row["stage"] == "natural"
            && (string)row["evaluator"] == "cochcnnsmall-digit-seed0"
            && (bool)row["correct"]
        );
        Assert.Equal(correct / 3, transfer.Results[0].Accuracy, 12);

        results.Save(temporary["merged"]);
        StudyResults read = StudyResults.Load(temporary["merged"]);
        foreach (
            (DataFrame written, DataFrame again) in new[]
            {
                (results.Metamers, read.Metamers),
                (results.Recognition, read.Recognition),
                (results.Transfer, read.Transfer),
            }
        )
        {
            Assert.Equal(
                written.Columns.Select(column => (column.Name, column.DataType)),
                again.Columns.Select(column => (column.Name, column.DataType))
            );
            Assert.Equal(written.Rows.SelectMany(row => row), again.Rows.SelectMany(row => row));
        }

        Assert.Contains(
            "Cannot read the table",
            Assert.Throws<MetamerException>(() => StudyResults.Load(temporary["nowhere"])).Message
        );
        File.WriteAllBytes(
            temporary["merged/transfer.parquet"],
            File.ReadAllBytes(temporary["merged/transfer.parquet"])[..40]
        );
        Assert.Contains(
            "Cannot read the table",
            Assert.Throws<MetamerException>(() => StudyResults.Load(temporary["merged"])).Message
        );
    }

    [Fact]
    public void Null_distributions_decide_who_is_accepted()
    {
        using (StagedModel model = ModelZoo.Load("resnet20-standard-seed0"))
        {
            IReadOnlyList<ImageStimulus> leaves =
            [
                .. Enumerable
                    .Range(0, 8)
                    .Select(i =>
                        SyntheticStimuli.DeadLeaves(32, 100 + i) with
                        {
                            Label = $"leaves {i}",
                            ClassIndex = i,
                        }
                    ),
            ];
            NullStore.GetOrMeasure(
                temporary["nulls"],
                model,
                DataSet.FromStimuli("dead-leaves", leaves, []),
                new NullOptions { Blocks = 2, BlockSize = 4 }
            );
        }

        File.WriteAllText(temporary["nulls/another.json"], "{ cut off"); // of no network of the study: not read
        Study study = StudyExamples.Pictures with { Nulls = "nulls", Folder = temporary.Path };
        StudyStore store = new(temporary["store"]);
        DataFrame metamers = StudyMerge.Merge(store, store.Finish(study)).Metamers;
        Assert.All(
            metamers.Rows,
            row =>
            {
                bool better =
                    (double)row["spearman"] > (double)row["null_spearman"]
                    && (double)row["pearson"] > (double)row["null_pearson"]
                    && (double)row["db_snr"] > (double)row["null_db_snr"];
                Assert.Equal(12, (long)row["null_pairs"]);
                Assert.Equal(
                    (better, better && (bool)row["decision_kept"]),
                    ((bool)row["better_than_null"], (bool)row["accepted"])
                );
            },
            throwIfEmpty: true
        );

        // Rows of a table that was merged without a null distribution are judged by it too.
        StudyStore elsewhere = new(temporary["elsewhere"])
        {
            Earlier = StudyMerge.Merge(store, store.PlanOf(study with { Nulls = null })),
        };
        EarlierTablesTests.Same(metamers, StudyMerge.Merge(elsewhere, elsewhere.PlanOf(study)).Metamers);
    }

    /// <summary>The fifth photograph is a cup of coffee, which is none of the ten classes.</summary>
    [Fact]
    public void No_network_is_asked_for_a_class_that_a_picture_does_not_have()
    {
        Study study = StudyExamples.Pictures with
        {
            Stimuli = new()
            {
                Set = "photographs",
                Count = 3,
                First = 2,
            },
            Evaluators = ["resnet20-standard-seed0", "vgg8-standard-seed0"],
        };
        StudyStore store = new(temporary["store"]);
        StudyResults results = StudyMerge.Merge(store, store.Finish(study));
        Assert.Equal(
            ["bird", "horse", "espresso", "bird", "horse", "espresso"],
            results.Metamers.Rows.Select(row => (string)row["label"])
        );
        Assert.Equal(["owl", "horses"], results.Recognition.Rows.Select(row => (string)row["stimulus"]).Distinct());
        Assert.Equal(2 * (1 + 2) * 2, results.Recognition.Rows.Count); // stimuli, natural and stages, evaluators
        Assert.All(
            results.Transfer.Rows.Where(row => (string)row["stage"] == "natural"),
            row => Assert.Equal(2, (int)row["stimuli"]),
            throwIfEmpty: true
        );

        StudyRecognition recognition = results.ToRecognition();
        Assert.Equal(2, recognition.Stimuli);
        Assert.Equal(
            results
                .Recognition.Rows.Where(row => (string)row["stage"] == "natural")
                .Where(row => (string)row["evaluator"] == "vgg8-standard-seed0")
                .Average(row => (bool)row["correct"] ? 1.0 : 0),
            recognition.Mean("resnet20-standard-seed0", "natural").Value
        );
    }

    [Fact]
    public void A_part_is_merged_when_asked_for()
    {
        StudyStore store = new(temporary["store"]);
        StudyPlan plan = store.Plan(StudyExamples.Pictures);
        Assert.Contains(
            "4 of 4 pieces of work of 'pictures' are missing",
            Assert.Throws<MetamerException>(() => StudyMerge.Merge(store, plan, partial: true)).Message
        );
        using StudyWorker worker = new(store, plan);
        worker.Run(plan.Shard("2/2"));
        Assert.Contains(
            "2 of 4 pieces of work of 'pictures' are missing, such as resnet20-standard-seed0 at conv1_relu1",
            Assert.Throws<MetamerException>(() => StudyMerge.Merge(store, plan)).Message
        );
        Assert.Equal(2, StudyMerge.Merge(store, plan, partial: true).Metamers.Rows.Count);
    }

    [Theory]
    [InlineData(
        "/usr/bin/python3",
        "-c",
        "import pandas, sys; t = pandas.read_csv(sys.argv[1]); print(t.text[0] + '|', t.whole.sum(), t.number.max(), "
            + "t.truth.tolist(), t.none.isna().all())",
        "a,\"b\"\nc| 3 inf [True, False] True"
    )]
    [InlineData(
        "Rscript",
        "-e",
        "t <- read.csv(commandArgs(TRUE)[1]); cat(paste0(t$text[1], '|'), sum(t$whole), max(t$number), t$truth, "
            + "all(is.na(t$none)))",
        "a,\"b\"\nc| 3 Inf TRUE FALSE TRUE"
    )]
    public void Other_programs_read_the_text_form(string program, string option, string code, string expected)
    {
        DataFrame frame = Frame();
        TableFile.WriteCsv(frame, temporary["table.csv"]);
        Assert.Equal(
            "text,whole,number,truth,none\n\"a,\"\"b\"\"\nc\",1,0.1,TRUE,\nd,2,inf,FALSE,\n",
            File.ReadAllText(temporary["table.csv"])
        );
        ProcessStartInfo start = new(program, [option, code, temporary["table.csv"]])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        Process? process = null;
        try
        {
            process = Process.Start(start)!;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            Skip.Because($"{program} is not installed.");
        }

        using (process)
        {
            string answer = process.StandardOutput.ReadToEnd();
            Skip.When(
                process.StandardError.ReadToEnd().Contains("No module named 'pandas'", StringComparison.Ordinal),
                "pandas is not installed (Debian: apt-get install python3-pandas)."
            );
            Assert.Equal(expected, answer.TrimEnd());
        }
    }

    [Fact]
    public void Tables_keep_their_types_and_missing_values_and_refuse_others()
    {
        TableFile.WriteParquet(Frame(), temporary["table.parquet"]);
        DataFrame read = TableFile.ReadParquet(temporary["table.parquet"]);
        Assert.Equal(
            ["a,\"b\"\nc", 1, 0.1, true, null, "d", 2, double.PositiveInfinity, false, null],
            read.Rows.SelectMany(row => row)
        );
        Assert.Contains(
            "'wrong' holds Single",
            Assert
                .Throws<MetamerException>(() =>
                    TableFile.WriteParquet(new(new SingleDataFrameColumn("wrong", [1f])), temporary["a"])
                )
                .Message
        );
    }

    [Fact]
    public void A_table_of_which_any_byte_was_changed_is_refused()
    {
        TableFile.WriteParquet(Frame(), temporary["table.parquet"]);
        byte[] whole = File.ReadAllBytes(temporary["table.parquet"]);
        for (int i = 0; i < whole.Length; i++)
        {
            byte[] changed = [.. whole];
            changed[i] ^= 1;
            File.WriteAllBytes(temporary["changed.parquet"], changed);
            Assert.Matches(
                "it was changed after it was written|it has no checksum",
                Assert.Throws<MetamerException>(() => TableFile.ReadParquet(temporary["changed.parquet"])).Message
            );
        }

        File.WriteAllBytes(temporary["changed.parquet"], whole[..^20]);
        Assert.Throws<MetamerException>(() => TableFile.ReadParquet(temporary["changed.parquet"]));
    }

    private static DataFrame Frame() =>
        new(
            new StringDataFrameColumn("text", ["a,\"b\"\nc", "d"]),
            new Int32DataFrameColumn("whole", [1, 2]),
            new DoubleDataFrameColumn("number", [0.1, double.PositiveInfinity]),
            new BooleanDataFrameColumn("truth", [true, false]),
            new Int64DataFrameColumn("none", new long?[] { null, null })
        );

    private static IEnumerable<string> Texts(DataFrameColumn column) => column.Cast<string>();
}
