using System.Text.RegularExpressions;
using Metamers.Plotting;
using Metamers.Plotting.Pictures;
using Metamers.Synthesis;
using Metamers.Tests.Synthesis;
using TorchSharp;
using static TorchSharp.torch;

namespace Metamers.Tests.Plotting.Sounds;

public class SoundGridTests
{
    [Fact]
    public void A_row_has_a_picture_a_player_and_a_decision_for_the_natural_sound_and_each_stage()
    {
        PictureGrid grid = Grid(["seven_1", "two_2"], ["relu0", "relu1"]);
        Assert.Equal(["natural", "relu0", "relu1"], grid.Columns);
        Assert.Equal(["seven_1", "two_2"], grid.Rows.Select(row => row.Heading));
        string html = grid.ToHtml();
        Assert.Equal(6, Regex.Matches(html, "<audio controls").Count);
        Assert.Equal(6, SoundPlayerTests.WavesIn(html).Count());
        Assert.Equal(6, Regex.Matches(html, "<img ").Count);
        Assert.Equal(2, Regex.Matches(html, ">✓</span> zero").Count);
        Assert.Equal(2, Regex.Matches(html, ">✗</span> one").Count);
        Assert.Contains("title=\"metamer of seven_1 at relu0, 0.1 s at 16 kHz, played at an RMS of 0.05, ", html);
        Assert.Contains("played at an RMS of 0.05 or less", grid.Note);
        Assert.DoesNotContain("http", html);
    }

    [Fact]
    public void Four_words_and_ten_columns_of_one_second_leave_room_in_a_notebook_of_three_megabytes()
    {
        PictureGrid grid = Grid(
            ["a", "b", "c", "d"],
            [.. Enumerable.Range(0, 9).Select(i => $"stage{i}")],
            samples: 16000
        );
        int html = grid.ToHtml().Length;
        int png = grid.ToPng().Length * 4 / 3;
        // Noise is the worst case.
        Assert.True(html + png < 2_600_000, $"{html} characters of HTML and {png} of PNG.");
        Assert.True(grid.Size.Width <= 952);
    }

    [Fact]
    public void A_metamer_that_was_not_compared_is_refused()
    {
        using Metamer unjudged = SoundExamples.Noise(1);
        Assert.Contains(
            "'seven_1' at relu0 was not compared",
            Assert.Throws<InvalidOperationException>(() => new MetamerSet(unjudged).Grid()).Message
        );
    }

    [Fact]
    public void Networks_are_rows_of_one_sound()
    {
        using Metamer plain = Judged(SoundExamples.Noise(1), "seven_1", "relu0", kept: true);
        using Metamer robust = Judged(SoundExamples.Noise(2), "seven_1", "relu1", kept: false);
        PictureGrid grid = new MetamerSet(plain, MetamerExamples.Of("robust", robust)).Grid(Names);
        Assert.Equal(["standard", "L2-trained"], grid.Rows.Select(row => row.Heading));
        Assert.Equal(("Metamers of seven_1", 4), (grid.Title, Regex.Matches(grid.ToHtml(), "<audio controls").Count));
        Assert.DoesNotContain("without a player", grid.Note, StringComparison.Ordinal);
    }

    [Fact]
    public void A_sound_that_several_networks_share_has_one_player()
    {
        using Metamer shared = Judged(SoundExamples.Noise(1), "seven_1", "relu0", kept: true);
        using Metamer own = Judged(SoundExamples.Noise(2), "seven_1", "relu1", kept: true);
        PictureGrid grid = new MetamerSet(
            shared,
            MetamerExamples.Of("robust", shared),
            MetamerExamples.Of("robust", own)
        ).Grid(Names);
        bool[][] players =
        [
            .. grid.Rows.Select(row => row.Pictures.Select(picture => picture?.Sound is not null).ToArray()),
        ];
        Assert.Equal(
            [
                [true, true, false],
                [false, false, true],
            ],
            players
        );
        Assert.Contains("A sound without a player is the one above it.", grid.Note, StringComparison.Ordinal);
    }

    private static PictureGrid Grid(string[] references, string[] stages, int samples = 1600)
    {
        using DisposeScope scope = NewDisposeScope();
        ulong seed = 0;
        return new MetamerSet(
            from reference in references
            from stage in stages.Select((name, i) => (Name: name, Kept: i % 2 == 0))
            select Judged(SoundExamples.Noise(++seed, samples), reference, stage.Name, stage.Kept)
        ).Grid();
    }

    private static readonly Dictionary<string, string> Names = new()
    {
        [nameof(HearingNetwork)] = "standard",
        ["robust"] = "L2-trained",
    };

    private static Metamer Judged(Metamer noise, string reference, string stage, bool kept) =>
        MetamerExamples.Like(noise, reference, stage, new Judgement([1, 0], kept ? [1, 0] : [0, 1], []));
}
