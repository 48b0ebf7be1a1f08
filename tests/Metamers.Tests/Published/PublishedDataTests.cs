using Metamers.Evaluation;
using Metamers.Published;
using Metamers.Runtime;
using Microsoft.Data.Analysis;

namespace Metamers.Tests.Published;

public class PublishedDataTests
{
    private static readonly PublishedData Data = new();

    [Fact]
    public void Every_table_has_its_rows_and_is_a_data_frame()
    {
        AssertTable(
            Data.Recognition,
            520,
            "modality",
            "experiment",
            "paper_experiment",
            "model",
            "paper_model",
            "stage_index",
            "stage",
            "stage_label",
            "stages",
            "participants",
            "human_mean",
            "human_sem",
            "human_sample_sem",
            "model_mean",
            "model_sem",
            "human_chance",
            "model_chance",
            "source"
        );
        AssertTable(
            Data.Participants,
            10_651,
            "modality",
            "experiment",
            "model",
            "stage_index",
            "stage",
            "participant",
            "human_proportion",
            "model_proportion"
        );
        AssertTable(
            Data.OtherModels,
            292,
            "modality",
            "model",
            "stage",
            "participants",
            "human_mean",
            "human_sem",
            "other_models",
            "other_models_mean",
            "other_models_sem",
            "own_accuracy",
            "source"
        );
        AssertTable(
            Data.Brain,
            134,
            "modality",
            "region",
            "model",
            "best_stage",
            "score",
            "score_kind",
            "human_recognition",
            "human_sem",
            "participants",
            "source"
        );
        AssertTable(
            Data.BrainByStage,
            260,
            "model",
            "region",
            "stage_index",
            "stage",
            "participants",
            "voxels",
            "variance_explained",
            "sem",
            "human_recognition",
            "source"
        );
        AssertTable(Data.Robustness, 180, "norm", "model", "radius", "seed", "accuracy", "source");
        AssertTable(
            Data.Matches,
            1_159,
            "modality",
            "model",
            "measure",
            "stage_index",
            "stage",
            "median",
            "low_tail",
            "lowest_bin",
            "highest_bin",
            "null_median",
            "null_lowest_bin",
            "null_highest_bin",
            "bin_width",
            "loss",
            "source"
        );
        AssertTable(
            Data.Transfers,
            5_808,
            "modality",
            "generator",
            "stage_index",
            "stage",
            "evaluator",
            "metamers",
            "accuracy",
            "standard_error",
            "accuracy_of_thousand",
            "task",
            "source",
            "is_self"
        );
        AssertTable(
            Data.AnovaTerms,
            275,
            "source",
            "test",
            "term",
            "kind",
            "df1",
            "df2",
            "f",
            "parametric_p",
            "permutation_p",
            "partial_eta_squared",
            "permutations"
        );
        AssertTable(
            Data.Analyses,
            93,
            "source",
            "test",
            "design",
            "modality",
            "experiment",
            "models",
            "left_out_stage",
            "norm"
        );
    }

    [Fact]
    public void A_row_is_what_the_file_says()
    {
        Assert.Equal(
            new StageRecognition(
                "vision",
                1,
                "Visual Experiment 1 (Standard Models)",
                "alexnet",
                "AlexNet Standard",
                0,
                "natural_image",
                "natural",
                8,
                22,
                0.894632,
                0.023983,
                0.024547,
                0.853957,
                0.014412,
                0.0625,
                0.0625,
                "VisionBehavioralExperiments/EXP1_ANALYSIS/"
                    + "VisionExperiment1_network_vs_humans_datamatrix_alexnet_public.mat"
            ),
            Data.Recognition[0]
        );
        Assert.Equal(
            new ParticipantRecognition("vision", 1, "alexnet", 0, "natural_image", 1, 0.909091, 0.818182),
            Data.Participants[1]
        );
        Assert.Equal(
            "ResNet50, Shape Trained",
            Data.Recognition.First(row => row.Model == "texture_shape_resnet50_trained_on_SIN").PaperModel
        );
        DataFrame frame = Data.AnovaTerms.ToDataFrame();
        Assert.Equal((467.84, 0.0001, null), (frame["f"][0], frame["permutation_p"][0], frame["permutation_p"][1]));
        Assert.Equal("HumanAgainstModel", Data.Analyses.ToDataFrame()["design"][0]);
        Assert.Equal("human_recognition.csv, 520 rows", Data.Recognition.ToString());
    }

    [Fact]
    public void Means_and_standard_errors_are_those_of_the_participants()
    {
        ILookup<(string, int, string, int), ParticipantRecognition> participants = Data.Participants.ToLookup(row =>
            (row.Modality, row.Experiment, row.Model, row.StageIndex)
        );
        Assert.All(
            Data.Recognition,
            condition =>
            {
                ParticipantRecognition[] rows =
                [
                    .. participants[(condition.Modality, condition.Experiment, condition.Model, condition.StageIndex)],
                ];
                Assert.Equal(condition.Participants, rows.Length);
                Assert.Equal(condition.HumanMean, rows.Average(row => row.HumanProportion), 2e-6);
                Assert.Equal(condition.ModelMean, rows.Average(row => row.ModelProportion), 2e-6);
                double variance = rows.Average(row => Math.Pow(row.HumanProportion - condition.HumanMean, 2));
                Assert.Equal(condition.HumanSem, Math.Sqrt(variance / rows.Length), 2e-6);
                Assert.Equal(condition.HumanSampleSem, Math.Sqrt(variance / (rows.Length - 1)), 2e-6);
            }
        );
    }

    [Fact]
    public void Decibels_and_losses_of_the_released_histograms_are_one_number_on_two_scales()
    {
        PublishedMatch[] decibels = [.. Data.Matches.Where(row => row.Measure == "dB_SNR")];
        Assert.All(
            decibels,
            row => Assert.Equal(Math.Pow(10, -row.Median / 10), row.Loss!.Value, Math.Max(1e-6, 1e-3 * row.Loss.Value))
        );
        Assert.All(
            Data.Matches,
            row =>
                Assert.True(
                    row.LowestBin <= row.Median
                        && row.Median <= row.HighestBin
                        && row.NullLowestBin <= row.NullMedian
                        && row.NullMedian <= row.NullHighestBin
                )
        );

        // Of the rank correlations of 392 stages, those of 15 overlap in at most one bin; for all others the lowest
        // metamer is above.
        PublishedMatch[] rank = [.. Data.Matches.Where(row => row.Measure == "spearman_rho")];
        Assert.Equal(15, rank.Count(row => row.LowestBin < row.NullHighestBin));
    }

    [Fact]
    public void The_mean_over_other_models_is_that_of_the_figure()
    {
        foreach (RecognitionByOthers point in Data.OtherModels)
        {
            PublishedTransfer[] others =
            [
                .. Data.Transfers.Where(row =>
                    row.Modality == point.Modality
                    && row.Generator == point.Model
                    && row.Stage == point.Stage
                    && !row.IsSelf
                ),
            ];
            Assert.Equal(point.OtherModels, others.Length);
            Assert.Equal(point.OtherModelsMean, others.Average(row => row.Accuracy), 2e-6);
        }
    }

    [Fact]
    public void A_matrix_holds_the_fractions_that_were_printed_with_six_decimals()
    {
        ParticipantMatrix matrix = Data.Matrix("vision", 1, "alexnet");

        Assert.Equal("natural_image", matrix.Stages[0]);
        Assert.Equal((9, 22, 22), (matrix.Stages.Count, matrix.Human.Count, matrix.Model.Count));
        Assert.Equal(9 / 13.0, matrix.Human[0][0]);
        Assert.All(
            Data.Participants,
            row =>
                Assert.Equal(
                    row.HumanProportion,
                    Math.Round(ParticipantMatrix.Fraction(row.HumanProportion), 6),
                    1.01e-6
                )
        );
        Assert.Equal(8, matrix.Without("final").Model[3].Length);
        Assert.StartsWith(
            "There is no condition 'fc9' to leave out. There are natural_image, relu0_fake_relu,",
            Assert.Throws<MetamerException>(() => matrix.Without("fc9")).Message
        );
    }

    [Fact]
    public void A_model_that_was_not_in_an_experiment_is_answered_with_those_that_were()
    {
        string Message(string modality, int experiment) =>
            Assert.Throws<MetamerException>(() => Data.Matrix(modality, experiment, "resnet5")).Message;
        Assert.Equal(
            "The published data have no participants for the model 'resnet5' in experiment 6 of vision. It has "
                + "hmax_standard.",
            Message("vision", 6)
        );
        Assert.StartsWith(
            "The published data have no participants for the model 'resnet5' in experiment 2 of vision. There are "
                + "the experiments vision 1,",
            Message("vision", 2)
        );
    }

    [Theory]
    [InlineData(
        "sources.csv",
        "\n1,Vision",
        "\n1,a,Vision",
        "sources.csv, line 2: 3 fields where the header has 2 columns; found: 1,a,Vision"
    )]
    [InlineData("sources.csv", "\n2,Vision", "\n1,Vision", "sources.csv has two rows with the number 1.")]
    [InlineData(
        "sources.csv",
        "source,file",
        "source,file name",
        "sources.csv has no column 'file'; it has source, file name."
    )]
    [InlineData(
        "sources.csv",
        "\n1,Vision",
        "\n1,\"Vision",
        "sources.csv, line 2: a quotation mark is not closed; found: 1,\"Vision"
    )]
    [InlineData(
        "human_recognition.csv",
        ",0.894632,",
        ",1.894632,",
        "human_recognition.csv, line 2: column 'human_mean' must be a proportion, 0 to 1; found '1.894632'."
    )]
    [InlineData(
        "human_recognition.csv",
        ",0.894632,",
        ",0;894632,",
        "human_recognition.csv, line 2: column 'human_mean' must be a number, with a point for decimals; found "
            + "'0;894632'."
    )]
    [InlineData(
        "human_recognition.csv",
        ",0.894632,",
        ",NaN,",
        "human_recognition.csv, line 2: column 'human_mean' must be a number, with a point for decimals; found 'NaN'."
    )]
    [InlineData(
        "human_recognition.csv",
        ",0.894632,",
        ",,",
        "human_recognition.csv, line 2: column 'human_mean' must be a number; found nothing."
    )]
    [InlineData(
        "human_recognition.csv",
        ",8,22,",
        ",8,22.5,",
        "human_recognition.csv, line 2: column 'n_participants' must be a whole number of at least 0; found '22.5'."
    )]
    [InlineData(
        "human_recognition.csv",
        ",0.062500,1\n",
        ",0.062500,999\n",
        "human_recognition.csv, line 2: column 'source' must be a row of sources.csv; found '999'."
    )]
    [InlineData(
        "human_recognition.csv",
        "condition,modality",
        "modality,modality",
        "human_recognition.csv, line 1: two columns have one name: modality,modality,"
    )]
    public void A_damaged_table_says_file_line_and_what_was_found(
        string file,
        string text,
        string damaged,
        string message
    )
    {
        using TemporaryFolder folder = new();
        foreach (string name in new[] { "sources.csv", "human_recognition.csv" })
        {
            File.Copy(Path.Combine(Data.Folder, name), folder[name]);
        }

        string whole = File.ReadAllText(folder[file]);
        int at = whole.IndexOf(text, StringComparison.Ordinal);
        File.WriteAllText(folder[file], string.Concat(whole.AsSpan(0, at), damaged, whole.AsSpan(at + text.Length)));

        string error = Assert.Throws<MetamerException>(() => new PublishedData(folder.Path).Recognition).Message;
        Assert.StartsWith(Path.Combine(folder.Path, message.Split('.')[0]), error);
        Assert.Contains(message, error);
        Assert.EndsWith("as it is in the repository.", error);
    }

    [Fact]
    public void An_unknown_column_and_a_missing_or_empty_table_are_refused()
    {
        using TemporaryFolder folder = new();
        PublishedData data = new(folder.Path);
        Assert.StartsWith($"There is no table {folder["sources.csv"]}.", Message(data));

        File.WriteAllText(folder["human_recognition.csv"], "condition\n");
        File.WriteAllText(folder["sources.csv"], "source,file,size\n1,a,3\n");
        Assert.Equal(
            $"{folder["sources.csv"]} has an unknown column 'size'; known are source, file. Take the file as it is "
                + "in the repository.",
            Message(data)
        );
        Assert.Equal(
            $"{folder["human_recognition.csv"]} has 1 lines; a table has a header and at least one row. Take the "
                + "file as it is in the repository.",
            Assert.Throws<MetamerException>(() => data.Recognition).Message
        );

        string Message(PublishedData from)
        {
            File.WriteAllText(
                folder["adversarial_eval_lowpass_vone.csv"],
                "attack_norm,model,eps,seed,adversarial_accuracy,source\nl1,alexnet,1,0,0.5,1\n"
            );
            return Assert.Throws<MetamerException>(() => from.Robustness).Message;
        }
    }

    private static void AssertTable<T>(PublishedTable<T> table, int rows, params string[] columns)
    {
        Assert.Equal(rows, table.Count);
        DataFrame frame = table.ToDataFrame();
        Assert.Equal(rows, frame.Rows.Count);
        Assert.Equal(columns, frame.Columns.Select(column => column.Name));
    }
}
