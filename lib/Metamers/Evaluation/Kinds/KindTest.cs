using Metamers.Models;
using Metamers.Runtime;
using Metamers.Statistics;
using Metamers.Synthesis;
using Metamers.Tables;
using Microsoft.Data.Analysis;

namespace Metamers.Evaluation.Kinds;

/// <summary>
/// Whether two schedules make metamers of the same kind. A metamer is a sample of all stimuli that a stage cannot tell
/// apart, and equal losses do not make equal samples; so the metamers of the same references are compared by what was
/// done to the start noise (distance, standard deviation, total variation, spectrum, chroma, values at the bounds), by
/// how often other networks recognise them, and by classifiers. A difference counts if it is significant (pairs swapped
/// at random; Holm's correction over all tests of the comparison) and larger than a margin; two kinds count as the same
/// if the whole 95 % interval is within it. For what is measured of the stimuli, the margin is what another seed of the
/// first schedule changes; for the judges' answers and the classifiers it is fixed (<see cref="KindTestOptions"/>).
/// </summary>
/// <param name="FirstSchedule">The first schedule in words, with its seeds.</param>
/// <param name="SecondSchedule">The second schedule in words, with its seeds.</param>
/// <param name="Measures">Every measure at every stage.</param>
/// <example>
/// <code>
/// var seeds = new[] { 0, 1 }.Select(seed => MetamerOptions.Quick with { StepsPerRepetition = 1, Seed = seed });
/// var model = ModelZoo.Load("vgg8-standard-seed0");
/// var pictures = Photographs.WithClassesOrDraw(DataPart.Test, 1).Take(2);
/// var made = seeds.Select(seed => new MetamerSynthesizer(model, seed).Synthesize(pictures, "conv_relu_0_1")).ToList();
/// KindTest.Compare(new(made[0].Concat(made[1])), made[0], [ModelZoo.Load("resnet20-standard-seed0")]).Describe()
/// </code>
/// </example>
public sealed record KindTest(string FirstSchedule, string SecondSchedule, IReadOnlyList<KindMeasure> Measures)
{
    /// <summary>
    /// By all measures: different if one is; the same if all are; otherwise it cannot be said.
    /// </summary>
    public KindVerdict Verdict =>
        Measures.Any(measure => measure.Verdict == KindVerdict.Different) ? KindVerdict.Different
        : Measures.All(measure => measure.Verdict == KindVerdict.Same) ? KindVerdict.Same
        : KindVerdict.CannotBeSaid;

    /// <summary>
    /// Names of the judges that have no stage between their input and their decision: their
    /// recognition counts, but the classifier on the judges' features does not use them.
    /// </summary>
    internal IReadOnlyList<string> WithoutFeatures { get; init; } = [];

    /// <summary>Compares the metamers of two schedules.</summary>
    /// <param name="first">
    /// Metamers of the schedule that is the standard, of at least two seeds for every reference and stage.
    /// </param>
    /// <param name="second">
    /// Metamers of the other schedule, of the same network and references; preferably of a seed that the first set
    /// also has, so that both start from the same noise.
    /// </param>
    /// <param name="judges">
    /// Other networks with the references' classes, at least one. One without a stage between its input and its
    /// decision, as an <see cref="Models.Import.OnnxRuntimeNetwork"/>, is asked for its decisions alone.
    /// </param>
    /// <param name="options">Margins and numbers of resamples; the defaults if null.</param>
    /// <returns>Every measure at every stage that both sets have.</returns>
    /// <exception cref="MetamerException">
    /// A set has several schedules or unfinished metamers; the networks or references differ; there are no two seeds; a
    /// reference has no class; or a judge is missing, is given twice, is the network itself, does not take the stimuli,
    /// or gives values that are not finite.
    /// </exception>
    public static KindTest Compare(
        MetamerSet first,
        MetamerSet second,
        IEnumerable<StagedModel> judges,
        KindTestOptions? options = null
    )
    {
        options ??= new();
        options.Check();
        IReadOnlyList<(string Stage, KindPair[] Pairs)> stages = KindPair.From(first, second);
        StagedModel[] panel = [.. judges];
        CheckPanel(panel, [.. first.Concat(second).SelectMany(metamer => metamer.Others.Prepend(metamer.Model))]);
        KindMeasure[] measures =
        [
            .. stages.SelectMany(stage => new StageComparer(stage.Stage, stage.Pairs, panel, options).Measure()),
        ];
        double[] adjusted = Holm.Adjust([.. measures.Select(measure => measure.P)]);
        return new(
            InWords(first),
            InWords(second),
            [.. measures.Zip(adjusted, (measure, p) => Judge(measure with { AdjustedP = p }, options))]
        )
        {
            WithoutFeatures = [.. panel.Where(judge => !JudgeView.HasFeatures(judge)).Select(judge => judge.Label)],
        };
    }

    /// <summary>One row for each stage and measure.</summary>
    /// <returns>
    /// Columns stage, measure, first, second, difference, standard_error, low, high, seed_difference, margin, p,
    /// adjusted_p, stimuli, judges, verdict, sentence.
    /// </returns>
    public DataFrame ToDataFrame() => Measures.ToDataFrame();

    /// <summary>The verdict of all measures in one sentence, then one sentence for each.</summary>
    /// <returns>Lines of text.</returns>
    public string Describe()
    {
        string all = Verdict switch
        {
            KindVerdict.Same => "The two schedules make metamers of the same kind by every measure.",
            KindVerdict.Different => "The two schedules make metamers of different kinds.",
            _ => "No difference was found, but with so few stimuli and judges it cannot be said whether there is one.",
        };
        return string.Join(
            '\n',
            [
                $"First: {FirstSchedule}. Second: {SecondSchedule}. {all}",
                .. Measures.Select(measure => measure.Sentence),
                .. WithoutFeatures.Select(judge =>
                    $"{judge} has no stage between its input and its decision, so that its features took no part in "
                    + "the comparison."
                ),
            ]
        );
    }

    /// <inheritdoc cref="Describe"/>
    public override string ToString() => Describe();

    /// <summary>The schedule of a set, which <see cref="KindPair"/> has found to be one.</summary>
    private static string InWords(MetamerSet metamers) =>
        metamers[0].Options.Describe([.. metamers.Select(metamer => metamer.Options.Seed).Distinct().Order()]);

    /// <summary>The measure with its verdict.</summary>
    internal static KindMeasure Judge(KindMeasure measure, KindTestOptions options)
    {
        // Only a larger distance or accuracy of a classifier is a difference.
        bool oneSided = StageComparer.IsOneSided(measure.Measure);
        double size = oneSided ? measure.Difference : Math.Abs(measure.Difference);
        bool within =
            measure.High <= measure.Margin
            && (oneSided || measure.Low >= -measure.Margin)
            && !StageComparer.HasNoRoom(measure);
        return measure with
        {
            Verdict =
                measure.AdjustedP <= options.Significance && size > measure.Margin ? KindVerdict.Different
                : within && measure.Stimuli >= options.LeastStimuli ? KindVerdict.Same
                : KindVerdict.CannotBeSaid,
        };
    }

    private static void CheckPanel(StagedModel[] panel, HashSet<ModelIdentity> matched)
    {
        if (panel.Length == 0)
        {
            throw new MetamerException("There are no judges; give at least one other network.");
        }

        ModelIdentity[] identities = [.. panel.Select(ModelIdentity.Compute)];
        if (Array.Find(identities, judge => matched.Any(judge.HasWeightsOf)) is { } itself)
        {
            throw new MetamerException(
                $"The judge {itself.Label} is a network that the metamers were made for, which cannot tell them from "
                    + "their references. Give other networks."
            );
        }

        if (identities.Where((judge, i) => identities.Take(i).Any(judge.IsSameNetworkAs)).FirstOrDefault() is { } twice)
        {
            throw new MetamerException(
                $"The judge {twice.Label} is given twice, so that its answers would count double. Give each network "
                    + "once."
            );
        }

        if (Array.Find(panel, judge => judge.Stages.Count < 2) is { } shallow)
        {
            throw new MetamerException(
                $"The judge {shallow.Label} has one stage; a judge needs a stage before its decision."
            );
        }

        foreach (StagedModel judge in panel)
        {
            judge.RequireDecision();
        }
    }
}
