using System.Globalization;
using Metamers.Published;
using Metamers.Reports.Records;
using Metamers.Runtime;
using Metamers.Statistics;

namespace Metamers.Reports.Making;

/// <summary>
/// Predicts people's recognition of metamers from the panel's. The line is fitted to the published points (one for each
/// stage of each model, pictures or sounds), both sides corrected for guessing, (p − c) / (1 − c), so that tasks with
/// somewhat more or fewer choices can be compared.
/// </summary>
internal static class HumanPrediction
{
    private const int FewestJudges = 5;
    private const double MostChanceRatio = 2; // a task with twice the chance is another task

    /// <summary>
    /// Chance of people and models in the published experiments: 16 categories of pictures, 794 words.
    /// </summary>
    private static double PublishedChance(string modality) => modality == "vision" ? 1 / 16.0 : 1 / 794.0;

    /// <summary>Predicts, or says why not.</summary>
    /// <param name="modality">"vision" or "audio".</param>
    /// <param name="panel">The recognition by the panel.</param>
    /// <param name="withoutNull">Why there is no null distribution; null if there is one.</param>
    public static PredictedRecognition Predict(string modality, PanelRecognition panel, string? withoutNull)
    {
        double chance = PublishedChance(modality);
        RecognitionByOthers[] points = [.. new PublishedData().OtherModels.Where(row => row.Modality == modality)];
        PredictionLine line = new(
            [.. points.Select(point => Corrected(point.OtherModelsMean, chance))],
            [.. points.Select(point => Corrected(point.HumanMean, chance))]
        );
        GroupRecognition[] stages = [.. panel.Groups.Where(group => group.Group == PanelNumbers.AllJudges)];
        double? natural = stages[0].Recognition is { } found ? Corrected(found.Value, panel.Chance) : null;
        string? refused =
            panel.Chance > MostChanceRatio * chance || panel.Chance < chance / MostChanceRatio
                ? string.Create(
                    CultureInfo.InvariantCulture,
                    $"guessing gives {panel.Chance:0.###} here and {chance:0.####} in the published experiments: "
                        + $"another task"
                )
            : panel.Judges.Count < FewestJudges
                ? $"the panel has {panel.Judges.Count} judges, and at least {FewestJudges} are needed"
            : withoutNull is not null
                ? $"it is not known which metamers count, since there is no null distribution: {withoutNull}"
            : natural is null
                ? $"{Counted.Of(stages[0].Metamers, "natural stimulus has", "natural stimuli have")} a class, and "
                    + $"at least {AnswerTable.LeastStimuli} are needed to tell whether the panel recognises them"
            : natural < line.Most / 2
                ? "the panel does not recognise the natural stimuli well enough to stand for the published models"
            : null;
        return new(
            refused,
            points.Length,
            line.RSquared.Rounded(),
            refused is null
                ? "Predicted, not measured. The published points are of networks for ImageNet or for words, judged by "
                    + "one another, and of people who named photographs in 16 categories or words; that the same line "
                    + "holds for this panel and these stimuli is assumed. The points of one network are not "
                    + "independent, so that the interval is somewhat too narrow."
                : null,
            refused is null ? [.. stages.Skip(1).Select(stage => Stage(stage, line, panel.Chance))] : []
        );
    }

    private static PredictedStage Stage(GroupRecognition stage, PredictionLine line, double chance)
    {
        if (stage.Recognition is not { } recognition)
        {
            return new(
                stage.Stage,
                null,
                null,
                null,
                $"{(stage.Metamers == 0 ? "no metamer is" : Counted.Of(stage.Metamers, "metamer is", "metamers are"))} "
                    + $"accepted, and at least {AnswerTable.LeastAccepted} are needed"
            );
        }

        double x = Corrected(recognition.Value, chance);
        double error = recognition.StandardError / (1 - chance);
        if (x - 2 * error > line.Most || x + 2 * error < line.Least)
        {
            return new(stage.Stage, null, null, null, "the panel's recognition is outside the published range");
        }

        Estimate predicted = line.Predict(x, error);
        return new(
            stage.Stage,
            Proportion(predicted.Value, chance),
            Proportion(predicted.Low, chance),
            Proportion(predicted.High, chance),
            null
        );
    }

    private static double Corrected(double proportion, double chance) => (proportion - chance) / (1 - chance);

    private static double Proportion(double corrected, double chance) =>
        Math.Clamp(chance + corrected * (1 - chance), 0, 1).Rounded();
}
