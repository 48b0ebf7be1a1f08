using System.Collections;
using MathNet.Numerics.Statistics;
using Metamers.Models;
using Metamers.Runtime;
using Metamers.Stimuli;
using Metamers.Tables;
using Microsoft.Data.Analysis;

namespace Metamers.Synthesis;

/// <summary>
/// Metamers of any stages, references and networks, in their order. A set chosen from another (<see cref="At"/>, <see
/// cref="Of(string)"/>, <see cref="Accepted"/>) shares its metamers; a set computed from one (<see cref="Measure"/>)
/// has its own metamers, which share the memory of the stimuli.
/// </summary>
/// <example>
/// <code>
/// var model = ModelZoo.Load("resnet20-standard-seed0", session.Device);
/// var fast = MetamerOptions.Quick with { Repetitions = 1, StepsPerRepetition = 2 };
/// var metamers = new MetamerSynthesizer(model, fast).Synthesize(Photographs.Take(2), model.Stages.Take(2));
/// metamers.ToDataFrame()
/// </code>
/// </example>
public sealed class MetamerSet : IReadOnlyList<Metamer>, IDisposable
{
    private readonly Metamer[] metamers;

    /// <summary>Makes a set of metamers.</summary>
    /// <param name="metamers">Any number; several sets with <c>sets.SelectMany(set => set)</c>.</param>
    public MetamerSet(params IEnumerable<Metamer> metamers) => this.metamers = [.. metamers];

    /// <inheritdoc/>
    public int Count => metamers.Length;

    /// <summary>The stages that were matched, in the order in which they first appear.</summary>
    public IReadOnlyList<string> Stages => [.. metamers.Select(metamer => metamer.Stage).Distinct()];

    /// <summary>The references, each once by its name, in the order in which they first appear.</summary>
    public IReadOnlyList<Stimulus> References =>
        [.. metamers.DistinctBy(metamer => metamer.Reference.Name).Select(metamer => metamer.Reference)];

    /// <summary>The networks, in the order in which they first appear.</summary>
    public IReadOnlyList<ModelIdentity> Models => [.. metamers.Select(metamer => metamer.Model).Distinct()];

    /// <summary>
    /// Those that count: by both of the paper's conditions if they have been compared with a null distribution
    /// (<c>Judge(nulls)</c>), otherwise by the network's decision alone.
    /// </summary>
    public MetamerSet Accepted => new(metamers.Where(metamer => metamer.Accepted));

    /// <summary>
    /// Each schedule that made some of them, in words, with the number of steps that were done where metamers were
    /// finished before its end.
    /// </summary>
    internal IReadOnlyList<string> ScheduleTexts =>
        [
            .. metamers
                .GroupBy(metamer => metamer.Options.Describe())
                .Select(same => same.Key + new MetamerSet(same).Finished),
        ];

    /// <summary>After how many steps metamers of one schedule were finished, if before its end.</summary>
    internal string Finished
    {
        get
        {
            (int least, int most) = (
                metamers.Min(metamer => metamer.StepsDone),
                metamers.Max(metamer => metamer.StepsDone)
            );
            return metamers.All(metamer => metamer.IsComplete) ? ""
                : least == most ? $" (finished after {most} steps)"
                : $" (finished after {least} to {most} steps)";
        }
    }

    /// <summary>One of them.</summary>
    /// <param name="index">From 0.</param>
    public Metamer this[int index] => metamers[index];

    /// <summary>Those of one stage.</summary>
    /// <param name="stage">Its name.</param>
    /// <exception cref="MetamerException">There is none.</exception>
    public MetamerSet At(string stage) =>
        Chosen(
            metamer => metamer.Stage == stage,
            $"of the stage '{stage}'",
            () => $"Their stages are: {Names(Stages)}."
        );

    /// <summary>Those of one reference.</summary>
    /// <param name="reference">Its name.</param>
    /// <exception cref="MetamerException">There is none.</exception>
    public MetamerSet Of(string reference) =>
        Chosen(
            metamer => metamer.Reference.Name == reference,
            $"of the reference '{reference}'",
            () => $"Their references are: {Names(References.Select(known => known.Name))}."
        );

    /// <summary>Those of one reference.</summary>
    /// <param name="reference">The stimulus, known by its name.</param>
    /// <exception cref="MetamerException">There is none.</exception>
    public MetamerSet Of(Stimulus reference) => Of(reference.Name);

    /// <summary>
    /// Compares every metamer with its reference at every stage of the network: one forward pass per stimulus. The
    /// metamers that <see cref="MetamerSynthesizer.Synthesize(IEnumerable{Stimulus}, string,
    /// IProgress{SynthesisProgress}?, CancellationToken, string?, int)"/> returns have already been compared; those
    /// saved by earlier versions have not.
    /// </summary>
    /// <param name="model">The network that they were made for.</param>
    /// <returns>New metamers with the network's judgements; those of this set do not change.</returns>
    /// <exception cref="MetamerException">
    /// A metamer was made for another network; its shape, range or sampling rate is not what the network takes; or
    /// activations are not finite.
    /// </exception>
    public MetamerSet Measure(StagedModel model)
    {
        ModelIdentity identity = ModelIdentity.Compute(model);
        return metamers.FirstOrDefault(metamer => !identity.IsSameNetworkAs(metamer.Model)) is { } other
            ? throw new MetamerException(
                $"{other} was made for {other.Model.Name} with the weights {other.Model.WeightsSha256[..8]}, but the "
                    + $"network given is {identity.Name} with {identity.WeightsSha256[..8]}. Give the network that it "
                    + "was made for; what another network recognises in it is measured by Transfer."
            )
            : new(
                metamers.Zip(StageComparison.Measure(model, metamers), (metamer, judgement) => metamer.With(judgement))
            );
    }

    /// <summary>One row for each metamer and stage.</summary>
    /// <returns>
    /// Columns stimulus, stage_made_for, stage_compared, spearman, pearson, db_snr (ratio of norms, dB),
    /// predicted_reference, predicted_metamer (class indices), decision_kept; the last three are missing for a network
    /// without a decision.
    /// </returns>
    /// <exception cref="InvalidOperationException">A metamer has not been compared with its reference.</exception>
    public DataFrame ToDataFrame() =>
        metamers
            .SelectMany(metamer =>
                metamer.Compared.Stages.Select(stage => new
                {
                    Stimulus = metamer.Reference.Name,
                    StageMadeFor = metamer.Stage,
                    StageCompared = stage.Stage,
                    stage.Measures.Spearman,
                    stage.Measures.Pearson,
                    DbSnr = stage.Measures.DecibelSnr,
                    PredictedReference = metamer.Compared.ReferenceDecision,
                    PredictedMetamer = metamer.Compared.MetamerDecision,
                    DecisionKept = metamer.Compared.KeptIfAny,
                })
            )
            .ToDataFrame();

    /// <summary>One row for each stage that metamers were made for, compared at that stage.</summary>
    /// <returns>
    /// Columns stage, metamers (count), decisions_kept (count; missing without a decision), median_spearman,
    /// least_spearman, median_pearson, median_db_snr (ratio of norms, dB).
    /// </returns>
    /// <exception cref="InvalidOperationException">A metamer has not been compared with its reference.</exception>
    public DataFrame ByStage() =>
        metamers
            .GroupBy(metamer => metamer.Stage)
            .Select(stage => new
            {
                Stage = stage.Key,
                Metamers = stage.Count(),
                DecisionsKept = stage.All(metamer => metamer.Compared.HasDecision)
                    ? stage.Count(metamer => metamer.Compared.DecisionKept)
                    : (int?)null,
                MedianSpearman = stage.Select(metamer => metamer.Match.Spearman).Median(),
                LeastSpearman = stage.Min(metamer => metamer.Match.Spearman),
                MedianPearson = stage.Select(metamer => metamer.Match.Pearson).Median(),
                MedianDbSnr = stage.Select(metamer => metamer.Match.DecibelSnr).Median(),
            })
            .ToDataFrame();

    /// <summary>Writes every metamer to a folder of its own, and their order (<see cref="MetamerSetStore"/>).</summary>
    /// <param name="folder">The folder to make, or one that a set was saved to before.</param>
    /// <param name="overwrite">Whether existing metamers are replaced.</param>
    /// <exception cref="MetamerException">
    /// Two metamers have the same network, stage and reference, or the folder is already used or cannot be written.
    /// </exception>
    public void Save(string folder, bool overwrite = false) => MetamerSetStore.Save(this, folder, overwrite);

    /// <summary>Reads all metamers in a folder and its subfolders, in the order in which a set was saved.</summary>
    /// <param name="folder">
    /// For example one that <see cref="Save"/> wrote, or the folder of a <see cref="MetamerCache"/>.
    /// </param>
    /// <returns>The metamers, bit for bit as they were saved.</returns>
    /// <exception cref="MetamerException">There is no metamer, or one was changed.</exception>
    public static MetamerSet Load(string folder) => MetamerSetStore.Load(folder);

    /// <inheritdoc/>
    public IEnumerator<Metamer> GetEnumerator() => ((IEnumerable<Metamer>)metamers).GetEnumerator();

    /// <inheritdoc/>
    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>Disposes of all its metamers, also for the sets that were chosen from it.</summary>
    public void Dispose()
    {
        foreach (Metamer metamer in metamers)
        {
            metamer.Dispose();
        }
    }

    /// <summary>One line.</summary>
    public override string ToString() =>
        $"{Count} metamer{(Count == 1 ? "" : "s")} of {References.Count} "
        + $"reference{(References.Count == 1 ? "" : "s")} at {Names(Stages)} of "
        + Names(Models.Select(model => model.Label));

    private MetamerSet Chosen(Func<Metamer, bool> condition, string which, Func<string> known)
    {
        MetamerSet chosen = new(metamers.Where(condition));
        return chosen.Count > 0
            ? chosen
            : throw new MetamerException($"None of {Count} metamers is {which}. {known()}");
    }

    private static string Names(IEnumerable<string> names) => string.Join(", ", names);
}
