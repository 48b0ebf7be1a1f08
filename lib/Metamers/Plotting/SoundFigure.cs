using System.Net;
using Metamers.Stimuli;
using Metamers.Synthesis;
using TorchSharp;

namespace Metamers.Plotting;

/// <summary>Sounds to be seen and heard: a figure, with players under it.</summary>
/// <param name="Picture">What is seen, such as <see cref="Waveform"/> or <see cref="CochleagramFigure"/>; alone in the static picture.</param>
/// <param name="Players">What can be heard, from left to right.</param>
public sealed record SoundFigure(Illustration Picture, params IReadOnlyList<SoundPlayer> Players) : Illustration
{
    /// <summary>What is written under the players, as loss and schedule; null for nothing.</summary>
    public string? Note { get; init; }

    /// <inheritdoc/>
    public override (int Width, int Height) Size => Picture.Size;

    /// <inheritdoc/>
    public override string Description => $"{Picture.Description} To be heard: {string.Join("; ", Players)}.{(Note is null ? "" : " " + Note)}";

    /// <summary>The waveform of a sound and its player.</summary>
    /// <param name="sound">Any sound.</param>
    public static SoundFigure Of(SoundStimulus sound) => new(Waveform.Of(sound), SoundPlayer.Of(sound));

    /// <summary>The waveforms of a metamer and its reference, side by side, and their players.</summary>
    /// <param name="metamer">One that is a sound.</param>
    /// <exception cref="Runtime.MetamerException">The metamer is a picture.</exception>
    public static SoundFigure Of(Metamer metamer)
    {
        int rate = SoundPlayer.RateOf(metamer);
        Figure Half(torch.Tensor samples, string title) =>
            Waveform.Of(new SoundStimulus(metamer.ReferenceName, null, null, samples, rate, ""), title) with { Width = 430 };
        FigureRow waveforms = new([Half(metamer.Reference, $"{metamer.ReferenceName}, the reference"), Half(metamer.Values, $"Metamer at {metamer.Stage}")]);
        return new(waveforms, SoundPlayer.OfReference(metamer), SoundPlayer.Of(metamer))
        {
            Note = $"Loss {NumberText.Of(metamer.FinalLoss, 3)} after {NumberText.Of(metamer.StepsDone)} steps; {metamer.Options.Describe()}.",
        };
    }

    private string Caption => Note is null ? "" : $"<div style=\"font:12px {FigureStyle.FontFamily};opacity:.75\">{WebUtility.HtmlEncode(Note)}</div>";

    /// <inheritdoc/>
    public override byte[] ToPng() => Picture.ToPng();

    /// <inheritdoc/>
    public override string ToHtml() =>
        $"""
        <div>{Picture.ToHtml()}
        <div style="display:flex;flex-wrap:wrap;gap:0 12px;max-width:{Size.Width}px">{string.Concat(Players.Select(player => $"<div style=\"flex:1 1 260px\">{player.ToHtml()}</div>"))}</div>{Caption}</div>
        """;
}
