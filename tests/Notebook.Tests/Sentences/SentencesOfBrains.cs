using Metamers.Published;
using static Metamers.Claims.ClaimedRange;
using static Notebook.Tests.Sentences.Judged;
using static Notebook.Tests.Sentences.Sources;

namespace Notebook.Tests.Sentences;

/// <summary>What notebook 13 and the index of figures say of the published predictions of brains.</summary>
internal static class SentencesOfBrains
{
    private const double Usual = 0.05;

    private static readonly string[] Visual = ["V1", "V2", "V4", "IT"];
    private static readonly string[] Hearing = ["all_aud_voxels", "speech"];

    public static IEnumerable<Sentence> All =>
        [
            new(
                "13",
                "Brain-Scores of 26 networks in four regions of the visual cortex",
                Numbers(() =>
                    [
                        Networks("IT"),
                        Published
                            .Brain.Where(row => row.Modality == "vision")
                            .Select(row => row.Region)
                            .Distinct()
                            .Count(),
                    ]
                )
            ),
            new(
                "13",
                "17 networks in five regions of the auditory cortex | the 6 of them whose regressions were released",
                Numbers(() =>
                    [
                        Models(),
                        Published
                            .Brain.Where(row => row.Modality == "audio")
                            .Select(row => row.Region)
                            .Distinct()
                            .Count(),
                        Networks("speech"),
                    ]
                )
            ),
            new("index", "(6 of 17 models are released)", Numbers(() => [Networks("speech"), Models()])),
            new(
                "13",
                "In the first two regions of the visual cortex no relation can be seen; 26 networks cannot exclude",
                Both(
                    Numbers(() => [2, Networks("V1")]),
                    In(Above(Usual), () => Visual.Take(2).Select(region => (region, Brain(region).P)))
                )
            ),
            new(
                "13",
                "Most stages that predict V1 best are early ones, whose metamers are recognised well; for V2 "
                    + "recognition is spread widely",
                If(() =>
                {
                    double[] first = [.. Recognised("V1")];
                    double[] second = [.. Recognised("V2")];
                    int well = first.Count(share => share > 0.7);
                    return (
                        2 * well > first.Length && second.Max() - second.Min() > 0.5,
                        FormattableString.Invariant(
                            $"V1: {well} of {first.Length} above 0.7; V2: {second.Min():0.00} to {second.Max():0.00}"
                        )
                    );
                })
            ),
            new(
                "13",
                "the correlations are higher (0.40 and 0.45, against 0.10 and 0.13 in the first two regions), but with "
                    + "four regions tested neither is beyond chance at the usual limit of 0.05",
                Both(
                    Numbers(() =>
                        [
                            .. Visual.Skip(2).Concat(Visual.Take(2)).Select(region => Brain(region).Coefficient),
                            2,
                            Visual.Length,
                            Usual,
                        ]
                    ),
                    In(
                        Above(Usual),
                        () => Visual.Skip(2).Select(region => (region, Brain(region).Bonferroni(Visual.Length).P))
                    ),
                    If(() =>
                    {
                        double[] rho = [.. Visual.Select(region => Brain(region).Coefficient)];
                        return (rho[..2].Max() < rho[2..].Min(), string.Join(", ", rho));
                    })
                )
            ),
            new(
                "13",
                "at nearly the same score, recognition runs from less than a fifth to more than four fifths",
                If(() =>
                {
                    BrainPrediction[] near =
                    [
                        .. Published.Brain.Where(row => row.Region == "IT" && Math.Abs(row.Score - 0.46) < 0.0105),
                    ];
                    (double least, double most) = (
                        near.Min(row => row.HumanRecognition),
                        near.Max(row => row.HumanRecognition)
                    );
                    return (
                        least < 0.2 && most > 0.8,
                        FormattableString.Invariant($"{least:0.000} to {most:0.000} at scores of 0.45 to 0.47")
                    );
                })
            ),
            new(
                "13",
                "Eight people heard",
                Numbers(() => Published.BrainByStage.Select(row => (double)row.Participants).Distinct().ToArray())
            ),
            new(
                "13",
                "All begin low at the cochleagram, rise, and fall again towards the last stages: the intermediate ones "
                    + "predict best.",
                If(() =>
                {
                    double[][] curves = [.. Curves("all_aud_voxels")];
                    return (
                        curves.All(curve =>
                            curve.Max() > curve[0] && curve.Max() > curve[^1] && curve[0] == curve.Min()
                        ),
                        string.Join(
                            "; ",
                            curves.Select(curve =>
                                FormattableString.Invariant(
                                    $"{curve[0]:0.000}, at most {curve.Max():0.000}, {curve[^1]:0.000}"
                                )
                            )
                        )
                    );
                })
            ),
            new(
                "13",
                "Here the best stages come a little later in the networks.",
                If(() =>
                {
                    double[] places =
                    [
                        .. Hearing.Select(region =>
                            Curves(region).Average(curve => Array.IndexOf(curve, curve.Max()) / (curve.Length - 1.0))
                        ),
                    ];
                    return (
                        places[1] > places[0],
                        FormattableString.Invariant($"{places[0]:0.00} and {places[1]:0.00} of the way")
                    );
                })
            ),
            new(
                "13",
                "even the best stage leaves some of it unexplained",
                In(Below(0.9), () => [("most", Curves("speech").Max(curve => curve.Max()))])
            ),
            new(
                "13",
                "Over 26 networks no correlation of the two is beyond chance after correction for four regions",
                Both(
                    Numbers(() => [Networks("IT"), 2, Visual.Length]),
                    In(Above(Usual), () => Visual.Select(region => (region, Brain(region).Bonferroni(Visual.Length).P)))
                )
            ),
        ];

    /// <summary>The auditory models of the paper.</summary>
    private static int Models() =>
        Published.Matches.Where(row => row.Modality == "audio").Select(row => row.Model).Distinct().Count();

    private static int Networks(string region) => Published.Brain.Count(row => row.Region == region);

    private static IEnumerable<double> Recognised(string region) =>
        Published.Brain.Where(row => row.Region == region).Select(row => row.HumanRecognition);

    /// <summary>The variance that the stages of each network explain, of those with more than one stage.</summary>
    private static IEnumerable<double[]> Curves(string region) =>
        Published
            .BrainByStage.Where(row => row.Region == region)
            .GroupBy(row => row.Model)
            .Where(model => model.Count() > 1)
            .Select(model => model.OrderBy(row => row.StageIndex).Select(row => row.VarianceExplained).ToArray());
}
