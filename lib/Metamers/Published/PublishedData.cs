using Metamers.Evaluation;
using Metamers.Runtime;
using Metamers.Tables;

namespace Metamers.Published;

/// <summary>
/// The published results of Feather et al. (2023), doi 10.1038/s41593-023-01442-0: recognition by people and models,
/// the paper's statistics, prediction of brain responses. Each table is read when it is first used;
/// <c>data/published/README.md</c> names the sources.
/// </summary>
/// <param name="folder">The folder with the tables; <c>data/published</c> of the checkout if none is given.</param>
/// <example>
/// <code>
/// var data = new PublishedData();
/// data.Recognition.Where(row => row.Modality == "vision" &amp;&amp; row.Model == "resnet50").ToDataFrame()
/// </code>
/// </example>
public sealed class PublishedData(string? folder = null)
{
    private static readonly Dictionary<string, AnovaDesign> Designs = new()
    {
        ["mixed"] = AnovaDesign.HumanAgainstModel,
        ["two_way"] = AnovaDesign.ModelAgainstModel,
        ["one_way"] = AnovaDesign.Stages,
        ["adversarial"] = AnovaDesign.Robustness,
    };

    /// <summary>The folder with the tables.</summary>
    public string Folder { get; } = folder ?? Path.Combine(ProjectFolder.Data, "published");

    /// <summary>Recognition against stage: figures 2 to 6 and extended data figure 4.</summary>
    /// <exception cref="MetamerException">
    /// The table is missing or damaged (this holds for every table); the message names the file, the line and what was
    /// found.
    /// </exception>
    public PublishedTable<StageRecognition> Recognition =>
        field ??= new("human_recognition.csv", [.. Conditions.Values]);

    /// <summary>The same for each participant.</summary>
    public PublishedTable<ParticipantRecognition> Participants =>
        field ??= Read(
            "human_recognition_participants.csv",
            row =>
            {
                StageRecognition condition = row.One("condition", Conditions, "a row of human_recognition.csv");
                return new ParticipantRecognition(
                    condition.Modality,
                    condition.Experiment,
                    condition.Model,
                    condition.StageIndex,
                    condition.Stage,
                    row.Whole("participant"),
                    row.Proportion("human_prop_correct"),
                    row.Proportion("generating_model_prop_correct")
                );
            }
        );

    /// <summary>
    /// Recognition by people and by other models: figures 8E and 8F, for the models that the authors released.
    /// </summary>
    public PublishedTable<RecognitionByOthers> OtherModels =>
        field ??= Read(
            "human_vs_model_scatter.csv",
            row => new RecognitionByOthers(
                row.Text("modality"),
                row.Text("model"),
                row.Text("stage"),
                row.Whole("n_human_pooled"),
                row.Proportion("human_mean"),
                row.Number("human_sem"),
                row.Whole("n_other_models"),
                row.Proportion("other_models_mean"),
                row.Number("other_models_sem"),
                row.Proportion("self_accuracy"),
                Source(row)
            )
        );

    /// <summary>Prediction of the brain's regions and recognition of metamers.</summary>
    public PublishedTable<BrainPrediction> Brain =>
        field ??= Read(
            "brain_scores_vs_metamers.csv",
            row => new BrainPrediction(
                row.Text("modality"),
                row.Text("region"),
                row.Text("model"),
                row.Text("best_stage"),
                row.Number("score"),
                row.Text("score_kind"),
                row.Proportion("human_recognition_at_best_stage"),
                row.Number("human_sem"),
                row.Whole("n_participants"),
                Source(row)
            )
        );

    /// <summary>Prediction of fMRI responses by every stage of auditory models.</summary>
    public PublishedTable<StagePrediction> BrainByStage =>
        field ??= Read(
            "fmri_by_stage.csv",
            row => new StagePrediction(
                row.Text("model"),
                row.Text("roi"),
                row.Whole("stage_index"),
                row.Text("stage"),
                row.Whole("n_participants"),
                row.Whole("n_voxels"),
                row.Number("mean_corrected_r2"),
                row.Number("sem"),
                row.Proportion("human_recognition"),
                Source(row)
            )
        );

    /// <summary>Accuracy of three networks on adversarial pictures: figure 6.</summary>
    public PublishedTable<PublishedRobustness> Robustness =>
        field ??= Read(
            "adversarial_eval_lowpass_vone.csv",
            row => new PublishedRobustness(
                row.Text("attack_norm"),
                row.Text("model"),
                row.Number("eps"),
                row.Whole("seed"),
                row.Proportion("adversarial_accuracy"),
                Source(row)
            )
        );

    /// <summary>
    /// How well metamers match their references, and unrelated stimuli one another, at every stage of every model.
    /// </summary>
    public PublishedTable<PublishedMatch> Matches =>
        field ??= Read(
            "match_vs_null.csv",
            row => new PublishedMatch(
                row.Text("modality"),
                row.Text("model"),
                row.Text("measure"),
                row.Whole("stage_index"),
                row.Text("stage"),
                row.Number("metamer_median"),
                row.Number("metamer_p05"),
                row.Number("metamer_lowest_bin"),
                row.Number("metamer_highest_bin"),
                row.Number("null_median"),
                row.Number("null_lowest_bin"),
                row.Number("null_highest_bin"),
                row.Number("bin_width"),
                row.OptionalNumber("implied_median_normalised_loss"),
                Source(row)
            )
        );

    /// <summary>Recognition of the metamers of every model by every model.</summary>
    public PublishedTable<PublishedTransfer> Transfers =>
        field ??= Read(
            "transfer.csv",
            row =>
            {
                PublishedTransfer transfer = new(
                    row.Text("modality"),
                    row.Text("generating_model"),
                    row.Whole("stage_index"),
                    row.Text("stage"),
                    row.Text("evaluated_model"),
                    row.Whole("n_metamers"),
                    row.Proportion("accuracy"),
                    row.Number("bootstrap_sem"),
                    row.OptionalNumber("accuracy_1000way"),
                    row.Text("task"),
                    Source(row)
                );
                return row.Truth("is_self") == transfer.IsSelf
                    ? transfer
                    : throw new MetamerException(
                        $"transfer.csv: the row of '{transfer.Evaluator}' on the metamers of '{transfer.Generator}' "
                            + "contradicts its names. Take the file as it is in the repository."
                    );
            }
        );

    /// <summary>The paper's analyses of variance, as printed.</summary>
    public PublishedTable<PublishedAnovaTerm> AnovaTerms =>
        field ??= Read(
            "anova.csv",
            row => new PublishedAnovaTerm(
                Source(row),
                row.Text("test"),
                row.Text("term"),
                row.Text("kind"),
                row.Whole("df1"),
                row.Whole("df2"),
                row.Number("F"),
                row.Number("p_parametric"),
                row.OptionalNumber("p_permutation"),
                row.Number("partial_eta_sq"),
                row.Whole("n_permutations")
            )
        );

    /// <summary>Their inputs; <see cref="PublishedAnalyses.Recompute"/> computes them again.</summary>
    public PublishedTable<PublishedAnalysis> Analyses =>
        field ??= Read(
            "anova_designs.csv",
            row => new PublishedAnalysis(
                Source(row),
                row.Text("test"),
                row.One("design", Designs, $"one of {string.Join(", ", Designs.Keys)}"),
                row.Text("modality"),
                row.Whole("repo_experiment"),
                row.Text("models").Split(';'),
                row.OptionalText("left_out_stage"),
                row.OptionalText("attack_norm")
            )
        );

    private OrderedDictionary<string, StageRecognition> Conditions =>
        field ??= ReadByKey(
            "human_recognition.csv",
            row =>
                (
                    row.Text("condition"),
                    new StageRecognition(
                        row.Text("modality"),
                        row.Whole("repo_experiment"),
                        row.Text("paper_experiment"),
                        row.Text("model"),
                        row.Text("paper_model_name"),
                        row.Whole("stage_index"),
                        row.Text("stage"),
                        row.Text("stage_short"),
                        row.Whole("n_stages_excl_natural"),
                        row.Whole("n_participants"),
                        row.Proportion("human_mean"),
                        row.Number("human_sem"),
                        row.Number("human_sem_ddof1"),
                        row.Proportion("generating_model_mean"),
                        row.Number("generating_model_sem"),
                        row.Proportion("chance_human"),
                        row.Proportion("chance_model"),
                        Source(row)
                    )
                    {
                        Stimuli = 400, // in every experiment (Methods, "Stimuli")
                    }
                )
        );

    private OrderedDictionary<string, string> Sources =>
        field ??= ReadByKey("sources.csv", row => (row.Text("source"), row.Text("file")));

    /// <summary>
    /// The participants of one model in one experiment, in the form needed for an analysis of variance.
    /// </summary>
    /// <param name="modality">"vision" or "audio".</param>
    /// <param name="experiment">The experiment's number in the authors' repository.</param>
    /// <param name="model">The model's name in the authors' repository.</param>
    /// <returns>
    /// Participants × conditions, for people and for the model; proportions as exact fractions, which are printed with
    /// six decimals in the table.
    /// </returns>
    /// <exception cref="MetamerException">
    /// There are no such data (the message says what there is), or there is not exactly one value for each participant
    /// and condition.
    /// </exception>
    public ParticipantMatrix Matrix(string modality, int experiment, string model) =>
        ParticipantMatrix.From(this, modality, experiment, model);

    private PublishedTable<T> Read<T>(string name, Func<CsvRow, T> parse)
    {
        string path = Path.Combine(Folder, name);
        return File.Exists(path)
            ? new(name, CsvTable.Read(path, parse, "Take the file as it is in the repository."))
            : throw new MetamerException(
                $"There is no table {path}. The published results are part of the repository, in data/published; "
                    + "start in a checkout, or give the folder that holds them."
            );
    }

    private OrderedDictionary<string, T> ReadByKey<T>(string name, Func<CsvRow, (string Key, T Value)> parse)
    {
        OrderedDictionary<string, T> values = [];
        foreach ((string key, T value) in Read(name, parse))
        {
            if (!values.TryAdd(key, value))
            {
                throw new MetamerException(
                    $"{Path.Combine(Folder, name)} has two rows with the number {key}. Take the file as it is in "
                        + "the repository."
                );
            }
        }

        return values;
    }

    private string Source(CsvRow row) => row.One("source", Sources, "a row of sources.csv");
}
