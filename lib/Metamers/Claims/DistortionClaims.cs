using Metamers.Evaluation.Sensitivity;
using Metamers.Runtime;
using Metamers.Statistics;
using static Metamers.Claims.ClaimedRange;

namespace Metamers.Claims;

/// <summary>What distortions of several stimuli say about networks; the uncertainty is that over the stimuli.</summary>
public static class DistortionClaims
{
    private const string Source = "notebook 17";

    /// <summary>
    /// Whether principal distortions separate networks by their training or by their architecture: which share of the
    /// variance of the log ratios is between two groups of networks. By chance it is 1/(networks − 1).
    /// </summary>
    /// <param name="distortions">Of the same networks, one for each of at least two stimuli.</param>
    /// <param name="isRobust">Whether a network, by its key, was trained adversarially.</param>
    /// <param name="isOther">Whether it is of the second of two architectures.</param>
    public static ClaimList Separation(
        this IReadOnlyList<PrincipalDistortions> distortions,
        Func<string, bool> isRobust,
        Func<string, bool> isOther
    )
    {
        double[] byTraining = [.. distortions.Select(pair => ShareBetween(pair, isRobust))];
        double[] byArchitecture = [.. distortions.Select(pair => ShareBetween(pair, isOther))];
        return
        [
            Make("Adversarial training explains more than half of the variance", Above(0.5), byTraining),
            Make("Architecture explains more than half of the variance", Above(0.5), byArchitecture),
            Make(
                "Adversarial training explains more than architecture does",
                Above(0),
                [.. byTraining.Zip(byArchitecture, (one, other) => one - other)]
            ),
        ];

        Claim Make(string sentence, ClaimedRange claimed, double[] values) =>
            new(Source, sentence, claimed, Bootstrap.Mean(values))
            {
                Stimuli = values.Length,
                Judges = distortions[0].Networks.Count,
                JudgedBy = "networks",
            };
    }

    /// <summary>
    /// How the distortions that two networks notice most and least differ, in their mean frequencies.
    /// </summary>
    /// <param name="one">Eigendistortions of one network, a stimulus each, at least two.</param>
    /// <param name="other">Those of the other, of the same stimuli in the same order.</param>
    /// <param name="names">What the two networks are called.</param>
    /// <exception cref="MetamerException">They are of other stimuli, or in another order.</exception>
    public static ClaimList Frequencies(
        this IReadOnlyList<Eigendistortions> one,
        IReadOnlyList<Eigendistortions> other,
        (string One, string Other) names
    )
    {
        if (!one.Select(found => found.Reference.Name).SequenceEqual(other.Select(found => found.Reference.Name)))
        {
            throw new MetamerException(
                $"The distortions are not of the same stimuli in the same order: {names.One} has "
                    + $"{string.Join(", ", one.Select(found => found.Reference.Name))}; {names.Other} has "
                    + $"{string.Join(", ", other.Select(found => found.Reference.Name))}. Find both for one list."
            );
        }

        return
        [
            Make(
                $"In {names.One}, the least noticeable distortion is finer than the most noticeable one, "
                    + one[0].Stage,
                one,
                one,
                least: true
            ),
            Make($"In {names.Other}, the same", other, other, least: true),
            Make(
                $"What {names.Other} notices most is coarser than what {names.One} notices most",
                one,
                other,
                least: false
            ),
        ];

        static Claim Make(
            string sentence,
            IReadOnlyList<Eigendistortions> finer,
            IReadOnlyList<Eigendistortions> coarser,
            bool least
        )
        {
            double[] differences =
            [
                .. finer.Zip(
                    coarser,
                    (fine, coarse) =>
                        (least ? fine.Least : fine.Most).Distortion.MeanFrequency()
                        - coarse.Most.Distortion.MeanFrequency()
                ),
            ];
            return new(Source, sentence, Above(0), Bootstrap.Mean(differences).AllowingFewPairs(differences))
            {
                Stimuli = differences.Length,
                Judges = least ? 1 : 2,
                JudgedBy = "networks",
            };
        }
    }

    /// <summary>Whether another network notices a distortion more than random ones.</summary>
    /// <param name="noticed">Its sensitivities to distortions, one of each stimulus.</param>
    /// <param name="sentence">What is claimed: that it does.</param>
    public static Claim Noticed(this IReadOnlyList<DistortionSensitivity> noticed, string sentence) =>
        new(
            Source,
            sentence,
            Above(0),
            Bootstrap.Mean([.. noticed.Select(one => Math.Log10(Math.Max(one.Relative, 1e-12)))])
        )
        {
            Stimuli = noticed.Count,
            Judges = 1,
            JudgedBy = "networks",
        };

    /// <summary>Share of the variance of the log ratios over the networks that is between two groups of them.</summary>
    internal static double ShareBetween(PrincipalDistortions pair, Func<string, bool> isIn)
    {
        double mean = pair.LogRatios.Average();
        double between = pair
            .Networks.Zip(pair.LogRatios, (network, ratio) => (In: isIn(network), Ratio: ratio))
            .GroupBy(entry => entry.In, entry => entry.Ratio)
            .Sum(group => group.Count() * Math.Pow(group.Average() - mean, 2));
        return between / pair.LogRatios.Sum(ratio => Math.Pow(ratio - mean, 2));
    }
}
