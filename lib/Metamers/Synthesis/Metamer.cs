using Metamers.Runtime;
using Metamers.Stimuli;
using TorchSharp;
using static TorchSharp.torch;

namespace Metamers.Synthesis;

/// <summary>
/// A stimulus that a network's stage cannot tell from its reference, with all that is needed to say how it was made.
/// Holds tensors of its own, on the CPU and outside every dispose scope; dispose it when it is no longer needed.
/// </summary>
public sealed class Metamer : IDisposable, IEquatable<Metamer>
{
    /// <summary>Copies the pictures.</summary>
    /// <param name="pixels">(3, H, W) in [0, 1]: the metamer; any device, turned to float32.</param>
    /// <param name="reference">Same shape: the stimulus that was to be matched.</param>
    /// <exception cref="MetamerException">Not two pictures of one size with values in [0, 1].</exception>
    public Metamer(Tensor pixels, Tensor reference)
    {
        if (!pixels.shape.SequenceEqual(reference.shape))
        {
            throw new MetamerException($"The metamer has the shape ({string.Join(", ", pixels.shape)}) and its reference "
                + $"({string.Join(", ", reference.shape)}); both must be (3, height, width) of one size.");
        }

        Pixels = Own(pixels, "The metamer");
        Reference = Own(reference, "The reference");
    }

    /// <summary>(3, H, W) float32 in [0, 1]: the metamer exactly as the optimiser left it.</summary>
    public Tensor Pixels { get; }

    /// <summary>(3, H, W) float32 in [0, 1]: the stimulus that it matches.</summary>
    public Tensor Reference { get; }

    /// <summary>Name of the reference, e.g. <c>cat_0003</c>.</summary>
    public required string ReferenceName { get; init; }

    /// <summary>Name of the stage that was matched.</summary>
    public required string Stage { get; init; }

    /// <summary>The schedule that made it, with its seed. Equal loss is not an equal stimulus: always say which schedule it was.</summary>
    public required MetamerOptions Options { get; init; }

    /// <summary>The network that was matched.</summary>
    public required ModelIdentity Model { get; init; }

    /// <summary>The loss at every report, in the order of the steps; at least the last.</summary>
    public required IReadOnlyList<LossReport> Losses
    {
        get;
        init => field = value.Count > 0 ? value : throw new ArgumentException("A metamer needs at least its final loss.", nameof(value));
    }

    /// <summary>Versions, device and threads.</summary>
    public required RunManifest Manifest { get; init; }

    /// <summary>Predicted classes and the match at every stage, once judged; else null.</summary>
    public Judgement? Judgement { get; init; }

    /// <summary>When it was made, where that is known; two metamers that differ in this alone are equal.</summary>
    public DateTimeOffset? Created { get; init; }

    /// <summary>The loss that was reached.</summary>
    public double FinalLoss => Losses[^1].Loss;

    /// <summary>Steps that were done; fewer than <see cref="MetamerOptions.TotalSteps"/> after a cancellation.</summary>
    public int StepsDone => Losses[^1].Step;

    /// <summary>The same metamer with what the network makes of it.</summary>
    /// <param name="judgement">From Evaluation's ActivationMatch.</param>
    /// <returns>A new metamer with tensors of its own; this one stays as it is.</returns>
    public Metamer Judged(Judgement judgement) => new(Pixels, Reference)
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
    /// <exception cref="MetamerException">Something in the folder is missing, was changed, or belongs to another network.</exception>
    public static Metamer Load(string folder, ModelIdentity? expected = null) => MetamerStore.Load(folder, expected);

    /// <summary>Whether all is the same but <see cref="Created"/>: both pictures to the bit, and everything that <see cref="Save"/> keeps.</summary>
    /// <param name="other">Another metamer.</param>
    /// <returns>True where they are equal.</returns>
    public bool Equals(Metamer? other) =>
        other is not null && Content() == other.Content() && Pixels.Equals(other.Pixels) && Reference.Equals(other.Reference);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as Metamer);

    /// <inheritdoc/>
    public override int GetHashCode() => Content().GetHashCode(StringComparison.Ordinal);

    /// <inheritdoc/>
    public void Dispose()
    {
        Pixels.Dispose();
        Reference.Dispose();
    }

    /// <summary>In one line, for lists and messages.</summary>
    /// <returns>Such as "cat_0003 at layer3 of ResNet20, loss 0.081 after 24000 steps".</returns>
    public override string ToString() =>
        $"{ReferenceName} at {Stage} of {Model.Name}, loss {FinalLoss:G3} after {StepsDone} step{(StepsDone == 1 ? "" : "s")}";

    private string Content() => (MetamerDocument.Of(this, new Dictionary<string, string>()) with { Created = null }).ToJson();

    private static Tensor Own(Tensor picture, string what)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor copy = picture.detach().to(float32).cpu().clone();
        return PictureCheck.RequirePicture(copy, what).DetachFromDisposeScope();
    }
}
