namespace Metamers.Published;

/// <summary>The designs of the published analyses of variance.</summary>
/// <example>
/// <code>
/// new PublishedData().Analyses.Where(analysis => analysis.Design == AnovaDesign.HumanAgainstModel).ToDataFrame()
/// </code>
/// </example>
public enum AnovaDesign
{
    /// <summary>People against the generating model, with stages within.</summary>
    HumanAgainstModel,

    /// <summary>People alone: models and stages within.</summary>
    ModelAgainstModel,

    /// <summary>People alone: stages within.</summary>
    Stages,

    /// <summary>
    /// Networks against each other on adversarial pictures, with sizes of perturbation within; a row is a seed.
    /// </summary>
    Robustness,
}
