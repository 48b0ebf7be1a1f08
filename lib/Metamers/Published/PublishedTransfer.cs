namespace Metamers.Published;

/// <summary>How well one model recognises the metamers of one stage of another: the data behind figure 8.</summary>
/// <param name="Modality">"vision" or "audio".</param>
/// <param name="Generator">The model that the metamers were made for, named as in the authors' repository.</param>
/// <param name="StageIndex">Its stage, from 0.</param>
/// <param name="Stage">The stage's name.</param>
/// <param name="Evaluator">The model that classified the metamers.</param>
/// <param name="Metamers">Number of accepted metamers.</param>
/// <param name="Accuracy">
/// Share of the metamers assigned to their true class: one of 16 categories, or one of 793 words.
/// </param>
/// <param name="StandardError">By bootstrap over the metamers.</param>
/// <param name="AccuracyOfThousand">Accuracy for the 1,000 classes of ImageNet; null for sounds.</param>
/// <param name="Task">"imagenet16" or "word793".</param>
/// <param name="Source">The file in the authors' repository.</param>
public sealed record PublishedTransfer(
    string Modality,
    string Generator,
    int StageIndex,
    string Stage,
    string Evaluator,
    int Metamers,
    double Accuracy,
    double StandardError,
    double? AccuracyOfThousand,
    string Task,
    string Source
)
{
    /// <summary>Whether the model classified its own metamers.</summary>
    public bool IsSelf => Generator == Evaluator;
}
