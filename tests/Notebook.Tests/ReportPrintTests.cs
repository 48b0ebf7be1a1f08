using Metamers.Models;
using Metamers.Models.Zoo;
using Metamers.Plotting.Reports;
using Metamers.Reports;
using Metamers.Reports.Making;
using Metamers.Reports.Records;
using Metamers.Runtime;
using Metamers.Stimuli.Synthetic;
using Metamers.Synthesis;
using UglyToad.PdfPig;
using UglyToad.PdfPig.Content;
using static TorchSharp.torch;

namespace Notebook.Tests;

/// <summary>
/// The page of a report on paper: of a record that the project ships, with all parts that a report can have.
/// </summary>
public sealed class ReportPrintTests : IDisposable
{
    private const int Margin = 30; // points, of which an inch has 72; CSS pixels are 96
    private const string PrintedMargin = "40px";

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task A_printed_report_has_its_numbers_and_all_sections_and_nothing_is_cut_off()
    {
        using ModelReport report = Report();
        report.Save(folder.Path);
        byte[] printed = await Browser.With(async page =>
        {
            await page.GotoAsync(new Uri(Path.Combine(folder.Path, "report.html")).AbsoluteUri);
            return await page.PdfAsync(
                new()
                {
                    Format = "A4",
                    Margin = new()
                    {
                        Left = PrintedMargin,
                        Right = PrintedMargin,
                        Top = PrintedMargin,
                        Bottom = PrintedMargin,
                    },
                }
            );
        });
        using PdfDocument document = PdfDocument.Open(printed);
        Page[] pages = [.. document.GetPages()];
        Assert.InRange(pages.Length, 2, 20);
        string text = Joined(string.Concat(pages.SelectMany(page => page.Letters).Select(letter => letter.Value)));
        string[] expected =
        [
            .. ReportText.Of(report).OfType<ReportBlock.Heading>().Select(heading => heading.Text),
            .. new[] { report.Record.Reach, report.Record.Idiosyncrasy, report.Record.Yield }.SelectMany(number =>
                new[] { ReportText.Text(number.Found!.Value), ReportText.Interval(number.Found), number.Sentence }
            ),
        ];
        Assert.All(expected, words => Assert.Contains(Joined(words), text), throwIfEmpty: true);
        Assert.All(
            pages,
            page =>
            {
                Letter[] letters = [.. page.Letters.Where(letter => !string.IsNullOrWhiteSpace(letter.Value))];
                Assert.NotEmpty(letters); // no page is blank
                Assert.InRange(letters.Min(letter => letter.BoundingBox.Left), Margin - 1, page.Width);
                Assert.InRange(letters.Max(letter => letter.BoundingBox.Right), 0, page.Width - Margin + 1);
            }
        );

        // Where lines are broken and which letters are joined is up to the browser.
        static string Joined(string words) =>
            string.Concat(words.Replace("ﬁ", "fi").Replace("ﬀ", "ff").Where(letter => !char.IsWhiteSpace(letter)));
    }

    private static ModelReport Report()
    {
        using StagedModel model = ModelZoo.Load("resnet20-l2-seed0");
        MetamerSet metamers = new MetamerSynthesizer(
            model,
            MetamerOptions.Quick with
            {
                Repetitions = 1,
                StepsPerRepetition = 1,
            }
        ).Synthesize([SyntheticStimuli.DeadLeaves(32, 1)], "layer3");
        ReportRecord record = ReportRecord.LoadShipped("resnet20-l2-seed0");
        return new(
            record with
            {
                Measured = new(
                    "0123abcd",
                    5,
                    1,
                    0.1,
                    [new("natural", 40, new(0.9, 0.05, 0.8, 0.97), 0.95), new("final", 40, new(0.6, 0.1, 0.4, 0.8), 1)],
                    null,
                    null
                ),
            },
            [new MadeStage(record.Stages.First(stage => stage.Stage == "layer3"), metamers, [true])],
            new(DateTimeOffset.UnixEpoch, 75, RunManifest.Current(CPU, ScalarType.Float32)),
            [ReportRecord.LoadShipped("resnet20-random-l2-seed0")]
        );
    }
}
