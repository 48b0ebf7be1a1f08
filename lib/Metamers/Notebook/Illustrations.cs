using Metamers.Evaluation.Rivals;
using Metamers.Evaluation.Sensitivity;
using Metamers.Plotting;
using Metamers.Plotting.Pictures;
using Metamers.Plotting.Sounds;
using Metamers.Stimuli;
using Metamers.Synthesis;

namespace Metamers.Notebook;

/// <summary>How single stimuli and metamers are shown.</summary>
internal static class Illustrations
{
    /// <summary>The picture with its name, label and source.</summary>
    public static Picture ToIllustration(ImageStimulus stimulus) =>
        Picture.From(
            stimulus.Pixels,
            caption: $"{stimulus.Name}{(stimulus.Label is null ? "" : $" ({stimulus.Label})")}. {stimulus.Source}"
        );

    /// <summary>
    /// The reference and its metamer side by side, with the loss and the schedule; sounds with their players.
    /// </summary>
    public static Illustration ToIllustration(Metamer metamer) =>
        metamer.Reference.Kind.IsSound
            ? SoundFigure.Draw(metamer)
            : new PictureGrid(
                $"Metamer of {metamer.Reference.Name} at {metamer.Stage}",
                ["reference", "metamer"],
                [new("", [GridPicture.From(metamer.Reference.Values), GridPicture.From(metamer.Values)])],
                $"Loss {NumberText.Format(metamer.FinalLoss, 3)} after {NumberText.Format(metamer.StepsDone)} "
                    + $"steps; {metamer.Options.Describe()}."
            );

    /// <summary>The stimulus with its most and its least noticeable distortion.</summary>
    public static Illustration ToIllustration(Eigendistortions found) => new[] { found }.Grid();

    /// <summary>The stimulus with both principal distortions.</summary>
    public static Illustration ToIllustration(PrincipalDistortions found) => new[] { found }.Grid();

    /// <summary>The stimulus with what both networks say.</summary>
    public static Illustration ToIllustration(ControversialStimulus found) => new[] { found }.Grid();

    /// <summary>The stimulus, its noisy version and the four others.</summary>
    public static Illustration ToIllustration(MadCompetition found) => found.Grid();
}
