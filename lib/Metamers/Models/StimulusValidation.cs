using System.Globalization;
using Metamers.Runtime;
using Metamers.Stimuli;
using TorchSharp;
using static TorchSharp.torch;

namespace Metamers.Models;

/// <summary>Checks that stimuli fit a network: shape, type, device, finite values, range.</summary>
internal static class StimulusValidation
{
    /// <summary>Throws if they do not.</summary>
    /// <param name="model">The network.</param>
    /// <param name="stimuli">
    /// (N, <see cref="StagedModel.InputShape"/>), N ≥ 1, in the range of <see cref="StagedModel.Input"/>.
    /// </param>
    /// <param name="what">What the stimuli are, as the start of the message: "The references".</param>
    /// <exception cref="MetamerException">What was given, what the network takes, and what to do.</exception>
    public static void Check(StagedModel model, Tensor stimuli, string what = "The stimuli")
    {
        ArgumentNullException.ThrowIfNull(stimuli);
        using DisposeScope scope = NewDisposeScope();
        if (stimuli.dim() == 0 || stimuli.numel() == 0)
        {
            throw new MetamerException($"{what}: empty, of shape {Shape(stimuli.shape)}. Give at least one stimulus.");
        }

        if (!HasShape(model, stimuli))
        {
            throw new MetamerException(
                $"{what}: shape {Shape(stimuli.shape)}; {model.Name} takes "
                    + $"(N, {string.Join(", ", model.InputShape)}). {ShapeCure(model, stimuli.shape)}"
            );
        }

        if (!stimuli.is_floating_point())
        {
            throw new MetamerException(
                $"{what}: values of type {stimuli.dtype}; {model.Name} takes {model.ElementType} "
                    + FormattableString.Invariant(
                        $"from {model.Input.Minimum} to {model.Input.Maximum}. Convert them: x.to(float32) / "
                    )
                    + "255 for pixels."
            );
        }

        if (stimuli.device_type != model.Device.type)
        {
            throw new MetamerException(
                $"{what}: on {stimuli.device}; {model.Name} is on {model.Device}. Move one to the other with "
                    + ".to(device)."
            );
        }

        if (!stimuli.isfinite().all().item<bool>())
        {
            throw new MetamerException($"{what}: NaN or infinite values. Fix or leave out those stimuli.");
        }

        double least = stimuli.min().to(float64).item<double>();
        double most = stimuli.max().to(float64).item<double>();
        if (least < model.Input.Minimum || most > model.Input.Maximum)
        {
            throw new MetamerException(
                FormattableString.Invariant(
                    $"{what}: values from {least:G4} to {most:G4}; {model.Name} takes {model.Input.Minimum} "
                )
                    + FormattableString.Invariant($"to {model.Input.Maximum}. ")
                    + RangeCure(model)
            );
        }
    }

    /// <summary>Throws if an input does not have the network's shape.</summary>
    internal static void RequireShape(StagedModel model, Tensor input)
    {
        if (!HasShape(model, input))
        {
            throw new MetamerException(
                $"{model.Name} takes input of shape (N, {string.Join(", ", model.InputShape)}); "
                    + $"given {Shape(input.shape)}. "
                    + (
                        model.InputShape[0] == 1 && input.dim() == 4 && input.shape[1] == 3
                            ? "It is in colour; make it grey with picture.ToGrey() first."
                            : "Add a batch dimension with unsqueeze(0), or resize the stimulus."
                    )
            );
        }
    }

    /// <summary>
    /// Throws if a picture is given to an auditory model, a sound to a vision model, or a sound of another sampling
    /// rate.
    /// </summary>
    /// <param name="model">The network.</param>
    /// <param name="kind">What the stimulus is.</param>
    /// <param name="what">What it is called, to begin the message with: "The reference 'seven'".</param>
    /// <exception cref="MetamerException">What was given, what is taken, what to do.</exception>
    public static void CheckKind(StagedModel model, StimulusKind kind, string what)
    {
        if (kind == model.Kind)
        {
            return;
        }

        throw new MetamerException(
            (kind.SamplingRate, model.SamplingRate) switch
            {
                (null, _) => $"{what}: a picture; {model.Name} takes sounds of {Sounds(model)}.",
                (_, null) =>
                    $"{what}: a sound; {model.Name} takes pictures of shape ({string.Join(", ", model.InputShape)}). "
                        + $"Load one with ImageFile.Load(path, {model.InputShape[^1]}).",
                _ =>
                    $"{what}: a sampling rate of {kind.SamplingRate} Hz; {model.Name} takes sounds of {Sounds(model)}, "
                        + "which resamples it.",
            }
        );
    }

    private static bool HasShape(StagedModel model, Tensor stimuli) =>
        stimuli.dim() == model.InputShape.Count + 1 && stimuli.shape[1..].SequenceEqual(model.InputShape);

    private static string Sounds(StagedModel model)
    {
        double seconds = (double)model.InputShape[0] / model.SamplingRate!.Value;
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{model.InputShape[0]} samples at {model.SamplingRate} Hz. Load one with "
                + $"SoundFile.Load(path, {model.SamplingRate}, {seconds:0.0####})"
        );
    }

    private static string ShapeCure(StagedModel model, long[] given)
    {
        if (model.Kind.IsSound)
        {
            return given.SequenceEqual(model.InputShape)
                ? "Add the batch dimension with unsqueeze(0)."
                : $"It takes sounds of {Sounds(model)}, which cuts or pads it.";
        }

        long channels = model.InputShape[0];
        return given.SequenceEqual(model.InputShape) ? "Add the batch dimension with unsqueeze(0)."
            : given.Length != model.InputShape.Count + 1 ? "Bring them into that form."
            : given[1] == 1 && channels == 3 ? "They have one channel; repeat it with x.expand(-1, 3, -1, -1)."
            : given[1] == 4 && channels == 3
                ? "They have four channels; leave the last one (alpha) out with x[.., ..3]."
            : given[1] == 3 && channels == 1 ? "They are in colour; make them grey with picture.ToGrey() first."
            : given[1] != channels
                ? $"They have {given[1]} channels, but it takes {channels}; is the channel dimension the second?"
            : "Resize them.";
    }

    private static string RangeCure(StagedModel model) =>
        !model.Kind.IsSound
            ? "Scale them (pixels of 0 to 255 divided by 255); do not normalise them, which the network does itself."
            : "Scale them (16-bit samples divided by 32768), or lower their level.";

    private static string Shape(long[] shape) => $"({string.Join(", ", shape)})";
}
