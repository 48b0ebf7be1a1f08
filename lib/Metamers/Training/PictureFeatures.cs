using Metamers.Models;
using Metamers.Models.Checkpoints;
using Metamers.Runtime;
using Metamers.Stimuli.Data.Sets;
using TorchSharp;
using static TorchSharp.torch;

namespace Metamers.Training;

/// <summary>
/// A network's activations for the pictures of a data set, enlarged to the network's input. They are kept in pieces in
/// a folder, so that an interrupted computation resumes.
/// </summary>
/// <param name="model">The network, frozen.</param>
/// <param name="stage">The stage whose activations are taken.</param>
/// <param name="folder">Where the pieces are kept.</param>
internal sealed class PictureFeatures(StagedModel model, string stage, string folder)
{
    private const int Piece = 500;
    private const int BatchSize = 20;

    private readonly string weights = ModelIdentity.Compute(model).WeightsSha256;

    /// <summary>Computes the activations of pictures, or reads those that are kept.</summary>
    /// <param name="name">Name of the pieces.</param>
    /// <param name="pictures">The pictures.</param>
    /// <param name="progress">Called after each batch with the number of pictures done.</param>
    /// <param name="cancellation">Stops; finished pieces stay.</param>
    /// <returns>(N, units), float32, on the CPU.</returns>
    public Tensor Compute(string name, LabelledImages pictures, Action<int>? progress, CancellationToken cancellation)
    {
        using DisposeScope scope = NewDisposeScope();
        List<Tensor> pieces = [];
        for (int first = 0; first < pictures.Count; first += Piece)
        {
            int count = (int)Math.Min(Piece, pictures.Count - first);
            string path = Path.Combine(folder, $"{name}-{first:D6}.safetensors");
            string identity = IdentityOf(pictures, first, count);
            if (Kept(path, identity) is not { } kept)
            {
                ComputePiece(path, identity, pictures, first, count, progress, cancellation);
                kept = Kept(path, identity)!;
            }

            pieces.Add(kept);
            progress?.Invoke(first + count);
        }

        return cat(pieces).MoveToOuterDisposeScope();
    }

    /// <summary>What a piece depends on, as one text with hashes of the numbers.</summary>
    private string IdentityOf(LabelledImages pictures, int first, int count)
    {
        using Tensor pixels = pictures.Pixels[TensorIndex.Slice(first, first + count)];
        return $"{weights} {stage} {TensorHash.Compute(pixels)}";
    }

    /// <summary>The features of a piece; null if it was not computed, or of something else.</summary>
    private static Tensor? Kept(string path, string identity)
    {
        if (!File.Exists(path))
        {
            return null;
        }

        (IReadOnlyDictionary<string, Tensor> tensors, IReadOnlyDictionary<string, string> metadata) =
            CheckpointSource.Open(path, SafeTensorsReader.Read);
        return metadata.GetValueOrDefault("identity") == identity ? tensors.GetValueOrDefault("features") : null;
    }

    private void ComputePiece(
        string path,
        string identity,
        LabelledImages pictures,
        int first,
        int count,
        Action<int>? progress,
        CancellationToken cancellation
    )
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable noGradient = no_grad();
        PictureSet set = new(pictures);
        List<Tensor> batches = [];
        for (int start = 0; start < count; start += BatchSize)
        {
            cancellation.ThrowIfCancellationRequested();
            int end = Math.Min(start + BatchSize, count);
            using DisposeScope batch = NewDisposeScope();
            Tensor input = set.Plain(first + start, first + end, model);
            batches.Add(model.Activations(input, stage).flatten(1).to(float32).cpu().MoveToOuterDisposeScope());
            progress?.Invoke(first + end);
        }

        Directory.CreateDirectory(folder);
        SafeTensors.Write(
            path,
            new Dictionary<string, Tensor> { ["features"] = cat(batches) },
            new Dictionary<string, string> { ["identity"] = identity }
        );
    }
}
