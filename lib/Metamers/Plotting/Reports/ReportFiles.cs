using System.Text.Json;
using Metamers.Experiments;
using Metamers.Reports;
using Metamers.Reports.Making;
using Metamers.Reports.Records;
using Metamers.Runtime;
using Metamers.Stimuli;
using Metamers.Synthesis;
using Metamers.Tables;
using TorchSharp;

namespace Metamers.Plotting.Reports;

/// <summary>A report as files and as HTML.</summary>
public static class ReportFiles
{
    /// <summary>The folder of the stimuli in that of a report, which replaces it.</summary>
    internal const string StimuliFolder = "stimuli";

    private const string RunFile = "run.json",
        MetamersFolder = "metamers",
        MarkdownFile = "report.md",
        PageFile = "report.html",
        CsvFile = "tables.csv",
        ParquetFile = "tables.parquet";

    private static readonly string[] Replaced =
    [
        MetamersFolder,
        StimuliFolder,
        MarkdownFile,
        PageFile,
        CsvFile,
        ParquetFile,
        ReportBlock.Picture.Folder,
        ReportRecord.RecordFile,
    ];

    private static readonly JsonSerializerOptions RunForm = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        WriteIndented = true,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        NewLine = "\n",
    };

    /// <summary>
    /// Writes <c>record.json</c>, <c>run.json</c> (when and on what), <c>report.html</c> (one page without scripts that
    /// loads nothing), <c>report.md</c> with <c>figures</c>, <c>tables.csv</c> and <c>tables.parquet</c>;
    /// <c>metamers</c>, a folder that <see cref="MetamerSet.Load"/> reads; and <c>stimuli</c>, the references and
    /// accepted metamers as <see cref="ExperimentStimuli.FromFolder"/> takes them, of those that are labelled by a
    /// class of the network; a study or another report takes the references among them.
    /// </summary>
    /// <param name="report">The report.</param>
    /// <param name="folder">The folder; files of an earlier report are replaced.</param>
    /// <exception cref="MetamerException">
    /// The folder cannot be written, or has one of these files or folders although no report wrote it.
    /// </exception>
    public static void Save(this ModelReport report, string folder)
    {
        RequireReplaceable(folder);
        ReportRecord record = report.Record;
        // First: it says that what follows may be replaced. A record of another report must not stand beside it.
        AtomicFile.WriteText(Path.Combine(folder, RunFile), JsonSerializer.Serialize(report.Run, RunForm) + "\n");
        File.Delete(Path.Combine(folder, ReportRecord.RecordFile));
        IReadOnlyList<ReportBlock> blocks = ReportText.Of(report);
        WriteFigures(blocks, folder, "*.png");
        AtomicFile.WriteText(Path.Combine(folder, MarkdownFile), ReportPage.Markdown(blocks));
        AtomicFile.WriteText(
            Path.Combine(folder, PageFile),
            ReportPage.Html($"Metamer report: {record.Network.Label}", blocks)
        );
        TableFile.WriteCsv(ReportTables.From(record), Path.Combine(folder, CsvFile));
        TableFile.WriteParquet(ReportTables.From(record), Path.Combine(folder, ParquetFile));
        Replace(
            Path.Combine(folder, MetamersFolder),
            report.Metamers,
            place => report.Metamers.Save(place, overwrite: true)
        );
        MetamerSet shown = new(
            report.AcceptedMetamers.Where(metamer =>
                metamer.Reference.Label is not null && metamer.Card.HasClassFor(metamer.Reference.Label)
            )
        );
        Replace(Path.Combine(folder, StimuliFolder), shown, place => WriteStimuli(shown, record.Network.Label, place));

        // Last: then all the others are there.
        record.SaveIn(folder);
    }

    /// <summary>Refuses a folder in which a report would replace what none has written.</summary>
    /// <exception cref="MetamerException">Names it, and what to do.</exception>
    internal static void RequireReplaceable(string folder)
    {
        string? strange = Replaced.Select(name => Path.Combine(folder, name)).FirstOrDefault(Path.Exists);
        if (strange is not null && !File.Exists(Path.Combine(folder, RunFile)))
        {
            throw new MetamerException(
                $"{strange} would be replaced by the report's, and no report wrote it: there is no {RunFile} beside "
                    + "it. Give another folder for the report, or move that one."
            );
        }
    }

    /// <summary>What a folder's record calls its network; null if there is none that can be read.</summary>
    internal static string? Earlier(string folder)
    {
        string path = Path.Combine(folder, ReportRecord.RecordFile);
        try
        {
            return File.Exists(path) ? ReportRecord.Load(path).Network.Label : null;
        }
        catch (MetamerException)
        {
            return null;
        }
    }

    /// <summary>The folder of an earlier report is replaced, also by none.</summary>
    private static void Replace(string folder, MetamerSet metamers, Action<string> write)
    {
        if (metamers.Count > 0)
        {
            AtomicFolder.Write(folder, write);
        }
        else
        {
            AtomicFolder.Delete(folder);
        }
    }

    /// <summary>The tables as Markdown.</summary>
    /// <param name="leaderboard">The leaderboard.</param>
    internal static string ToMarkdown(this Leaderboard leaderboard) =>
        ReportPage.Markdown(LeaderboardText.Of(leaderboard));

    /// <summary>
    /// Writes <c>leaderboard.html</c>, <c>leaderboard.md</c> with <c>figures</c>, and <c>leaderboard.csv</c>.
    /// </summary>
    /// <param name="leaderboard">The leaderboard.</param>
    /// <param name="folder">The folder; earlier files are replaced.</param>
    /// <exception cref="MetamerException">
    /// The folder cannot be written, or has a file of the leaderboard's name although no leaderboard was written there.
    /// </exception>
    public static void Save(this Leaderboard leaderboard, string folder)
    {
        string page = Path.Combine(folder, "leaderboard.html");
        string? strange = new[] { "leaderboard.md", "leaderboard.csv" }
            .Select(name => Path.Combine(folder, name))
            .FirstOrDefault(File.Exists);
        if (strange is not null && !File.Exists(page))
        {
            throw new MetamerException(
                $"{strange} would be replaced, and no leaderboard was written there: there is no leaderboard.html "
                    + "beside it. Give another folder, or move that file."
            );
        }

        IReadOnlyList<ReportBlock> blocks = LeaderboardText.Of(leaderboard);
        // First: it says whose the others are.
        AtomicFile.WriteText(page, ReportPage.Html("Metamer leaderboard", blocks));
        WriteFigures(blocks, folder, "leaderboard-*.png");
        AtomicFile.WriteText(Path.Combine(folder, "leaderboard.md"), ReportPage.Markdown(blocks));
        TableFile.WriteCsv(LeaderboardText.Table(leaderboard), Path.Combine(folder, "leaderboard.csv"));
    }

    /// <summary>natural/CATEGORY/NAME.png, and NETWORK/STAGE/CATEGORY/NAME.png.</summary>
    private static void WriteStimuli(MetamerSet metamers, string network, string folder)
    {
        foreach (Stimulus reference in metamers.References)
        {
            Write(reference, reference.Values, ExperimentDesign.Natural);
        }

        foreach (Metamer metamer in metamers)
        {
            Write(metamer.Reference, metamer.Values, network, metamer.Stage);
        }

        void Write(Stimulus reference, torch.Tensor values, params string[] condition)
        {
            string[] parts =
            [
                .. condition.Select(part => FileName.Require(part, "A part of the condition")),
                FileName.Require(reference.Label!, "The category"),
                FileName.Require(reference.Name, "The stimulus") + reference.Kind.Extension,
            ];
            reference.Kind.Write(Path.Combine([folder, .. parts]), values);
        }
    }

    /// <summary>Writes figures, and deletes those of an earlier time, which the pattern names.</summary>
    private static void WriteFigures(IReadOnlyList<ReportBlock> blocks, string folder, string earlier)
    {
        foreach (ReportBlock.Picture picture in blocks.OfType<ReportBlock.Picture>())
        {
            picture.Drawn.SavePng(Path.Combine(folder, picture.File));
        }

        string figures = Path.Combine(folder, ReportBlock.Picture.Folder);
        string[] written = [.. blocks.OfType<ReportBlock.Picture>().Select(picture => Path.GetFileName(picture.File))];
        foreach (string old in Directory.Exists(figures) ? Directory.GetFiles(figures, earlier) : [])
        {
            if (!written.Contains(Path.GetFileName(old)))
            {
                File.Delete(old);
            }
        }
    }
}
