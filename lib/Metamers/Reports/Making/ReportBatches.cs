using Metamers.Models;
using Metamers.Runtime;
using Metamers.Stimuli;
using Metamers.Synthesis;

namespace Metamers.Reports.Making;

/// <summary>Makes the metamers of a report batch by batch, and keeps them in its folder.</summary>
/// <param name="model">The network.</param>
/// <param name="options">The report's options.</param>
/// <param name="stimuli">The stimuli.</param>
/// <param name="cancellation">Stops; what was made is kept.</param>
internal sealed class ReportBatches(
    StagedModel model,
    ReportOptions options,
    IReadOnlyList<Stimulus> stimuli,
    CancellationToken cancellation
)
{
    private readonly MetamerSynthesizer synthesizer = new(model, ScheduleOf(model, options));

    /// <summary>A batch of the stimuli of a stage, one of several.</summary>
    public sealed record Batch(int Stage, Stimulus[] Stimuli, int Index, int Of);

    /// <summary>The schedule of a report: that of its options, from the start noise of pictures or of sounds.</summary>
    public static MetamerOptions ScheduleOf(StagedModel model, ReportOptions options)
    {
        MetamerOptions schedule = options.Schedule with { Seed = options.Seed };
        MetamerOptions ofSounds =
            schedule.TotalSteps < MetamerOptions.Paper.TotalSteps
                ? MetamerOptions.QuickSound
                : MetamerOptions.PaperSound;
        return model.Kind.IsSound
            ? schedule with
            {
                StartMean = ofSounds.StartMean,
                StartDeviation = ofSounds.StartDeviation,
                CoarseOversampling = schedule.CoarseOversampling ?? ofSounds.CoarseOversampling,
            }
            : schedule;
    }

    /// <summary>The folder of a report's metamers and null distributions.</summary>
    public static string FolderOf(StagedModel model, ReportOptions options) =>
        options.Folder
        ?? Path.Combine(
            ProjectFolder.Artifacts,
            "reports",
            FileName.Require(options.Label ?? model.Label, "The network")
        );

    /// <summary>The batches of all stages but the input, which would only copy the references.</summary>
    public static IReadOnlyList<Batch> Of(StagedModel model, IReadOnlyList<Stimulus> stimuli)
    {
        List<Stimulus[]> batches = [.. stimuli.Chunk(ReportOptions.CountPerBatch(model))];
        return
        [
            .. Enumerable
                .Range(1, model.Stages.Count - 1)
                .SelectMany(stage => batches.Select((batch, i) => new Batch(stage, batch, i, batches.Count))),
        ];
    }

    /// <summary>The metamers of a stage, batch by batch.</summary>
    /// <param name="stage">Its index.</param>
    /// <param name="tell">Receives the batch, what is being done, and the finished share of the batch.</param>
    public MetamerSet GetOrMake(int stage, Action<Batch, string, double> tell)
    {
        MetamerSet made = new([]);
        try
        {
            foreach (Batch batch in Of(model, stimuli).Where(batch => batch.Stage == stage))
            {
                made = new(made.Concat(GetOrMake(batch, tell)));
            }

            return made;
        }
        catch
        {
            made.Dispose();
            throw;
        }
    }

    /// <summary>
    /// The metamers of a batch from the folder of the report; those that it lacks are made, and kept there.
    /// </summary>
    public MetamerSet GetOrMake(Batch batch, Action<Batch, string, double> tell)
    {
        string part = batch.Of > 1 ? $", batch {batch.Index + 1} of {batch.Of}" : "";
        string name = model.Stages[batch.Stage].Name;
        MetamerSet made = new MetamerCache(Path.Combine(FolderOf(model, options), "metamers.cache")).GetOrMake(
            synthesizer,
            batch.Stimuli,
            name,
            new ProgressAction<SynthesisProgress>(state =>
                tell(
                    batch,
                    $"{name}, stage {batch.Stage} of {model.Stages.Count - 1}{part}, step {state.Step} of "
                        + $"{state.TotalSteps}",
                    (double)state.Step / state.TotalSteps
                )
            ),
            cancellation
        );
        cancellation.ThrowIfCancellationRequested();
        return made;
    }
}
