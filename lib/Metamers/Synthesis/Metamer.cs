using Metamers.Models;
using Metamers.Runtime;
using Metamers.Stimuli.Images;
using Metamers.Stimuli.Sounds;
using TorchSharp;
using static TorchSharp.torch;

namespace Metamers.Synthesis;

/// <summary>
/// A stimulus that a network's stage cannot tell from its reference, with all that is needed to say how it was made.
/// Holds tensors of its own, on the CPU and outside every dispose scope; dispose it when it is no longer needed.
/// </summary>
public sealed class Metamer : IDisposable, IEquatable<Metamer>
{
    /// <summary>Copies two pictures, or two sounds.</summary>
    /// <param name="values">The metamer: (3, H, W) in [0, 1], or (T) in [−1, 1]; any device, turned to float32.</param>
    /// <param name="reference">Same shape: the stimulus that was to be matched.</param>
    /// <param name="samplingRate">Hz, of two sounds; null for two pictures.</param>
    /// <exception cref="MetamerException">
    /// Not two pictures of one size or two sounds of one length, or values out of range.
    /// </exception>
    public Metamer(Tensor values, Tensor reference, int? samplingRate = null)
    {
        if (samplingRate is { } rate)
        {
            SoundCheck.RequireRate(rate, "The metamer");
        }

        SamplingRate = samplingRate;
        if (!values.shape.SequenceEqual(reference.shape))
        {
            throw new MetamerException(
                $"The metamer has the shape ({string.Join(", ", values.shape)}) and its reference "
                    + $"({string.Join(", ", reference.shape)}); both must "
                    + $"be {(IsSound ? "(samples) of one length" : "(3, height, width) of one size")}."
            );
        }

        if (values.dim() == 1 && !IsSound)
        {
            throw new MetamerException(
                $"The metamer has the shape ({values.shape[0]}), as a sound has, but no sampling rate. Give it: new "
                    + "Metamer(values, reference, 16000)."
            );
        }

        Values = Own(values, "The metamer");
        Reference = Own(reference, "The reference");
    }

    /// <summary>
    /// The metamer exactly as the optimiser left it, float32: a picture (3, H, W) in [0, 1], or a sound (T) in [−1, 1].
    /// </summary>
    public Tensor Values { get; }

    /// <summary>The stimulus that it matches, of the same shape.</summary>
    public Tensor Reference { get; }

    /// <summary>Samples a second of a sound, Hz; null for a picture.</summary>
    public int? SamplingRate { get; }

    /// <summary>Whether it is a sound; otherwise it is a picture.</summary>
    public bool IsSound => SamplingRate is not null;

    /// <summary>Name of the reference, e.g. <c>cat_0003</c>.</summary>
    public required string ReferenceName { get; init; }

    /// <summary>Name of the stage that was matched.</summary>
    public required string Stage { get; init; }

    /// <summary>
    /// The schedule that made it, with its seed. Equal loss is not an equal stimulus: always say which schedule it was.
    /// </summary>
    public required MetamerOptions Options { get; init; }

    /// <summary>The network that was matched.</summary>
    public required ModelIdentity Model { get; init; }

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

    /// <summary>Predicted classes and the match at every stage, once judged; else null.</summary>
    public Judgement? Judgement { get; init; }

    /// <summary>When it was made, where that is known; two metamers that differ in this alone are equal.</summary>
    public DateTimeOffset? Created { get; init; }

    /// <summary>The loss that was reached.</summary>
    public double FinalLoss => Losses[^1].Loss;

    /// <summary>
    /// Steps that were done; fewer than <see cref="MetamerOptions.TotalSteps"/> after a cancellation.
    /// </summary>
    public int StepsDone => Losses[^1].Step;

    /// <summary>The same metamer with what the network makes of it.</summary>
    /// <param name="judgement">From Evaluation's ActivationMatch.</param>
    /// <returns>A new metamer with tensors of its own; this one stays as it is.</returns>
    public Metamer Judged(Judgement judgement) =>
        new(Values, Reference, SamplingRate)
        {
            ReferenceName = ReferenceName,
            Stage = Stage,
            Options = Options,
            Model = Model,
            Losses = Losses,
            Manifest = Manifest,
            Judgement = judgement,
            Created = Created,
        };

    /// <summary>Writes it to a folder (<see cref="MetamerStore.Save"/>).</summary>
    /// <param name="folder">The folder to make.</param>
    /// <param name="overwrite">Whether a metamer that lies there is replaced.</param>
    /// <exception cref="MetamerException">The folder is taken or cannot be written; nothing was changed.</exception>
    public void Save(string folder, bool overwrite = false) => MetamerStore.Save(this, folder, overwrite);

    /// <summary>Reads a metamer from its folder (<see cref="MetamerStore.Load"/>).</summary>
    /// <param name="folder">A folder that <see cref="Save"/> wrote.</param>
    /// <param name="expected">The network that the metamer must belong to, or null for any.</param>
    /// <returns>The metamer, to the bit as it was saved.</returns>
    /// <exception cref="MetamerException">
    /// Something in the folder is missing, was changed, or belongs to another network.
    /// </exception>
    public static Metamer Load(string folder, ModelIdentity? expected = null) => MetamerStore.Load(folder, expected);

    /// <summary>
    /// Whether all is the same but <see cref="Created"/>: both stimuli to the bit, and everything that <see
    /// cref="Save"/> keeps.
    /// </summary>
    /// <param name="other">Another metamer.</param>
    /// <returns>True where they are equal.</returns>
    public bool Equals(Metamer? other) =>
        other is not null
        && Content() == other.Content()
        && Values.Equals(other.Values)
        && Reference.Equals(other.Reference);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as Metamer);

    /// <inheritdoc/>
    public override int GetHashCode() => Content().GetHashCode(StringComparison.Ordinal);

    /// <inheritdoc/>
    public void Dispose()
    {
        Values.Dispose();
        Reference.Dispose();
    }

    /// <summary>In one line, for lists and messages.</summary>
    /// <returns>Such as "cat_0003 at layer3 of ResNet20, loss 0.081 after 24000 steps".</returns>
    public override string ToString() =>
        $"{ReferenceName} at {Stage} of {Model.Name}, loss {FinalLoss:G3} after {StepsDone} "
        + $"step{(StepsDone == 1 ? "" : "s")}";

    private string Content() =>
        (MetamerDocument.From(this, new Dictionary<string, string>()) with { Created = null }).ToJson();

    private Tensor Own(Tensor stimulus, string what)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor copy = stimulus.detach().to(float32).cpu().clone();
        return (
            IsSound ? SoundCheck.RequireSound(copy, what) : PictureCheck.RequirePicture(copy, what)
        ).DetachFromDisposeScope();
    }
}
