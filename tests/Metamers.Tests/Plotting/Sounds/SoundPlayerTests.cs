using System.Text.RegularExpressions;
using Metamers.Models.Cochleagrams;
using Metamers.Plotting;
using Metamers.Plotting.Sounds;
using Metamers.Runtime;
using Metamers.Stimuli;
using Metamers.Synthesis;
using Metamers.Tests.Synthesis;
using NAudio.Wave;
using TorchSharp;
using static TorchSharp.torch;

namespace Metamers.Tests.Plotting.Sounds;

public class SoundPlayerTests
{
    [Fact]
    public void A_player_holds_16_bit_sound_at_the_safe_level_and_says_so()
    {
        SoundPlayer player = SoundPlayer.From(
            SoundExamples.Tone(440, 16000) with
            {
                Samples = SoundExamples.Tone(440, 16000).Samples * 4,
            }
        );
        Assert.Equal((16000, 1.0), (player.SamplingRate, player.Duration));
        Assert.Equal(
            "tone-440 (tone), 1 s at 16 kHz, played at an RMS of 0.05, 18.1 dB quieter than stored",
            player.Description
        );

        string html = player.ToHtml();
        Assert.Contains(player.Description, html);
        Assert.Contains("<audio controls preload=\"metadata\"", html);
        Assert.InRange(html.Length, 42_000, 44_000);
        using WaveFileReader wave = new(new MemoryStream(WavesIn(html).Single()));
        Assert.Equal(
            (16000, 1, 16, 16000),
            (wave.WaveFormat.SampleRate, wave.WaveFormat.Channels, wave.WaveFormat.BitsPerSample, (int)wave.SampleCount)
        );
        double[] samples = [.. Samples(wave)];
        Assert.Equal(0.05, Math.Sqrt(samples.Average(sample => sample * sample)), 1e-5);
        Assert.True(samples.Max(Math.Abs) < 0.99);
    }

    [Fact]
    public void A_name_that_looks_like_html_stays_text() =>
        Assert.DoesNotContain("<b>", SoundPlayer.From(SoundExamples.Tone(440) with { Name = "<b>\"x\"</b>" }).ToHtml());

    [Fact]
    public void A_metamer_and_its_reference_have_players_and_a_picture_has_none()
    {
        using Metamer sound = SoundExamples.Noise(1);
        using Metamer picture = MetamerExamples.Noise(1);
        Assert.StartsWith("metamer of seven_1 at relu0, 0.1 s at 16 kHz, ", SoundPlayer.From(sound).Description);
        Assert.StartsWith("seven_1, the reference, 0.1 s", SoundPlayer.FromReference(sound).Description);
        Assert.Contains(
            "is a picture and cannot be played",
            Assert.Throws<MetamerException>(() => SoundPlayer.From(picture)).Message
        );
        Assert.Throws<MetamerException>(() => SoundFigure.Draw(picture));
        Assert.Contains(
            "a sampling rate of 0 Hz",
            Assert.Throws<MetamerException>(() => SoundPlayer.From(sound.Values, 0, "x")).Message
        );
    }

    [Fact]
    public void A_narrow_player_is_a_wider_one_made_smaller_since_browsers_leave_its_button_out()
    {
        SoundPlayer player = SoundPlayer.From(SoundExamples.Tone(440));
        Assert.Contains("zoom:0.71;width:110px", player.Element(78));
        Assert.Contains("zoom:1;width:160px", player.Element(160));
    }

    [Fact]
    public void A_waveform_is_drawn_through_the_extremes_of_its_pieces()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor samples = zeros(16000);
        samples[5000] = 0.7f;
        samples[5001] = -0.6f;
        Figure figure = Waveform.Draw(new SoundStimulus("click", null, null, samples, 16000, ""));
        Series line = Assert.Single(figure.Series);
        Assert.Equal(1200, line.X.Count);
        Assert.Equal((0.7f, -0.6f), ((float)line.Y.Max(), (float)line.Y.Min()));
        Assert.Equal(5000 / 16000.0, line.X[line.Y.ToList().IndexOf(line.Y.Max())]);
        Assert.Equal(line.X.Order(), line.X);
        Assert.Equal((0, 1), (figure.X.Minimum, figure.X.Maximum));
        Assert.Equal("click", figure.Title);
        Assert.Equal(1000, Waveform.Draw(SoundExamples.Tone(440, 1000)).Series[0].Y.Count); // drawn whole
        Assert.NotEmpty(Waveform.Draw(new SoundStimulus("silence", null, null, zeros(16000), 16000, "")).ToPng());
    }

    [Fact]
    public void A_sound_figure_is_its_picture_with_players_under_it()
    {
        SoundFigure figure = SoundFigure.Draw(SoundExamples.Tone(440));
        Assert.Equal(Waveform.Draw(SoundExamples.Tone(440)).ToPng(), figure.ToPng());
        Assert.Single(Regex.Matches(figure.ToHtml(), "<audio "));
        Assert.Contains("To be heard: tone-440 (tone), 0.1 s at 16 kHz", figure.Description);
    }

    [Fact]
    public void With_a_cochleagram_sounds_are_drawn_as_such_and_a_metamer_on_the_scale_of_its_reference()
    {
        using Cochleagram cochleagram = new(CochleagramOptions.OneSecond);
        SoundFigure figure = SoundFigure.Draw(SoundExamples.Tone(1000, 16000), cochleagram);
        Figure drawn = Assert.IsType<Figure>(figure.Picture);
        Assert.Equal(("tone-1000 (tone)", "Frequency (kHz)"), (drawn.Title, drawn.Y.Title));
        Assert.Equal(["0.1", "0.25", "0.5", "1", "2", "4", "8"], drawn.Y.TickLabels!.Select(tick => tick.Label));
        int loudest = Enumerable.Range(0, 211).MaxBy(channel => drawn.Heat!.Values[channel, 94]);
        // A tone of 1 kHz is bright at 1 kHz.
        Assert.InRange(loudest, drawn.Y.TickLabels![3].Position - 1, drawn.Y.TickLabels[3].Position + 1);

        using Metamer metamer = SoundExamples.Noise(1, 16000);
        SoundFigure pair = SoundFigure.Draw(metamer, cochleagram);
        FigureRow row = Assert.IsType<FigureRow>(pair.Picture);
        Assert.Equal(row.Figures[0].Heat!.High, row.Figures[1].Heat!.High);
        Assert.Equal(2, pair.Players.Count);
        Assert.Throws<MetamerException>(() => SoundFigure.Draw(SoundExamples.Tone(440), cochleagram));
    }

    /// <summary>The sounds embedded in HTML.</summary>
    internal static IEnumerable<byte[]> WavesIn(string html) =>
        Regex
            .Matches(html, "src=\"data:audio/wav;base64,([^\"]*)\"")
            .Select(match => Convert.FromBase64String(match.Groups[1].Value));

    private static IEnumerable<double> Samples(WaveFileReader wave)
    {
        byte[] bytes = new byte[wave.Length];
        wave.ReadExactly(bytes);
        return bytes.Chunk(2).Select(pair => BitConverter.ToInt16(pair) / 32767.0);
    }
}
