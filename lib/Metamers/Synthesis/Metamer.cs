using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Metamers.Models;
using Metamers.Runtime;
using Metamers.Statistics;
using Metamers.Stimuli;
using TorchSharp;
using static TorchSharp.torch;

namespace Metamers.Synthesis;

/// <summary>
/// A stimulus that a network's stage cannot tell from its reference, with its full record: what it was made from, by
/// which network and schedule, how well it matches and whether it counts. It owns its tensors, on the CPU and outside
/// every dispose scope; dispose of it when it is no longer needed.
/// </summary>
/// <example>
/// <code>
/// var model = ModelZoo.Load("resnet20-standard-seed0", session.Device);
/// var fast = MetamerOptions.Quick with { Repetitions = 1, StepsPerRepetition = 2 };
/// var metamer = new MetamerSynthesizer(model, fast).Synthesize(Photographs.Take(1), "layer1")[0];
/// metamer.Describe()
/// </code>
/// </example>
public sealed class Metamer : IDisposable, IEquatable<Metamer>
{
    /// <summary>Copies the values; the reference's are shared, not copied, so do not change them in place.</summary>
    /// <param name="values">
    /// The metamer: (3, H, W) or, in grey, (1, H, W) in [0, 1], or (T) in [−1, 1]; on any device; converted to float32.
    /// </param>
    /// <param name="reference">The stimulus that was to be matched, of the same shape.</param>
    /// <exception cref="MetamerException">The shape is not the reference's, or values are out of range.</exception>
    public Metamer(Tensor values, Stimulus reference)
    {
        if (!values.shape.SequenceEqual(reference.Values.shape))
        {
            throw new MetamerException(
                $"The metamer has the shape ({string.Join(", ", values.shape)}) and its reference "
                    + $"({string.Join(", ", reference.Values.shape)}); both must be {reference.Kind.Form}."
            );
        }

        using DisposeScope scope = NewDisposeScope();
        Tensor copy = values.detach().to(float32).cpu().clone();
        Values = reference.Kind.Require(copy, "The metamer").DetachFromDisposeScope();
        Reference = reference.Share();
    }

    /// <summary>A metamer that shares the memory of another's stimuli.</summary>
    [SetsRequiredMembers]
    private Metamer(Metamer other, Stimulus reference, NetworkCard card, Judgement? judgement, NullMaximum? maximum)
    {
        Values = other.Values.alias().DetachFromDisposeScope();
        Reference = reference.Share();
        (Stage, Options, Model, Card, Losses) = (other.Stage, other.Options, other.Model, card, other.Losses);
        (Manifest, Created) = (other.Manifest, other.Created);
        (Others, Sample) = (other.Others, other.Sample);
        (Judgement, Null) = (judgement, maximum);
    }

    /// <summary>
    /// The metamer exactly as the optimiser left it, float32: a picture (3, H, W) or, in grey, (1, H, W) in [0, 1], or
    /// a sound (T) in [−1, 1].
    /// </summary>
    public Tensor Values { get; }

    /// <summary>The stimulus that it matches, with its name, label, class, source and licence.</summary>
    public Stimulus Reference { get; }

    /// <summary>Name of the stage that was matched.</summary>
    public required string Stage { get; init; }

    /// <summary>
    /// The schedule that made it, with its seed. Equal losses do not mean equal stimuli: always report the schedule.
    /// </summary>
    public required MetamerOptions Options { get; init; }

    /// <summary>The network that was matched.</summary>
    public required ModelIdentity Model { get; init; }

    /// <summary>The other networks that its objective names; empty for a metamer of one network.</summary>
    public IReadOnlyList<ModelIdentity> Others { get; init; } = [];

    /// <summary>
    /// Which it is, from 0, of several metamers of its reference that were made together and pushed apart (<see
    /// cref="Objectives.SpreadTerm"/>); it started from the noise of the seed plus this number.
    /// </summary>
    public int Sample { get; init; }

    /// <summary>What is known about that network: the names of its classes, its input, its licence.</summary>
    public required NetworkCard Card { get; init; }

    /// <summary>The loss at every report, in the order of the steps; at least the last.</summary>
    public required IReadOnlyList<LossReport> Losses
    {
        get;
        init =>
            field =
                value.Count > 0
                    ? value
                    : throw new ArgumentException("A metamer needs at least its final loss.", nameof(value));
    }

    /// <summary>Versions, device and threads.</summary>
    public required RunManifest Manifest { get; init; }

    /// <summary>
    /// Predicted classes and the match at every stage; null for metamers of earlier versions that have not been
    /// compared yet, or if the network's activations were not finite (<see cref="MetamerSet.Measure"/>).
    /// </summary>
    public Judgement? Judgement { get; init; }

    /// <summary>What its match must exceed; null if it has not been compared with a null distribution.</summary>
    public NullMaximum? Null { get; init; }

    /// <summary>When it was made, if that is known; two metamers that differ only in this are equal.</summary>
    public DateTimeOffset? Created { get; init; }

    /// <summary>The final loss.</summary>
    public double FinalLoss => Losses[^1].Loss;

    /// <summary>
    /// Number of steps done; fewer than <see cref="MetamerOptions.TotalSteps"/> after a cancellation, or if it was
    /// finished at a given match.
    /// </summary>
    public int StepsDone => Losses[^1].Step;

    /// <summary>Whether the whole schedule was completed.</summary>
    public bool IsComplete => StepsDone == Options.TotalSteps;

    /// <summary>How well it matches its reference at the stage that it was made for.</summary>
    /// <exception cref="InvalidOperationException">It has not been compared with its reference.</exception>
    public MatchMeasures Match => Compared.Stages.Single(match => match.Stage == Stage).Measures;

    /// <summary>
    /// ‖A′ − A‖₂ / ‖A‖₂ at that stage. Without an objective it is the last loss; with one, losses are sums of its
    /// terms.
    /// </summary>
    internal double ResidualLoss => Match.ResidualLoss;

    /// <summary>
    /// The verdict by the paper's two conditions; null if it has not been compared with a null distribution
    /// (<c>metamers.Judge(nulls)</c>), or if its network makes no decision, so that the first condition cannot be
    /// asked.
    /// </summary>
    public MetamerVerdict? Verdict =>
        Null is null || Judgement is not { HasDecision: true }
            ? null
            : new(Reference.Name, Stage, Judgement.DecisionKept, Match, Null);

    /// <summary>
    /// Whether it counts: by both of the paper's conditions once it has been compared with a null distribution; before
    /// that, by the first alone (the network's decision is kept). If its network makes no decision, by the second
    /// alone, and as long as that was not asked either, it counts.
    /// </summary>
    public bool Accepted =>
        Judgement is { HasDecision: false }
            ? Null is null || Null.FailedBy(Match).Count == 0
            : Verdict?.Accepted ?? Judgement?.DecisionKept ?? false;

    internal Judgement Compared =>
        Judgement
        ?? throw new InvalidOperationException(
            $"The metamer of '{Reference.Name}' at {Stage} was not compared with its reference. Compare it: "
                + "metamers.Measure(model)."
        );

    /// <summary>The same metamer with the network's judgement of it.</summary>
    internal Metamer With(Judgement judgement) => new(this, Reference, Card, judgement, Null);

    /// <summary>The same metamer with what it must exceed.</summary>
    internal Metamer With(NullMaximum maximum) => new(this, Reference, Card, Judgement, maximum);

    /// <summary>
    /// The same metamer with what is known about its reference (whose values are equal) and about its network.
    /// </summary>
    internal Metamer With(Stimulus reference, NetworkCard card) => new(this, reference, card, Judgement, Null);

    /// <summary>Writes it to a folder (<see cref="MetamerStore.Save"/>).</summary>
    /// <param name="folder">The folder to make.</param>
    /// <param name="overwrite">Whether an existing metamer is replaced.</param>
    /// <exception cref="MetamerException">
    /// The folder is already used or cannot be written; nothing was changed.
    /// </exception>
    public void Save(string folder, bool overwrite = false) => MetamerStore.Save(this, folder, overwrite);

    /// <summary>Reads a metamer from its folder (<see cref="MetamerStore.Load"/>).</summary>
    /// <param name="folder">A folder that <see cref="Save"/> wrote.</param>
    /// <param name="expected">The network that the metamer must belong to, or null for any.</param>
    /// <returns>The metamer, bit for bit as it was saved.</returns>
    /// <exception cref="MetamerException">
    /// Something in the folder is missing, was changed, or belongs to another network.
    /// </exception>
    public static Metamer Load(string folder, ModelIdentity? expected = null) => MetamerStore.Load(folder, expected);

    /// <summary>Did it work? What was reached, and what is not yet known.</summary>
    /// <returns>Plain sentences.</returns>
    public string Describe()
    {
        string reference = Compared.HasDecision ? Quoted(Compared.PredictedReference) : "";
        string decision =
            !Compared.HasDecision ? "the network, which ends in features, makes no decision"
            : Compared.DecisionKept ? $"{Card.Decider} decides {reference} for both: the decision is kept"
            : $"{Card.Decider} decides {Quoted(Compared.PredictedMetamer)} where it decided {reference} for the "
                + "reference: the decision is lost, and by the paper's first condition this is not a metamer";
        return string.Create(
                CultureInfo.InvariantCulture,
                $"{Reference.Name}, made for {Stage}: its activations there correlate with the reference's at "
                    + $"{Match.Pearson:F3} (Pearson) and {Match.Spearman:F3} (Spearman), with a norm ratio of "
                    + $"{Match.DecibelSnr:F1} dB. As for its class, {decision}. "
            )
            + (
                Verdict?.ToString()
                ?? SecondCondition()
                ?? "Whether the match is better than between any two unrelated stimuli, the paper's second condition, "
                    + "is not known before it is compared with a null distribution."
            )
            + Warning();
    }

    /// <summary>The metamer beside its reference, as a notebook shows it.</summary>
    public string ToHtml() => Shown.ToHtml(this);

    /// <summary>
    /// Whether everything but <see cref="Created"/> is equal: both stimuli bit for bit, and everything that <see
    /// cref="Save"/> keeps.
    /// </summary>
    /// <param name="other">Another metamer.</param>
    /// <returns>True if they are equal.</returns>
    public bool Equals(Metamer? other) =>
        other is not null
        && Content() == other.Content()
        && Values.Equals(other.Values)
        && Reference.Values.Equals(other.Reference.Values);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as Metamer);

    /// <inheritdoc/>
    public override int GetHashCode() => Content().GetHashCode(StringComparison.Ordinal);

    /// <inheritdoc/>
    public void Dispose()
    {
        Values.Dispose();
        Reference.Values.Dispose();
    }

    /// <summary>One line, for lists and messages.</summary>
    /// <returns>For example "cat_0003 at layer3 of ResNet20, loss 0.081 after 24000 steps".</returns>
    public override string ToString() =>
        FormattableString.Invariant(
            $"{Reference.Name} at {Stage} of {Model.Name}, loss {FinalLoss:G3} after {StepsDone} "
        ) + $"step{(StepsDone == 1 ? "" : "s")}";

    /// <summary>The start noise of its synthesis: (shape of the stimulus), drawn again from the seed.</summary>
    internal Tensor DrawStart()
    {
        using DisposeScope scope = NewDisposeScope();
        return StartNoise
            .Draw(Options, Values.shape, Card.Input, Sample, Reference.Values)[0]
            .MoveToOuterDisposeScope();
    }

    /// <summary>Of a network that makes no decision; null if it was not asked.</summary>
    private string? SecondCondition() =>
        Null is null
            ? null
            : FormattableString.Invariant(
                $"It matches {(Accepted ? "" : "no ")}better than any of {Null.Pairs:#,0} unrelated pairs, the "
            ) + "paper's second condition.";

    /// <summary>A schedule that ends on long steps loses the match that it had found.</summary>
    private string Warning()
    {
        LossReport best = Losses.MinBy(report => report.Loss)!;
        return !IsComplete || FinalLoss <= 2 * best.Loss
            ? ""
            : string.Create(
                CultureInfo.InvariantCulture,
                $" The last steps were too long for this match: the loss was {best.Loss:G3} at step {best.Step} and is "
                    + $"{FinalLoss:G3} at the end; let the schedule end with shorter ones."
            );
    }

    private string Quoted(int index) => Card.ClassNames is null ? Card.ClassName(index) : $"'{Card.ClassName(index)}'";

    private string Content() =>
        (MetamerDocument.From(this, new Dictionary<string, string>()) with { Created = null }).ToJson();
}
