using Metamers.Reports;
using Metamers.Reports.Making;
using Metamers.Reports.Records;
using Metamers.Runtime;
using Metamers.Statistics;
using static Metamers.Plotting.Reports.ReportBlock;

namespace Metamers.Plotting.Reports;

/// <summary>What a report says, part by part.</summary>
internal static class ReportText
{
    private const int MostRefusals = 12;

    /// <summary>The whole report.</summary>
    public static IReadOnlyList<ReportBlock> Of(ModelReport report)
    {
        ReportRecord record = report.Record;
        return
        [
            new Heading(1, $"Metamer report: {record.Network.Label}"),
            .. CardText.Of(report),
            .. Summary(record),
            .. record.Problem is null ? Measured(report) : [],
            new Heading(2, "What was not tested"),
            new Bullets([.. record.NotTested.Select(untested => $"{untested.What}: {untested.Why}")]),
            .. record.Differences.Count == 0
                ? Array.Empty<ReportBlock>()
                : [new Heading(2, "What differs from the published procedure"), new Bullets(record.Differences)],
            new Heading(2, "How to cite"),
            new Bullets(record.Cite),
        ];
    }

    /// <summary>The three numbers, or what is wrong.</summary>
    private static IEnumerable<ReportBlock> Summary(ReportRecord record)
    {
        yield return new Heading(2, "Three numbers");
        if (record.Problem is { } problem)
        {
            yield return new Paragraph($"This network cannot be scored. {problem}", Important: true);
            yield break;
        }

        ZooRank rank = new(record);
        yield return new Table(
            [("", false), ("Value", true), ("95 % interval", true), ("Rank in the zoo", true), ("In words", false)],
            [
                Number("Reach", record.Reach, rank.Place(found => found.Reach)),
                Number("Idiosyncrasy", record.Idiosyncrasy, rank.Place(found => found.Idiosyncrasy, true)),
                Number("Yield", record.Yield, rank.Place(found => found.Yield)),
            ]
        );
        yield return new Paragraph(
            "Reach: the area under the curve of recognition by the judges over relative depth, from the input (0) to "
                + "the last stage (1). Idiosyncrasy: the network's own recognition minus the judges', at the last "
                + "stage. Yield: the share of the metamers that are accepted, averaged over the stages. Only accepted "
                + "metamers are counted in the first two. Intervals are by bootstrap over the stimuli and, for the "
                + "first two, over the judges. Rank: "
                + (
                    rank.Others > 0
                        ? $"together with the {rank.Others} other networks of the zoo that were tested under the same "
                            + "conditions, the largest reach and yield and the smallest idiosyncrasy first; neighbours "
                            + "in rank need not differ by more than chance."
                        : "no network of the zoo was tested under the same conditions."
                )
        );
    }

    private static string[] Number(string name, HeadlineNumber number, string? place) =>
        [
            name,
            number.Found is { } found ? Text(found.Value) : "not said",
            number.Found is { } interval ? Interval(interval) : "",
            place ?? "–",
            number.Sentence,
        ];

    private static IEnumerable<ReportBlock> Measured(ModelReport report)
    {
        ReportRecord record = report.Record;
        yield return new Heading(2, "Are the metamers valid?");
        yield return Validity(record);
        foreach (ReportBlock remark in Remarks(record))
        {
            yield return remark;
        }

        if (record.Stages.Any(stage => stage.MedianMatch is not null))
        {
            yield return new Picture("match", ReportFigures.Match(record));
        }

        if (record.Recognition is { } recognition)
        {
            yield return new Heading(2, "Do other networks recognise them?");
            if (recognition.Groups.Any(group => group.Recognition is not null))
            {
                yield return new Picture("recognition", ReportFigures.Recognition(record));
            }

            yield return RecognitionText.Groups(recognition);
            yield return RecognitionText.Judges(recognition);
            if (record.Network.SamplingRate is null)
            {
                yield return new Paragraph(
                    "Judges see pictures in 8 bits, as people do, and so does the network itself here. Whether its "
                        + "decision was kept is told by the exact values, so that the two can differ for a metamer."
                );
            }

            foreach (string judge in recognition.LeftOut)
            {
                yield return new Paragraph($"{judge} is the network itself and did not judge.");
            }
        }

        if (record.Measured is { } measured)
        {
            yield return new Heading(2, "Do people recognise them?");
            yield return new Picture("people", ReportFigures.People(record));
            foreach (ReportBlock block in RecognitionText.Measured(measured))
            {
                yield return block;
            }
        }

        if (record.People is { } people)
        {
            yield return new Heading(2, "Would people recognise them? Predicted, not measured");
            foreach (ReportBlock block in RecognitionText.People(people))
            {
                yield return block;
            }
        }

        if (report.Against.Count > 0)
        {
            foreach (ReportBlock block in BesideText.Against(report))
            {
                yield return block;
            }
        }

        if (record.Beside is { } beside)
        {
            foreach (ReportBlock block in BesideText.Scores(beside))
            {
                yield return block;
            }
        }

        if (ExampleFigure.Draw(report) is { } examples)
        {
            yield return new Heading(2, "Best, median and worst");
            yield return new Picture("examples", examples);
        }
    }

    private static Table Validity(ReportRecord record) =>
        new(
            [
                ("Stage", false),
                ("Depth", true),
                ("Made", true),
                ("Decision kept", true),
                ("Better than null", true),
                ("Accepted", true),
                ("rho (null)", true),
                ("r (null)", true),
                ("dB (null)", true),
                ("Distance to start", true),
                ("Total variation", true),
            ],
            [
                .. record.Stages.Select(stage =>
                    (IReadOnlyList<string>)
                        [
                            stage.Stage,
                            NumberText.Fixed(stage.Depth, 2),
                            $"{stage.Made}",
                            stage.DecisionsKept?.ToString() ?? "–",
                            stage.BetterThanNull?.ToString() ?? "–",
                            stage.Accepted?.ToString() ?? "–",
                            Match(stage, MatchMeasure.Spearman, 3),
                            Match(stage, MatchMeasure.Pearson, 3),
                            Match(stage, MatchMeasure.DecibelSnr, 1),
                            stage.DistanceToStart is { } distance ? NumberText.Format(distance, 3) : "–",
                            stage.TotalVariation is { } variation ? NumberText.Format(variation, 3) : "–",
                        ]
                ),
            ]
        );

    private static IEnumerable<ReportBlock> Remarks(ReportRecord record)
    {
        foreach (StageValidity stage in record.Stages)
        {
            if (stage.Problem is { } problem)
            {
                yield return new Paragraph($"{stage.Stage}: no metamers. {problem}");
            }

            if (stage.Invisible.Count > 0)
            {
                yield return new Paragraph(
                    $"{stage.Stage}: {stage.Invisible.Count} of {stage.Made} metamers are an invisible change of the "
                        + $"start noise ({Listed(stage.Invisible)}){Mistaken(stage)}"
                );
            }
        }

        string[] refused =
        [
            .. record.Stages.SelectMany(stage =>
                stage.Refused.Select(metamer => $"{stage.Stage}, {metamer.Stimulus}: {metamer.Reason}.")
            ),
        ];
        if (refused.Length > 0)
        {
            yield return new Paragraph($"Refused: {Counted.Of(refused.Length, "metamer")}.");
            yield return new Bullets([
                .. refused.Take(MostRefusals),
                .. refused.Length > MostRefusals ? new[] { "The others are in record.json and tables.csv." } : [],
            ]);
        }
    }

    /// <summary>
    /// What metamers that hardly left the start say of the network: those that are refused, or that nothing tests, say
    /// nothing.
    /// </summary>
    private static string Mistaken(StageValidity stage)
    {
        const string Said = "the network mistakes noise for the reference, and nobody else would see a difference.";
        int accepted = stage.Accepted is null
            ? 0
            : stage.Invisible.Except(stage.Refused.Select(metamer => metamer.Stimulus)).Count();
        return accepted == 0 ? ". None of these is accepted."
            : accepted == stage.Invisible.Count ? $": {Said}"
            : $". By the {accepted} of these that {(accepted == 1 ? "is" : "are")} accepted, {Said}";
    }

    private static string Match(StageValidity stage, MatchMeasure measure, int decimals) =>
        stage.MedianMatch is not { } match ? "–"
        : stage.NullMaximum is { } maximum
            ? $"{NumberText.Fixed(match[measure], decimals)} ({NumberText.Fixed(maximum[measure], decimals)})"
        : NumberText.Fixed(match[measure], decimals);

    private static string Listed(IReadOnlyList<string> names) =>
        string.Join(", ", names.Take(MostRefusals)) + (names.Count > MostRefusals ? ", …" : "");

    internal static string Text(double value) => NumberText.Fixed(value, 3);

    /// <summary>A number with its interval, or that it could not be said.</summary>
    internal static string Text(Estimate? found) =>
        found is null ? "not said" : $"{Text(found.Value)} ({Interval(found)})";

    internal static string Interval(Estimate found) => $"{Text(found.Low)} to {Text(found.High)}";
}
