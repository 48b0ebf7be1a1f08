using Metamers.Claims;
using Metamers.Evaluation.Panels;
using Metamers.Models;
using Metamers.Models.Architectures;
using Metamers.Models.Textures;
using Metamers.Plotting;
using Metamers.Plotting.Pictures;
using Metamers.Runtime;
using Metamers.Statistics;
using Metamers.Stimuli;
using Metamers.Synthesis;
using Metamers.Tests.Synthesis;
using TorchSharp;
using static TorchSharp.torch;

namespace Metamers.Tests.Evaluation.Panels;

public sealed class PanelComparisonTests
{
    private static readonly StagedModel Own = RuleTensors.Fill(new CifarResNet(14)).Freeze();
    private static readonly StagedModel Judge = DecidingNetwork.Ready();
    private static readonly Tensor Natural = DecidingNetwork.Pictures(4).DetachFromDisposeScope();
    private static readonly Tensor Shown = DecidingNetwork.Pictures(4, seed: 2).DetachFromDisposeScope();

    static PanelComparisonTests() { } // so that these tensors belong to no test's dispose scope

    [Fact]
    public void A_panel_recognises_what_its_networks_give_the_class_of_the_reference()
    {
        using DisposeScope scope = NewDisposeScope();
        int[] classes = Decisions(Natural);
        MetamerSet same = Set(Natural, classes);
        MetamerSet other = Set(Shown, classes);
        PanelComparison recognised = PanelComparison.Measure([Judge], ("same", same), ("other", other));
        double[] expected = [.. Decisions(Shown).Zip(classes, (found, right) => found == right ? 1.0 : 0)];
        Assert.Contains(0.0, expected);
        Assert.Equal([1, 1, 1, 1], recognised.Of(PanelComparison.Natural).Recognised);
        Assert.Equal([1, 1, 1, 1], recognised.Of("same").Recognised);
        Assert.Equal(expected, recognised.Of("other").Recognised);
        Assert.Equal(["natural", "same", "other"], recognised.Rows.Select(row => row.Name));
        Assert.Equal(4, recognised.Of("same").Kept);
        Assert.All(recognised.Of("same").Losses, loss => Assert.Equal(0, loss));
        Assert.Equal(
            other.Select(metamer => Math.Pow(10, -metamer.Match.DecibelSnr / 10)),
            recognised.Of("other").Losses
        );
        Assert.Equal(1 - expected.Average(), recognised.Difference("same", "other").Value, 12);
        Assert.Equal(expected.Average(), (double)recognised.ToDataFrame()["recognised"][2], 12);

        Claim claim = recognised.MoreThan("other", "somebody", "same")[0];
        Assert.Equal(1 - expected.Average(), claim.Found.Value, 12);
        Assert.Equal((4, 1), (claim.Stimuli, claim.Judges));
        Figure figure = recognised.Chart();
        Assert.Equal(0.1, figure.Lines.Single().Value, 12);
        Assert.Equal([1, 1, expected.Average()], figure.Series[0].Y);
    }

    [Fact]
    public void Grey_pictures_are_shown_in_three_equal_colours()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor natural = Natural.mean([1], keepdim: true);
        int[] classes = Decisions(natural.expand(-1, 3, -1, -1));
        MetamerOptions brief = MetamerOptions.QuickTexture with
        {
            Segments = [new(2, 1) { Optimizer = SynthesisOptimizer.Lbfgs }],
        };
        MetamerSynthesizer synthesizer = new(
            new PortillaSimoncelli(32, 32, new TextureOptions { Scales = 2, CorrelationWidth = 3 }),
            brief
        );
        MetamerSet made = synthesizer.Synthesize(
            classes.Select((index, i) => new ImageStimulus($"{i}", null, index, natural[i], "noise")),
            PortillaSimoncelli.StatisticsStage
        );
        PanelComparison recognised = PanelComparison.Measure([Judge], ("grey", made));
        Tensor values = stack([.. made.Select(metamer => metamer.Values)]);
        Assert.Equal([1, 1, 1, 1], recognised.Of(PanelComparison.Natural).Recognised);
        Assert.Equal(
            Decisions(values.expand(-1, 3, -1, -1)).Zip(classes, (found, right) => found == right ? 1.0 : 0),
            recognised.Of("grey").Recognised
        );
    }

    [Fact]
    public void Two_judges_give_the_mean_of_both()
    {
        using DisposeScope scope = NewDisposeScope();
        using StagedModel second = RuleTensors.Fill(new CifarResNet(20)).Freeze();
        int[] classes = Decisions(Natural);
        MetamerSet same = Set(Natural, classes);
        double[] alone = [.. PanelComparison.Measure([second], ("same", same)).Of("same").Recognised];
        Assert.Equal(
            alone.Select(share => (1 + share) / 2),
            PanelComparison.Measure([Judge, second], ("same", same)).Of("same").Recognised
        );
    }

    /// <summary>One judge recognises everything, the other nothing: by itself, each is certain.</summary>
    [Fact]
    public void Errors_are_those_over_references_and_judges()
    {
        double[] all = [1, 1, 1, 1];
        double[] none = [0, 0, 0, 0];
        PanelRow natural = new("natural", all, [], 4, 4) { ByJudge = [all, all] };
        PanelRow made = new("made", [0.5, 0.5, 0.5, 0.5], [0, 0, 0, 0], 4, 4) { ByJudge = [all, none] };
        PanelComparison recognised = new([natural, made], ["one", "other"]);
        Estimate lost = recognised.Difference("natural", "made");
        Assert.Equal(0.5, lost.Value, 12);
        Assert.Equal(0.5, lost.StandardError, 0.02); // one of two judges is drawn
        Assert.Equal((0, 1), (lost.Low, lost.High));

        Estimate nothing = recognised.Difference("natural", "natural");
        Assert.Equal(1 - Math.Pow(0.025, 0.25), nothing.High, 12); // none of four references differs
        Assert.Equal(-nothing.High, nothing.Low, 12);
    }

    /// <summary>Every pixel four times, so that the mean of four is the pixel.</summary>
    [Fact]
    public void A_panel_of_smaller_pictures_is_shown_larger_ones_reduced()
    {
        using DisposeScope scope = NewDisposeScope();
        int[] classes = Decisions(Natural);
        MetamerSet small = Set(Shown, classes);
        MetamerSet large = Larger(small, 2);
        Assert.Equal(
            PanelComparison.Measure([Judge], ("shown", small)).Of("shown").Recognised,
            PanelComparison.MeasureReduced([Judge], ("shown", large)).Of("shown").Recognised
        );
        Assert.Contains(
            "3, 64, 64)",
            Assert.Throws<MetamerException>(() => PanelComparison.Measure([Judge], ("shown", large))).Message
        );
        Assert.Contains(
            "a whole number of times as large",
            Assert
                .Throws<MetamerException>(() =>
                    PanelComparison.MeasureReduced([Judge], ("shown", Larger(small, 2, rows: 63)))
                )
                .Message
        );

        static MetamerSet Larger(MetamerSet metamers, long times, int rows = 64)
        {
            return new(
                metamers.Select(small =>
                    MetamerExamples.Like(
                        small,
                        Repeat(small.Values),
                        Enlarged((ImageStimulus)small.Reference),
                        small.Stage,
                        small.Judgement
                    )
                )
            );

            Tensor Repeat(Tensor picture) =>
                picture.repeat_interleave(times, 1).repeat_interleave(times, 2)[.., ..rows];

            ImageStimulus Enlarged(ImageStimulus small) =>
                new(small.Name, small.Label, small.ClassIndex, Repeat(small.Values), small.Source);
        }
    }

    [Fact]
    public void What_a_panel_cannot_be_asked_is_refused()
    {
        using DisposeScope scope = NewDisposeScope();
        MetamerSet made = Set(Shown, [1, 2, 3, 4]);
        string Refusal(Func<object> action) => Assert.Throws<MetamerException>(() => action()).Message;
        Assert.Contains(
            "ResNet14 is on the panel, and metamers of 'made' were made for it",
            Refusal(() => PanelComparison.Measure([Judge, Own], ("made", made)))
        );
        Assert.Contains("0 judges and 1 sets", Refusal(() => PanelComparison.Measure([], ("made", made))));
        Assert.Contains(
            "The metamers of 'fewer' are of other references than those of 'made'",
            Refusal(() => PanelComparison.Measure([Judge], ("made", made), ("fewer", new(made.Take(2)))))
        );
        Assert.Contains(
            "has no class",
            Refusal(() => PanelComparison.Measure([Judge], ("made", Set(Shown, [null, 1, 2, 3]))))
        );
        Assert.Contains(
            "The panel was not asked about 'these'. Its sets are: natural, made.",
            Refusal(() => PanelComparison.Measure([Judge], ("made", made)).Of("these"))
        );
    }

    [Fact]
    public void Distances_are_those_between_metamers_of_one_reference()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor pictures = Natural * 0.6 + 0.2;
        Tensor up = pictures + 0.1;
        Tensor down = pictures - tensor(new[] { 0.1f, 0.05f, 0.1f, 0.05f }).view(4, 1, 1, 1);
        MetamerSet both = new(Set(up, [0, 1, 2, 3], pictures).Concat(Set(down, [0, 1, 2, 3], pictures)));
        MetamerSpread spread = MetamerSpread.Measure(both);
        Assert.Equal([0.2, 0.15, 0.2, 0.15], spread.Distances, Near);
        Assert.Equal([0.1, 0.075, 0.1, 0.075], spread.FromReference, Near);
        Assert.Equal(0.175, spread.Mean, 5);
        Assert.Equal(0.0288675 / 2, spread.StandardError, 5);
        Assert.InRange(spread.BetweenReferences, 0.15, 0.35);
        ClaimList claims = spread.FartherThan(MetamerSpread.Measure(new(both.Concat(Set(up, [0, 1, 2, 3], pictures)))));
        Assert.Equal(0.175 / 3, claims[0].Found.Value, 5); // of three pairs of metamers, one has the distance 0
        Assert.Equal(0.0875, claims[1].Found.Value, 5);
        IReadOnlyList<(string, MetamerSet)> sets = [("up and down", both), ("down and up", new(both.Reverse()))];
        PictureGrid grid = sets.Samples(both[1].Reference);
        Assert.Equal(["natural", "metamer 1", "metamer 2"], grid.Columns);
        Assert.Equal(["up and down", "down and up"], grid.Rows.Select(row => row.Heading));
        Assert.Equal(grid.Rows[0].Pictures[1]!.Caption, grid.Rows[1].Pictures[2]!.Caption);
        sets = [("both", both), ("one", new(both.Take(4)))];
        Assert.Contains(
            "the sets have 2, 1 metamers",
            Assert.Throws<ArgumentException>(() => sets.Samples(both[1].Reference)).Message
        );
        Assert.Contains(
            "There is one metamer of 0 alone",
            Assert.Throws<MetamerException>(() => MetamerSpread.Measure(Set(up, [0, 1, 2, 3], pictures))).Message
        );

        Assert.Equal(
            "2 metamers of 1 reference: 0.100 between two of them, 0.200 from the reference",
            new MetamerSpread([0.1], [0.2], double.NaN, 2).ToString()
        );
        Assert.StartsWith(
            "8 metamers of 4 references: 0.175 ± 0.014 between",
            spread.ToString(),
            StringComparison.Ordinal
        );

        static bool Near(double one, double other) => Math.Abs(one - other) < 1e-5;
    }

    private static MetamerSet Set(Tensor values, IReadOnlyList<int?> classes, Tensor? references = null) =>
        new MetamerSet(
            classes.Select(
                (index, i) =>
                    new Metamer(values[i], new ImageStimulus($"{i}", null, index, (references ?? Natural)[i], "noise"))
                    {
                        Stage = "layer1",
                        Options = MetamerOptions.Quick,
                        Model = ModelIdentity.Compute(Own),
                        Card = Own.Card,
                        Losses = [new(0, 1)],
                        Manifest = RunManifest.Current(CPU, ScalarType.Float32),
                    }
            )
        ).Measure(Own);

    private static MetamerSet Set(Tensor values, int[] classes) =>
        Set(values, [.. classes.Select(index => (int?)index)]);

    private static int[] Decisions(Tensor pictures)
    {
        using DisposeScope scope = NewDisposeScope();
        return [.. Judge.Logits((pictures * 255).floor() / 255).argmax(1).data<long>().Select(index => (int)index)];
    }
}
