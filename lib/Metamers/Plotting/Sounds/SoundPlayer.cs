using System.Net;
using Metamers.Runtime;
using Metamers.Stimuli;
using Metamers.Stimuli.Sounds;
using Metamers.Synthesis;
using TorchSharp;

namespace Metamers.Plotting.Sounds;

/// <summary>
/// A sound to listen to in a notebook: an HTML audio element with the embedded sound, as 16-bit WAV, at a safe level
/// (<see cref="SoundSafety"/>). Holds no tensor.
/// </summary>
public sealed record SoundPlayer
{
    private const double NarrowestPlayer = 110;

    private readonly string source;

    private SoundPlayer(string name, int samplingRate, Playback playback)
    {
        source = $"data:audio/wav;base64,{Convert.ToBase64String(PcmWave.Encode(playback.Samples, samplingRate))}";
        (Name, SamplingRate, Duration) = (name, samplingRate, (double)playback.Samples.Count / samplingRate);
        Level = playback.ToString();
    }

    /// <summary>Name of the sound.</summary>
    public string Name { get; }

    /// <summary>Sampling rate, Hz.</summary>
    public int SamplingRate { get; }

    /// <summary>Length in seconds.</summary>
    public double Duration { get; }

    /// <summary>The playback level and its change, in words.</summary>
    public string Level { get; }

    /// <summary>Name, duration, sampling rate and level of the sound.</summary>
    public string Description =>
        FormattableString.Invariant($"{Name}, {Duration:0.###} s at {SamplingRate / 1000.0:0.###} kHz, {Level}");

    /// <summary>Plays samples.</summary>
    /// <param name="samples">(T) float32 in [−1, 1].</param>
    /// <param name="samplingRate">Hz.</param>
    /// <param name="name">Name of the sound.</param>
    /// <param name="rms">Playback RMS, above 0 and at most 0.2.</param>
    /// <exception cref="MetamerException">The samples are not such a sound, or the RMS is out of range.</exception>
    public static SoundPlayer From(torch.Tensor samples, int samplingRate, string name, double rms = SoundSafety.Rms) =>
        new(name, SoundCheck.RequireRate(samplingRate, "The sound to play"), SoundSafety.Normalise(samples, rms));

    /// <summary>Plays a stimulus.</summary>
    /// <param name="sound">Any sound.</param>
    /// <param name="rms">Playback RMS, above 0 and at most 0.2.</param>
    public static SoundPlayer From(SoundStimulus sound, double rms = SoundSafety.Rms) =>
        From(sound.Samples, sound.SamplingRate, $"{sound.Name}{(sound.Label is null ? "" : $" ({sound.Label})")}", rms);

    /// <summary>Plays a metamer.</summary>
    /// <param name="metamer">One that is a sound.</param>
    /// <param name="rms">Playback RMS, above 0 and at most 0.2.</param>
    /// <exception cref="MetamerException">The metamer is a picture.</exception>
    public static SoundPlayer From(Metamer metamer, double rms = SoundSafety.Rms) =>
        From(metamer.Values, RateOf(metamer), $"metamer of {metamer.Reference.Name} at {metamer.Stage}", rms);

    /// <summary>Plays the reference of a metamer.</summary>
    /// <param name="metamer">One that is a sound.</param>
    /// <param name="rms">Playback RMS, above 0 and at most 0.2.</param>
    /// <exception cref="MetamerException">The metamer is a picture.</exception>
    public static SoundPlayer FromReference(Metamer metamer, double rms = SoundSafety.Rms) =>
        From(metamer.Reference.Values, RateOf(metamer), $"{metamer.Reference.Name}, the reference", rms);

    /// <summary>The player below its description.</summary>
    public string ToHtml() =>
        $"""<figure style="margin:6px 0;max-width:420px;font:12px {FigureStyle.FontFamily}">"""
        + $"<figcaption>{WebUtility.HtmlEncode(Description)}</figcaption>{Element(null)}</figure>";

    /// <inheritdoc/>
    public override string ToString() => Description;

    /// <summary>
    /// The player alone, with a width in CSS pixels; if null, as wide as there is room. Browsers leave out the play
    /// button of a player narrower than about 100 pixels, so a narrow one is a wider one scaled down.
    /// </summary>
    internal string Element(int? width)
    {
        double zoom = Math.Min(1, (width ?? NarrowestPlayer) / NarrowestPlayer);
        string size = width is null
            ? "width:100%;height:32px"
            : FormattableString.Invariant($"zoom:{zoom:0.##};width:{width / zoom:0}px;height:32px");
        string description = WebUtility.HtmlEncode(Description);
        return $"""<audio controls preload="metadata" title="{description}" aria-label="{description}" """
            + $"""style="display:block;{size}" src="{source}"></audio>""";
    }

    internal static int RateOf(Metamer metamer) =>
        metamer.Reference.Kind.SamplingRate
        ?? throw new MetamerException(
            $"{metamer} is a picture and cannot be played. Give a metamer of a sound, or end the cell in the "
                + "metamer to see it."
        );
}
