using Metamers.Evaluation.Robustness;
using Metamers.Perturbations;
using Metamers.Statistics;
using static Metamers.Claims.ClaimedRange;
using static Metamers.Claims.ClaimNetworks;

namespace Metamers.Claims;

/// <summary>
/// What the accuracies under attack in <c>data/robustness</c> say: the claims of notebook 07. Each number is one of, or
/// the difference of two, proportions of pictures; the networks are judged on the same pictures, which their standard
/// errors leave out of account.
/// </summary>
/// <example>
/// <code>
/// RobustnessClaims.Compute()
/// </code>
/// </example>
public static class RobustnessClaims
{
    private const string Source = "notebook 07";

    private const double Random = 0.1;

    /// <summary>Computes the claims from the results that the project ships.</summary>
    public static ClaimList Compute() =>
        [
            Difference(
                "The standard network begins highest, against the random L2 control",
                ResNet,
                ResNetRandomL2Long,
                L2(0),
                Above(0)
            ),
            Difference("The L2-trained network begins lower than the standard one", ResNetL2, ResNet, L2(0), Below(0)),
            Accuracy("The standard network loses nearly everything: L2 0.5", ResNet, L2(0.5), Below(0.1)),
            Accuracy(
                "The standard network loses nearly everything: L∞ 4/255",
                ResNet,
                new(PerturbationNorm.LInf, 4 / 255.0),
                Below(0.1)
            ),
            Difference(
                "The random L2 control is hardly more robust (by less than 0.1): L2 0.5",
                ResNetRandomL2Long,
                ResNet,
                L2(0.5),
                Below(Random)
            ),
            Difference(
                "The random L∞ control is hardly more robust (by less than 0.1): L2 0.5",
                ResNetRandomLInfLong,
                ResNet,
                L2(0.5),
                Below(Random)
            ),
            Accuracy(
                "The L2-trained network keeps more than 0.4 at its own radius: L2 0.5",
                ResNetL2,
                L2(0.5),
                Above(0.4)
            ),
            Accuracy("… and the L∞-trained one at this radius: L2 0.5", ResNetLInf, L2(0.5), Above(0.4)),
            Difference("Adversarial training makes VGG-8 more robust: L2 0.5", VggL2, Vgg, L2(0.5), Above(0)),
            Difference("Less aliasing makes VGG-8 more robust: L2 0.25", VggLowPass, Vgg, L2(0.25), Above(0)),
            Difference("Less aliasing makes VGG-8 more robust: L2 0.5", VggLowPass, Vgg, L2(0.5), Above(0)),
            .. Words(PerturbationSpace.Input, "waveform"),
            .. Words(PerturbationSpace.Cochleagram, "cochleagram"),
        ];

    private static IEnumerable<Claim> Words(PerturbationSpace space, string where) =>
        [
            Difference(
                $"CochCnnSmall trained on waveforms is more robust, attacked at the {where}: L2 0.5",
                CnnWaveform,
                Cnn,
                L2(0.5),
                Above(0),
                space
            ),
            Difference(
                $"CochCnnSmall trained on cochleagrams is more robust, attacked at the {where}: L2 0.5",
                CnnCochleagram,
                Cnn,
                L2(0.5),
                Above(0),
                space
            ),
            Difference(
                $"The random control is hardly more robust (by less than 0.1), attacked at the {where}: L2 0.5",
                CnnRandom,
                Cnn,
                L2(0.5),
                Below(Random),
                space
            ),
        ];

    private static PerturbationSet L2(double radius) => new(PerturbationNorm.L2, radius);

    private static Claim Accuracy(string sentence, string network, PerturbationSet set, ClaimedRange claimed)
    {
        RobustAccuracy found = Of(network, set, PerturbationSpace.Input);
        return Make(sentence, claimed, Estimate.Normal(found.Accuracy, found.StandardError), found);
    }

    private static Claim Difference(
        string sentence,
        string network,
        string baseline,
        PerturbationSet set,
        ClaimedRange claimed,
        PerturbationSpace space = PerturbationSpace.Input
    )
    {
        RobustAccuracy one = Of(network, set, space);
        RobustAccuracy other = Of(baseline, set, space);
        double error = Math.Sqrt(Math.Pow(one.StandardError, 2) + Math.Pow(other.StandardError, 2));
        return Make(sentence, claimed, Estimate.Normal(one.Accuracy - other.Accuracy, error), one);
    }

    private static Claim Make(string sentence, ClaimedRange claimed, Estimate found, RobustAccuracy accuracy) =>
        new(Source, sentence, claimed, found)
        {
            Stimuli = accuracy.Stimuli,
            Judges = 1,
            JudgedBy = "the network itself",
        };

    private static RobustAccuracy Of(string network, PerturbationSet set, PerturbationSpace space) =>
        AdversarialEvaluation
            .LoadShipped(network)
            .In(set.Norm, space)
            .Where(result => Math.Abs(result.Set.Radius - set.Radius) < 1e-4)
            .MinBy(result => result.Seed)!;
}
