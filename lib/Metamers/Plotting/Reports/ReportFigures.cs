using Metamers.Plotting.Charts;
using Metamers.Plotting.Pictures;
using Metamers.Reports;
using Metamers.Reports.Records;
using Metamers.Synthesis;

namespace Metamers.Plotting.Reports;

/// <summary>The figures of a report.</summary>
internal static class ReportFigures
{
    private static readonly string[] Ranks = ["best", "median", "worst"];

    /// <summary>Recognition by the groups of judges and by the network itself, stage by stage.</summary>
    public static Figure Recognition(ReportRecord record)
    {
        PanelRecognition panel = record.Recognition!;
        string[] stages = [.. panel.Stages.Select(stage => stage.Stage)];
        return RecognitionByStage.Draw(
            stages,
            [
                .. panel
                    .Groups.GroupBy(group => (group.Group, group.Judges))
                    .Select(group => new RecognitionCurve(
                        $"{group.Key.Group} ({group.Key.Judges})",
                        [.. group.Select(stage => stage.Recognition?.Value ?? double.NaN)],
                        [.. group.Select(stage => stage.Recognition?.StandardError ?? double.NaN)]
                    )),
                new("the network itself", [.. panel.Stages.Select(Own)]),
            ],
            panel.Chance,
            $"Who recognises the metamers of {record.Network.Label}",
            "± one standard error, by bootstrap over stimuli and judges"
        );
    }

    /// <summary>How well the metamers match, and what unrelated stimuli reach.</summary>
    public static Figure Match(ReportRecord record)
    {
        StageValidity[] stages = [.. record.Stages.Where(stage => stage.MedianMatch is not null)];
        double[] places = [.. stages.Select((_, place) => (double)place)];
        return new(
            "Match of the metamers at their stages",
            new("Stage matched") { Categories = [.. stages.Select(stage => stage.Stage)] },
            new("Spearman's rho") { Minimum = -0.03, Maximum = 1.03 },
            [
                new("metamers, median", places, [.. stages.Select(stage => stage.MedianMatch!.Value.Spearman)])
                {
                    Mark = SeriesMark.LineAndPoints,
                },
                .. stages.All(stage => stage.NullMaximum is not null)
                    ? new[]
                    {
                        new Series(
                            "unrelated stimuli, largest",
                            places,
                            [.. stages.Select(stage => stage.NullMaximum!.Value.Spearman)]
                        )
                        {
                            Mark = SeriesMark.Strokes,
                            Style = FigureStyle.Grey,
                        },
                    }
                    : [],
            ]
        )
        {
            Note = record.Settings.Nulls is { } nulls
                ? FormattableString.Invariant(
                    $"{record.Settings.Stimuli.Count} metamers a stage; {nulls.Pairs:#,0} unrelated pairs."
                )
                : "No null distribution was measured.",
        };
    }

    /// <summary>
    /// The best, the median and the worst metamer of each stage with its reference; for sounds, all stages of the
    /// references whose metamers match best, in the middle and worst.
    /// </summary>
    public static PictureGrid? Examples(ModelReport report)
    {
        MetamerSet metamers = report.Metamers;
        if (metamers.Count == 0)
        {
            return null;
        }

        if (metamers.References[0].Kind.IsSound)
        {
            return metamers.All(metamer => metamer.Judgement is { HasDecision: true }) ? Sounds(metamers) : null;
        }

        Metamer[][] chosen = [.. metamers.Stages.Select(stage => Ranked([.. metamers.At(stage)]))];
        HashSet<Metamer> accepted = new(report.AcceptedMetamers, ReferenceEqualityComparer.Instance);
        return new(
            "Best, median and worst metamer of each stage",
            metamers.Stages,
            [
                .. Ranks.SelectMany(
                    (rank, i) =>
                        new[]
                        {
                            new PictureRow($"{rank}: reference", [.. chosen.Select(stage => Reference(stage[i]))]),
                            new PictureRow(
                                $"{rank}: metamer",
                                [.. chosen.Select(stage => Made(stage[i], accepted.Contains(stage[i])))]
                            ),
                        }
                ),
            ],
            $"By the match at the stage. Under each picture: what {metamers[0].Card.Decider} says; ✓: accepted, ✗: refused. "
                + metamers.Schedules()
        );
    }

    private static double Own(RecognisedStage stage)
    {
        char[] counted =
        [
            .. stage.Own.Zip(stage.Accepted).Where(pair => pair.Second == '1').Select(pair => pair.First),
        ];
        return counted.Length == 0 ? double.NaN : counted.Count(right => right == '1') / (double)counted.Length;
    }

    private static Metamer[] Ranked(Metamer[] metamers)
    {
        Metamer[] ranked = [.. metamers.OrderByDescending(MatchOf)];
        return [ranked[0], ranked[ranked.Length / 2], ranked[^1]];
    }

    private static double MatchOf(Metamer metamer) =>
        metamer.Judgement is null ? double.NegativeInfinity : metamer.Match.DecibelSnr;

    private static PictureGrid Sounds(MetamerSet metamers)
    {
        string[] ranked =
        [
            .. metamers
                .GroupBy(metamer => metamer.Reference.Name)
                .OrderByDescending(reference => reference.Average(MatchOf))
                .Select(reference => reference.Key),
        ];
        string[] chosen = [.. new[] { ranked[0], ranked[ranked.Length / 2], ranked[^1] }.Distinct()];
        return new MetamerSet(chosen.SelectMany(name => metamers.Of(name))).Grid(
            title: "Metamers by stage: the references that are matched best, in the middle and worst"
        );
    }

    private static GridPicture Reference(Metamer metamer) =>
        GridPicture.From(metamer.Reference.Values, Said(metamer, judgement => judgement.PredictedReference));

    private static GridPicture Made(Metamer metamer, bool accepted) =>
        GridPicture.From(metamer.Values, Said(metamer, judgement => judgement.PredictedMetamer), accepted);

    private static string Said(Metamer metamer, Func<Judgement, int> decision) =>
        metamer.Judgement is { HasDecision: true } judgement ? metamer.Card.ClassName(decision(judgement)) : "";
}
