using Metamers.Studies;
using static Metamers.Claims.ClaimedRange;
using static Metamers.Claims.ClaimNetworks;

namespace Metamers.Claims;

/// <summary>
/// Whether adversarial training makes the metamers of a network more recognisable to other networks, and to which: what
/// notebook 08 says of its studies.
/// </summary>
/// <example>
/// <code>
/// var pictures = StudyResults.Load(Path.Combine(ProjectFolder.Data, "studies", "transfer-pictures"));
/// AdversarialClaims.Pictures(pictures)
/// </code>
/// </example>
public static class AdversarialClaims
{
    private const string Source = "figure 4, with networks as judges";
    private const string AudioSource = "figure 5, with networks as judges";

    /// <summary>Gains below this are "no gain".</summary>
    private const double Little = 0.1;

    /// <summary>Claims about the networks for pictures.</summary>
    /// <param name="results">The study of pictures.</param>
    public static ClaimList Pictures(StudyResults results)
    {
        ArgumentNullException.ThrowIfNull(results);
        StudyClaims claims = new(results.ToRecognition(), Source);
        IEnumerable<Claim> Gains(
            string sentence,
            string network,
            string baseline,
            string stage,
            ClaimedRange claimed
        ) => StudyClaims.Split(group => claims.Gain($"{sentence}, {stage}", network, baseline, stage, group, claimed));
        return
        [
            .. Gains("Adversarial training (L2) helps: ResNet-20", ResNetL2, ResNet, "layer3", Above(0)),
            .. Gains("Adversarial training (L2) helps: ResNet-20", ResNetL2, ResNet, "final", Above(0)),
            .. Gains("Adversarial training (L∞) helps: ResNet-20", ResNetLInf, ResNet, "layer3", Above(0)),
            .. Gains("Adversarial training (L∞) helps: ResNet-20", ResNetLInf, ResNet, "final", Above(0)),
            .. Gains("Adversarial training (L2) helps: VGG-8", VggL2, Vgg, "conv_relu_2_1", Above(0)),
            .. Gains("Adversarial training (L2) helps: VGG-8", VggL2, Vgg, "final", Above(0)),
            .. Gains(
                "Random perturbations (L2) do not help: ResNet-20",
                ResNetRandomL2,
                ResNet,
                "layer3",
                Below(Little)
            ),
            .. Gains(
                "Random perturbations (L∞) do not help: ResNet-20",
                ResNetRandomLInf,
                ResNet,
                "layer3",
                Below(Little)
            ),
        ];
    }

    /// <summary>Claims about the networks for words.</summary>
    /// <param name="results">The study of words.</param>
    public static ClaimList Words(StudyResults results)
    {
        ArgumentNullException.ThrowIfNull(results);
        StudyClaims claims = new(results.ToRecognition(), AudioSource);
        IEnumerable<Claim> Gains(string sentence, string network, string stage, ClaimedRange claimed) =>
            StudyClaims.Split(group => claims.Gain($"{sentence}: {stage}", network, Cnn, stage, group, claimed));
        return
        [
            .. Gains("Perturbed cochleagrams help", CnnCochleagram, "relu4", Above(0)),
            .. Gains("Perturbed cochleagrams help", CnnCochleagram, "final", Above(0)),
            .. Gains("Random perturbations of the cochleagram do not help", CnnRandom, "relu4", Below(Little)),
            .. Gains("Perturbed waveforms help", CnnWaveform, "relu4", Above(0)),
            .. StudyClaims.Split(group =>
                claims.Gain(
                    "Perturbed cochleagrams help more than random ones: relu4",
                    CnnCochleagram,
                    CnnRandom,
                    "relu4",
                    group,
                    Above(0)
                )
            ),
        ];
    }
}
