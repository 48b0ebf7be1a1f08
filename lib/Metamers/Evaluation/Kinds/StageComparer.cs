using Metamers.Models;
using Metamers.Statistics;

namespace Metamers.Evaluation.Kinds;

/// <summary>All measures of a <see cref="KindTest"/> at one stage, before p values are corrected.</summary>
internal sealed class StageComparer(
    string stage,
    KindPair[] pairs,
    IReadOnlyList<StagedModel> judges,
    KindTestOptions options
)
{
    public const string ByPixels = "classifier on the stimuli's statistics";
    public const string ByJudges = "classifier on the judges' features";
    public const string RecognisedByOthers = "recognition by others";
    private const string SpectrumDistance = "distance of the spectra, dB";
    private const double LeastShare = 0.001;
    private const double LeastDecibels = 0.1;
    private const double Chance = 0.5;

    /// <summary>Whether a classifier is so good by the seeds alone that it could not be better by the margin.</summary>
    public static bool HasNoRoom(KindMeasure measure) =>
        measure.Measure is ByPixels or ByJudges && measure.First + measure.Margin >= 1;

    /// <summary>Whether only a larger value is a difference.</summary>
    public static bool IsOneSided(string measure) => measure is SpectrumDistance or ByPixels or ByJudges;

    public IEnumerable<KindMeasure> Measure()
    {
        bool sound = pairs[0].First.Reference.Kind.IsSound;
        StimulusStatistics[] first = [.. pairs.Select(pair => StimulusStatistics.Measure(pair.First))];
        StimulusStatistics[] again = [.. pairs.Select(pair => StimulusStatistics.Measure(pair.Again))];
        StimulusStatistics[] second = [.. pairs.Select(pair => StimulusStatistics.Measure(pair.Second))];
        foreach ((int i, string name) in StimulusStatistics.NamesFor(sound).Index())
        {
            yield return Scalar(name, Values(first, i), Values(again, i), Values(second, i));
        }

        yield return Spectra(first, again, second);
        yield return Classifier(ByPixels, [(All(first), All(second))], [(All(first), All(again))], 0);

        JudgeView[][] firstViews = Views(pair => pair.First); // judge, stimulus
        JudgeView[][] againViews = Views(pair => pair.Again);
        JudgeView[][] secondViews = Views(pair => pair.Second);
        yield return Recognition(RecognisedByOthers, view => view.Correct);
        yield return Recognition("others' probability of the true class", view => view.Probability);
        int[] featured = [.. Enumerable.Range(0, judges.Count).Where(judge => JudgeView.HasFeatures(judges[judge]))];
        if (featured.Length > 0)
        {
            yield return Classifier(
                ByJudges,
                [.. featured.Select(judge => (Features(firstViews[judge]), Features(secondViews[judge])))],
                [.. featured.Select(judge => (Features(firstViews[judge]), Features(againViews[judge])))],
                featured.Length
            );
        }

        KindMeasure Recognition(string name, Func<JudgeView, double> value)
        {
            double[][] differences = Differences(firstViews, secondViews, value); // judge, stimulus
            double[] ofStimuli = [.. pairs.Select((_, i) => differences.Average(judge => judge[i]))];
            return Result(
                name,
                firstViews.Average(judge => judge.Average(value)),
                secondViews.Average(judge => judge.Average(value)),
                Uncertainty(differences).AllowingExceptions(pairs.Length, lowest: -1),
                Differences(firstViews, againViews, value).Average(judge => judge.Average()),
                options.RecognitionMargin,
                SignFlips.OfMean(ofStimuli, options.Permutations, options.Seed),
                judges.Count
            );
        }
    }

    private KindMeasure Scalar(string name, double[] first, double[] again, double[] second)
    {
        double[] bySchedule = [.. first.Zip(second, (a, b) => b - a)];
        double[] bySeed = [.. first.Zip(again, (a, b) => b - a)];
        double least = Math.Max(options.RelativeMargin * Math.Abs(first.Average()), LeastShareOf(name));
        return Result(
            name,
            first.Average(),
            second.Average(),
            Uncertainty([bySchedule]),
            bySeed.Average(),
            Math.Max(Math.Sqrt(bySeed.Average(d => d * d)), least),
            SignFlips.OfMean(bySchedule, options.Permutations, options.Seed),
            0
        );
    }

    /// <summary>
    /// How much farther the second schedule's spectra are from the first's than another seed's are. With independent
    /// seeds, half as far again is a shift of the spectrum as large as that between seeds.
    /// </summary>
    private KindMeasure Spectra(StimulusStatistics[] first, StimulusStatistics[] again, StimulusStatistics[] second)
    {
        double[] bySeed = [.. first.Zip(again, (a, b) => a.DistanceTo(b))];
        double[] bySchedule = [.. first.Zip(second, (a, b) => a.DistanceTo(b))];
        double[] excess = [.. bySeed.Zip(bySchedule, (a, b) => b - a)];
        return Result(
            SpectrumDistance,
            bySeed.Average(),
            bySchedule.Average(),
            Uncertainty([excess]),
            0,
            Math.Max(bySeed.Average() / 2, LeastDecibels),
            SignFlips.OfMean(excess, options.Permutations, options.Seed),
            0
        );
    }

    /// <summary>
    /// How often a classifier is right, compared with chance. All metamers of a seed start from one noise, of which
    /// traces remain; so if the schedules were not started from the same seed, it is compared, reference by reference,
    /// with the classifier of two seeds, if that is right more often than chance. Its judges are taken as given.
    /// </summary>
    private KindMeasure Classifier(
        string name,
        IReadOnlyList<(double[][], double[][])> bySchedule,
        IReadOnlyList<(double[][], double[][])> bySeed,
        int panel
    )
    {
        PairedClassifier found = PairedClassifier.Test(bySchedule, options.Permutations, options.Seed);
        PairedClassifier seeds = PairedClassifier.Test(bySeed, options.Permutations, options.Seed);
        bool sameNoise = pairs.All(pair => pair.First.Options.Seed == pair.Second.Options.Seed);
        bool bySeeds = !sameNoise && seeds.Correct.Average() > Chance;
        double[] expected = bySeeds ? seeds.Correct : [.. seeds.Correct.Select(_ => Chance)];
        double[] excess = [.. expected.Zip(found.Correct, (usual, right) => right - usual)];
        (double lowest, double highest) = bySeeds ? (-1, 1) : (-Chance, 1 - Chance);
        return Result(
            name,
            expected.Average(),
            found.Correct.Average(),
            Uncertainty([excess]).AllowingExceptions(pairs.Length, lowest, highest),
            seeds.Correct.Average() - Chance,
            options.ClassifierMargin,
            bySeeds ? SignFlips.OfMean(excess, options.Permutations, options.Seed) : found.P,
            panel
        );
    }

    private KindMeasure Result(
        string name,
        double first,
        double second,
        Estimate found,
        double seeds,
        double margin,
        double p,
        int panel
    ) =>
        new(
            stage,
            name,
            first,
            second,
            second - first,
            found.StandardError,
            found.Low,
            found.High,
            seeds,
            margin,
            p,
            p,
            pairs.Length,
            panel,
            KindVerdict.CannotBeSaid
        );

    /// <summary>
    /// The mean, with its uncertainty by resamples of the stimuli, the same for every judge, and of the judges if there
    /// are several.
    /// </summary>
    /// <param name="differences">By judge and stimulus.</param>
    private Estimate Uncertainty(double[][] differences) =>
        CrossedBootstrap.Mean(differences, options.Resamples, options.Seed);

    private JudgeView[][] Views(Func<KindPair, Synthesis.Metamer> which) =>
        [.. judges.Select(judge => JudgeView.Ask(judge, pairs.Select(which)).ToArray())];

    private static double[][] Differences(JudgeView[][] first, JudgeView[][] second, Func<JudgeView, double> value) =>
        [.. first.Zip(second, (a, b) => a.Zip(b, (x, y) => value(y) - value(x)).ToArray())];

    private static double[] Values(StimulusStatistics[] statistics, int i) =>
        [.. statistics.Select(values => values.Scalars[i])];

    private static double[][] All(StimulusStatistics[] statistics) =>
        [.. statistics.Select(values => (double[])[.. values.Scalars, .. values.Spectrum])];

    private static double[][] Features(JudgeView[] views) =>
        [.. views.Select(view => view.Features.Select(feature => (double)feature).ToArray())];

    private static double LeastShareOf(string name) =>
        name.StartsWith("share", StringComparison.Ordinal) ? LeastShare : 0;
}
