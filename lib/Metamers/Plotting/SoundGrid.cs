using Metamers.Synthesis;
using TorchSharp;

namespace Metamers.Plotting;

/// <summary>Each sound and its metamers, stage by stage: a cochleagram, a player, and what the network says.</summary>
public static class SoundGrid
{
    private const int PictureHeight = 64;

    /// <summary>Draws a row for each reference and a column for each stage, the natural sound first. A row's colours share one scale.</summary>
    /// <param name="metamers">Judged metamers of one network that hears; rows and columns in the order in which they first come.</param>
    /// <param name="cochleagram">
    /// From (1, samples) to a tensor whose last two dimensions are channels, low frequencies first, and frames; such as a
    /// cochleagram's Apply, or the activations of the network's first stage.
    /// </param>
    /// <param name="classNames">Names of the network's classes.</param>
    /// <param name="title">The title.</param>
    /// <param name="note">Added to the note, as the sounds' source.</param>
    /// <exception cref="ArgumentException">There are none, or one was not judged.</exception>
    /// <exception cref="Runtime.MetamerException">A metamer is a picture.</exception>
    public static PictureGrid Of(
        IReadOnlyList<Metamer> metamers,
        Func<torch.Tensor, torch.Tensor> cochleagram,
        IReadOnlyList<string> classNames,
        string title = "Metamers by stage",
        string? note = null)
    {
        if (metamers.FirstOrDefault(metamer => metamer.Judgement is null) is { } other)
        {
            throw new ArgumentException($"The metamer of '{other.ReferenceName}' at {other.Stage} was not judged. Judge it with ActivationMatch first.");
        }

        string[] stages = [.. metamers.Select(metamer => metamer.Stage).Distinct()];
        int width = Math.Min(188, PictureGrid.RoomFor(stages.Length + 1));
        PictureRow[] rows = [.. metamers.GroupBy(metamer => metamer.ReferenceName).Select(group => Row([.. group], stages, cochleagram, classNames, width))];
        return new PictureGrid(
            title,
            ["natural", .. stages],
            rows,
            "Cochleagrams, frequency against time, with what the network hears. ✓: the same as in the natural sound; ✗: another class. "
            + FormattableString.Invariant($"All are played at an RMS of {SoundSafety.Rms} or less; the pointer shows how far that is from the level they have. {note}").Trim());
    }

    private static PictureRow Row(
        IReadOnlyList<Metamer> metamers, string[] stages, Func<torch.Tensor, torch.Tensor> cochleagram, IReadOnlyList<string> classNames, int width)
    {
        Metamer first = metamers[0];
        HeatMap natural = HeatOf(first.Reference, cochleagram);
        GridPicture reference = GridPicture.Of(natural, width, PictureHeight) with
        {
            Caption = classNames[first.Judgement!.PredictedReference],
            Sound = SoundPlayer.OfReference(first),
        };
        return new(first.ReferenceName, [reference, .. stages.Select(stage => metamers.FirstOrDefault(metamer => metamer.Stage == stage) is { } metamer ? Made(metamer) : null)]);

        GridPicture Made(Metamer metamer) => GridPicture.Of(HeatOf(metamer.Values, cochleagram) with { High = natural.High }, width, PictureHeight) with
        {
            Caption = classNames[metamer.Judgement!.PredictedMetamer],
            Correct = metamer.Judgement.DecisionKept,
            Sound = SoundPlayer.Of(metamer),
            Hover = FormattableString.Invariant($"loss {metamer.FinalLoss:G3} after {metamer.StepsDone} steps"),
        };
    }

    /// <summary>A sound's cochleagram as a heat map without axes.</summary>
    internal static HeatMap HeatOf(torch.Tensor samples, Func<torch.Tensor, torch.Tensor> cochleagram)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using IDisposable noGradient = torch.no_grad();
        float[,] values = CochleagramFigure.Values(cochleagram(samples.unsqueeze(0)));
        return new(values, 0, values.GetLength(1), 0, values.GetLength(0), "");
    }
}
