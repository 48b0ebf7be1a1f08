using Metamers.Models;
using Metamers.Plotting.Reports;
using Metamers.Reports;
using Metamers.Reports.Making;
using Metamers.Reports.Records;
using Metamers.Stimuli.Synthetic;
using Metamers.Synthesis;
using Microsoft.Data.Analysis;

namespace Metamers.Tests.Reports;

/// <summary>Metamers of which neither condition can be tested: no decision, and no null distribution.</summary>
[Collection(nameof(ModelReportTests))]
public sealed class StageJudgementTests(ModelReportTests.Made made)
{
    [Fact]
    public void Metamers_that_nothing_tests_are_not_said_to_be_accepted()
    {
        using StagedModel model = new FeatureNetwork();
        MetamerSet metamers = new MetamerSynthesizer(
            model,
            MetamerOptions.Quick with
            {
                Repetitions = 1,
                StepsPerRepetition = 1,
            }
        ).Synthesize([SyntheticStimuli.DeadLeaves(32, 1)], "pool");
        MadeStage judged = StageJudgement.Judge(model, 1, metamers, nulls: null);
        StageValidity stage = judged.Validity;
        Assert.Equal((1, null, null, null), (stage.Made, stage.DecisionsKept, stage.BetterThanNull, stage.Accepted));
        Assert.Empty(stage.Refused);

        ReportRecord record = made.Report.Record with { Stages = [stage], Recognition = null };
        using ModelReport report = new(record, [judged], made.Report.Run, []);
        ModelReportTests.AssertValid(record.ToJson());
        ReportBlock.Table table = ReportText
            .Of(report)
            .OfType<ReportBlock.Table>()
            .Single(block => block.Columns.Any(column => column.Heading == "Accepted"));
        Assert.Equal(["pool", "1.00", "1", "–", "–", "–"], Assert.Single(table.Rows).Take(6));
        Assert.Null(ExampleFigure.Draw(report)!.Rows[1].Pictures[0]!.Correct);
        DataFrame rows = ReportTables.From(record);
        Assert.All(rows.Rows, row => Assert.Null(row["accepted"]));
        Assert.NotEmpty(rows.Rows);
    }
}
