using Metamers.Models;
using Metamers.Reports.Making;
using Metamers.Reports.Records;
using Metamers.Runtime;
using Metamers.Synthesis;

namespace Metamers.Reports;

/// <summary>
/// The metamer test of one network: are its metamers valid, do other networks recognise them, and in how far are its
/// invariances its own? Its figures and files are verbs on it: <c>report.Save(folder)</c>, <c>report.ToHtml()</c>.
/// </summary>
/// <example>
/// <code>
/// var model = ModelZoo.Build("resnet20", seed: 0).Freeze();
/// var drawn = DrawnPictures.WithClasses(DataPart.Test, perClass: 1);
/// var options = ReportOptions.Quick with { References = drawn, NullData = DataSet.FromStimuli("drawn", drawn, []) };
/// options = options with { Schedule = MetamerOptions.Quick with { StepsPerRepetition = 1 }, TestStimuli = 0 };
/// ModelReport.Make(model, options with { Folder = folder, Nulls = new() { Blocks = 1, BlockSize = 4 } })
/// </code>
/// </example>
public sealed class ModelReport : IDisposable
{
    internal ModelReport(
        ReportRecord record,
        IReadOnlyList<MadeStage> stages,
        ReportRun run,
        IReadOnlyList<ReportRecord> against
    )
    {
        (Record, Run, Against) = (record, run, against);
        (Metamer Metamer, bool Accepted)[] made =
        [
            .. stages.Where(stage => stage.Made is not null).SelectMany(stage => stage.Made!.Zip(stage.Accepted)),
        ];
        Metamers = new(made.Select(pair => pair.Metamer));
        AcceptedMetamers = new(made.Where(pair => pair.Accepted).Select(pair => pair.Metamer));
    }

    /// <summary>What was found.</summary>
    public ReportRecord Record { get; }

    /// <summary>The metamers, stage by stage.</summary>
    public MetamerSet Metamers { get; }

    /// <summary>When and on what it was made.</summary>
    public ReportRun Run { get; }

    /// <summary>The records of the networks that it is compared with (<see cref="ReportOptions.Against"/>).</summary>
    internal IReadOnlyList<ReportRecord> Against { get; }

    /// <summary>Those that count: no condition that could be tested refuses them.</summary>
    internal MetamerSet AcceptedMetamers { get; }

    /// <summary>
    /// Tests a network. What was done is kept in <see cref="ReportOptions.Folder"/>, so that a report that was
    /// interrupted resumes when it is made again.
    /// </summary>
    /// <param name="model">
    /// The network, frozen (<see cref="StagedModel.Freeze"/>), with the names of its classes on its card if they are
    /// known. A network that does not work gets a report that says so and no number.
    /// </param>
    /// <param name="options">
    /// What is measured; <see cref="ReportOptions.Quick"/> takes minutes for a small network.
    /// </param>
    /// <param name="progress">Receives what is being done and the time left.</param>
    /// <param name="cancellation">Stops; the next call resumes.</param>
    /// <returns>The report; dispose of it after use, since it holds the metamers.</returns>
    /// <exception cref="MetamerException">
    /// The network does not take the stimuli, they are not found, or an option is out of range.
    /// </exception>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public static ModelReport Make(
        StagedModel model,
        ReportOptions options,
        IProgress<ReportProgress>? progress = null,
        CancellationToken cancellation = default
    )
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(options);
        return new ReportMaker(model, options, progress, cancellation).Make();
    }

    /// <summary>
    /// Makes one share of a report's metamers, such as "2/8", in the report's folder, which several processes and
    /// machines may share. <see cref="Make"/> then finds them there, and makes what is missing; the record is the same
    /// as without shards, unless a process was killed while it saved a batch, whose rest is then a smaller one. Shares
    /// are of whole batches, of which a quick report has one for each stage.
    /// </summary>
    internal static ReportShard MakeShard(
        StagedModel model,
        ReportOptions options,
        string shard,
        IProgress<ReportProgress>? progress = null,
        CancellationToken cancellation = default
    ) => ReportShard.Make(model, options, shard, progress, cancellation);

    /// <summary>Refuses what <see cref="Make"/> would refuse before it begins.</summary>
    /// <exception cref="MetamerException">An option, a stimulus or a record to compare with is wrong.</exception>
    internal static void Check(StagedModel model, ReportOptions options)
    {
        options.Check();
        _ = ReportStimuli.Load(model, options);
        _ = options.Against.Select(ReportRecord.Find).ToList();
    }

    /// <inheritdoc/>
    public void Dispose() => Metamers.Dispose();

    /// <summary>The report for a cell of a notebook: HTML without scripts that loads nothing.</summary>
    public string ToHtml() => Shown.ToHtml(this);

    /// <summary>The three numbers in a sentence each, or what is wrong with the network.</summary>
    public override string ToString() =>
        Record.Problem is { } problem
            ? $"{Record.Network.Label} cannot be scored: {problem}"
            : $"{Record.Network.Label}: {Record.Reach.Sentence} {Record.Idiosyncrasy.Sentence} {Record.Yield.Sentence}";
}
