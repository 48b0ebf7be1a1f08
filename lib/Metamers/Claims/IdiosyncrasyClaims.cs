using MathNet.Numerics.Statistics;
using Metamers.Statistics;
using Metamers.Studies;
using Microsoft.Data.Analysis;
using static Metamers.Claims.ClaimedRange;
using static Metamers.Claims.ClaimNetworks;

namespace Metamers.Claims;

/// <summary>
/// Whether the metamers of one network are recognised by others: what notebook 06 says of its studies.
/// </summary>
/// <example>
/// <code>
/// var pictures = StudyResults.Load(Path.Combine(ProjectFolder.Data, "studies", "transfer-pictures"));
/// IdiosyncrasyClaims.Pictures(pictures)
/// </code>
/// </example>
public static class IdiosyncrasyClaims
{
    private const string Source = "notebook 06";

    /// <summary>Claims about the metamers of pictures.</summary>
    /// <param name="results">The study of pictures.</param>
    public static ClaimList Pictures(StudyResults results)
    {
        ArgumentNullException.ThrowIfNull(results);
        StudyRecognition study = results.ToRecognition();
        StudyClaims claims = new(study, Source);
        const string nothing = "Other networks recognise less than a quarter of the metamers: standard ResNet-20, ";
        const string seed = "Another seed loses what one seed keeps: ";
        Claim Others(string stage, JudgeGroup group) =>
            claims.Recognised(nothing + stage, ResNet, stage, group, Below(0.25));
        IEnumerable<Claim> Seeds(string stage) =>
            [
                claims.Lost(seed + stage, ResNet, stage, [ResNetSeed1], "the second seed", Above(0)),
                claims.Lost(seed + stage, ResNetSeed1, stage, [ResNet], "the first seed", Above(0)),
            ];
        return
        [
            FirstStages(results, study),
            .. StudyClaims.Split(group => Others("layer3", group)),
            .. StudyClaims.Split(group => Others("final", group)),
            .. Seeds("layer2"),
            .. Seeds("layer3"),
            .. Seeds("final"),
        ];
    }

    /// <summary>
    /// Whether other networks recognise the metamers of first stages as they recognise the pictures, over all networks
    /// of the study.
    /// </summary>
    private static Claim FirstStages(StudyResults results, StudyRecognition study)
    {
        (string, string)[] first =
        [
            .. from network in results.Metamers["network"].Cast<string>().Distinct()
            select (network, study.StagesOf(network)[1]), // after the pictures
        ];
        return new(
            Source,
            $"Metamers of the first stage are recognised as the pictures are: mean of {first.Length} networks",
            Near0(0.05),
            study.MeanLoss(first)
        )
        {
            Stimuli = study.Stimuli,
            Judges = study.Judges.Count,
            JudgedBy = JudgeGroup.All.Name(),
        };
    }

    /// <summary>Claims about the metamers of words, and how well they match.</summary>
    /// <param name="results">The study of words.</param>
    public static ClaimList Words(StudyResults results)
    {
        ArgumentNullException.ThrowIfNull(results);
        StudyRecognition study = results.ToRecognition();
        StudyClaims claims = new(study, Source);
        Claim Lost(string network, string name, string stage) =>
            claims.Lost(
                $"Others recognise late metamers less often than the words: {name}, {stage}",
                network,
                stage,
                study.JudgesOf(network),
                JudgeGroup.All.Name(),
                Above(0)
            );
        return
        [
            Lost(Cnn, "CochCnnSmall", "relu0"),
            Lost(Cnn, "CochCnnSmall", "relu4"),
            claims.Recognised(
                "The metamers of the residual network are recognised below chance: final",
                CochResNet,
                "final",
                JudgeGroup.All,
                Below(0.1)
            ),
            Loss(results, CochResNet, "layer2"),
            Loss(results, CochResNet, "layer4"),
        ];
    }

    /// <summary>
    /// How well the metamers of a stage match: the median of the normalised losses of those that count.
    /// </summary>
    private static Claim Loss(StudyResults results, string network, string stage)
    {
        DataFrame metamers = results.Metamers;
        double[] losses =
        [
            .. metamers
                .Rows.Where(row =>
                    (string)row["network"] == network && (string)row["stage"] == stage && StudyResults.IsCounted(row)
                )
                .Select(row => (double)row["loss"]),
        ];
        return new(
            Source,
            $"The metamers of the residual network match (median loss at most 0.2): {stage}",
            Below(0.2),
            CrossedBootstrap.Measure(losses.Length, 1, (items, _) => Median(losses, items))
        )
        {
            Stimuli = losses.Length,
            Judges = 1,
            JudgedBy = "the network itself",
        };
    }

    private static double Median(double[] values, int[] counts) =>
        values.SelectMany((value, i) => Enumerable.Repeat(value, counts[i])).Median();
}
