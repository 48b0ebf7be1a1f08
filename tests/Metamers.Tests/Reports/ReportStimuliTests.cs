using Metamers.Models;
using Metamers.Models.Zoo;
using Metamers.Plotting.Reports;
using Metamers.Reports;
using Metamers.Reports.Making;
using Metamers.Stimuli;
using Metamers.Studies;
using Metamers.Tests.Studies;

namespace Metamers.Tests.Reports;

/// <summary>The folder of stimuli that a report wrote, for a study and for another report.</summary>
[Collection(nameof(ModelReportTests))]
public sealed class ReportStimuliTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly string stimuli;
    private readonly (string Name, string? Label, int? ClassIndex)[] natural;

    public ReportStimuliTests(ModelReportTests.Made made)
    {
        made.Report.Save(made.Folder);
        stimuli = Path.Combine(made.Folder, "stimuli");
        natural =
        [
            .. made
                .Report.AcceptedMetamers.References.Select(reference =>
                    ($"{reference.Label}-{reference.Name}", reference.Label, reference.ClassIndex)
                )
                .Order(),
        ];
        Assert.InRange(natural.Length, 2, 8);
    }

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("")]
    [InlineData("natural")]
    public void A_study_takes_the_natural_stimuli_with_their_classes(string inner)
    {
        Study study = StudyExamples.Pictures with
        {
            Networks = new Dictionary<string, IReadOnlyList<string>> { [ReportExamples.Key] = ["conv1_relu1"] },
            Stimuli = new() { Set = "folder", Folder = Path.Combine(stimuli, inner) },
            Evaluators = [ReportExamples.Key],
            StimuliPerItem = 8,
        };
        StudyStore store = new(folder["store"]);
        StudyPlan plan = store.Finish(study);
        Assert.Equal(natural, plan.Stimuli.Select(one => (one.Name, one.Label, one.ClassIndex)).Order());

        // The labels are what this network says of the pictures, so that it is right about all of them.
        StudyResults results = StudyMerge.Merge(store, plan);
        (string, bool)[] answers =
        [
            .. results
                .Recognition.Rows.Where(row => "natural".Equals(row["stage"]))
                .Select(row => ((string)row["stimulus"], (bool)row["correct"])),
        ];
        Assert.Equal(natural.Select(one => (one.Name, true)), answers.Order());
    }

    [Fact]
    public void A_report_takes_them_too()
    {
        using StagedModel model = ModelZoo.Build("resnet20", 0);
        (_, IReadOnlyList<Stimulus> taken) = ReportStimuli.Load(model, ReportOptions.Quick with { Set = stimuli });
        Assert.Equal(natural, taken.Select(one => (one.Name, one.Label, one.ClassIndex)).Order());
    }
}
