namespace Metamers.Studies;

/// <summary>
/// Which networks judge the metamers of another: by what they were trained on, and whether they have the architecture
/// of the network that the metamers were made for.
/// </summary>
/// <example>
/// <code>
/// var study = StudyResults.Load(Path.Combine(ProjectFolder.Data, "studies", "transfer-pictures")).ToRecognition();
/// study.JudgesOf("resnet20-standard-seed0", JudgeGroup.OtherArchitecture)
/// </code>
/// </example>
public enum JudgeGroup
{
    /// <summary>All but the generating network.</summary>
    All,

    /// <summary>
    /// Those that were not trained against adversarial perturbations: standard ones, random controls and other
    /// architectures.
    /// </summary>
    NotAdversarial,

    /// <summary>Of the generating network's architecture, trained without perturbations.</summary>
    Standard,

    /// <summary>Of any architecture, trained with perturbations in random directions.</summary>
    RandomControl,

    /// <summary>Of another architecture, trained without perturbations.</summary>
    OtherArchitecture,

    /// <summary>Of any architecture, trained against adversarial perturbations.</summary>
    Adversarial,
}
