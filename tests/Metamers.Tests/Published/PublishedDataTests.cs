using Metamers.Evaluation;
using Metamers.Published;
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
            "source",
            "stimuli"
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
            "source",
            "network",
            "best_stage_label"
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
            "source",
            "stage_label"
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
            )
            {
                Stimuli = 400,
            },
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

    private static void AssertTable<T>(PublishedTable<T> table, int rows, params string[] columns)
    {
        Assert.Equal(rows, table.Count);
        DataFrame frame = table.ToDataFrame();
        Assert.Equal(rows, frame.Rows.Count);
        Assert.Equal(columns, frame.Columns.Select(column => column.Name));
    }
}
