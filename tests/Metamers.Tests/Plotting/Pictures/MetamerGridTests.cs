using Metamers.Models;
using Metamers.Plotting;
using Metamers.Plotting.Pictures;
using Metamers.Stimuli;
using Metamers.Synthesis;
using Metamers.Tests.Synthesis;

namespace Metamers.Tests.Plotting.Pictures;

public class MetamerGridTests
{
    private const string Unnamed = "No class is named for a picture of none of the network's classes. ";

    private static readonly Judgement Lost = new([0, 2, 1], [0, 1, 2], []);

    [Fact]
    public void No_class_is_named_for_a_picture_of_none_of_the_classes()
    {
        using Metamer frog = Of("frog", MetamerExamples.Card);
        using Metamer espresso = Of("espresso", MetamerExamples.Card);
        PictureGrid grid = new MetamerSet(frog, espresso).Grid();
        Assert.Equal(["dog", "frog"], grid.Rows[0].Pictures.Select(picture => picture!.Caption));
        Assert.Equal(["", "✗"], grid.Rows[1].Pictures.Select(picture => picture!.Said));
        Assert.Contains($"another class. {Unnamed}Schedule", grid.Note, StringComparison.Ordinal);
        Assert.DoesNotContain(Unnamed, new MetamerSet(frog).Grid().Note, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("FROG")]
    public void A_class_is_named_where_the_label_is_not_known_or_is_written_otherwise(string? label)
    {
        using Metamer metamer = Of(label, MetamerExamples.Card);
        using Metamer unknown = Of("espresso", MetamerExamples.Card with { ClassNames = null });
        Assert.Equal("dog", new MetamerSet(metamer).Grid().Rows[0].Pictures[0]!.Caption);
        Assert.Equal("class 1", new MetamerSet(unknown).Grid().Rows[0].Pictures[0]!.Caption);
    }

    [Fact]
    public void The_note_says_what_decides()
    {
        NetworkCard readout = MetamerExamples.Card with { Decider = "the readout" };
        using Metamer network = Of("frog", MetamerExamples.Card);
        using Metamer ofReadout = Of("frog", readout, "robust");
        Assert.StartsWith("Under each picture: what the network says. ", new MetamerSet(network).Grid().Note);
        Assert.StartsWith("Under each picture: what the readout says. ", new MetamerSet(ofReadout).Grid().Note);
        Assert.StartsWith(
            "Under each picture: what the network says. ",
            new MetamerSet(network, ofReadout).Grid().Note
        );
    }

    private static Metamer Of(string? label, NetworkCard card, string network = "standard")
    {
        Metamer noise = MetamerExamples.Noise(1);
        Stimulus reference = noise.Reference with { Name = label ?? "?", Label = label };
        Metamer lost = MetamerExamples.Like(noise, noise.Values, reference, noise.Stage, Lost);
        return MetamerExamples.Of(network, lost, card);
    }
}
