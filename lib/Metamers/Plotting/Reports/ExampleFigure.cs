using Metamers.Plotting.Pictures;
using Metamers.Plotting.Sounds;
using Metamers.Reports;
using Metamers.Stimuli;
using Metamers.Synthesis;

namespace Metamers.Plotting.Reports;

/// <summary>
/// The best, the median and the worst metamer of each stage with its reference, seen or heard, failures included.
/// </summary>
internal static class ExampleFigure
{
    private const string NotFinite = "not finite",
        NoDecision = "no decision";

    private static readonly string[] Ranks = ["best", "median", "worst"];

    /// <summary>Draws them; null if there are no metamers.</summary>
    public static PictureGrid? Draw(ModelReport report)
    {
        MetamerSet metamers = report.Metamers;
        if (metamers.Count == 0)
        {
            return null;
        }

        HashSet<Metamer> accepted = new(report.AcceptedMetamers, ReferenceEqualityComparer.Instance);
        HashSet<string> untested =
        [
            .. report.Record.Stages.Where(stage => stage.Accepted is null).Select(stage => stage.Stage),
        ];
        IReadOnlyList<string> stages = metamers.Stages;
        // By rank, then by stage.
        Metamer[][] chosen =
        [
            .. Ranks.Select((_, rank) => stages.Select(stage => Ranked([.. metamers.At(stage)])[rank]).ToArray()),
        ];
        bool sounds = metamers.References[0].Kind.IsSound;
        return new(
            "Best, median and worst metamer of each stage",
            stages,
            [.. Ranks.Zip(chosen).SelectMany(pair => Rows(pair.First, pair.Second, Counts, sounds))],
            $"{Note(metamers, sounds)} {chosen.SelectMany(rank => rank, (_, one) => one.Reference).Attribution()}"
        );

        bool? Counts(Metamer metamer) =>
            !accepted.Contains(metamer) ? false
            : untested.Contains(metamer.Stage) ? null
            : true;
    }

    private static IEnumerable<PictureRow> Rows(
        string rank,
        Metamer[] metamers,
        Func<Metamer, bool?> counts,
        bool sounds
    )
    {
        (GridPicture Reference, GridPicture Made)[] pairs = sounds
            ? [.. SoundGrid.Pairs(metamers)]
            :
            [
                .. metamers.Select(metamer =>
                    (GridPicture.From(metamer.Reference.Values), GridPicture.From(metamer.Values))
                ),
            ];
        yield return new(
            $"{rank}: reference",
            [
                .. pairs.Zip(
                    metamers,
                    (pair, metamer) =>
                        pair.Reference with
                        {
                            // Without finite activations it is not known what is said of the reference either.
                            Caption = metamer.Judgement is null
                                ? ""
                                : Said(metamer, judgement => judgement.PredictedReference),
                        }
                ),
            ]
        );
        yield return new(
            $"{rank}: metamer",
            [
                .. pairs.Zip(
                    metamers,
                    (pair, metamer) =>
                        pair.Made with
                        {
                            Caption = Said(metamer, judgement => judgement.PredictedMetamer),
                            Correct = counts(metamer),
                        }
                ),
            ]
        );
    }

    private static string Note(MetamerSet metamers, bool sounds) =>
        (sounds ? $"Cochleagrams, frequency against time. {SoundGrid.LevelNote} " : "")
        + $"By the match at the stage. Under each {metamers.References[0].Kind.Noun}: what "
        + $"{metamers[0].Card.Decider} says; ✓: accepted, ✗: refused. "
        + (
            metamers.Any(metamer => metamer.Judgement is null)
                ? $"{NotFinite}: the network's activations for the metamer are not finite, so that it counts as worst. "
                : ""
        )
        + (
            metamers.Any(metamer => metamer.Judgement is { HasDecision: false })
                ? $"{NoDecision}: the network makes none about it. "
                : ""
        )
        + metamers.Schedules();

    private static string Said(Metamer metamer, Func<Judgement, int> decision) =>
        metamer.Judgement is not { } judgement ? NotFinite
        : judgement.HasDecision ? metamer.Card.ClassName(decision(judgement))
        : NoDecision;

    private static Metamer[] Ranked(Metamer[] metamers)
    {
        Metamer[] ranked = [.. metamers.OrderByDescending(MatchOf)];
        return [ranked[0], ranked[ranked.Length / 2], ranked[^1]];
    }

    private static double MatchOf(Metamer metamer) =>
        metamer.Judgement is null ? double.NegativeInfinity : metamer.Match.DecibelSnr;
}
