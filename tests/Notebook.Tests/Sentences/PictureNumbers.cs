using Metamers.Claims;
using Metamers.Evaluation;
using Metamers.Statistics;
using Metamers.Studies;
using Microsoft.Data.Analysis;
using static Metamers.Claims.ClaimNetworks;
using static Notebook.Tests.Sentences.Sources;

namespace Notebook.Tests.Sentences;

/// <summary>Numbers of the study of metamers of pictures.</summary>
internal static class PictureNumbers
{
    public static readonly string[] Early = ["conv1_relu1", "layer1", "layer2"];
    public static readonly string[] Late = ["layer3", "final"];
    public static readonly string[] Robust = [ResNetL2, ResNetLInf];
    public static readonly string[] NotRobust = [ResNet, ResNetRandomL2, ResNetRandomLInf];
    public static readonly Lazy<ClaimList> Idiosyncrasy = new(() =>
        IdiosyncrasyClaims.Pictures(Study("transfer-pictures"))
    );
    public static readonly Lazy<ClaimList> Adversarial = new(() =>
        AdversarialClaims.Pictures(Study("transfer-pictures"))
    );

    public static (string Name, double Value) Mean(string generator, string stage, JudgeGroup group) =>
        ($"{generator}, {stage}", Pictures.Mean(generator, stage, group).Value);

    public static IEnumerable<(string Name, double Value)> LateMeans(string generator, JudgeGroup group) =>
        Pictures.StagesOf(generator).TakeLast(2).Select(stage => Mean(generator, stage, group));

    /// <summary>How often adversarially trained judges recognise late metamers, relative to the others.</summary>
    public static (string Name, double Value) AdversarialShare(string generator)
    {
        string stage = Pictures.StagesOf(generator)[^2];
        return (
            generator,
            Pictures.Mean(generator, stage, JudgeGroup.Adversarial).Value
                / Pictures.Mean(generator, stage, JudgeGroup.NotAdversarial).Value
        );
    }

    public static IEnumerable<(string Name, Estimate Value)> LossesOfKinds(string stage) =>
        JudgeGroups.Apart.Select(group =>
            ($"{stage}, {group.Name()}", Pictures.Loss(ResNet, stage, Pictures.JudgesOf(ResNet, group)))
        );

    /// <summary>How much more often the metamers of other ResNet-20s are recognised than the standard one's.</summary>
    public static IEnumerable<(string Name, Estimate Value)> Gains(string stage, JudgeGroup group) =>
        Robust
            .Concat(NotRobust.Skip(1))
            .Select(key => ($"{key}, {stage}", Pictures.Difference(key, ResNet, stage, group)));

    public static IEnumerable<double> FiveAt(string stage, JudgeGroup group) =>
        Robust.Concat(NotRobust).Select(key => Pictures.Mean(key, stage, group).Value);

    public static Estimate BeforeTraining(string stage) =>
        Pictures.Difference(ResNetUntrained, ResNet, stage, JudgeGroup.NotAdversarial);

    public static IEnumerable<Claim> Seeds(params (string Stage, string Judge)[] which) =>
        which.Select(one =>
            Idiosyncrasy.Value.Single(claim =>
                claim.Sentence == $"Another seed loses what one seed keeps: {one.Stage}" && claim.JudgedBy == one.Judge
            )
        );

    /// <summary>
    /// The photographs that a judge names correctly and their metamers not, and those for which it is the other way
    /// round.
    /// </summary>
    public static (int Lost, int Gained) Changes(string generator, string stage, string judge)
    {
        DataFrameRow[] asked =
        [
            .. Study("transfer-pictures").Recognition.Rows.Where(row => (string)row["evaluator"] == judge),
        ];
        Dictionary<string, bool> Correct(string network, string at) =>
            asked
                .Where(row => (string)row["network"] == network && (string)row["stage"] == at)
                .ToDictionary(row => (string)row["stimulus"], row => (bool)row["correct"]);
        (Dictionary<string, bool> natural, Dictionary<string, bool> made) = (
            Correct(Transfer.Natural, Transfer.Natural),
            Correct(generator, stage)
        );
        string[] counted =
        [
            .. Study("transfer-pictures")
                .Metamers.Rows.Where(row =>
                    (string)row["network"] == generator && (string)row["stage"] == stage && StudyResults.IsCounted(row)
                )
                .Select(row => (string)row["stimulus"]),
        ];
        return (
            counted.Count(stimulus => natural[stimulus] && !made[stimulus]),
            counted.Count(stimulus => !natural[stimulus] && made[stimulus])
        );
    }

    /// <summary>Two-sided p of an exact sign test of these changes.</summary>
    public static double SignTest(string generator, string stage, string judge)
    {
        (int lost, int gained) = Changes(generator, stage, judge);
        return lost + gained == 0
            ? 1
            : SignFlips.OfMean(
                [.. Enumerable.Repeat(1.0, lost), .. Enumerable.Repeat(-1.0, gained)],
                draws: 0, // all arrangements
                seed: 0
            );
    }

    public static IEnumerable<Claim> OfResNet(JudgeGroup group) =>
        Adversarial.Value.Where(claim => Says(claim, "helps: ResNet-20") && claim.JudgedBy == group.Name());

    public static bool Says(Claim claim, string words) => claim.Sentence.Contains(words, StringComparison.Ordinal);

    public static double[] Extremes(IEnumerable<double> values)
    {
        double[] all = [.. values];
        return [all.Min(), all.Max()];
    }
}
