using Metamers.Reports.Making;
using Metamers.Reports.Records;
using Metamers.Statistics;

namespace Metamers.Tests.Reports;

/// <summary>The three numbers on a table that is small enough for a pencil.</summary>
public sealed class AnswerTableTests
{
    // Two judges, eight stimuli; R: 14/16 of the references, 5/8 of the four accepted metamers, 2/16 of the last stage.
    private static readonly RecognisedStage[] Stages =
    [
        new("natural", 0, "11111111", "11111111", ["11111111", "11111100"]),
        new("middle", 0.5, "11110000", "11111111", ["11110000", "10001111"]),
        new("final", 1, "11111111", "11111100", ["11000000", "00000000"]),
    ];

    private static readonly int[] Once = [1, 1, 1, 1, 1, 1, 1, 1];
    private static readonly int[] Both = [1, 1];

    [Fact]
    public void Reach_is_the_area_under_recognition_of_accepted_metamers()
    {
        AnswerTable table = new(Stages);
        Assert.Equal(14 / 16.0, table.Recognition(0, Once, Both), 12);
        Assert.Equal(5 / 8.0, table.Recognition(1, Once, Both), 12);
        Assert.Equal(2 / 16.0, table.Recognition(2, Once, Both), 12);
        Assert.Equal(0.5 * (0.875 + 0.625) / 2 + 0.5 * (0.625 + 0.125) / 2, table.Reach(Once, Both), 12);
        Assert.Equal(0.5625, table.Measure(table.Reach, 200).Value, 12);
    }

    [Fact]
    public void Draws_are_counted_as_often_as_they_were_drawn()
    {
        AnswerTable table = new(Stages);
        Assert.Equal(1, table.Recognition(0, Once, [2, 0]), 12); // the first judge alone
        // The refused do not count.
        Assert.Equal((2 + 1) / 4.0, table.Recognition(1, [1, 1, 0, 0, 3, 3, 0, 0], Both), 12);
        Assert.Equal(double.NaN, table.Recognition(1, [0, 0, 0, 0, 2, 2, 2, 2], Both));
    }

    [Fact]
    public void Idiosyncrasy_is_the_networks_own_recognition_minus_the_judges_at_the_last_stage()
    {
        AnswerTable table = new(Stages);
        Assert.Equal(6 / 8.0 - 2 / 16.0, table.Idiosyncrasy(Once, Both), 12);
    }

    [Fact]
    public void Yield_is_the_share_accepted_averaged_over_the_stages() =>
        Assert.Equal(
            (4 / 8.0 + 1) / 2,
            ReportWriter.YieldOf(
                [
                    [true, true, true, true, false, false, false, false],
                    [.. Once.Select(_ => true)],
                ],
                Once
            ),
            12
        );

    [Fact]
    public void Too_few_stimuli_or_accepted_metamers_are_said()
    {
        Assert.Null(new AnswerTable(Stages).Hindrance(lastAlone: false));
        Assert.Contains("7 stimuli have a class", new AnswerTable(Stages, [0, 1, 2, 3, 4, 5, 6]).Hindrance(false));
        RecognisedStage[] few = [Stages[0], Stages[1] with { Accepted = "10000000" }, Stages[2]];
        Assert.Contains("1 of 8 metamers are accepted at 'middle'", new AnswerTable(few).Hindrance(false));
        Assert.Null(new AnswerTable(few).Hindrance(lastAlone: true));
        RecognisedStage[] failed = [Stages[0], Stages[1] with { Accepted = "--------" }, Stages[2]];
        string reason = new AnswerTable(failed).Hindrance(false)!;
        Assert.Contains("no metamers could be made at 'middle'", reason);
        Assert.DoesNotContain("more steps", reason);
        RecognisedStage[] withoutClass = [.. Stages.Select(stage => stage with { Own = stage.Own[..7] + "-" })];
        Assert.Equal(7, new AnswerTable(withoutClass).Stimuli);
        Assert.Null(new AnswerTable(withoutClass).Kappa(0));
        RecognisedStage[] one = [.. Stages.Select(stage => stage with { Own = "1-------" })];
        Assert.StartsWith("1 stimulus has a class, and with fewer", new AnswerTable(one).Hindrance(false));
    }

    [Fact]
    public void Kappa_is_agreement_beyond_chance()
    {
        Assert.Equal(1, ErrorConsistency.Kappa([true, true, false, false], [true, true, false, false]));
        Assert.Equal(0, ErrorConsistency.Kappa([true, true, false, false], [true, false, true, false]));
        Assert.Equal(-1, ErrorConsistency.Kappa([true, true, false, false], [false, false, true, true]));
        Assert.Null(ErrorConsistency.Kappa([true, true], [true, true]));
        Assert.Null(ErrorConsistency.Kappa([true, true], [true, false])); // whom one agrees with by chance alone
        Assert.Null(ErrorConsistency.Kappa([true, false], [false, false]));
        // 12 accepted metamers: the network is right on 10, the first judge on 6; o = 8/12, e = (10·6 + 2·6)/144.
        Assert.Equal((8 / 12.0 - 0.5) / 0.5, new AnswerTable(Stages).Kappa(0)!.Value, 12);
    }

    [Fact]
    public void A_line_predicts_with_the_interval_of_a_further_observation()
    {
        PredictionLine line = new([0, 1, 2, 3], [0, 1, 1, 2]); // y = 0.1 + 0.6 x, s² = 0.2 / 2
        Estimate further = line.Predict(4);
        Assert.Equal((0.6, 0.1), (Math.Round(line.Slope, 12), Math.Round(line.Intercept, 12)));
        Assert.Equal(0.9, line.RSquared, 12);
        Assert.Equal(2.5, further.Value, 12);
        Assert.Equal(0.5, further.StandardError, 12); // √(0.1 · (1 + 1/4 + 2.5²/5))
        Assert.Equal(2.5 + 4.302652729911275 * 0.5, further.High, 8);
        Assert.Equal(Math.Sqrt(0.25 + 0.36 * 0.04), line.Predict(4, 0.2).StandardError, 12);
    }
}
