using System.Text.Json;
using Metamers.Models;
using Metamers.Models.Checkpoints;
using Metamers.Runtime;
using static TorchSharp.torch;

namespace Metamers.Synthesis;

/// <summary>Saves a run to one file and puts it back, refusing the state of another synthesis.</summary>
/// <param name="identity">The network with its weights.</param>
/// <param name="others">The other networks of its objective, with their weights.</param>
/// <param name="options">The schedule.</param>
/// <param name="run">The run.</param>
internal sealed class SynthesisState(
    ModelIdentity identity,
    IReadOnlyList<ModelIdentity> others,
    MetamerOptions options,
    SynthesisRun run
)
{
    private const string OfOptimizer = "optimizer.";

    private static readonly JsonSerializerOptions Losses = new() { RespectNullableAnnotations = true };

    /// <summary>
    /// Writes the candidates, what the optimiser remembers, the step and the losses so far; atomically.
    /// </summary>
    public void Save(string path)
    {
        LossReport[][] losses = [.. Enumerable.Range(0, run.Count).Select(item => run.Losses(item).ToArray())];
        StateFile.Write(
            path,
            new Dictionary<string, Tensor>(
                run.Memory.Select(kept => KeyValuePair.Create(OfOptimizer + kept.Key, kept.Value))
            )
            {
                ["candidates"] = run.Next,
            },
            new Dictionary<string, string>
            {
                ["identity"] = Identity(),
                ["step"] = JsonSerializer.Serialize(run.Step),
                ["losses"] = JsonSerializer.Serialize(losses),
            }
        );
    }

    /// <summary>Brings the run to the saved state.</summary>
    /// <exception cref="MetamerException">The file is damaged or belongs to another synthesis.</exception>
    public void Restore(string path) =>
        StateFile.Restore(
            path,
            (tensors, metadata) =>
            {
                if (metadata.GetValueOrDefault("identity") != Identity())
                {
                    throw new MetamerException(
                        $"{path} holds the state of another synthesis (other network, weights, stage, options or "
                            + "references). Name another file, or delete it to start afresh."
                    );
                }

                run.Restore(
                    JsonSerializer.Deserialize<int>(metadata["step"]),
                    tensors["candidates"],
                    tensors
                        .Where(tensor => tensor.Key.StartsWith(OfOptimizer, StringComparison.Ordinal))
                        .ToDictionary(tensor => tensor.Key[OfOptimizer.Length..], tensor => tensor.Value),
                    JsonText.Checked(JsonSerializer.Deserialize<LossReport[][]>(metadata["losses"], Losses), Losses)
                );
            }
        );

    /// <summary>Everything that the rest of the descent depends on, as one text with hashes of the numbers.</summary>
    private string Identity()
    {
        string hash = TensorHash.Compute(run.References);
        return $"{identity.WeightsSha256} {run.Stage} {run.References.dtype} {JsonSerializer.Serialize(options)} {hash}"
            + identity.FrontEndText
            + string.Concat(others.Select(other => $" {other.WeightsSha256}{other.FrontEndText}"))
            + run.Identity;
    }
}
