using System.Text.RegularExpressions;
using Metamers.Evaluation;

namespace Metamers.Plotting.Charts;

/// <summary>
/// The figure of a published experiment: how often people recognise the metamers of each stage, and how often the model
/// itself recognises them.
/// </summary>
/// <example>
/// <code>
/// var rows = new PublishedData().Recognition.Where(row => row.Modality == "vision" &amp;&amp; row.Experiment == 1);
/// HumanRecognition.Draw(rows)
/// </code>
/// </example>
public static partial class HumanRecognition
{
    /// <summary>
    /// Draws for each model a line of people's recognition with standard errors, and a faint line of the model's own.
    /// Stages that all models share are named on the axis; otherwise the axis runs from the natural stimulus to the
    /// last stage, and the hover text names the stage.
    /// </summary>
    /// <param name="conditions">Rows of one experiment; the models are drawn in order of first appearance.</param>
    /// <param name="title">The title; if null, the experiment's name.</param>
    /// <exception cref="ArgumentException">There are no rows, or they belong to several experiments.</exception>
    public static Figure Draw(IEnumerable<StageRecognition> conditions, string? title = null)
    {
        StageRecognition[] rows = [.. conditions];
        if (rows.Select(row => row.PaperExperiment).Distinct().Count() != 1)
        {
            throw new ArgumentException(
                $"{rows.Length} rows of the experiments "
                    + $"'{string.Join("', '", rows.Select(row => row.PaperExperiment).Distinct())}'. Give rows of "
                    + "one experiment."
            );
        }

        StageRecognition[][] models =
        [
            .. rows.GroupBy(row => row.Model).Select(model => model.OrderBy(row => row.StageIndex).ToArray()),
        ];
        string[] stages = [.. models[0].Select(row => row.StageLabel)];
        bool shared = models.All(model => model.Select(row => row.StageLabel).SequenceEqual(stages));
        double chance = rows[0].HumanChance;
        return new(
            title ?? rows[0].PaperExperiment,
            shared
                ? new("Stage matched") { Categories = stages }
                : new("Stage matched, from the natural stimulus (0) to the last (1)"),
            new("Proportion correct") { Minimum = -0.03, Maximum = 1.03 },
            [
                .. models.Select((model, style) => Own(model, style, shared)),
                .. models.Select((model, style) => People(model, style, shared)),
            ]
        )
        {
            Note =
                $"{rows[0].Participants} participants"
                + $"{(rows[0].Stimuli is { } stimuli ? $", {stimuli} stimuli" : "")}"
                + $"{(rows[0].Experiment > 0 ? ", 8 × 3,000 steps" : "")}; bars: one standard error of the mean over "
                + "participants; faint lines: the model itself.",
            Lines = [new(chance, FormattableString.Invariant($"chance, {chance:0.####}"))],
            Width = 820,
            Height = 410,
        };
    }

    /// <summary>A model's name without LaTeX markup.</summary>
    /// <param name="name">For example "ResNet50 $L_2-norm (\epsilon=3)$".</param>
    public static string Plain(string name) => Formula().Replace(name, "L$1 ε = $2").Replace(@"L\infty", "L∞");

    /// <summary>The name in the paper, or of the network of an experiment of one's own.</summary>
    private static string NameOf(StageRecognition row) => NetworkNames.Of(Plain(row.PaperModel));

    private static Series People(StageRecognition[] model, int style, bool shared) =>
        new Series(NameOf(model[0]), Places(model, shared), [.. model.Select(row => row.HumanMean)])
        {
            Mark = SeriesMark.LineAndPoints,
            Style = style,
            Hover = [.. model.Select(row => row.StageLabel)],
        }.WithErrors([.. model.Select(row => row.HumanSem)]);

    private static Series Own(StageRecognition[] model, int style, bool shared) =>
        new(NameOf(model[0]) + ", itself", Places(model, shared), [.. model.Select(row => row.ModelMean)])
        {
            Style = style,
            Faint = true,
            InLegend = false,
            Hover = [.. model.Select(row => row.StageLabel)],
        };

    private static double[] Places(StageRecognition[] model, bool shared) =>
        [.. model.Select((_, i) => shared ? i : (double)i / (model.Length - 1))];

    [GeneratedRegex(@"\$L_(2|\\infty)-norm \(\\epsilon=([^)]*)\)\$")]
    private static partial Regex Formula();
}
