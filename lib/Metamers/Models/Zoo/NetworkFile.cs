using Metamers.Models.Checkpoints;
using Metamers.Models.Import;
using Metamers.Runtime;
using TorchSharp;

namespace Metamers.Models.Zoo;

/// <summary>A network by its key in the zoo or from a file of any kind that the library reads.</summary>
/// <example>
/// <code>
/// var file = Path.Combine(ProjectFolder.Data, "checkpoints", "resnet20-l2-seed0.safetensors");
/// NetworkFile.Load(file, architecture: "resnet20").Stages
/// </code>
/// </example>
public static class NetworkFile
{
    /// <summary>Loads a network and freezes it.</summary>
    /// <param name="keyOrPath">
    /// A key of the zoo; or a file: ONNX (<c>.onnx</c>), TorchScript that <c>notebooks/export_torchscript.py</c> wrote,
    /// or a checkpoint.
    /// </param>
    /// <param name="architecture">
    /// For a checkpoint, the key of its architecture in the zoo, e.g. <c>resnet20</c>; null for all others.
    /// </param>
    /// <param name="input">
    /// For an ONNX file, how stimuli are normalised before the graph receives them; null for the default of <see
    /// cref="OnnxOptions.Input"/>, and for all others, which know it.
    /// </param>
    /// <param name="device">Where to compute; the CPU if null.</param>
    /// <returns>The network, frozen.</returns>
    /// <exception cref="MetamerException">
    /// There is neither such a key nor such a file, the file cannot be read, or an argument does not suit it.
    /// </exception>
    public static StagedModel Load(
        string keyOrPath,
        string? architecture = null,
        InputNormalization? input = null,
        torch.Device? device = null
    )
    {
        ArgumentException.ThrowIfNullOrEmpty(keyOrPath);
        bool isFile = File.Exists(keyOrPath);
        bool onnx = isFile && Path.GetExtension(keyOrPath).Equals(".onnx", StringComparison.OrdinalIgnoreCase);
        bool traced = isFile && !onnx && TracedStages.AreIn(keyOrPath);
        if (architecture is not null && (!isFile || onnx || traced))
        {
            throw new MetamerException(
                $"'{keyOrPath}' brings its architecture, so '{architecture}' cannot be given too. Leave it out."
            );
        }

        if (input is not null && !onnx)
        {
            throw new MetamerException(
                $"'{keyOrPath}' knows how its input is normalised; that can be given for an ONNX file alone. Leave it "
                    + $"out."
            );
        }

        if (!isFile)
        {
            return ModelZoo.Cards.Any(card => card.Key == keyOrPath) || !LooksLikeFile(keyOrPath)
                ? ModelZoo.Load(keyOrPath, device)
                : throw new MetamerException(
                    $"There is no file {Path.GetFullPath(keyOrPath)}. Give the path of an ONNX file, a TorchScript "
                        + $"file or a checkpoint, or the key of a network of the zoo (`workbook models` lists them)."
                );
        }

        StagedModel model =
            onnx ? new OnnxNetwork(keyOrPath, new OnnxOptions { Input = input ?? new OnnxOptions().Input })
            : traced ? new TorchScriptNetwork(keyOrPath)
            : FromCheckpoint(keyOrPath, architecture);
        return model.to(device ?? torch.CPU).Freeze();
    }

    private static bool LooksLikeFile(string text) =>
        text.Contains('/')
        || text.Contains('\\')
        || Path.GetExtension(text).ToLowerInvariant()
            is ".onnx"
                or ".pt"
                or ".pth"
                or ".th"
                or ".safetensors"
                or ".ckpt";

    private static StagedModel FromCheckpoint(string path, string? architecture)
    {
        if (architecture is null)
        {
            throw new MetamerException(
                $"{path} is neither an ONNX file nor a TorchScript file of notebooks/export_torchscript.py. If it is a "
                    + "checkpoint, say of which architecture: --architecture resnet20 (`workbook models` lists them)."
            );
        }

        StagedModel model = ModelZoo.Build(architecture, seed: 0);
        try
        {
            Checkpoint.Load(model, path);
            model.Card = model.Card with { Name = $"{model.Name}, weights of {Path.GetFileName(path)}" };
            return model;
        }
        catch
        {
            model.Dispose();
            throw;
        }
    }
}
