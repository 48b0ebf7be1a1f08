using System.Text.RegularExpressions;
using Metamers.Models.Architectures;
using Metamers.Notebook;
using Metamers.Plotting;
using Metamers.Plotting.Pictures;
using Metamers.Plotting.Sounds;
using Metamers.Stimuli;
using Microsoft.Data.Analysis;
using Microsoft.DotNet.Interactive.Formatting;
using static TorchSharp.torch;

namespace Metamers.Tests.Notebook;

[Collection("formatters")]
public class FormattersTests
{
    public FormattersTests() => Formatters.Register();

    [Fact]
    public void A_tensor_shows_its_form_and_a_few_numbers()
    {
        using Tensor tensor = arange(6, float32).reshape(2, 3);
        Assert.Equal("Tensor (2, 3) float32 on cpu: min 0, mean 2.5, max 5; first 0, 1, 2, 3, 4, …", Plain(tensor));
        Assert.Equal($"<code>{Plain(tensor)}</code>", Html(tensor).Replace("&#8230;", "…"));
    }

    [Fact]
    public void A_tensor_with_nan_one_value_none_or_no_memory_says_so()
    {
        Assert.Contains("min 1, mean 1.5, max 2, 1 NaN", Plain(tensor(new[] { 1f, float.NaN, 2f })));
        Assert.Contains("all NaN", Plain(tensor(new[] { float.NaN, float.NaN })));
        Assert.Equal("Tensor () int64 on cpu: 7", Plain(tensor(7L)));
        Assert.Equal("Tensor (0, 3) float32 on cpu: empty", Plain(zeros(0, 3)));
        Assert.Contains("min 0, mean 0.5, max 1", Plain(tensor(new[] { true, false })));
        Tensor gone = zeros(1);
        gone.Dispose();
        Assert.Contains("already disposed", Plain(gone));
    }

    [Fact]
    public void A_network_is_a_table_of_its_stages()
    {
        using CifarResNet network = new(20);
        string text = Plain(network);
        Assert.Contains("input 3 × 32 × 32 in [0, 1]", text);
        Assert.Matches(@"1\s+conv1_relu1\s+16 × 32 × 32\s+16,384\s+yes", text);
        Assert.Contains("<td align=\"right\"", Html(network));
        Assert.Matches(@"0\s+input_after_preproc", Plain(network.Stages));
    }

    [Fact]
    public void A_data_frame_has_aligned_numbers_of_sensible_digits()
    {
        DataFrame frame = new(
            new StringDataFrameColumn("stage", ["conv1", null!, "a<b"]),
            new DoubleDataFrameColumn("rho", [0.98765432, 0.5, null]),
            new DoubleDataFrameColumn("loss", [3.2e-7, 0.1, 1]),
            new Int32DataFrameColumn("steps", [24000, 100, 5])
        );
        Assert.Equal(
            """
            stage     rho       loss   steps
            ─────  ──────  ─────────  ──────
            conv1  0.9877  3.20·10⁻⁷  24,000
            –      0.5000        0.1     100
            a<b         –          1       5
            """,
            Plain(frame)
        );
        Assert.Contains("a&lt;b", Html(frame));
    }

    [Fact]
    public void A_long_data_frame_shows_its_first_rows_and_counts_the_rest()
    {
        DataFrame frame = new(new Int32DataFrameColumn("i", Enumerable.Range(0, 1200)));
        Assert.EndsWith("50 of 1,200 rows are shown.", Plain(frame));
        Assert.Contains("50 of 1,200 rows are shown.", Html(frame));
    }

    [Fact]
    public void Figures_stimuli_and_grids_come_as_html_png_and_text()
    {
        using Tensor pixels = zeros(3, 4, 4);
        foreach (
            object shown in new object[]
            {
                new Figure("t", new("x"), new("y"), []),
                Picture.From(pixels),
                new FigureRow([new Figure("t", new("x"), new("y"), [])]),
                new ImageStimulus("cat_1", "cat", 3, pixels, "CIFAR-10"),
                Synthesis.SoundExamples.Tone(440),
                Synthesis.SoundExamples.Noise(1),
                Synthesis.MetamerExamples.Noise(1),
            }
        )
        {
            IReadOnlyCollection<FormattedValue> bundle = FormattedValue.CreateManyFromObject(shown);
            Assert.Equal(["text/html", "image/png", "text/plain"], bundle.Select(value => value.MimeType));
            Assert.StartsWith("iVBOR", bundle.ElementAt(1).Value); // a PNG in base64, without a data URI before it
        }

        Assert.Contains("cat_1 (cat). CIFAR-10", Html(new ImageStimulus("cat_1", "cat", 3, pixels, "CIFAR-10")));
    }

    [Fact]
    public void A_sound_is_its_waveform_and_a_player_and_a_metamer_of_one_is_two()
    {
        string tone = Html(Synthesis.SoundExamples.Tone(440));
        Assert.Contains("<img", tone);
        Assert.Single(Regex.Matches(tone, "<audio controls"));
        Assert.Contains(
            "tone-440 (tone), 0.1 s at 16 kHz, played at an RMS of 0.05, ",
            Plain(Synthesis.SoundExamples.Tone(440))
        );

        using Metamers.Synthesis.Metamer metamer = Synthesis.SoundExamples.Noise(1);
        Assert.Equal(2, Regex.Matches(Html(metamer), "<audio controls").Count);
        Assert.EndsWith(
            "Loss 0.1 after 200 steps; 8 × 25 steps of length 1 to 0.00781, identity gradient on, seed 1, "
                + "oversampling 4 before the last segment.",
            Plain(metamer)
        );

        SoundPlayer player = SoundPlayer.From(Synthesis.SoundExamples.Tone(440));
        Assert.Equal(
            ["text/html", "text/plain"],
            FormattedValue.CreateManyFromObject(player).Select(value => value.MimeType)
        );
        Assert.Equal(player.Description, Plain(player));
    }

    private static string Plain(object value) => value.ToDisplayString("text/plain");

    private static string Html(object value) => value.ToDisplayString("text/html");
}
