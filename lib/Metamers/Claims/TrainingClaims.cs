using Metamers.Studies;
using static Metamers.Claims.ClaimedRange;
using static Metamers.Claims.ClaimNetworks;

namespace Metamers.Claims;

/// <summary>
/// How the recognition of metamers depends on training, on the task and on subsampling: what notebook 09 says of its
/// studies.
/// </summary>
/// <example>
/// <code>
/// var words = StudyResults.Load(Path.Combine(ProjectFolder.Data, "studies", "transfer-words"));
/// TrainingClaims.Task(words)
/// </code>
/// </example>
public static class TrainingClaims
{
    private const string Source = "notebook 09";
    private const string Predecessor = "Feather et al. 2019";

    /// <summary>
    /// Whether metamers of late stages are more recognisable before training, as the predecessor reports.
    /// </summary>
    /// <param name="pictures">The study of pictures.</param>
    /// <param name="words">The study of words.</param>
    public static ClaimList Untrained(StudyResults pictures, StudyResults words)
    {
        ArgumentNullException.ThrowIfNull(pictures);
        ArgumentNullException.ThrowIfNull(words);
        StudyClaims vision = new(pictures.ToRecognition(), Predecessor);
        StudyClaims audition = new(words.ToRecognition(), Predecessor);
        const string more = "Late metamers of an untrained network are more recognisable: ";
        return
        [
            .. StudyClaims.Split(group =>
                vision.Gain(more + "ResNet-20, layer3", ResNetUntrained, ResNet, "layer3", group, Above(0))
            ),
            .. StudyClaims.Split(group =>
                vision.Gain(more + "ResNet-20, final", ResNetUntrained, ResNet, "final", group, Above(0))
            ),
            .. StudyClaims.Split(group =>
                audition.Gain(more + "CochCnnSmall, relu4", CnnUntrained, Cnn, "relu4", group, Above(0))
            ),
            .. StudyClaims.Split(group =>
                audition.Gain(more + "CochCnnSmall, final", CnnUntrained, Cnn, "final", group, Above(0))
            ),
        ];
    }

    /// <summary>
    /// Whether the metamers of a network that learned speakers are less recognisable as words than those of one that
    /// learned words; networks for words judge.
    /// </summary>
    /// <param name="words">The study of words.</param>
    public static ClaimList Task(StudyResults words)
    {
        ArgumentNullException.ThrowIfNull(words);
        StudyClaims claims = new(words.ToRecognition(), Source);
        return
        [
            .. new[] { "relu0", "relu2", "relu4", "final" }.SelectMany(stage =>
                StudyClaims.Split(group =>
                    claims.Gain(
                        $"The speaker network keeps less of the word than the digit network: {stage}",
                        CnnSpeaker,
                        Cnn,
                        stage,
                        group,
                        Below(0)
                    )
                )
            ),
        ];
    }

    /// <summary>Whether less aliasing makes metamers more recognisable to other networks.</summary>
    /// <param name="pictures">The study of pictures.</param>
    /// <param name="words">The study of words.</param>
    public static ClaimList Aliasing(StudyResults pictures, StudyResults words)
    {
        ArgumentNullException.ThrowIfNull(pictures);
        ArgumentNullException.ThrowIfNull(words);
        StudyClaims vision = new(pictures.ToRecognition(), "Feather et al. 2023");
        StudyClaims audition = new(words.ToRecognition(), Predecessor);
        const string helps = "Less aliasing helps: ";
        return
        [
            .. new[] { "conv_relu_2_1", "fc_relu_0", "final" }.SelectMany(stage =>
                StudyClaims.Split(group =>
                    vision.Gain($"{helps}VGG-8, {stage}", VggLowPass, Vgg, stage, group, Above(0))
                )
            ),
            .. new[] { "relu2", "relu4", "final" }.SelectMany(stage =>
                StudyClaims.Split(group =>
                    audition.Gain($"{helps}CochCnnSmall, {stage}", CnnLowPass, Cnn, stage, group, Above(0))
                )
            ),
        ];
    }
}
