using System.Net;
using Metamers.Models.Cochleagrams;
using Metamers.Stimuli;
using Metamers.Synthesis;
using TorchSharp;

namespace Metamers.Plotting.Sounds;

/// <summary>Sounds to look at and listen to: a figure with players below it.</summary>
/// <param name="Picture">
/// The figure, such as <see cref="Waveform"/> or <see cref="CochleagramFigure"/>; the static picture shows only this.
/// </param>
/// <param name="Players">The players, from left to right.</param>
/// <example>
/// <code>
/// SoundFigure.Draw(Words.TakeOrSpeak(1)[0], new Cochleagram(CochleagramOptions.OneSecond))
/// </code>
/// </example>
public sealed record SoundFigure(Illustration Picture, params IReadOnlyList<SoundPlayer> Players) : Illustration
{
    /// <summary>Text below the players, e.g. loss and schedule; null for none.</summary>
    public string? Note { get; init; }

    /// <inheritdoc/>
    public override (int Width, int Height) Size => Picture.Size;

    /// <inheritdoc/>
    public override string Description =>
        $"{Picture.Description} To be heard: {string.Join("; ", Players)}.{(Note is null ? "" : " " + Note)}";

    /// <summary>Draws the waveform of a sound and its player.</summary>
    /// <param name="sound">Any sound.</param>
    public static SoundFigure Draw(SoundStimulus sound) => new(Waveform.Draw(sound), SoundPlayer.From(sound));

    /// <summary>Draws the cochleagram of a sound and its player.</summary>
    /// <param name="sound">A sound of the cochleagram's length and sampling rate.</param>
    /// <param name="cochleagram">How it is made; of an auditory model, its <c>Cochleagram</c>.</param>
    /// <exception cref="Runtime.MetamerException">A sound of another length.</exception>
    public static SoundFigure Draw(SoundStimulus sound, Cochleagram cochleagram) =>
        new(
            CochleagramFigure.Draw(
                cochleagram,
                sound.Samples,
                $"{sound.Name}{(sound.Label is null ? "" : $" ({sound.Label})")}"
            ),
            SoundPlayer.From(sound)
        );

    /// <summary>Draws the waveforms of a metamer and its reference, side by side, and their players.</summary>
    /// <param name="metamer">One that is a sound.</param>
    /// <exception cref="Runtime.MetamerException">The metamer is a picture.</exception>
    public static SoundFigure Draw(Metamer metamer)
    {
        int rate = SoundPlayer.RateOf(metamer);
        return Pair(
            metamer,
            (samples, title) =>
                Waveform.Draw(new SoundStimulus(metamer.Reference.Name, null, null, samples, rate, ""), title)
        );
    }

    /// <summary>
    /// Draws the cochleagrams of a metamer and its reference, side by side on one scale of colours, and their players.
    /// </summary>
    /// <param name="metamer">One that is a sound, of the cochleagram's length and sampling rate.</param>
    /// <param name="cochleagram">How they are made; of an auditory model, its <c>Cochleagram</c>.</param>
    /// <exception cref="Runtime.MetamerException">The metamer is a picture, or a sound of another length.</exception>
    public static SoundFigure Draw(Metamer metamer, Cochleagram cochleagram)
    {
        SoundPlayer.RateOf(metamer);
        double most = CochleagramFigure.Draw(cochleagram, metamer.Reference.Values, "").Heat!.High;
        return Pair(metamer, (samples, title) => CochleagramFigure.Draw(cochleagram, samples, title, most));
    }

    private static SoundFigure Pair(Metamer metamer, Func<torch.Tensor, string, Figure> draw) =>
        new(
            new FigureRow([
                draw(metamer.Reference.Values, $"{metamer.Reference.Name}, the reference") with
                {
                    Width = 430,
                },
                draw(metamer.Values, $"Metamer at {metamer.Stage}") with
                {
                    Width = 430,
                },
            ]),
            SoundPlayer.FromReference(metamer),
            SoundPlayer.From(metamer)
        )
        {
            Note =
                $"Loss {NumberText.Format(metamer.FinalLoss, 3)} after {NumberText.Format(metamer.StepsDone)} "
                + $"steps; {metamer.Options.Describe()}.",
        };

    private string Caption =>
        Note is null
            ? ""
            : $"<div style=\"font:12px {FigureStyle.FontFamily};opacity:.75\">{WebUtility.HtmlEncode(Note)}</div>";

    /// <inheritdoc/>
    public override byte[] ToPng() => Picture.ToPng();

    /// <inheritdoc/>
    public override string ToHtml() =>
        $"""
            <div>{Picture.ToHtml()}
            <div style="display:flex;flex-wrap:wrap;gap:0 12px;max-width:{Size.Width}px">{string.Concat(
                Players.Select(player => $"<div style=\"flex:1 1 260px\">{player.ToHtml()}</div>")
            )}</div>{Caption}</div>
            """;
}
